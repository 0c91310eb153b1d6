//! The cart: by cooperative, with what changed said beside each line.

use super::{api, order_parts::Discount};
use crate::{
    ActionForm, ErrorView, PageWords, ServerAction, href, reload, use_form, use_item_form,
    use_lang, use_session, use_words,
};
use domain::marketplace::{CartCoupon, CartLine, CartParcel, CartView, Notice as Change};
use i18n::keys::marketplace as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, Field, Icon, Notice, NumberField, PictureFrame, Price, Refusal, Text};

#[component]
pub fn CartPage() -> impl IntoView {
    let words = use_words();
    let title = words.t(k::CART_TITLE);
    let changed = RwSignal::new(0_usize);
    let accept = ServerAction::<api::AcceptCartChanges>::new();
    let cart = reload(
        move || changed.get() + accept.version(),
        || api::ViewCart {},
    );
    let session = use_session();
    Effect::new(move |before: Option<()>| {
        let _ = changed.get() + accept.version();
        if before.is_some()
            && let Some(session) = session
        {
            session.refresh();
        }
    });
    let merged = crate::use_query_map().with_untracked(|query| query.get("merged").is_some());
    view! {
        <Title text=title.clone()/>
        <div class="wrap page stack">
            <Transition fallback=crate::frame::loading>
                {let title = title.clone(); move || {
                    let title = title.clone();
                                        Suspend::new(async move {
                        match cart.await {
                            Ok(cart) if cart.is_empty() => view! { <Nothing/> }.into_any(),
                            Ok(cart) => view! {
                                <h1>{title}</h1>
                                {merged.then(|| view! { <Notice kind="info">{words.t(k::MERGED)}</Notice> })}
                                <Body cart changed accept/>
                            }.into_any(),
                            Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let words = use_words();
    view! {
        <EmptyState illustration="/illustrations/empty/cart.svg" title=words.t(k::CART_EMPTY_TITLE) text=words.t(k::CART_EMPTY_TEXT)>
            <a class="button button-primary" href=href("/market")>{words.t(k::TO_MARKET)}</a>
        </EmptyState>
    }
}

#[component]
fn Body(
    cart: CartView,
    changed: RwSignal<usize>,
    accept: ServerAction<api::AcceptCartChanges>,
) -> impl IntoView {
    let words = use_words();
    let to_pay = cart.to_pay();
    let next = if cart.needs_acceptance {
        view! {
            <Notice kind="warning">{words.t(k::MUST_ACCEPT)}</Notice>
            <ActionForm action=accept>
                <button class="button button-primary" type="submit">{words.t(k::ACCEPT_CHANGES)}</button>
            </ActionForm>
        }
        .into_any()
    } else {
        view! { <a class="button button-primary" href=href("/checkout")>{words.t(k::TO_CHECKOUT)}</a> }.into_any()
    };
    view! {
        <div class="cart">
            <div class="stack">
                {cart.parcels.into_iter().map(|parcel| view! { <Parcel parcel changed/> }).collect_view()}
            </div>
            <div class="panel cart-sum">
                <dl class="totals">
                    <dt>{words.t(k::GOODS)}</dt><dd><Price amount=cart.total/></dd>
                    <Discount amount=cart.discount/>
                    {(cart.discount.minor > 0).then(|| view! { <dt>{words.t(k::TOTAL)}</dt><dd><Price amount=to_pay/></dd> })}
                </dl>
                {next}
                <CouponForm changed/>
            </div>
        </div>
    }
}

#[component]
fn Parcel(parcel: CartParcel, changed: RwSignal<usize>) -> impl IntoView {
    let words = use_words();
    let name = parcel.cooperative_name.pick(use_lang()).text;
    view! {
        <section class="panel">
            <h2 class="said"><Icon name="package"/>{words.with(k::PARCEL_OF, &[("name", &name)])}</h2>
            {parcel.lines.into_iter().map(|line| view! { <Line line changed/> }).collect_view()}
            <dl class="totals"><dt>{words.t(k::SUBTOTAL)}</dt><dd><Price amount=parcel.subtotal/></dd></dl>
            {parcel.coupon.map(|coupon| view! { <Kept coupon changed/> })}
        </section>
    }
}

/// The cooperative's coupon: what it takes off, or why it does not.
#[component]
fn Kept(coupon: CartCoupon, changed: RwSignal<usize>) -> impl IntoView {
    let words = use_words();
    let drop = ServerAction::<api::DropCoupon>::new();
    Effect::new(move |_| {
        if drop.succeeded() {
            changed.update(|count| *count += 1);
        }
    });
    let code = coupon.code;
    let remove = words.with(k::COUPON_DROP, &[("code", &code)]);
    view! {
        {(coupon.discount.minor > 0).then(|| view! {
            <dl class="totals"><Discount amount=coupon.discount code=Some(code.clone())/></dl>
        })}
        {coupon.problem.map(|problem| view! { <Notice kind="warning">{words.problem(&problem)}</Notice> })}
        <ActionForm action=drop>
            <input type="hidden" name="code" value=code.clone()/>
            <button class="button button-quiet" type="submit" aria-label=remove><Icon name="trash"/><bdi>{code}</bdi></button>
        </ActionForm>
    }
}

#[component]
fn CouponForm(changed: RwSignal<usize>) -> impl IntoView {
    let words = use_words();
    let add = ServerAction::<api::UseCoupon>::new();
    let form = use_form(add);
    Effect::new(move |_| {
        if add.succeeded() {
            changed.update(|count| *count += 1);
        }
    });
    view! {
        <ActionForm action=add class="stack">
            <Field name="coupons" label=words.t(k::COUPON) hint=words.t(k::COUPON_HINT) optional=true value=form.value("coupons", "") problem=form.problem("coupons")/>
            <button class="button button-secondary" type="submit">{words.t(k::COUPON_USE)}</button>
        </ActionForm>
    }
}

/// A form of its own, so that what is wrong stands beside the line it is about.
#[component]
fn Line(line: CartLine, changed: RwSignal<usize>) -> impl IntoView {
    let words = use_words();
    let set = ServerAction::<api::SetCartQuantity>::new();
    Effect::new(move |_| {
        if set.succeeded() {
            changed.update(|count| *count += 1);
        }
    });
    let form = use_item_form(set, "variant", &line.variant.to_string());
    let name = line.name.pick(use_lang()).text;
    let variant = line.variant;
    let notices = line
        .notices
        .iter()
        .map(|notice| change_words(words, notice))
        .map(|text| view! { <Notice kind="warning">{text}</Notice> })
        .collect_view();
    let remove = words.with(k::REMOVE_ITEM, &[("name", &name)]);
    let field = format!("quantity-{variant}");
    let quantity_label = words.with(k::QUANTITY_OF, &[("name", &name)]);
    view! {
        <div class="line">
            <PictureFrame picture=line.picture sizes="84px"/>
            <div class="stack">
                <p>
                    <a href=href(&format!("/market/{}", line.listing_slug))><Text text=line.name/></a>
                    <br/>
                    <span class="meta"><bdi>{words.pack(line.pack)}</bdi>" · "<bdi>{words.money(line.price)}</bdi></span>
                </p>
                {notices}
                <div class="row between">
                    <ActionForm action=set class="stepper">
                        <input type="hidden" name="variant" value=variant.to_string()/>
                        <NumberField id=field name="quantity" label=quantity_label value=form.value("quantity", &line.quantity.to_string()) problem=form.problem("quantity")/>
                        <button class="button button-secondary" type="submit">{words.t(k::UPDATE)}</button>
                    </ActionForm>
                    <ActionForm action=set>
                        <input type="hidden" name="variant" value=variant.to_string()/>
                        <input type="hidden" name="quantity" value="0"/>
                        <button class="button button-quiet" type="submit" aria-label=remove><Icon name="trash"/>{words.t(k::REMOVE)}</button>
                    </ActionForm>
                    <Price amount=line.total/>
                </div>
                <Refusal error=form.error/>
            </div>
        </div>
    }
}

fn change_words(words: PageWords, change: &Change) -> String {
    match change {
        Change::PriceChanged { from, to } => words.with(
            k::NOTICE_PRICE,
            &[("from", &words.money(*from)), ("to", &words.money(*to))],
        ),
        Change::QuantityLowered { to, .. } => {
            words.with(k::NOTICE_LOWERED, &[("count", &to.to_string())])
        }
        Change::Gone => words.t(k::NOTICE_GONE),
    }
}
