//! The form of a programme's next terms: begins with the last ones, and holds every condition.

use super::rules_api as api;
use crate::{ActionForm, FormState, ServerAction, use_form, use_lang, use_words};
use domain::{
    LocalText,
    projects::{FundingKind, FundingRule, Programme, decimal_text},
};
use i18n::{
    Key,
    keys::{bank as k, ventures as v},
};
use leptos::prelude::*;
use ui::{Choice, Field, Kind, Text};

/// The last terms as the form's fields show them.
#[derive(Clone, Default)]
struct Asked {
    members: String,
    need_least: String,
    need_most: String,
    own_share: String,
    cover: String,
    sectors: Vec<String>,
    regions: Vec<String>,
}

/// Two decimals, none where they are zeros.
fn hundredths(value: i64) -> String {
    decimal_text(value, 2)
}

fn asked(rules: &[FundingRule]) -> Asked {
    let mut it = Asked::default();
    for rule in rules {
        match rule {
            FundingRule::MembersAtLeast(n) => it.members = n.to_string(),
            FundingRule::InvestmentAtLeast(n) => it.need_least = hundredths(*n),
            FundingRule::InvestmentAtMost(n) => it.need_most = hundredths(*n),
            FundingRule::OwnShareAtLeast(n) => it.own_share = hundredths(n / 100),
            FundingRule::CoverAtLeast(n) => it.cover = hundredths(n / 10),
            FundingRule::Sectors(codes) => it.sectors.clone_from(codes),
            FundingRule::Regions(codes) => it.regions.clone_from(codes),
        }
    }
    it
}

#[component]
pub(super) fn NextTerms(
    terms: ServerAction<api::AddTerms>,
    latest: Programme,
    sectors: Vec<(String, LocalText)>,
    regions: Vec<(String, LocalText)>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(terms);
    let rate = match latest.kind {
        FundingKind::Grant => String::new(),
        FundingKind::Loan => hundredths(latest.rate / 100),
    };
    let asked = asked(&latest.rules);
    let field = move |name: &'static str, key: Key, hint: Key, is: String| {
        view! { <Field name label=words.t(key) hint=words.t(hint) kind=Kind::Number value=form.value(name, &is) problem=form.problem(name)/> }
    };
    let optional = move |name: &'static str, key: Key, hint: Key, is: String| {
        view! { <Field name label=words.t(key) hint=words.t(hint) kind=Kind::Number optional=true value=form.value(name, &is) problem=form.problem(name)/> }
    };
    view! {
        <ActionForm action=terms class="panel stack">
            <h3 id="terms">{words.t(k::TERMS_NEW)}": "<Text text=latest.name/></h3>
            <p class="meta">{words.t(k::TERMS_TEXT)}</p>
            <input type="hidden" name="programme" value=latest.code/>
            {field("at_most", k::AT_MOST, k::IN_DIRHAMS, hundredths(latest.at_most))}
            {field("share", k::SHARE_AT_MOST, k::IN_PERCENT, hundredths(latest.share_at_most / 100))}
            {optional("rate", k::YEARLY_RATE, k::IN_PERCENT, rate)}
            <Field name="years" label=words.t(k::TERM_YEARS) kind=Kind::Number value=form.value("years", &latest.years.to_string()) problem=form.problem("years")/>
            <h4>{words.t(k::CONDITIONS)}</h4>
            <p class="meta">{words.t(k::CONDITIONS_TEXT)}</p>
            <Field name="members_least" label=words.t(v::TERM_MEMBERS) kind=Kind::Number optional=true value=form.value("members_least", &asked.members) problem=form.problem("members_least")/>
            {optional("need_least", v::TERM_NEED_LEAST, k::IN_DIRHAMS, asked.need_least)}
            {optional("need_most", v::TERM_NEED_MOST, k::IN_DIRHAMS, asked.need_most)}
            {optional("own_share", v::TERM_OWN_SHARE, k::IN_PERCENT, asked.own_share)}
            {optional("cover", v::TERM_COVER, k::COVER_HINT, asked.cover)}
            <Boxes name="sectors" prefix="" title=v::TERM_SECTORS all=sectors ticked=asked.sectors form/>
            <Boxes name="regions" prefix="r" title=v::TERM_REGIONS all=regions ticked=asked.regions form/>
            <Field name="terms_from" label=words.t(k::RULE_FROM) hint=words.t(k::RULE_FROM_HINT) value=form.value("terms_from", "") problem=form.problem("terms_from")/>
            <Field name="terms_source" label=words.t(k::RULE_SOURCE) value=form.value("terms_source", "") problem=form.problem("terms_source")/>
            <div class="row"><button class="button button-primary" type="submit">{words.t(k::RULE_ADD)}</button></div>
        </ActionForm>
    }
    .into_any()
}

/// Where the form was refused, what was ticked then.
#[component]
fn Boxes(
    name: &'static str,
    /// Before each code, where the code is a number.
    prefix: &'static str,
    title: Key,
    all: Vec<(String, LocalText)>,
    ticked: Vec<String>,
    form: FormState,
) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let was_refused = form.error.get_untracked().is_some();
    let boxes = all
        .into_iter()
        .map(|(code, text)| {
            let field = format!("{name}[{prefix}{code}]");
            let checked = match was_refused {
                true => !form.value(&field, "").is_empty(),
                false => ticked.contains(&code),
            };
            view! { <Choice input="checkbox" name=field value="on" checked>{text.pick(lang).text}</Choice> }
        })
        .collect_view();
    view! {
        <fieldset id=name tabindex="-1">
            <legend>{words.t(title)}</legend>
            {super::profile::problem_of(words, form.problem(name))}
            <div class="choices boxes">{boxes}</div>
        </fieldset>
    }
    .into_any()
}
