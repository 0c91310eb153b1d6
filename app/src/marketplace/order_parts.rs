//! Parts that buyer and seller see alike: lines and what became of them, parcels, where the money
//! goes, what happened, and the fields of small forms that stand several times on a page.

use crate::{FormState, PageWords, use_lang, use_words};
use domain::{
    Money,
    marketplace::{
        Counts, MessageView, OrderProgress, ParcelView, PaymentState, PriceShare, ReturnState,
        ShipmentState, TimelineEntry,
    },
};
use i18n::{
    Key,
    keys::{marketplace as market, orders as k},
};
use leptos::prelude::*;
use ui::{Icon, Text};

pub fn payment_key(state: PaymentState) -> Key {
    match state {
        PaymentState::Unpaid => k::PAYMENT_UNPAID,
        PaymentState::Authorized => k::PAYMENT_AUTHORIZED,
        PaymentState::Captured => k::PAYMENT_CAPTURED,
        PaymentState::Collected => k::PAYMENT_COLLECTED,
        PaymentState::PartiallyRefunded => k::PAYMENT_PARTIALLY_REFUNDED,
        PaymentState::Refunded => k::PAYMENT_REFUNDED,
    }
}

pub fn return_key(state: ReturnState) -> Key {
    match state {
        ReturnState::Requested => k::RETURN_REQUESTED,
        ReturnState::Accepted => k::RETURN_ACCEPTED,
        ReturnState::Declined => k::RETURN_DECLINED,
        ReturnState::Received => k::RETURN_RECEIVED,
        ReturnState::Refunded => k::RETURN_REFUNDED,
        ReturnState::Exchanged => k::RETURN_EXCHANGED,
        ReturnState::Withdrawn => k::RETURN_WITHDRAWN,
    }
}

fn parcel_key(state: ShipmentState) -> (&'static str, Key) {
    match state {
        ShipmentState::Shipped => ("truck", k::PARCEL_SHIPPED),
        ShipmentState::Delivered => ("check-circle", k::PARCEL_DELIVERED),
        ShipmentState::Refused => ("warning-circle", k::PARCEL_REFUSED),
        ShipmentState::Returned => ("arrow-clockwise", k::PARCEL_RETURNED),
    }
}

/// "2 sent, 1 cancelled": only what is not zero.
fn counts_words(words: PageWords, counts: Counts) -> String {
    [
        (counts.to_ship(), k::COUNT_TO_SHIP),
        (counts.shipped, k::COUNT_SHIPPED),
        (counts.cancelled, k::COUNT_CANCELLED),
        (counts.refused, k::COUNT_REFUSED),
        (counts.returned, k::COUNT_RETURNED),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, key)| words.with(key, &[("count", &count.to_string())]))
    .collect::<Vec<_>>()
    .join(" · ")
}

/// The lines with what became of each.
#[component]
pub fn LineCounts(progress: OrderProgress) -> impl IntoView {
    let words = use_words();
    view! {
        <ul class="lines">
            {progress.lines.into_iter().map(|line| view! {
                <li class="row between">
                    <span>{line.counts.quantity}" × "<Text text=line.name/>" "<bdi class="meta">{words.pack(line.pack)}</bdi></span>
                    <span class="meta">{counts_words(words, line.counts)}</span>
                </li>
            }).collect_view()}
        </ul>
    }
}

/// One parcel; `children` are what one can do with it.
#[component]
pub fn Parcel(parcel: ParcelView, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let (icon, key) = parcel_key(parcel.state);
    let goods = parcel
        .lines
        .iter()
        .map(|line| format!("{} × {}", line.quantity, line.name.pick(lang).text))
        .collect::<Vec<_>>()
        .join(", ");
    let number = parcel.position.to_string();
    let at = words.date_time(parcel.closed_at.unwrap_or(parcel.shipped_at));
    let tracking = (!parcel.tracking_number.is_empty()).then(|| view! {
        <p class="meta">{words.t(k::TRACKING_NUMBER)}" : "<bdi>{parcel.carrier.clone()}" "{parcel.tracking_number.clone()}</bdi></p>
    });
    view! {
        <article class="parcel" data-state=parcel.state.code()>
            <Icon name=icon/>
            <div class="stack">
                <p><strong>{words.with(k::PARCEL_N, &[("n", &number)])}" · "{words.t(key)}</strong>" "<span class="meta">{at}</span></p>
                <p>{goods}</p>
                {tracking}
                {children.map(|children| view! { <div class="row">{children()}</div> })}
            </div>
        </article>
    }
}

/// Who gets what of the price, under its title.
#[component]
pub fn PriceOpen(share: PriceShare, title: Key) -> impl IntoView {
    let title = use_words().t(title);
    view! {
        <h3>{title}</h3>
        <PriceShares share/>
    }
}

/// A bar of who gets what of a price, and its figures under it.
#[component]
pub fn PriceShares(share: PriceShare) -> impl IntoView {
    let words = use_words();
    let parts = [
        ("cooperative", market::PRICE_COOPERATIVE, share.cooperative),
        ("tax", market::PRICE_TAX, share.tax),
        ("carrier", market::PRICE_CARRIER, share.carrier),
        ("platform", market::PRICE_PLATFORM, share.platform),
    ];
    let shown = parts.iter().filter(|(_, _, amount)| amount.minor > 0);
    view! {
        <div class="price-open">
            <div class="price-bar" aria-hidden="true">
                {shown.clone().map(|(name, _, amount)| view! {
                    <span data-part=*name style=format!("flex-grow:{}", amount.minor)></span>
                }).collect_view()}
            </div>
            <dl class="price-parts">
                {shown.map(|(name, key, amount)| view! {
                    <div data-part=*name><dt>{words.t(*key)}</dt><dd><bdi>{words.money(*amount)}</bdi></dd></div>
                }).collect_view()}
            </dl>
        </div>
    }
}

/// What coupons take off, as a row of totals; nothing where they take nothing off.
#[component]
pub fn Discount(amount: Money, #[prop(optional_no_strip)] code: Option<String>) -> impl IntoView {
    let words = use_words();
    let off = Money {
        minor: -amount.minor,
        ..amount
    };
    (amount.minor > 0).then(|| {
        let label = match code {
            Some(code) => words.with(market::DISCOUNT_OF, &[("code", &code)]),
            None => words.t(market::DISCOUNT),
        };
        view! { <dt>{label}</dt><dd><bdi>{words.money(off)}</bdi></dd> }
    })
}

/// What is to be paid, and what was given back.
#[component]
pub fn Dues(progress: OrderProgress) -> impl IntoView {
    let words = use_words();
    let refunded = progress.refunded;
    view! {
        <dl class="facts">
            <dt>{words.t(k::PAYMENT)}</dt><dd>{words.t(payment_key(progress.payment))}</dd>
            <dt>{words.t(k::DUE)}</dt><dd><bdi>{words.money(progress.due)}</bdi></dd>
            {(refunded.minor > 0).then(|| view! {
                <dt>{words.t(k::REFUNDED)}</dt><dd><bdi>{words.money(refunded)}</bdi></dd>
            })}
        </dl>
    }
}

fn event_key(kind: &str) -> Option<Key> {
    Some(match kind {
        "confirmed" => k::EVENT_CONFIRMED,
        "phoned" => k::EVENT_PHONED,
        "shipped" => k::EVENT_SHIPPED,
        "delivered" => k::EVENT_DELIVERED,
        "refused" => k::EVENT_REFUSED,
        "returned" => k::EVENT_RETURNED,
        "cancelled" => k::EVENT_CANCELLED,
        "cancelled_by_buyer" => k::EVENT_CANCELLED_BY_BUYER,
        "not_paid" => k::EVENT_NOT_PAID,
        "paid" => k::EVENT_PAID,
        "refunded" => k::EVENT_REFUNDED,
        "return_requested" => k::EVENT_RETURN_REQUESTED,
        "return_accepted" => k::EVENT_RETURN_ACCEPTED,
        "return_declined" => k::EVENT_RETURN_DECLINED,
        "return_withdrawn" => k::EVENT_RETURN_WITHDRAWN,
        "return_received" => k::EVENT_RETURN_RECEIVED,
        "return_refunded" => k::EVENT_RETURN_REFUNDED,
        "return_exchanged" => k::EVENT_RETURN_EXCHANGED,
        "dispute" => k::EVENT_DISPUTE,
        _ => return None,
    })
}

/// What happened, the oldest first.
#[component]
pub fn Timeline(entries: Vec<TimelineEntry>) -> impl IntoView {
    let words = use_words();
    (!entries.is_empty()).then(|| view! {
        <details class="more">
            <summary>{words.t(k::TIMELINE)}</summary>
            <ol class="timeline">
                {entries.into_iter().map(|entry| {
                    let word = event_key(&entry.kind).map(|key| words.t(key)).unwrap_or_default();
                    // A dispute's note is a code, for its own panel to say.
                    let note = entry.note.filter(|_| entry.kind != "dispute");
                    view! {
                        <li><strong>{word}</strong>" "<span class="meta">{words.date_time(entry.at)}</span>{note.map(|note| view! { <br/><span>{note}</span> })}</li>
                    }
                }).collect_view()}
            </ol>
        </details>
    })
}

/// The words between buyer and seller; `children` is the form to answer.
#[component]
pub fn Messages(messages: Vec<MessageView>, children: Children) -> impl IntoView {
    let words = use_words();
    let is_empty = messages.is_empty();
    view! {
        <section class="stack">
            <h3>{words.t(k::MESSAGES)}</h3>
            {is_empty.then(|| view! { <p class="meta">{words.t(k::MESSAGE_NONE)}</p> })}
            <ul class="messages">
                {messages.into_iter().map(|message| {
                    let who = if message.from_seller { k::FROM_COOPERATIVE } else { k::FROM_BUYER };
                    view! {
                        <li data-from=if message.from_seller { "seller" } else { "buyer" }>
                            <p class="meta">{words.t(who)}" · "{words.date_time(message.at)}</p>
                            <p>{message.text}</p>
                        </li>
                    }
                }).collect_view()}
            </ul>
            {children()}
        </section>
    }
}

/// A field of a form that stands on the page once for each order: its id is its own.
#[component]
pub fn OwnField(
    name: &'static str,
    of: i64,
    label: String,
    form: FormState,
    #[prop(optional)] lines: bool,
    #[prop(optional)] ltr: bool,
) -> impl IntoView {
    let words = use_words();
    let id = format!("{name}-{of}");
    let error_id = format!("{id}-error");
    let value = form.value(name, "");
    let problem = form.problem(name);
    let invalid = move || problem.get().is_some().then_some("true");
    let described = {
        let error_id = error_id.clone();
        move || problem.get().is_some().then(|| error_id.clone())
    };
    let input = if lines {
        view! { <textarea id=id.clone() name=name rows="3" aria-invalid=invalid aria-describedby=described>{value}</textarea> }.into_any()
    } else {
        view! { <input id=id.clone() name=name value=value autocomplete="off" dir=ltr.then_some("ltr") aria-invalid=invalid aria-describedby=described/> }.into_any()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {input}
            {move || problem.get().map(|problem| view! { <p class="field-error" id=error_id.clone()>{words.problem(&problem)}</p> })}
        </div>
    }
}

/// How many pieces of each line: a number field a line that has any.
#[component]
pub fn PieceFields(
    progress: OrderProgress,
    most: fn(Counts) -> u32,
    /// What stands in the fields at first: all there are, or none.
    all: bool,
    /// Tells the forms of one order apart.
    purpose: &'static str,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let none = form.problem("pieces");
    view! {
        <div class="pieces">
            {progress.lines.into_iter().filter(|line| most(line.counts) > 0).map(|line| {
                let max = most(line.counts);
                let name = format!("pieces[{}]", line.line);
                let id = format!("{purpose}-{}", line.line);
                let value = form.value(&name, &if all { max } else { 0 }.to_string());
                let label = words.with(k::PIECES_OF, &[("name", &format!("{} {}", line.name.pick(lang).text, words.pack(line.pack)))]);
                let field = name.clone();
                let problem = move || form.error.get().and_then(|error| error.of_field(&field).next().cloned());
                view! {
                    <div class="field">
                        <label for=id.clone()>{label}</label>
                        <div class="row">
                            <input id=id name=name inputmode="numeric" dir="ltr" value=value autocomplete="off"/>
                            <span class="meta">{words.with(k::OF_N, &[("count", &max.to_string())])}</span>
                        </div>
                        {move || problem().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
                    </div>
                }
            }).collect_view()}
            {move || none.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        </div>
    }
}

/// An amount, positive or negative, kept whole.
#[component]
pub fn Signed(amount: Money) -> impl IntoView {
    view! { <bdi class="signed" data-negative=(amount.minor < 0).then_some("")>{use_words().money(amount)}</bdi> }
}
