//! One list over all orders: what to take from the shelf, what to send, what is on its way and
//! what comes back.

use super::{progress::ParcelActs, progress_api as api};
use crate::{
    ErrorView, FormState, PageWords, ServerAction, href,
    marketplace::order_parts::{LineCounts, Parcel, return_key},
    reload, use_form, use_words,
};
use domain::marketplace::{OrderProgress, Pick, PrepareList, ShipmentState};
use i18n::{Key, keys::orders as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice, Text};

#[component]
pub fn PreparePage() -> impl IntoView {
    let words = use_words();
    let ship = ServerAction::<api::ShipOrder>::new();
    let parcel = ServerAction::<api::MoveParcel>::new();
    let list = reload(
        move || ship.version() + parcel.version(),
        || api::PrepareList {},
    );
    let form = use_form(ship);
    let moved = use_form(parcel);
    view! {
        <Title text=words.t(k::PREPARE_TITLE)/>
        <h1>{words.t(k::PREPARE_TITLE)}</h1>
        <ErrorSummary error=form.error/>
        <ErrorSummary error=moved.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(list) => view! { <Lists list ship form parcel/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Lists(
    list: PrepareList,
    ship: ServerAction<api::ShipOrder>,
    form: FormState,
    parcel: ServerAction<api::MoveParcel>,
) -> impl IntoView {
    let words = use_words();
    let unpaid = (list.unpaid > 0).then(|| view! {
        <Notice kind="info">{words.count(k::WAITING_PAYMENT, u64::from(list.unpaid), &[])}</Notice>
    });
    view! {
        {unpaid}
        <section class="stack">
            <h2>{words.t(k::PICK_TITLE)}</h2>
            <Picks picks=list.picks/>
        </section>
        <section class="stack">
            <h2>{words.t(k::TO_SHIP)}</h2>
            {none(words, list.to_ship.is_empty(), k::NONE)}
            <div class="orders">
                {list.to_ship.into_iter().map(|order| view! {
                    <article class="panel order">
                        <Head order=order.clone()/>
                        <super::progress::ShipForm order ship form/>
                    </article>
                }).collect_view()}
            </div>
        </section>
        <section class="stack">
            <h2>{words.t(k::ON_THE_WAY)}</h2>
            {none(words, list.on_the_way.is_empty(), k::NONE)}
            {list.on_the_way.into_iter().map(|order| view! { <Moving order parcel wanted=ShipmentState::Shipped/> }).collect_view()}
        </section>
        <section class="stack">
            <h2>{words.t(k::COMING_BACK)}</h2>
            {none(words, list.coming_back.is_empty(), k::NONE)}
            {list.coming_back.into_iter().map(|order| view! { <Moving order parcel wanted=ShipmentState::Refused/> }).collect_view()}
        </section>
    }
}

fn none(words: PageWords, is_empty: bool, key: Key) -> Option<impl IntoView> {
    is_empty.then(|| view! { <p class="meta">{words.t(key)}</p> })
}

#[component]
fn Picks(picks: Vec<Pick>) -> impl IntoView {
    let words = use_words();
    if picks.is_empty() {
        return view! { <Notice kind="success">{words.t(k::PICK_NONE)}</Notice> }.into_any();
    }
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::PICK_TITLE)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::PICK_PRODUCT)}</th>
                        <th scope="col">{words.t(k::PICK_QUANTITY)}</th>
                        <th scope="col">{words.t(k::PICK_ORDERS)}</th>
                    </tr>
                </thead>
                <tbody>
                    {picks.into_iter().map(|pick| view! {
                        <tr>
                            <th scope="row"><Text text=pick.name/>" "<bdi class="meta">{words.pack(pick.pack)}" · "{pick.sku}</bdi></th>
                            <td><strong>{pick.quantity}</strong></td>
                            <td>{pick.orders}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Number, buyer and place; the number opens the order.
#[component]
fn Head(order: OrderProgress) -> impl IntoView {
    let words = use_words();
    let address = href(&format!("/desk/orders/{}", order.order));
    view! {
        <div class="order-head">
            <h3><a href=address><bdi>{order.number.clone()}</bdi></a></h3>
            <span class="meta">{order.buyer_name.clone()}" · "{order.city.clone()}" · "{words.date(order.placed_at)}</span>
        </div>
        <LineCounts progress=order/>
    }
}

/// An order on its way or coming back, with its parcels in the state one acts on.
#[component]
fn Moving(
    order: OrderProgress,
    parcel: ServerAction<api::MoveParcel>,
    wanted: ShipmentState,
) -> impl IntoView {
    let words = use_words();
    let parcels: Vec<_> = order
        .parcels
        .iter()
        .filter(|it| it.state == wanted)
        .cloned()
        .collect();
    let open = (wanted == ShipmentState::Refused)
        .then(|| order.returns.iter().find(|it| it.state.is_open()).cloned())
        .flatten();
    let address = href(&format!("/desk/orders/{}", order.order));
    view! {
        <article class="panel order">
            <div class="order-head">
                <h3><a href=address.clone()><bdi>{order.number.clone()}</bdi></a></h3>
                <span class="meta">{order.buyer_name.clone()}" · "{order.city.clone()}</span>
            </div>
            {parcels.into_iter().map(|it| {
                let acts = it.clone();
                view! { <Parcel parcel=it><ParcelActs parcel=acts action=parcel/></Parcel> }
            }).collect_view()}
            {open.map(|it| view! {
                <p><a class="button button-secondary" href=address><Icon name="arrow-clockwise"/>{words.t(return_key(it.state))}</a></p>
            })}
        </article>
    }
}
