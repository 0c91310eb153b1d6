//! Where an order stands, for whoever holds its link.

use super::{api, order_file::OrderFiles, order_parts::Discount};
use crate::{ErrorView, load, path_segment, ssr, use_lang, use_words};
use domain::marketplace::{FulfilmentState, OrderGroupView, OrderState, OrderView};
use i18n::keys::marketplace as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Icon, Notice, Price, Steps, Text};

#[component]
pub fn TrackingPage() -> impl IntoView {
    ssr::meta("robots", "noindex");
    ssr::meta("referrer", "same-origin");
    let token = path_segment(2);
    let of_files = token.clone();
    let group = load(move || api::TrackOrder {
        token: token.clone(),
    });
    let placed = crate::use_query_map().with_untracked(|query| query.get("placed").is_some());
    view! {
        <div class="wrap page narrow stack">
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match group.await {
                        Ok(group) => view! { <Body group placed/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
            <OrderFiles token=of_files/>
        </div>
    }
}

#[component]
fn Body(group: OrderGroupView, placed: bool) -> impl IntoView {
    let words = use_words();
    let title = words.with(k::ORDER_TITLE, &[("number", &group.number)]);
    let date = words.date_time(group.placed_at);
    view! {
        <Title text=title.clone()/>
        <h1>{title}</h1>
        {placed.then(|| view! { <Notice kind="success">{words.t(k::THANKS)}" "{words.t(k::KEEP_LINK)}</Notice> })}
        <p class="meta">{words.with(k::PLACED_ON, &[("date", &date)])}</p>
        {group.transfer.map(|(rib, reference)| view! {
            <div class="panel transfer">
                <h2 class="said"><Icon name="bank"/>{words.t(k::BANK_TRANSFER)}</h2>
                <dl class="facts">
                    <dt>{words.t(k::TRANSFER_TO)}</dt><dd><bdi>{rib}</bdi></dd>
                    <dt>{words.t(k::TRANSFER_REFERENCE)}</dt><dd><bdi>{reference}</bdi></dd>
                </dl>
            </div>
        })}
        {group.orders.into_iter().map(|order| view! { <OrderCard order/> }).collect_view()}
        <super::invoices::TrackedInvoices token=group.tracking_token/>
        <dl class="totals panel"><dt>{words.t(k::TOTAL)}</dt><dd><Price amount=group.total/></dd></dl>
    }
}

/// One cooperative's order with its progress and lines.
#[component]
pub fn OrderCard(order: OrderView) -> impl IntoView {
    let words = use_words();
    let name = order.cooperative_name.pick(use_lang()).text;
    let discount = order.discount();
    let progress = if order.state == OrderState::Cancelled {
        let reason = order.refusal.clone().unwrap_or_default();
        view! {
            <Notice kind="danger">
                <strong>{words.t(k::STATE_CANCELLED)}</strong>" "{words.with(k::REFUSAL, &[("reason", &reason)])}
            </Notice>
        }
        .into_any()
    } else {
        let is_sent = !matches!(order.fulfilment, FulfilmentState::Unfulfilled);
        let steps = vec![
            ("package", words.t(k::STATE_PLACED), true),
            (
                "check-circle",
                words.t(k::STATE_CONFIRMED),
                order.state != OrderState::Placed,
            ),
            ("truck", words.t(k::STATE_SHIPPED), is_sent),
            (
                "house",
                words.t(k::STATE_DELIVERED),
                order.fulfilment == FulfilmentState::Delivered,
            ),
        ];
        view! { <Steps steps/> }.into_any()
    };
    view! {
        <section class="panel">
            <div class="order-head">
                <h2>{words.with(k::PARCEL_OF, &[("name", &name)])}</h2>
                <p class="meta"><bdi>{order.number}</bdi></p>
            </div>
            {progress}
            <ul class="lines">
                {order.lines.into_iter().map(|line| {
                    let price = words.money(line.price());
                    view! {
                    <li class="row between">
                        <span>{line.quantity}" × "<Text text=line.name/>" "<span class="meta"><bdi>{words.pack(line.pack)}</bdi></span></span>
                        <bdi>{price}</bdi>
                    </li>
                    }
                }).collect_view()}
            </ul>
            <dl class="totals">
                <Discount amount=discount code=order.coupon/>
                <dt>{words.t(k::DELIVERY_FEE)}</dt>
                <dd><bdi>{if order.delivery_fee.minor == 0 { words.t(k::FREE) } else { words.money(order.delivery_fee) }}</bdi></dd>
                <dt>{words.t(k::SUBTOTAL)}</dt>
                <dd><Price amount=order.total/></dd>
            </dl>
        </section>
    }
}
