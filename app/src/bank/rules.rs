//! The administration's dated tables: what law and office ask, and what programmes give.

use super::{rules_api as api, wording as w};
use crate::{
    ActionForm, ErrorView, ServerAction, href, reload, use_form, use_query_map, use_words,
};
use domain::{
    Money, Timestamp,
    projects::{FundingKind, Rule, RuleRow, RulesPage as Page, TermsRow},
};
use i18n::keys::{admin, bank as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Select, Text};

#[component]
pub(super) fn RulesPage() -> impl IntoView {
    let words = use_words();
    let rule = ServerAction::<api::AddRule>::new();
    let terms = ServerAction::<api::AddTerms>::new();
    let page = reload(
        move || rule.version() + terms.version(),
        || api::ListRules {},
    );
    let query = use_query_map();
    let wanted = move || query.with(|query| query.get("programme"));
    let saved = move || rule.succeeded() || terms.succeeded();
    view! {
        <Title text=words.t(k::RULES)/>
        <p><a class="button button-quiet" href=href("/office")><Icon name="arrow-left"/>{words.t(admin::TITLE)}</a></p>
        <h1>{words.t(k::RULES)}</h1>
        <p class="meta">{words.t(k::RULES_TEXT)}</p>
        <ErrorSummary error=use_form(rule).error/>
        <ErrorSummary error=use_form(terms).error/>
        {move || saved().then(|| view! { <Notice kind="success">{words.t(k::RULE_SAVED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || {
                let wanted = wanted();
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Body page wanted rule terms/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// From when to when a row counts.
fn days(from: Timestamp, to: Option<Timestamp>) -> String {
    let words = use_words();
    let day = |at: Option<Timestamp>| {
        at.filter(|at| *at > 0)
            .map_or_else(|| "…".to_owned(), |at| words.date(at))
    };
    format!("{} – {}", day(Some(from)), day(to))
}

#[component]
fn Body(
    page: Page,
    wanted: Option<String>,
    rule: ServerAction<api::AddRule>,
    terms: ServerAction<api::AddTerms>,
) -> impl IntoView {
    let words = use_words();
    let now = page.now;
    // The last of its rows stands for what it asks until then.
    let chosen = page
        .programmes
        .iter()
        .rfind(|row| Some(&row.terms.code) == wanted.as_ref())
        .map(|row| row.terms.clone());
    let (sectors, regions) = (page.sectors.clone(), page.regions.clone());
    let next_terms = match chosen {
        Some(latest) => {
            view! { <super::terms_form::NextTerms terms latest sectors regions/> }.into_any()
        }
        None => view! { <p class="meta">{words.t(k::TERMS_CHOOSE)}</p> }.into_any(),
    };
    let rules = page
        .rules
        .into_iter()
        .map(|row| view! { <RuleLine row now/> })
        .collect_view();
    let terms_rows = page
        .programmes
        .into_iter()
        .map(|row| view! { <TermsLine row now/> })
        .collect_view();
    let (ruled, given) = (words.t(k::RULES_OF_LAW), words.t(k::PROGRAMMES));
    view! {
        <section class="stack">
            <h2>{ruled.clone()}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=ruled>
                <table>
                    <thead><tr>
                        <th scope="col">{words.t(k::RULE)}</th>
                        <th scope="col">{words.t(k::RULE_VALUE)}</th>
                        <th scope="col">{words.t(k::RULE_VALID)}</th>
                        <th scope="col">{words.t(k::RULE_SOURCE)}</th>
                    </tr></thead>
                    <tbody>{rules}</tbody>
                </table>
            </div>
        </section>
        <AddRule rule/>
        <section class="stack">
            <h2>{given.clone()}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=given>
                <table>
                    <thead><tr>
                        <th scope="col">{words.t(k::PROGRAMME)}</th>
                        <th scope="col">{words.t(k::AT_MOST)}</th>
                        <th scope="col">{words.t(k::SHARE_AT_MOST)}</th>
                        <th scope="col">{words.t(k::YEARLY_RATE)}</th>
                        <th scope="col">{words.t(k::CONDITIONS)}</th>
                        <th scope="col">{words.t(k::RULE_VALID)}</th>
                        <th scope="col">{words.t(k::RULE_SOURCE)}</th>
                    </tr></thead>
                    <tbody>{terms_rows}</tbody>
                </table>
            </div>
        </section>
        {next_terms}
    }
    .into_any()
}

#[component]
fn RuleLine(row: RuleRow, now: Timestamp) -> impl IntoView {
    let words = use_words();
    let is_valid = row.valid_from <= now && row.valid_to.is_none_or(|to| to > now);
    let value = w::rule_value(words, row.rule, row.value);
    let value = if is_valid {
        view! { <strong>{value}</strong> }.into_any()
    } else {
        value.into_any()
    };
    view! {
        <tr>
            <th scope="row">{words.t(w::rule(row.rule))}</th>
            <td><bdi>{value}</bdi></td>
            <td>{days(row.valid_from, row.valid_to)}</td>
            <td>{row.source}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn TermsLine(row: TermsRow, now: Timestamp) -> impl IntoView {
    let words = use_words();
    let it = row.terms;
    let is_valid = it.valid_from <= now && row.valid_to.is_none_or(|to| to > now);
    let at_most = words.money(Money::mad(it.at_most));
    let at_most = if is_valid {
        view! { <strong>{at_most}</strong> }.into_any()
    } else {
        at_most.into_any()
    };
    // Millionths to hundredths of a percent.
    let percent = move |millionths: i64| words.percent(millionths / 100);
    let rate = match it.kind {
        FundingKind::Grant => "–".to_owned(),
        FundingKind::Loan => percent(it.rate),
    };
    let asked = it
        .rules
        .iter()
        .map(|rule| {
            let (name, value) = crate::ventures::terms::rule_said(words, rule);
            view! { <li>{name}" : "<bdi>{value}</bdi></li> }
        })
        .collect_view();
    // The last row of each is what the next terms begin with.
    let change = row.valid_to.is_none().then(|| {
        let to = href(&format!("/office/rules?programme={}#terms", it.code));
        view! { <p><a href=to>{words.t(k::TERMS_CHANGE)}</a></p> }
    });
    view! {
        <tr>
            <th scope="row"><Text text=it.name/>{change}</th>
            <td><bdi>{at_most}</bdi></td>
            <td><bdi>{percent(it.share_at_most)}</bdi></td>
            <td><bdi>{rate}</bdi></td>
            <td><ul>{asked}</ul></td>
            <td>{days(it.valid_from, row.valid_to)}</td>
            <td><Text text=it.source/></td>
        </tr>
    }
    .into_any()
}

#[component]
fn AddRule(rule: ServerAction<api::AddRule>) -> impl IntoView {
    let words = use_words();
    let form = use_form(rule);
    let rules = Rule::ALL
        .iter()
        .map(|it| (it.code().to_owned(), words.t(w::rule(*it))))
        .collect();
    view! {
        <ActionForm action=rule class="panel stack">
            <h3>{words.t(k::RULE_NEW)}</h3>
            <Select name="code" label=words.t(k::RULE) none=words.t(k::CHOOSE) groups=vec![(String::new(), rules)] value=form.value("code", "") problem=form.problem("code")/>
            <Field name="value" label=words.t(k::RULE_VALUE) hint=words.t(k::RULE_VALUE_HINT) kind=Kind::Number value=form.value("value", "") problem=form.problem("value")/>
            <Field name="rule_from" label=words.t(k::RULE_FROM) hint=words.t(k::RULE_FROM_HINT) value=form.value("rule_from", "") problem=form.problem("rule_from")/>
            <Field name="rule_source" label=words.t(k::RULE_SOURCE) value=form.value("rule_source", "") problem=form.problem("rule_source")/>
            <div class="row"><button class="button button-primary" type="submit">{words.t(k::RULE_ADD)}</button></div>
        </ActionForm>
    }
    .into_any()
}
