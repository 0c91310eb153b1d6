//! Orders to confirm first; then what was decided.

use super::{api, progress::ProgressPanel};
use crate::{
    ActionForm, ErrorView, PageWords, ServerAction, href, marketplace::order_parts::Discount,
    path_segment, reload, use_form, use_lang, use_words,
};
use domain::{
    OrderId,
    marketplace::{DeskOrders, OrderState, OrderView},
};
use i18n::keys::desk as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Price, Text};

#[component]
pub fn OrdersPage() -> impl IntoView {
    let words = use_words();
    let confirm = ServerAction::<api::ConfirmOrder>::new();
    let desk = reload(move || confirm.version(), || api::ListOrders {});
    let form = use_form(confirm);
    view! {
        <Title text=words.t(k::TITLE)/>
        <ErrorSummary error=form.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match desk.await {
                    Ok(desk) => view! { <Lists desk confirm/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Lists(desk: DeskOrders, confirm: ServerAction<api::ConfirmOrder>) -> impl IntoView {
    let words = use_words();
    let list = |orders: Vec<OrderView>| {
        if orders.is_empty() {
            view! { <p class="meta">{words.t(k::NONE)}</p> }.into_any()
        } else {
            let orders = orders
                .into_iter()
                .map(|order| view! { <Summary order confirm/> })
                .collect_view();
            view! { <div class="orders">{orders}</div> }.into_any()
        }
    };
    let (waiting_count, today_count) = (desk.to_confirm.len(), desk.today.len());
    let waiting = if desk.to_confirm.is_empty() {
        view! { <Notice kind="success">{words.t(k::NOTHING)}</Notice> }.into_any()
    } else {
        list(desk.to_confirm)
    };
    let low = (desk.low_stock > 0).then(|| view! {
        <Notice kind="warning">
            <a href=href("/desk/stock")>{words.count(k::LOW_STOCK, u64::from(desk.low_stock), &[])}</a>
        </Notice>
    });
    view! {
        <h1><Text text=desk.cooperative_name/></h1>
        <div class="kpis">
            <p class="kpi" data-tone=(waiting_count > 0).then_some("warning")><b>{waiting_count}</b>{words.t(k::TO_CONFIRM)}</p>
            <p class="kpi"><b>{today_count}</b>{words.t(k::TODAY)}</p>
        </div>
        {low}
        <section class="stack"><h2>{words.t(k::TO_CONFIRM)}</h2>{waiting}</section>
        <section class="stack"><h2>{words.t(k::TODAY)}</h2>{list(desk.today)}</section>
        <section class="stack"><h2>{words.t(k::EARLIER)}</h2>{list(desk.earlier)}</section>
    }
}

fn state_words(words: PageWords, state: OrderState) -> String {
    words.t(match state {
        OrderState::Placed => k::PLACED,
        OrderState::Confirmed => k::CONFIRMED,
        OrderState::Completed => k::COMPLETED,
        OrderState::Cancelled => k::CANCELLED,
    })
}

#[component]
fn Summary(order: OrderView, confirm: ServerAction<api::ConfirmOrder>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let goods = order
        .lines
        .iter()
        .map(|line| format!("{} × {}", line.quantity, line.name.pick(lang).text))
        .collect::<Vec<_>>()
        .join(", ");
    let address = href(&format!("/desk/orders/{}", order.id));
    let label = words.with(k::OPEN, &[("number", &order.number)]);
    let state = match order.state {
        OrderState::Placed => "placed",
        OrderState::Confirmed => "confirmed",
        OrderState::Completed => "completed",
        OrderState::Cancelled => "cancelled",
    };
    view! {
        <article class="panel order" data-state=state>
            <div class="row between">
                <h3 class="number"><a href=address aria-label=label><bdi>{order.number}</bdi></a></h3>
                <Price amount=order.total/>
            </div>
            <p>{goods}</p>
            <p class="meta">{state_words(words, order.state)}" · "{words.date_time(order.placed_at)}" · "{order.address.city}</p>
            {(order.state == OrderState::Placed).then(|| view! {
                <ActionForm action=confirm>
                    <input type="hidden" name="order" value=order.id.to_string()/>
                    <button class="button button-primary" type="submit">{words.t(k::CONFIRM)}</button>
                </ActionForm>
            })}
        </article>
    }
}

#[component]
pub fn OrderPage() -> impl IntoView {
    let id = path_segment(3).parse().unwrap_or(OrderId(0));
    let confirm = ServerAction::<api::ConfirmOrder>::new();
    let refuse = ServerAction::<api::RefuseOrder>::new();
    let order = reload(
        move || confirm.version() + refuse.version(),
        move || api::ShowDeskOrder { order: id },
    );
    let form = use_form(refuse);
    let confirmed = use_form(confirm);
    view! {
        <ErrorSummary error=confirmed.error/>
        <ErrorSummary error=form.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match order.await {
                    Ok(order) => view! { <Detail order confirm refuse reason=form.value("reason", "") problem=form.problem("reason")/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
        <ProgressPanel order=id decided=Signal::derive(move || confirm.version() + refuse.version())/>
    }
}

#[component]
fn Detail(
    order: OrderView,
    confirm: ServerAction<api::ConfirmOrder>,
    refuse: ServerAction<api::RefuseOrder>,
    reason: String,
    problem: Signal<Option<domain::Problem>>,
) -> impl IntoView {
    let words = use_words();
    let title = words.with(k::ORDER_TITLE, &[("number", &order.number)]);
    let id = order.id;
    let discount = order.discount();
    let decide = (order.state == OrderState::Placed).then(|| view! {
        <div class="two">
            <ActionForm action=confirm class="panel">
                <input type="hidden" name="order" value=id.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::CONFIRM)}</button>
            </ActionForm>
            <ActionForm action=refuse class="panel">
                <input type="hidden" name="order" value=id.to_string()/>
                <Field name="reason" label=words.t(k::REASON) hint=words.t(k::REASON_HINT) kind=Kind::Lines value=reason problem=problem/>
                <button class="button button-danger" type="submit">{words.t(k::REFUSE)}</button>
            </ActionForm>
        </div>
    });
    let address = order.address;
    view! {
        <Title text=title.clone()/>
        <p><a class="said" href=href("/desk")><Icon name="arrow-left"/>{words.t(k::BACK)}</a></p>
        <h1>{title}</h1>
        <p><strong>{state_words(words, order.state)}</strong>{order.refusal.map(|reason| format!(" · {reason}"))}</p>
        <section class="panel">
            <ul class="lines">
                {order.lines.into_iter().map(|line| {
                    let price = words.money(line.price());
                    view! {
                    <li class="row between">
                        <span>{line.quantity}" × "<Text text=line.name/>" "<span class="meta"><bdi>{words.pack(line.pack)}</bdi>" · "<bdi>{line.sku}</bdi></span></span>
                        <bdi>{price}</bdi>
                    </li>
                    }
                }).collect_view()}
            </ul>
            <dl class="totals"><Discount amount=discount code=order.coupon/><dt>{words.t(k::TOTAL)}</dt><dd><Price amount=order.total/></dd></dl>
        </section>
        <section class="panel">
            <h2>{words.t(k::DELIVER_TO)}</h2>
            <p class="said"><Icon name="user"/>{address.name}</p>
            <p class="said"><Icon name="phone"/><bdi><a href=format!("tel:{}", address.phone)>{address.phone.clone()}</a></bdi></p>
            <p class="said"><Icon name="map-pin"/><span>{address.street}", "{address.city}</span></p>
            {address.note.map(|note| view! { <p class="meta">{note}</p> })}
        </section>
        {decide}
        <super::papers::Papers order=id/>
    }
}
