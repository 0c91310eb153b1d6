//! Kept simulations: named, shared by a link, compared side by side.

use super::{api, form::Desk, simulator::Keeping, wording as w};
use crate::{ActionForm, ErrorView, SearchAddress, href, load, use_form, use_lang, use_words};
use domain::projects::{SavedScenario, simulate};
use i18n::keys::{projects as k, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{EmptyState, ErrorSummary, Field, Icon, Notice};

/// Keeps what is shown under a name, and lists what was kept before.
#[component]
pub(super) fn Keep(desk: Desk, slug: String, keeping: Keeping) -> impl IntoView {
    let words = use_words();
    let form = use_form(keeping.save);
    let session = crate::use_session();
    let kept = move || {
        keeping
            .save
            .succeeded()
            .then(|| view! { <Notice kind="success">{words.t(k::KEPT)}</Notice> })
    };
    let link = move || {
        let query = desk.query();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{query}#simulator", desk.address.get_value())
    };
    let sign_in = format!("{}?next={}", href("/sign-in"), desk.address.get_value());
    let typed = StoredValue::new(form.value("name", ""));
    let slug = StoredValue::new(slug);
    view! {
        <section class="panel">
            <h3>{words.t(k::KEEP)}</h3>
            <p><a href=link>{words.t(k::THIS_LINK)}</a></p>
            <Transition fallback=|| ()>
                {let sign_in = sign_in.clone(); move || {
                    let sign_in = sign_in.clone();
                    Suspend::new(async move {
                        let me = match session {
                            Some(session) => session.get().await.me,
                            None => None,
                        };
                        if me.is_none() {
                            return view! { <p class="meta"><a href=sign_in>{words.t(k::KEEP_SIGN_IN)}</a></p> }.into_any();
                        }
                        view! {
                            <ErrorSummary error=form.error/>
                            <ActionForm action=keeping.save class="stack">
                                <input type="hidden" name="slug" value=slug.get_value()/>
                                <input type="hidden" name="figures" value=desk.query() prop:value=move || desk.query()/>
                                <Field name="name" label=words.t(k::KEEP_NAME) value=typed.get_value() problem=form.problem("name")/>
                                <button class="button button-secondary" type="submit">{words.t(shell::SAVE)}</button>
                            </ActionForm>
                            {kept}
                        }
                        .into_any()
                    })
                }}
            </Transition>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    let mine = keeping.mine.await.unwrap_or_default();
                    (!mine.is_empty()).then(|| view! { <Mine desk keeping mine/> })
                })}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn Mine(desk: Desk, keeping: Keeping, mine: Vec<SavedScenario>) -> impl IntoView {
    let words = use_words();
    let can_compare = mine.len() > 1;
    let boxes = mine
        .iter()
        .take(4)
        .map(|it| view! { <input type="hidden" name="c" value=it.token.clone()/> })
        .collect_view();
    let rows = mine
        .into_iter()
        .map(|it| {
            let pairs = desk.base.with_value(|base| it.inputs.pairs_from(base));
            let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let open = format!("{}{}#simulator", desk.address.get_value(), domain::text::query_string(pairs));
            let forget = words.with(k::FORGET, &[("name", &it.name)]);
            view! {
                <li>
                    <strong>{it.name}</strong>
                    <div class="row">
                        <a class="button button-quiet" href=open>{words.t(k::OPEN)}</a>
                        <a class="button button-quiet" href=href(&format!("/projects/shared/{}", it.token))>{words.t(k::SHARE_LINK)}</a>
                        <ActionForm action=keeping.forget>
                            <input type="hidden" name="scenario" value=it.id.to_string()/>
                            <button class="button button-quiet" type="submit" aria-label=forget><Icon name="trash"/>{words.t(k::FORGET_WORD)}</button>
                        </ActionForm>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <h3>{words.t(k::MINE)}</h3>
        <ul class="kept">{rows}</ul>
        {can_compare.then(|| view! {
            <SearchAddress action=href("/projects/scenarios") class="row" label=words.t(k::COMPARE_SCENARIOS)>
                {boxes}
                <button class="button button-secondary" type="submit">{words.t(k::COMPARE_SCENARIOS)}</button>
            </SearchAddress>
        })}
    }
    .into_any()
}

#[component]
pub(super) fn CompareScenariosPage() -> impl IntoView {
    crate::ssr::meta("robots", "noindex");
    let words = use_words();
    let search = use_location().search;
    let scenarios = load(move || api::CompareScenarios {
        search: search.get(),
    });
    view! {
        <Title text=words.t(k::COMPARE_SCENARIOS)/>
        <div class="wrap page stack">
            <p><a href=href("/projects")>{words.t(k::BACK_TO_LIST)}</a></p>
            <h1>{words.t(k::COMPARE_SCENARIOS)}</h1>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    match scenarios.await {
                        Ok(scenarios) if scenarios.is_empty() => view! {
                            <EmptyState illustration="/illustrations/empty/search.svg" title=words.t(k::COMPARE_SCENARIOS) text=words.t(k::COMPARE_SCENARIOS_NONE)>
                                <a class="button button-secondary" href=href("/projects")>{words.t(k::BACK_TO_LIST)}</a>
                            </EmptyState>
                        }.into_any(),
                        Ok(scenarios) => view! { <Compared scenarios/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Compared(scenarios: Vec<SavedScenario>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let columns: Vec<_> = scenarios
        .into_iter()
        .filter_map(|it| simulate(&it.inputs).ok().map(|results| (it, results)))
        .collect();
    let heads = columns
        .iter()
        .map(|(it, _)| view! { <th scope="col"><a href=format!("/{}/projects/shared/{}", lang.code(), it.token)>{it.name.clone()}</a></th> })
        .collect_view();
    let row = |key, text: &dyn Fn(&(SavedScenario, domain::projects::Results)) -> String| {
        let cells = columns
            .iter()
            .map(|column| view! { <td><bdi>{text(column)}</bdi></td> })
            .collect_view();
        view! { <tr><th scope="row">{words.t(key)}</th>{cells}</tr> }
    };
    let missing_or = |figure: domain::projects::Figure, text: &dyn Fn(i64) -> String| match figure {
        Ok(value) => text(value),
        Err(missing) => words.t(w::missing(missing)),
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::COMPARE_SCENARIOS)>
            <table>
                <thead><tr><th scope="col">{words.t(k::ITEM)}</th>{heads}</tr></thead>
                <tbody>
                    {row(k::FIELD_UNIT_PRICE, &|(it, _)| w::money(words, it.inputs.unit_price))}
                    {row(k::FIELD_MEMBERS, &|(it, _)| words.number(it.inputs.members))}
                    {row(k::CARD_START, &|(_, results)| w::dirhams(words, results.investment_need))}
                    {row(k::PART_LOAN, &|(_, results)| w::dirhams(words, results.loan))}
                    {row(k::LINE_SURPLUS, &|(_, results)| results.surplus.map(|it| w::dirhams(words, it)).join(" · "))}
                    {row(k::LINE_INCOME_MONTH, &|(_, results)| results.income_per_member.map(|it| w::dirhams(words, it / 12)).join(" · "))}
                    {row(k::LINE_BREAK_EVEN_DAYS, &|(_, results)| missing_or(results.break_even_days[0], &|days| words.decimal(days, 2)))}
                    {row(k::NPV, &|(_, results)| w::money(words, results.npv))}
                    {row(k::PAYBACK, &|(_, results)| missing_or(results.payback_years, &|it| words.with(k::YEARS_N, &[("years", &w::years(words, it))])))}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
