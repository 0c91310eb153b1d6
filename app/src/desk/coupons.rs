//! A cooperative's coupons: what each takes off, how often it was used, and the form of a new one.

use super::coupons_api as api;
use crate::{ActionForm, ErrorView, FormState, ServerAction, reload, use_form, use_words};
use domain::marketplace::{CouponValue, CouponView};
use i18n::{
    Key,
    keys::{selling as k, trade},
};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Select};

#[component]
pub fn CouponsPage() -> impl IntoView {
    let words = use_words();
    let add = ServerAction::<api::AddCoupon>::new();
    let end = ServerAction::<api::EndCoupon>::new();
    let coupons = reload(
        move || add.version() + end.version(),
        || api::ListCoupons {},
    );
    let form = use_form(add);
    let ended = use_form(end);
    let title = words.t(k::COUPONS);
    view! {
        <Title text=title.clone()/>
        <h1>{title}</h1>
        <p>{words.t(k::COUPONS_INTRO)}</p>
        <ErrorSummary error=form.error/>
        <ErrorSummary error=ended.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match coupons.await {
                    Ok(coupons) => view! { <List coupons end/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
        <New add form/>
    }
}

#[component]
fn List(coupons: Vec<CouponView>, end: ServerAction<api::EndCoupon>) -> impl IntoView {
    let words = use_words();
    if coupons.is_empty() {
        return view! { <Notice kind="info">{words.t(k::COUPONS_NONE)}</Notice> }.into_any();
    }
    view! {
        <ul class="checklist">
            {coupons.into_iter().map(|it| view! { <Row it end/> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Row(it: CouponView, end: ServerAction<api::EndCoupon>) -> impl IntoView {
    let words = use_words();
    let CouponView {
        coupon,
        discount,
        is_over,
    } = it;
    let off = match coupon.value {
        CouponValue::Part(thousandths) => words.percent(thousandths * 10),
        CouponValue::Amount(amount) => words.money(amount),
    };
    let least = (coupon.least.minor > 0).then(|| {
        words.with(
            k::COUPON_FROM_LEAST,
            &[("least", &words.money(coupon.least))],
        )
    });
    let until = coupon.ends_at.map(|at| words.date(at));
    let days = format!(
        "{} – {}",
        words.date(coupon.starts_at),
        until.as_deref().unwrap_or("…")
    );
    let mut used = words.count(k::COUPON_USED, u64::from(coupon.used), &[]);
    if let Some(most) = coupon.most_uses {
        let most = words.number(i64::from(most));
        used = format!(
            "{used} {}",
            words.with(k::COUPON_USED_OF, &[("most", &most)])
        );
    }
    let took = words.with(k::COUPON_TOOK, &[("amount", &words.money(discount))]);
    let about = [Some(days), least, Some(used), Some(took)];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let label = words.with(k::COUPON_END_OF, &[("code", &coupon.code)]);
    view! {
        <li>
            <span class="mark"><Icon name="star"/></span>
            <span>
                <strong><bdi dir="ltr">{coupon.code}</bdi>" · −"<bdi>{off}</bdi></strong>
                <span class="meta">{about.join(" · ")}</span>
                {is_over.then(|| view! { <span class="badge">{words.t(k::COUPON_ENDED)}</span> })}
            </span>
            {(!is_over).then(|| view! {
                <ActionForm action=end>
                    <input type="hidden" name="coupon" value=coupon.id.to_string()/>
                    <button class="button button-quiet" type="submit" aria-label=label><Icon name="x"/>{words.t(k::COUPON_END)}</button>
                </ActionForm>
            })}
        </li>
    }
}

#[component]
fn New(add: ServerAction<api::AddCoupon>, form: FormState) -> impl IntoView {
    let words = use_words();
    let kinds = [("part", k::COUPON_PART), ("amount", k::COUPON_AMOUNT)];
    let kinds: Vec<(String, String)> = kinds
        .into_iter()
        .map(|(code, key)| (code.to_owned(), words.t(key)))
        .collect();
    let field = move |name: &'static str, label: Key, hint: Key, kind: Kind| {
        view! {
            <Field name label=words.t(label) hint=words.t(hint) kind optional=true value=form.value(name, "") problem=form.problem(name)/>
        }
    };
    view! {
        <ActionForm action=add class="panel stack">
            <h2>{words.t(k::COUPON_NEW)}</h2>
            <Field name="code" label=words.t(k::COUPON_CODE) hint=words.t(k::COUPON_CODE_HINT) value=form.value("code", "") problem=form.problem("code")/>
            <Select name="kind" label=words.t(k::COUPON_KIND) none=words.t(trade::CHOOSE) groups=vec![(String::new(), kinds)] value=form.value("kind", "part") problem=form.problem("kind")/>
            <Field name="value" label=words.t(k::COUPON_VALUE) hint=words.t(k::COUPON_VALUE_HINT) kind=Kind::Number value=form.value("value", "") problem=form.problem("value")/>
            <div class="two">
                <DayField name="starts" label=k::COUPON_STARTS hint=k::COUPON_STARTS_HINT form/>
                <DayField name="ends" label=k::COUPON_ENDS hint=k::COUPON_ENDS_HINT form/>
            </div>
            {field("least", k::COUPON_LEAST, k::COUPON_LEAST_HINT, Kind::Number)}
            {field("most_uses", k::COUPON_MOST_USES, k::COUPON_MOST_HINT, Kind::Number)}
            {field("most_per_buyer", k::COUPON_MOST_PER_BUYER, k::COUPON_MOST_HINT, Kind::Number)}
            <div class="row"><button class="button button-primary" type="submit">{words.t(k::COUPON_ADD)}</button></div>
        </ActionForm>
    }
}

/// A day that may be left empty.
#[component]
fn DayField(name: &'static str, label: Key, hint: Key, form: FormState) -> impl IntoView {
    let words = use_words();
    let problem = form.problem(name);
    view! {
        <div class="field">
            <label for=name>{words.t(label)}</label>
            <input id=name name=name type="date" value=form.value(name, "")/>
            <p class="meta">{words.t(hint)}</p>
            {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
        </div>
    }
}
