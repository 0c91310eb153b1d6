//! An order's progress on its desk page: sending, what came of it, returns, messages, the dispute,
//! and where the money goes.

use super::progress_api as api;
use crate::{
    ActionForm, FormState, ServerAction,
    marketplace::{
        DisputeFacts,
        order_parts::{
            Dues, LineCounts, Messages, OwnField, Parcel, PieceFields, PriceOpen, Timeline,
            return_key,
        },
    },
    reload, use_form, use_words,
};
use domain::{
    OrderId,
    marketplace::{
        Counts, DeliveryMethod, OrderProgress, OrderState, ParcelView, ReturnEvent, ReturnState,
        ReturnView, ReturnWish, ShipmentEvent, ShipmentState,
    },
};
use i18n::{
    Key,
    keys::{marketplace as market, orders as k},
};
use leptos::prelude::*;
use ui::{ErrorSummary, Icon, Notice, Text};

#[derive(Clone, Copy)]
struct Acts {
    ship: ServerAction<api::ShipOrder>,
    parcel: ServerAction<api::MoveParcel>,
    phone: ServerAction<api::ConfirmByPhone>,
    cancel: ServerAction<api::CancelLines>,
    back: ServerAction<api::MoveReturn>,
    write: ServerAction<api::SendMessage>,
    answer: ServerAction<api::AnswerDispute>,
}

#[derive(Clone, Copy)]
struct Forms {
    ship: FormState,
    cancel: FormState,
    back: FormState,
    write: FormState,
    answer: FormState,
}

/// `decided` counts the decisions above it: each changes what can be done here.
#[component]
pub fn ProgressPanel(order: OrderId, decided: Signal<usize>) -> impl IntoView {
    let acts = Acts {
        ship: ServerAction::new(),
        parcel: ServerAction::new(),
        phone: ServerAction::new(),
        cancel: ServerAction::new(),
        back: ServerAction::new(),
        write: ServerAction::new(),
        answer: ServerAction::new(),
    };
    let forms = Forms {
        ship: use_form(acts.ship),
        cancel: use_form(acts.cancel),
        back: use_form(acts.back),
        write: use_form(acts.write),
        answer: use_form(acts.answer),
    };
    let moved = use_form(acts.parcel);
    let phoned = use_form(acts.phone);
    let progress = reload(
        move || {
            decided.get()
                + acts.ship.version()
                + acts.parcel.version()
                + acts.phone.version()
                + acts.cancel.version()
                + acts.back.version()
                + acts.write.version()
                + acts.answer.version()
        },
        move || api::ShowProgress { order },
    );
    let errors = [
        forms.ship.error,
        forms.cancel.error,
        forms.back.error,
        forms.write.error,
        forms.answer.error,
        moved.error,
        phoned.error,
    ];
    view! {
        {errors.map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                // The order's own page says what is wrong.
                progress.await.ok().map(|order| view! { <Body order acts forms/> })
            })}
        </Transition>
    }
}

#[component]
fn Body(order: OrderProgress, acts: Acts, forms: Forms) -> impl IntoView {
    let words = use_words();
    let id = order.order.0;
    let is_alive = matches!(order.state, OrderState::Placed | OrderState::Confirmed);
    let refusals = (order.refusals > 0 && is_alive).then(|| view! {
        <Notice kind="warning">{words.count(k::REFUSALS, u64::from(order.refusals), &[])}</Notice>
    });
    let phone = match order.phone_confirmed_at {
        Some(at) => {
            let date = words.date_time(at);
            Some(view! { <p><Icon name="phone"/>" "{words.with(k::PHONED_ON, &[("date", &date)])}</p> }.into_any())
        }
        None if is_alive && !order.method.is_prepaid() => Some(
            view! {
                <ActionForm action=acts.phone>
                    <input type="hidden" name="order" value=id.to_string()/>
                    <button class="button button-secondary" type="submit"><Icon name="phone"/>{words.t(k::PHONED_DO)}</button>
                </ActionForm>
            }
            .into_any(),
        ),
        None => None,
    };
    let ship = order.can_ship().then(|| {
        view! {
            <section class="panel">
                <h2>{words.t(k::SHIP_TITLE)}</h2>
                <ShipForm order=order.clone() ship=acts.ship form=forms.ship/>
            </section>
        }
    });
    let parcels = (!order.parcels.is_empty()).then(|| {
        let parcels = order.parcels.clone();
        view! {
            <section class="panel">
                <h2>{words.t(k::PARCELS)}</h2>
                {parcels.into_iter().map(|it| {
                    let own = it.clone();
                    view! { <Parcel parcel=it><ParcelActs parcel=own action=acts.parcel/></Parcel> }
                }).collect_view()}
            </section>
        }
    });
    let key = order.request_key.clone();
    view! {
        {refusals}
        {phone}
        {ship}
        {parcels}
        {order.returns.clone().into_iter().map(|it| view! { <Return it acts forms/> }).collect_view()}
        <section class="panel">
            <LineCounts progress=order.clone()/>
            <Dues progress=order.clone()/>
            <PriceOpen share=order.share.clone() title=market::PRICE_TITLE_SELLER/>
            {order.can_cancel().then(|| view! { <Cancel order=order.clone() acts forms/> })}
            <Timeline entries=order.timeline.clone()/>
        </section>
        <section class="panel">
            <Messages messages=order.messages.clone()>
                <ActionForm action=acts.write class="stack">
                    <input type="hidden" name="order" value=id.to_string()/>
                    <input type="hidden" name="request_key" value=key/>
                    <OwnField name="text" of=id label=words.t(k::MESSAGE) form=forms.write lines=true/>
                    <button class="button button-secondary" type="submit">{words.t(k::MESSAGE_SEND)}</button>
                </ActionForm>
            </Messages>
        </section>
        {order.dispute.map(|dispute| {
            let is_open = dispute.state == domain::marketplace::DisputeState::Opened;
            view! {
                <section class="panel">
                    <DisputeFacts dispute/>
                    {is_open.then(|| view! {
                        <ActionForm action=acts.answer class="stack">
                            <input type="hidden" name="order" value=id.to_string()/>
                            <OwnField name="answer" of=id label=words.t(k::DISPUTE_ANSWER) form=forms.answer lines=true/>
                            <button class="button button-primary" type="submit">{words.t(k::MESSAGE_SEND)}</button>
                        </ActionForm>
                    })}
                </section>
            }
        })}
    }
}

/// A parcel with all that is left, or less.
#[component]
pub fn ShipForm(
    order: OrderProgress,
    ship: ServerAction<api::ShipOrder>,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let id = order.order.0;
    let is_fetched = order.delivery == DeliveryMethod::Pickup;
    let carriage = (!is_fetched).then(|| {
        view! {
            <OwnField name="carrier" of=id label=words.t(k::CARRIER) form/>
            <OwnField name="tracking_number" of=id label=words.t(k::TRACKING_NUMBER) form ltr=true/>
        }
    });
    let submit = if is_fetched {
        k::HAND_OVER_DO
    } else {
        k::SHIP_DO
    };
    view! {
        <ActionForm action=ship class="stack">
            <p class="meta">{words.t(k::SHIP_HINT)}</p>
            <input type="hidden" name="order" value=id.to_string()/>
            <input type="hidden" name="request_key" value=order.request_key.clone()/>
            <PieceFields progress=order most=Counts::to_ship all=true purpose="ship" form/>
            {carriage}
            <button class="button button-primary" type="submit">{words.t(submit)}</button>
        </ActionForm>
    }
}

/// What one can say of a parcel.
#[component]
pub fn ParcelActs(parcel: ParcelView, action: ServerAction<api::MoveParcel>) -> impl IntoView {
    let words = use_words();
    let acts: &[(ShipmentEvent, Key, &str)] = match parcel.state {
        ShipmentState::Shipped => &[
            (
                ShipmentEvent::Deliver,
                k::DELIVER_DO,
                "button button-primary",
            ),
            (ShipmentEvent::Refuse, k::REFUSE_DO, "button button-danger"),
        ],
        ShipmentState::Refused => &[(
            ShipmentEvent::TakeBack,
            k::TAKE_BACK_DO,
            "button button-primary",
        )],
        ShipmentState::Delivered | ShipmentState::Returned => &[],
    };
    acts.iter()
        .map(|(event, key, class)| {
            view! {
                <ActionForm action=action>
                    <input type="hidden" name="parcel" value=parcel.id.to_string()/>
                    <input type="hidden" name="event" value=event.code()/>
                    <button class=*class type="submit">{words.t(*key)}</button>
                </ActionForm>
            }
        })
        .collect_view()
}

#[component]
fn Cancel(order: OrderProgress, acts: Acts, forms: Forms) -> impl IntoView {
    let words = use_words();
    let id = order.order.0;
    view! {
        <details class="more">
            <summary>{words.t(k::CANCEL_TITLE)}</summary>
            <ActionForm action=acts.cancel class="stack">
                <p>{words.t(k::CANCEL_TEXT_SELLER)}</p>
                <input type="hidden" name="order" value=id.to_string()/>
                <input type="hidden" name="request_key" value=order.request_key.clone()/>
                <PieceFields progress=order most=Counts::to_ship all=false purpose="cancel" form=forms.cancel/>
                <CancelReason id form=forms.cancel/>
                <button class="button button-danger" type="submit">{words.t(k::CANCEL_DO)}</button>
            </ActionForm>
        </details>
    }
}

/// Its own id: the form to refuse the order asks for a reason too.
#[component]
fn CancelReason(id: i64, form: FormState) -> impl IntoView {
    let words = use_words();
    let problem = form.problem("reason");
    let field = format!("cancel-reason-{id}");
    view! {
        <div class="field">
            <label for=field.clone()>{words.t(k::REASON)}</label>
            <input id=field name="reason" value=form.value("reason", "") autocomplete="off"/>
            {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        </div>
    }
}

/// A return, with the next step as buttons.
#[component]
fn Return(it: ReturnView, acts: Acts, forms: Forms) -> impl IntoView {
    let words = use_words();
    let id = it.id.0;
    let wish = match it.wish {
        ReturnWish::Refund => k::WISH_REFUND,
        ReturnWish::Exchange => k::WISH_EXCHANGE,
    };
    let next: &[(ReturnEvent, Key, &str)] = match it.state {
        ReturnState::Requested => &[
            (
                ReturnEvent::Accept,
                k::RETURN_ACCEPT,
                "button button-primary",
            ),
            (
                ReturnEvent::Decline,
                k::RETURN_DECLINE,
                "button button-danger",
            ),
        ],
        ReturnState::Accepted => &[(
            ReturnEvent::Receive,
            k::RETURN_RECEIVE,
            "button button-primary",
        )],
        ReturnState::Received => &[
            (
                ReturnEvent::Refund,
                k::RETURN_REFUND,
                "button button-primary",
            ),
            (
                ReturnEvent::Exchange,
                k::RETURN_EXCHANGE,
                "button button-secondary",
            ),
        ],
        _ => &[],
    };
    let with_answer = it.state == ReturnState::Requested;
    let form = (!next.is_empty()).then(|| view! {
        <ActionForm action=acts.back class="stack">
            <input type="hidden" name="id" value=id.to_string()/>
            {with_answer.then(|| view! { <OwnField name="answer" of=id label=words.t(k::RETURN_ANSWER) form=forms.back lines=true/> })}
            <div class="row">
                {next.iter().map(|(event, key, class)| view! {
                    <button class=*class type="submit" name="event" value=event.code()>{words.t(*key)}</button>
                }).collect_view()}
            </div>
        </ActionForm>
    });
    view! {
        <section class="panel">
            <h2>{words.t(return_key(it.state))}</h2>
            <ul>{it.lines.into_iter().map(|(name, pieces)| view! { <li>{pieces}" × "<Text text=name/></li> }).collect_view()}</ul>
            <p>{it.reason}</p>
            <p class="meta">{words.t(k::RETURN_WISH)}" "{words.t(wish)}</p>
            {it.answer.map(|answer| view! { <blockquote>{answer}</blockquote> })}
            {form}
        </section>
    }
}
