//! Checkout in one page and one column: where, how, how to pay.

use super::{
    api,
    order_parts::{Discount, PriceShares},
};
use crate::{
    ActionForm, ErrorView, FormState, SearchAddress, ServerAction, href, load, use_form, use_lang,
    use_session, use_words,
};
use domain::{
    Error, Money, Problem,
    geography::Province,
    marketplace::{
        CheckoutPage as Checkout, Country, DeliveryMethod, DeliveryOption, DeliveryParcel, MOROCCO,
        PaymentMethod, PickupPoint, PriceShare, SavedAddress,
    },
};
use i18n::keys::marketplace as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Icon, Kind, Notice, Price};

#[component]
pub fn CheckoutPage() -> impl IntoView {
    let words = use_words();
    let query = crate::use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let checkout = load(move || api::BeginCheckout {
        country: asked("country"),
        address: asked("address"),
    });
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
    let goods = checkout.cart.to_pay();
    let price = checkout.cart.total;
    let discount = checkout.cart.discount;
    let lapsed = checkout
        .cart
        .parcels
        .iter()
        .filter_map(|it| it.coupon.as_ref());
    let lapsed: Vec<(String, Problem)> = lapsed
        .filter_map(|it| it.problem.clone().map(|problem| (it.code.clone(), problem)))
        .collect();
    // Fees in minor units: a signal of a type that the code has anyway is 6 KB less to download.
    let provinces = checkout.provinces.clone();
    let points = checkout.points.clone();
    let region_of = move |code: &str| {
        let found = provinces.iter().find(|province| province.code == code);
        found.map_or_else(String::new, |province| province.region.clone())
    };
    let region_of_point = move |id: &str| {
        let found = points.iter().find(|point| point.id.to_string() == id);
        found.map_or_else(String::new, |point| point.region.clone())
    };
    let first = checkout.address.as_ref().map_or("", |it| &it.province);
    let places = Places {
        home: RwSignal::new(region_of(&form.value("province", first))),
        point: RwSignal::new(region_of_point(&form.value("point", ""))),
    };
    let parcels: Vec<(DeliveryParcel, RwSignal<String>)> = checkout
        .parcels
        .into_iter()
        .map(|parcel| {
            let method = form.value(&field_of(&parcel), default_method(&parcel));
            (parcel, RwSignal::new(method))
        })
        .collect();
    let sent = StoredValue::new(parcels.clone());
    let sum = move |start: Money| {
        let fees: i64 = sent.with_value(|sent| {
            let fee = |it: &(DeliveryParcel, RwSignal<String>)| places.fee(&it.0, &it.1.get());
            sent.iter().map(fee).sum()
        });
        words.money(Money {
            minor: start.minor + fees,
            ..start
        })
    };
    let abroad = checkout.country != MOROCCO;
    let country_name = {
        let found = checkout
            .countries
            .iter()
            .find(|it| it.code == checkout.country);
        found.map(|it| it.name.pick(use_lang()).text)
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
                "postcode" => address.postcode.clone().unwrap_or_default(),
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
            <Destinations countries=checkout.countries country=checkout.country.clone() addresses=checkout.addresses/>
            <ErrorSummary error=form.error/>
            <ActionForm action=place class="stack">
                <input type="hidden" name="idempotency_key" value=checkout.idempotency_key/>
                <input type="hidden" name="accepted_goods_total" value=goods.minor.to_string()/>
                <fieldset class="panel">
                    <legend>{words.t(k::ADDRESS)}</legend>
                    <Field name="name" label=words.t(k::NAME) value=value("name") autocomplete="name" problem=form.problem("name")/>
                    <Field name="phone" label=words.t(k::PHONE) hint=words.t(k::PHONE_HINT) kind=Kind::Phone value=value("phone") autocomplete="tel" problem=form.problem("phone")/>
                    <Field name="email" label=words.t(k::EMAIL) hint=words.t(k::EMAIL_HINT) kind=Kind::Email optional=true value=value("email") autocomplete="email" problem=form.problem("email")/>
                    {if abroad {
                        view! {
                            <input type="hidden" name="country" value=checkout.country/>
                            <p><strong>{words.t(k::COUNTRY)}</strong>" · "{country_name}</p>
                            <Field name="postcode" label=words.t(k::POSTCODE) hint=words.t(k::POSTCODE_HINT) value=value("postcode") autocomplete="postal-code" problem=form.problem("postcode")/>
                        }.into_any()
                    } else {
                        let moved = move |event| places.home.set(region_of(&event_target_value(&event)));
                        view! {
                            <div on:change=moved>
                                <Provinces provinces=checkout.provinces chosen=value("province") problem=form.problem("province")/>
                            </div>
                        }.into_any()
                    }}
                    <Field name="city" label=words.t(k::CITY) value=value("city") autocomplete="address-level2" problem=form.problem("city")/>
                    <Field name="street" label=words.t(k::STREET) value=value("street") autocomplete="street-address" problem=form.problem("street")/>
                    <Field name="note" label=words.t(k::NOTE) kind=Kind::Lines optional=true value=form.value("note", "") problem=form.problem("note")/>
                </fieldset>
                {parcels.into_iter().map(|(parcel, method)| view! { <Delivery parcel form method places/> }).collect_view()}
                {(!abroad && !checkout.points.is_empty()).then(|| {
                    let moved = move |event| places.point.set(region_of_point(&event_target_value(&event)));
                    view! { <div on:change=moved><Points points=checkout.points form/></div> }
                })}
                <Payment methods=checkout.payments form abroad/>
                <div class="panel">
                    {lapsed.into_iter().map(|(code, problem)| view! {
                        <Notice kind="warning"><bdi>{code}</bdi>" · "{words.problem(&problem)}</Notice>
                    }).collect_view()}
                    <Field name="coupons" label=words.t(k::COUPON) hint=words.t(k::COUPON_HINT) optional=true value=form.value("coupons", "") problem=form.problem("coupons")/>
                    <dl class="totals">
                        <dt>{words.t(k::GOODS)}</dt>
                        <dd><Price amount=price/></dd>
                        <Discount amount=discount/>
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

/// Home delivery where it is offered.
fn default_method(parcel: &DeliveryParcel) -> &'static str {
    let home = DeliveryMethod::Home;
    let offers = |method| parcel.options.iter().any(|option| option.method == method);
    let first = parcel.options.first().map_or(home, |option| option.method);
    if offers(home) {
        home.code()
    } else {
        first.code()
    }
}

/// The zones of where it goes, as chosen so far.
#[derive(Clone, Copy)]
struct Places {
    home: RwSignal<String>,
    point: RwSignal<String>,
}

impl Places {
    /// The fee of a method by its code, in minor units: the dearest while the place is unknown.
    fn fee(self, parcel: &DeliveryParcel, code: &str) -> i64 {
        let (home, point) = (self.home.get(), self.point.get());
        let option = parcel.options.iter().find(|it| it.method.code() == code);
        option.map_or(0, |option| {
            let zone = if option.method.needs_point() {
                point
            } else {
                home
            };
            let listed = option.by_zone.iter().find(|(it, _)| it.code() == zone);
            listed.map_or(option.fee, |(_, fee)| *fee).minor
        })
    }

    fn knows(self, option: &DeliveryOption) -> bool {
        let zone = if option.method.needs_point() {
            self.point
        } else {
            self.home
        };
        option.by_zone.is_empty() || !zone.get().is_empty()
    }
}

/// Another country, by a form of its own, and the buyer's kept addresses as links.
#[component]
fn Destinations(
    countries: Vec<Country>,
    country: String,
    addresses: Vec<SavedAddress>,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let abroad = country != MOROCCO;
    let kept = (!addresses.is_empty()).then(|| {
        let links = addresses.into_iter().map(|saved| {
            let to = href(&format!("/checkout?address={}", saved.id));
            view! { <a class="chip" href=to>{saved.label}" · "{saved.address.city}</a> }
        });
        view! {
            <nav class="row" aria-label=words.t(k::MY_ADDRESSES)>{links.collect_view()}</nav>
        }
    });
    view! {
        {kept}
        <details class="panel" open=abroad>
            <summary>{words.t(k::ABROAD)}</summary>
            <SearchAddress action=href("/checkout") class="row" label=words.t(k::ABROAD)>
                <div class="field">
                    <label for="to-country">{words.t(k::COUNTRY)}</label>
                    <select id="to-country" name="country">
                        <option value=MOROCCO selected=!abroad>{words.t(k::MOROCCO)}</option>
                        {countries.into_iter().map(|it| {
                            let selected = it.code == country;
                            view! { <option value=it.code selected=selected>{it.name.pick(lang).text}</option> }
                        }).collect_view()}
                    </select>
                </div>
                <button class="button button-secondary" type="submit">{words.t(k::DELIVER_THERE)}</button>
            </SearchAddress>
        </details>
    }
}

/// The point to fetch at; only where some parcel goes to one it is asked for.
#[component]
fn Points(points: Vec<PickupPoint>, form: FormState) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let chosen = form.value("point", "");
    let problem = form.problem("point");
    let invalid = move || problem.get().is_some().then_some("true");
    view! {
        <div class="field panel">
            <label for="point">{words.t(k::POINT)}</label>
            <p class="meta" id="point-hint">{words.t(k::POINT_HINT)}</p>
            <select id="point" name="point" aria-invalid=invalid aria-describedby="point-hint">
                <option value="" selected=chosen.is_empty()>{words.t(k::PROVINCE_CHOOSE)}</option>
                {points.into_iter().map(|point| {
                    let id = point.id.to_string();
                    let selected = id == chosen;
                    let pooled = if point.pooled { format!(" · {}", words.t(k::POOLED)) } else { String::new() };
                    view! { <option value=id selected=selected>{format!("{} · {}{pooled}", point.city, point.name.pick(lang).text)}</option> }
                }).collect_view()}
            </select>
            {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        </div>
    }
}

#[component]
fn Delivery(
    parcel: DeliveryParcel,
    form: FormState,
    method: RwSignal<String>,
    places: Places,
) -> impl IntoView {
    let words = use_words();
    let name = parcel.cooperative_name.pick(use_lang()).text;
    let field = field_of(&parcel);
    let chosen = method.get_untracked();
    let problem = {
        let (error, field) = (form.error, field.clone());
        move || {
            error
                .get()
                .and_then(|error| error.of_field(&field).next().cloned())
        }
    };
    let choose = move |event| method.set(event_target_value(&event));
    let none = parcel.options.is_empty();
    let sent = StoredValue::new(parcel.clone());
    let closed = parcel.closed_until.clone();
    let share = parcel.share.clone();
    view! {
        <fieldset class="panel" on:change=choose>
            <legend>{words.with(k::DELIVERY_OF, &[("name", &name)])}</legend>
            {closed.map(|day| view! { <Notice kind="info">{words.with(k::CLOSED_UNTIL, &[("date", &day)])}</Notice> })}
            {none.then(|| view! { <Notice kind="warning">{words.t(k::NO_DELIVERY)}</Notice> })}
            {parcel.options.into_iter().map(|option| {
                let (icon, key) = match option.method {
                    DeliveryMethod::Home => ("house", k::HOME),
                    DeliveryMethod::PickupPoint => ("map-pin", k::PICKUP_POINT),
                    DeliveryMethod::CollectionPoint => ("basket", k::COLLECTION_POINT),
                    DeliveryMethod::Pickup => ("storefront", k::PICKUP),
                };
                let code = option.method.code();
                let currency = option.fee;
                let fee = move || {
                    let minor = sent.with_value(|sent| places.fee(sent, code));
                    let price = words.money(Money { minor, ..currency });
                    if minor == 0 {
                        words.t(k::FREE)
                    } else if places.knows(&option) {
                        price
                    } else {
                        words.with(k::AT_MOST, &[("price", &price)])
                    }
                };
                view! {
                    <Choice input="radio" name=field.clone() value=code checked=chosen == code>
                        <span class="row between"><span class="said"><Icon name=icon/>{words.t(key)}</span><bdi>{fee}</bdi></span>
                    </Choice>
                }
            }).collect_view()}
            {move || problem().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
            {share.map(|share| view! {
                <details class="more" open=true>
                    <summary>{words.t(k::PRICE_TITLE)}</summary>
                    {move || {
                        let minor = method.with(|code| sent.with_value(|sent| places.fee(sent, code)));
                        let carrier = Money { minor, ..share.carrier };
                        view! { <PriceShares share=PriceShare { carrier, ..share.clone() }/> }
                    }}
                </details>
            })}
        </fieldset>
    }
}

#[component]
fn Payment(methods: Vec<PaymentMethod>, form: FormState, abroad: bool) -> impl IntoView {
    let words = use_words();
    // No carrier collects cash abroad.
    let offered = move |method: &PaymentMethod| !abroad || *method != PaymentMethod::CashOnDelivery;
    let methods: Vec<PaymentMethod> = methods.into_iter().filter(offered).collect();
    let first = methods.first().copied();
    let chosen = form.value("payment", first.map_or("", PaymentMethod::code));
    view! {
        <fieldset class="panel">
            <legend>{words.t(k::PAYMENT)}</legend>
            {methods.into_iter().map(|method| {
                let (icon, key) = match method {
                    PaymentMethod::CashOnDelivery => ("money", k::CASH_ON_DELIVERY),
                    PaymentMethod::BankTransfer => ("bank", k::BANK_TRANSFER),
                    PaymentMethod::Card => ("credit-card", k::CARD),
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
