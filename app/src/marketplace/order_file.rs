//! What the tracking page shows and offers besides what was sold: paying, parcels, cancelling,
//! sending back, writing, and where the money goes.

use super::{
    order_parts::{
        Dues, LineCounts, Messages, OwnField, Parcel, PieceFields, PriceOpen, Timeline, return_key,
    },
    orders_api as api,
};
use crate::{ActionForm, FormState, ServerAction, reload, use_form, use_words};
use domain::marketplace::{
    Counts, DisputeOutcome, DisputeState, DisputeView, GroupProgress, GroupState, OrderProgress,
    PayForm, ReturnState, ReturnView, ReturnWish,
};
use i18n::{
    Key,
    keys::{marketplace as market, orders as k},
};
use leptos::prelude::*;
use ui::{Choice, ErrorSummary, Icon, Notice, Text};

/// The forms of the page: one action for all orders on it.
#[derive(Clone, Copy)]
struct Acts {
    cancel: ServerAction<api::CancelTrackedLines>,
    ask: ServerAction<api::AskReturn>,
    withdraw: ServerAction<api::WithdrawReturn>,
    write: ServerAction<api::SendTrackedMessage>,
    dispute: ServerAction<api::OpenDispute>,
    settle: ServerAction<api::WithdrawDispute>,
}

#[derive(Clone, Copy)]
struct Forms {
    cancel: FormState,
    ask: FormState,
    write: FormState,
    dispute: FormState,
}

/// Everything below the orders' own cards.
#[component]
pub fn OrderFiles(token: String) -> impl IntoView {
    let acts = Acts {
        cancel: ServerAction::new(),
        ask: ServerAction::new(),
        withdraw: ServerAction::new(),
        write: ServerAction::new(),
        dispute: ServerAction::new(),
        settle: ServerAction::new(),
    };
    let forms = Forms {
        cancel: use_form(acts.cancel),
        ask: use_form(acts.ask),
        write: use_form(acts.write),
        dispute: use_form(acts.dispute),
    };
    let withdrawn = use_form(acts.withdraw);
    let settled = use_form(acts.settle);
    let asked = token.clone();
    let progress = reload(
        move || {
            acts.cancel.version()
                + acts.ask.version()
                + acts.withdraw.version()
                + acts.write.version()
                + acts.dispute.version()
                + acts.settle.version()
        },
        move || api::TrackProgress {
            token: asked.clone(),
        },
    );
    let errors = [
        forms.cancel.error,
        forms.ask.error,
        forms.write.error,
        forms.dispute.error,
        withdrawn.error,
        settled.error,
    ];
    view! {
        <CardNotice/>
        {errors.map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=|| ()>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    // The page's own data says what is wrong with the link.
                    progress.await.ok().map(|group| view! { <Group group token acts forms/> })
                })
            }}
        </Transition>
    }
}

/// What the bank's answer was, when one comes back from it.
#[component]
fn CardNotice() -> impl IntoView {
    let words = use_words();
    let answer = crate::use_query_map().with_untracked(|query| query.get("card"));
    let (kind, key) = match answer.as_deref()? {
        "paid" => ("success", k::CARD_PAID),
        "declined" => ("warning", k::CARD_DECLINED),
        "silent" => ("warning", k::CARD_SILENT),
        "late" => ("warning", k::CARD_LATE),
        "forged" => ("danger", k::CARD_FORGED),
        _ => return None,
    };
    Some(view! { <Notice kind=kind>{words.t(key)}</Notice> })
}

fn group_key(state: GroupState) -> Key {
    match state {
        GroupState::Placed => k::GROUP_PLACED,
        GroupState::Preparing => k::GROUP_PREPARING,
        GroupState::PartlySent => k::GROUP_PARTLY_SENT,
        GroupState::Sent => k::GROUP_SENT,
        GroupState::Delivered => k::GROUP_DELIVERED,
        GroupState::Cancelled => k::GROUP_CANCELLED,
    }
}

#[component]
fn Group(group: GroupProgress, token: String, acts: Acts, forms: Forms) -> impl IntoView {
    let words = use_words();
    view! {
        <p class="group-state"><Icon name="package"/><strong>{words.t(group_key(group.state))}</strong></p>
        {group.pay.map(|form| view! { <PayByCard form/> })}
        {group.orders.into_iter().map(|order| view! { <File order token=token.clone() acts forms/> }).collect_view()}
    }
}

/// A plain form to the bank's page: it leaves the site, with or without scripts.
#[component]
fn PayByCard(form: PayForm) -> impl IntoView {
    let words = use_words();
    let amount = words.money(form.amount);
    let until = form
        .until
        .map(|until| words.with(k::PAY_UNTIL, &[("time", &words.date_time(until))]));
    view! {
        <form method="post" action=form.action class="panel pay">
            <h2><Icon name="credit-card"/>{words.t(k::PAY_TITLE)}</h2>
            <p>{words.t(k::PAY_TEXT)}</p>
            {form.fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <button class="button button-primary" type="submit">{words.with(k::PAY_NOW, &[("amount", &amount)])}</button>
            {until.map(|until| view! { <p class="meta">{until}</p> })}
        </form>
    }
}

#[component]
fn File(order: OrderProgress, token: String, acts: Acts, forms: Forms) -> impl IntoView {
    let words = use_words();
    let id = order.order.0;
    let parcels = (!order.parcels.is_empty()).then(|| {
        let parcels = order.parcels.clone();
        view! {
            <section class="stack">
                <h3>{words.t(k::PARCELS)}</h3>
                {parcels.into_iter().map(|parcel| view! { <Parcel parcel/> }).collect_view()}
            </section>
        }
    });
    let key = order.request_key.clone();
    let message_token = token.clone();
    let closed = order
        .closed_until
        .as_ref()
        .map(|day| words.with(market::CLOSED_UNTIL, &[("date", day.as_str())]));
    view! {
        <article class="panel order-file">
            <h2><bdi>{order.number.clone()}</bdi></h2>
            {closed.map(|text| view! { <Notice kind="info">{text}</Notice> })}
            <LineCounts progress=order.clone()/>
            <Dues progress=order.clone()/>
            {parcels}
            <PriceOpen share=order.share.clone() title=market::PRICE_TITLE/>
            {order.returns.clone().into_iter().map(|it| view! { <Return it order=order.clone() token=token.clone() acts/> }).collect_view()}
            {order.can_cancel().then(|| view! { <Cancel order=order.clone() token=token.clone() acts forms/> })}
            {order.can_return().then(|| view! { <AskReturn order=order.clone() token=token.clone() acts forms/> })}
            <Messages messages=order.messages.clone()>
                <ActionForm action=acts.write class="stack">
                    <input type="hidden" name="token" value=message_token/>
                    <input type="hidden" name="order" value=id.to_string()/>
                    <input type="hidden" name="request_key" value=key/>
                    <OwnField name="text" of=id label=words.t(k::MESSAGE) form=forms.write lines=true/>
                    <button class="button button-secondary" type="submit">{words.t(k::MESSAGE_SEND)}</button>
                </ActionForm>
            </Messages>
            <Dispute order=order.clone() token acts forms/>
            <Timeline entries=order.timeline/>
        </article>
    }
}

#[component]
fn Cancel(order: OrderProgress, token: String, acts: Acts, forms: Forms) -> impl IntoView {
    let words = use_words();
    view! {
        <details class="more">
            <summary>{words.t(k::CANCEL_TITLE)}</summary>
            <ActionForm action=acts.cancel class="stack">
                <p>{words.t(k::CANCEL_TEXT)}</p>
                <input type="hidden" name="token" value=token/>
                <input type="hidden" name="order" value=order.order.to_string()/>
                <input type="hidden" name="request_key" value=order.request_key.clone()/>
                <PieceFields progress=order most=Counts::to_ship all=false purpose="cancel" form=forms.cancel/>
                <button class="button button-danger" type="submit">{words.t(k::CANCEL_DO)}</button>
            </ActionForm>
        </details>
    }
}

#[component]
fn AskReturn(order: OrderProgress, token: String, acts: Acts, forms: Forms) -> impl IntoView {
    let words = use_words();
    let id = order.order.0;
    let chosen = forms.ask.value("wish", ReturnWish::Refund.code());
    view! {
        <details class="more">
            <summary>{words.t(k::RETURN_TITLE)}</summary>
            <ActionForm action=acts.ask class="stack">
                <p>{words.t(k::RETURN_TEXT)}</p>
                <input type="hidden" name="token" value=token/>
                <input type="hidden" name="order" value=id.to_string()/>
                <input type="hidden" name="request_key" value=order.request_key.clone()/>
                <PieceFields progress=order most=Counts::returnable all=false purpose="return" form=forms.ask/>
                <OwnField name="reason" of=id label=words.t(k::REASON) form=forms.ask lines=true/>
                <fieldset>
                    <legend>{words.t(k::RETURN_WISH)}</legend>
                    {[(ReturnWish::Refund, k::WISH_REFUND), (ReturnWish::Exchange, k::WISH_EXCHANGE)].map(|(wish, key)| view! {
                        <Choice input="radio" name="wish" value=wish.code() checked=chosen == wish.code()>{words.t(key)}</Choice>
                    }).collect_view()}
                </fieldset>
                <button class="button button-primary" type="submit">{words.t(k::RETURN_DO)}</button>
            </ActionForm>
        </details>
    }
}

/// One return: where it stands, and the way back out of it.
#[component]
fn Return(it: ReturnView, order: OrderProgress, token: String, acts: Acts) -> impl IntoView {
    let words = use_words();
    let can_withdraw = matches!(it.state, ReturnState::Requested | ReturnState::Accepted);
    view! {
        <article class="return">
            <p><Icon name="arrow-clockwise"/><strong>{words.t(return_key(it.state))}</strong>" "<span class="meta">{words.date_time(it.asked_at)}</span></p>
            <ul>{it.lines.into_iter().map(|(name, pieces)| view! { <li>{pieces}" × "<Text text=name/></li> }).collect_view()}</ul>
            <p>{it.reason}</p>
            {it.answer.map(|answer| view! { <blockquote>{answer}</blockquote> })}
            {can_withdraw.then(|| view! {
                <ActionForm action=acts.withdraw>
                    <input type="hidden" name="token" value=token/>
                    <input type="hidden" name="order" value=order.order.to_string()/>
                    <input type="hidden" name="id" value=it.id.to_string()/>
                    <button class="button button-secondary" type="submit">{words.t(k::RETURN_WITHDRAW)}</button>
                </ActionForm>
            })}
        </article>
    }
}

pub fn dispute_key(state: DisputeState) -> Key {
    match state {
        DisputeState::Opened => k::DISPUTE_OPENED,
        DisputeState::Answered => k::DISPUTE_ANSWERED,
        DisputeState::Decided => k::DISPUTE_DECIDED,
        DisputeState::Withdrawn => k::DISPUTE_WITHDRAWN,
    }
}

pub fn outcome_key(outcome: DisputeOutcome) -> Key {
    match outcome {
        DisputeOutcome::ForBuyer => k::OUTCOME_FOR_BUYER,
        DisputeOutcome::ForSeller => k::OUTCOME_FOR_SELLER,
    }
}

/// Where a dispute stands, for both sides.
#[component]
pub fn DisputeFacts(dispute: DisputeView) -> impl IntoView {
    let words = use_words();
    let deadline = dispute.state.is_open().then(|| {
        words.with(
            k::DISPUTE_DEADLINE,
            &[("date", &words.date(dispute.deadline))],
        )
    });
    view! {
        <p><Icon name="info"/><strong>{words.t(dispute_key(dispute.state))}</strong></p>
        <p>{dispute.reason}</p>
        {dispute.answer.map(|answer| view! { <blockquote>{answer}</blockquote> })}
        {deadline.map(|deadline| view! { <p class="meta">{deadline}</p> })}
        {dispute.outcome.map(|outcome| view! { <p><strong>{words.t(outcome_key(outcome))}</strong></p> })}
        {dispute.decision.map(|decision| view! { <p>{decision}</p> })}
    }
}

#[component]
fn Dispute(order: OrderProgress, token: String, acts: Acts, forms: Forms) -> impl IntoView {
    let words = use_words();
    let id = order.order.0;
    match order.dispute {
        Some(dispute) => {
            let is_open = dispute.state.is_open();
            view! {
                <article class="return">
                    <DisputeFacts dispute/>
                    {is_open.then(|| view! {
                        <ActionForm action=acts.settle>
                            <input type="hidden" name="token" value=token/>
                            <input type="hidden" name="order" value=id.to_string()/>
                            <button class="button button-secondary" type="submit">{words.t(k::DISPUTE_WITHDRAW)}</button>
                        </ActionForm>
                    })}
                </article>
            }
            .into_any()
        }
        None => view! {
            <details class="more">
                <summary>{words.t(k::DISPUTE_TITLE)}</summary>
                <ActionForm action=acts.dispute class="stack">
                    <p>{words.t(k::DISPUTE_TEXT)}</p>
                    <input type="hidden" name="token" value=token/>
                    <input type="hidden" name="order" value=id.to_string()/>
                    <DisputeReason id forms/>
                    <button class="button button-danger" type="submit">{words.t(k::DISPUTE_DO)}</button>
                </ActionForm>
            </details>
        }
        .into_any(),
    }
}

/// Its own id: the form to send goods back asks for a reason too.
#[component]
fn DisputeReason(id: i64, forms: Forms) -> impl IntoView {
    let words = use_words();
    let problem = forms.dispute.problem("reason");
    let field = format!("dispute-reason-{id}");
    view! {
        <div class="field">
            <label for=field.clone()>{words.t(k::REASON)}</label>
            <textarea id=field name="reason" rows="3">{forms.dispute.value("reason", "")}</textarea>
            {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        </div>
    }
}
