//! The cooperatives of the advisor's regions: found, read, suspended and seen again.

use super::{Trail, api};
use crate::{
    ActionForm, ErrorView, PageWords, SearchAddress, ServerAction, href, load, reload, use_form,
    use_words,
};
use domain::{
    CooperativeId,
    admin::{AuditRow, CooperativeCase, CooperativeList},
    cooperatives::Status,
};
use i18n::keys::{admin as k, selling as s};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, Pagination, Text};

pub(super) fn status_words(words: PageWords, status: Status) -> String {
    words.t(match status {
        Status::Draft => k::STATUS_DRAFT,
        Status::Submitted => k::STATUS_SUBMITTED,
        Status::Verified => k::STATUS_VERIFIED,
        Status::Suspended => k::STATUS_SUSPENDED,
        Status::Dissolved => k::STATUS_DISSOLVED,
    })
}

const fn status_badge(status: Status) -> &'static str {
    match status {
        Status::Verified => "badge",
        Status::Suspended | Status::Dissolved => "badge badge-danger",
        Status::Draft | Status::Submitted => "badge badge-info",
    }
}

#[component]
pub fn CooperativesPage() -> impl IntoView {
    let words = use_words();
    let query = crate::use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let list = load(move || api::ListCooperatives {
        text: asked("q"),
        status: asked("status"),
        page: asked("page").parse().unwrap_or(1),
    });
    view! {
        <Title text=words.t(k::COOPERATIVES)/>
        <Trail/>
        <h1>{words.t(k::COOPERATIVES)}</h1>
        <SearchAddress action=href("/office/cooperatives") label=words.t(k::SEARCH_COOPERATIVE) class="toolbar filters">
            <div class="field">
                <label for="q">{words.t(k::SEARCH_COOPERATIVE)}</label>
                <input id="q" name="q" type="search" value=asked("q")/>
            </div>
            <div class="field">
                <label for="status">{words.t(k::STATUS)}</label>
                <select id="status" name="status">
                    <option value="">{words.t(i18n::keys::shell::ALL)}</option>
                    {[Status::Verified, Status::Suspended, Status::Dissolved].into_iter().map(|status| view! {
                        <option value=status.code() selected=move || asked("status") == status.code()>{status_words(words, status)}</option>
                    }).collect_view()}
                </select>
            </div>
            <button class="button button-primary" type="submit">{words.t(i18n::keys::shell::SEARCH_SUBMIT)}</button>
        </SearchAddress>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(list) => view! { <List list q=asked("q") status=asked("status")/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn List(list: CooperativeList, q: String, status: String) -> impl IntoView {
    let words = use_words();
    let base = href("/office/cooperatives");
    let q: String = q
        .chars()
        .map(|c| match c {
            '&' | '#' | '%' | '+' => ' ',
            c => c,
        })
        .collect();
    let address = move |page: u32| format!("{base}?q={q}&status={status}&page={page}");
    view! {
        <p class="results">{words.count(k::FOUND, u64::from(list.total), &[])}</p>
        <ul class="checklist">
            {list.rows.into_iter().map(|row| view! {
                <li>
                    <span class="mark"><Icon name="storefront"/></span>
                    <span>
                        <a href=href(&format!("/office/cooperatives/{}", row.id))><Text text=row.name/></a>
                        <span class="meta"><Text text=row.region/>" · "{words.count(k::LISTINGS_COUNT, u64::from(row.listings), &[])}</span>
                    </span>
                    <span class=status_badge(row.status)>{status_words(words, row.status)}</span>
                </li>
            }).collect_view()}
        </ul>
        <Pagination page=list.page pages=list.pages address=address/>
    }
}

#[component]
pub fn CooperativePage(id: CooperativeId) -> impl IntoView {
    let suspend = ServerAction::<api::SuspendCooperative>::new();
    let reinstate = ServerAction::<api::ReinstateCooperative>::new();
    let case = reload(
        move || suspend.version() + reinstate.version(),
        move || api::ShowCooperative { cooperative: id },
    );
    let form = use_form(suspend);
    let seen = use_form(reinstate);
    view! {
        <Trail/>
        <ErrorSummary error=form.error/>
        <ErrorSummary error=seen.error/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match case.await {
                    Ok(case) => view! { <Case case suspend reinstate reasons=form.value("reasons", "") problem=form.problem("reasons")/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Case(
    case: CooperativeCase,
    suspend: ServerAction<api::SuspendCooperative>,
    reinstate: ServerAction<api::ReinstateCooperative>,
    reasons: String,
    problem: Signal<Option<domain::Problem>>,
) -> impl IntoView {
    let words = use_words();
    let id = case.id;
    let decide = match case.status {
        Status::Verified => view! {
            <ActionForm action=suspend class="panel">
                <h2>{words.t(k::SUSPEND)}</h2>
                <p>{words.t(k::SUSPEND_TEXT)}</p>
                <input type="hidden" name="cooperative" value=id.to_string()/>
                <Field name="reasons" label=words.t(k::REASONS) hint=words.t(k::REASONS_HINT) kind=Kind::Lines value=reasons problem=problem/>
                <button class="button button-danger" type="submit">{words.t(k::SUSPEND)}</button>
            </ActionForm>
        }
        .into_any(),
        Status::Suspended => view! {
            <ActionForm action=reinstate class="panel">
                <h2>{words.t(k::REINSTATE)}</h2>
                <p>{words.t(k::REINSTATE_TEXT)}</p>
                <input type="hidden" name="cooperative" value=id.to_string()/>
                <button class="button button-primary" type="submit">{words.t(k::REINSTATE)}</button>
            </ActionForm>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! {
        <Title text=case.name.pick(words.lang()).text/>
        <p><span class=status_badge(case.status)>{status_words(words, case.status)}</span></p>
        <h1><Text text=case.name/></h1>
        <p class="meta"><Text text=case.province/>" · "<Text text=case.region/></p>
        {case.suspension.map(|why| view! { <Notice kind="warning"><p class="quoted">{why}</p></Notice> })}
        <div class="two">
            <section class="panel">
                <h2>{words.t(k::FACTS)}</h2>
                <dl class="facts">
                    <dt>{words.t(s::ICE)}</dt><dd><bdi>{case.ice}</bdi></dd>
                    <dt>{words.t(s::RIB)}</dt><dd><bdi>{case.rib}</bdi></dd>
                    <dt>{words.t(s::MEMBERS)}</dt><dd>{case.members}</dd>
                    <dt>{words.t(s::WOMEN)}</dt><dd>{case.women}</dd>
                    <dt>{words.t(k::MANAGERS)}</dt><dd>{case.managers.join(", ")}</dd>
                    <dt>{words.t(k::LISTINGS)}</dt><dd>{case.listings}</dd>
                    <dt>{words.t(k::OPEN_ORDERS)}</dt><dd>{case.open_orders}</dd>
                </dl>
                {(case.status == Status::Verified).then(|| view! {
                    <a class="button button-secondary" href=href(&format!("/cooperatives/{}", case.slug))>{words.t(k::PUBLIC_PAGE)}</a>
                })}
            </section>
            {decide}
        </div>
        <section class="panel">
            <h2>{words.t(k::HISTORY)}</h2>
            <History rows=case.history/>
        </section>
    }
}

/// What the office did, the newest first.
#[component]
pub(super) fn History(rows: Vec<AuditRow>) -> impl IntoView {
    let words = use_words();
    if rows.is_empty() {
        return view! { <p class="meta">{words.t(k::NO_HISTORY)}</p> }.into_any();
    }
    view! {
        <ol class="history">
            {rows.into_iter().map(|row| view! {
                <li>
                    <span><code dir="ltr">{row.action}</code>" · "{row.actor_name.unwrap_or(row.actor)}</span>
                    <span class="meta">{words.date_time(row.at)}</span>
                    {row.after.map(|after| view! { <code class="quoted" dir="auto">{after}</code> })}
                </li>
            }).collect_view()}
        </ol>
    }
    .into_any()
}
