//! Checkout in one page and one column: where, how, how to pay.

use super::api;
use crate::{
    ActionForm, ErrorView, FormState, ServerAction, href, load, use_form, use_lang, use_session,
    use_words,
};
use domain::{
    Error, Money, Problem,
    geography::Province,
    marketplace::{CheckoutPage as Checkout, DeliveryMethod, DeliveryParcel, PaymentMethod},
};
use i18n::keys::marketplace as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Icon, Kind, Notice, Price};

#[component]
pub fn CheckoutPage() -> impl IntoView {
    let words = use_words();
    let checkout = load(|| api::BeginCheckout {});
    view! {
        <Title text=words.t(k::CHECKOUT_TITLE)/>
        <div class="wrap page">
            <Transition fallback=crate::frame::loading>
                {move || {
                                        Suspend::new(async move {
                        match checkout.await {
                            Ok(checkout) => view! { <Body checkout/> }.into_any(),
                            Err(crate::ApiError(Error::Conflict | Error::NotFound | Error::OutOfStock { .. })) => view! {
                                <div class="narrow stack">
                                    <h1>{words.t(k::CHECKOUT_TITLE)}</h1>
                                    <Notice kind="warning">{words.t(k::CART_CHANGED)}</Notice>
                                    <a class="button button-primary" href=href("/cart")>{words.t(k::BACK_TO_CART)}</a>
                                </div>
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
fn Body(checkout: Checkout) -> impl IntoView {
    let words = use_words();
    let place = ServerAction::<api::PlaceOrder>::new();
    let form = use_form(place);
    let session = use_session();
    Effect::new(move |_| {
        // The cart is empty now.
        if place.succeeded()
            && let Some(session) = session
        {
            session.refresh();
        }
    });
    let goods = checkout.cart.total;
    // Fees in minor units: a signal of a type that the code has anyway is 6 KB less to download.
    let parcels: Vec<(DeliveryParcel, RwSignal<u32>)> = checkout
        .parcels
        .into_iter()
        .map(|parcel| {
            let fee = chosen_fee(&parcel, &form.value(&field_of(&parcel), ""));
            (parcel, RwSignal::new(fee))
        })
        .collect();
    let fees: Vec<RwSignal<u32>> = parcels.iter().map(|(_, fee)| *fee).collect();
    let fees = StoredValue::new(fees);
    let sum = move |start: Money| {
        let fees: i64 = fees.with_value(|fees| fees.iter().map(|fee| i64::from(fee.get())).sum());
        words.money(Money {
            minor: start.minor + fees,
            ..start
        })
    };
    let address = checkout.address.clone();
    let known = move |field: &str| {
        address
            .as_ref()
            .map_or_else(String::new, |address| match field {
                "name" => address.name.clone(),
                "phone" => address.phone.clone(),
                "email" => address.email.clone().unwrap_or_default(),
                "province" => address.province.clone(),
                "city" => address.city.clone(),
                _ => address.street.clone(),
            })
    };
    let value = move |field: &str| form.value(field, &known(field));
    let until = words.date_time(checkout.reserved_until);
    let pending = place.pending();
    view! {
        <div class="narrow stack checkout">
            <h1>{words.t(k::CHECKOUT_TITLE)}</h1>
            <p class="said meta"><Icon name="clock"/>{words.with(k::RESERVED, &[("time", &until)])}</p>
            <ErrorSummary error=form.error/>
            <ActionForm action=place class="stack">
                <input type="hidden" name="idempotency_key" value=checkout.idempotency_key/>
                <input type="hidden" name="accepted_goods_total" value=checkout.cart.total.minor.to_string()/>
                <fieldset class="panel">
                    <legend>{words.t(k::ADDRESS)}</legend>
                    <Field name="name" label=words.t(k::NAME) value=value("name") autocomplete="name" problem=form.problem("name")/>
                    <Field name="phone" label=words.t(k::PHONE) hint=words.t(k::PHONE_HINT) kind=Kind::Phone value=value("phone") autocomplete="tel" problem=form.problem("phone")/>
                    <Field name="email" label=words.t(k::EMAIL) hint=words.t(k::EMAIL_HINT) kind=Kind::Email optional=true value=value("email") autocomplete="email" problem=form.problem("email")/>
                    <Provinces provinces=checkout.provinces chosen=value("province") problem=form.problem("province")/>
                    <Field name="city" label=words.t(k::CITY) value=value("city") autocomplete="address-level2" problem=form.problem("city")/>
                    <Field name="street" label=words.t(k::STREET) value=value("street") autocomplete="street-address" problem=form.problem("street")/>
                    <Field name="note" label=words.t(k::NOTE) kind=Kind::Lines optional=true value=form.value("note", "") problem=form.problem("note")/>
                </fieldset>
                {parcels.into_iter().map(|(parcel, fee)| view! { <Delivery parcel form fee/> }).collect_view()}
                <Payment form/>
                <div class="panel">
                    <dl class="totals">
                        <dt>{words.t(k::GOODS)}</dt>
                        <dd><Price amount=goods/></dd>
                        <dt>{words.t(k::DELIVERY_FEE)}</dt>
                        <dd><bdi class="price" aria-live="polite">{move || sum(Money { minor: 0, ..goods })}</bdi></dd>
                        <dt>{words.t(k::TOTAL)}</dt>
                        <dd><bdi class="price" aria-live="polite">{move || sum(goods)}</bdi></dd>
                    </dl>
                    <p class="meta">{words.t(k::FEES_ADDED)}</p>
                    <button class="button button-primary button-wide" type="submit" disabled=pending>{words.t(k::PLACE_ORDER)}</button>
                </div>
            </ActionForm>
        </div>
    }
}

#[component]
fn Provinces(
    provinces: Vec<Province>,
    chosen: String,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let of_problem = words;
    let invalid = move || problem.get().is_some().then_some("true");
    view! {
        <div class="field">
            <label for="province">{words.t(k::PROVINCE)}</label>
            <select id="province" name="province" aria-invalid=invalid>
                <option value="" selected=chosen.is_empty()>{words.t(k::PROVINCE_CHOOSE)}</option>
                {provinces.into_iter().map(|province| {
                    let selected = province.code == chosen;
                    view! { <option value=province.code selected=selected>{province.name.pick(lang).text}</option> }
                }).collect_view()}
            </select>
            {move || problem.get().map(|problem| view! { <p class="field-error">{of_problem.problem(&problem)}</p> })}
        </div>
    }
}

fn field_of(parcel: &DeliveryParcel) -> String {
    format!("delivery[{}]", parcel.cooperative)
}

/// The fee of a method by its code, in minor units; home delivery's where none was chosen yet.
fn chosen_fee(parcel: &DeliveryParcel, code: &str) -> u32 {
    let of = |code: &str| {
        parcel
            .options
            .iter()
            .find(|option| option.method.code() == code)
    };
    of(code)
        .or_else(|| of(DeliveryMethod::Home.code()))
        .or_else(|| parcel.options.first())
        .map_or(0, |option| {
            u32::try_from(option.fee.minor).unwrap_or(u32::MAX)
        })
}

#[component]
fn Delivery(parcel: DeliveryParcel, form: FormState, fee: RwSignal<u32>) -> impl IntoView {
    let words = use_words();
    let name = parcel.cooperative_name.pick(use_lang()).text;
    let field = field_of(&parcel);
    let chosen = form.value(&field, DeliveryMethod::Home.code());
    let options = parcel.clone();
    let choose = move |event| fee.set(chosen_fee(&options, &event_target_value(&event)));
    view! {
        <fieldset class="panel" on:change=choose>
            <legend>{words.with(k::DELIVERY_OF, &[("name", &name)])}</legend>
            {parcel.options.into_iter().map(|option| {
                let (icon, key) = match option.method {
                    DeliveryMethod::Home => ("house", k::HOME),
                    DeliveryMethod::Pickup => ("storefront", k::PICKUP),
                };
                let fee = if option.fee.minor == 0 { words.t(k::FREE) } else { words.money(option.fee) };
                view! {
                    <Choice input="radio" name=field.clone() value=option.method.code() checked=chosen == option.method.code()>
                        <span class="row between"><span class="said"><Icon name=icon/>{words.t(key)}</span><bdi>{fee}</bdi></span>
                    </Choice>
                }
            }).collect_view()}
        </fieldset>
    }
}

#[component]
fn Payment(form: FormState) -> impl IntoView {
    let words = use_words();
    let chosen = form.value("payment", PaymentMethod::CashOnDelivery.code());
    view! {
        <fieldset class="panel">
            <legend>{words.t(k::PAYMENT)}</legend>
            {PaymentMethod::ALL.into_iter().map(|method| {
                let (icon, key) = match method {
                    PaymentMethod::CashOnDelivery => ("money", k::CASH_ON_DELIVERY),
                    PaymentMethod::BankTransfer => ("bank", k::BANK_TRANSFER),
                };
                view! {
                    <Choice input="radio" name="payment" value=method.code() checked=chosen == method.code()>
                        <span class="said"><Icon name=icon/>{words.t(key)}</span>
                    </Choice>
                }
            }).collect_view()}
        </fieldset>
    }
}
