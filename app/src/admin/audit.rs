//! The audit log, searched: who did what to what, and whether the chain of hashes holds.

use super::{Trail, api};
use crate::{ErrorView, SearchAddress, href, load, use_words};
use domain::admin::{AuditPage as Page, AuditRow};
use i18n::keys::admin as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::Notice;

#[component]
pub fn AuditPage() -> impl IntoView {
    let words = use_words();
    let query = crate::use_query_map();
    let asked = move |name: &str| query.with(|query| query.get(name).unwrap_or_default());
    let page = load(move || api::SearchAudit {
        subject: asked("subject"),
        action: asked("action"),
        actor: asked("actor"),
        before: asked("before"),
    });
    view! {
        <Title text=words.t(k::AUDIT)/>
        <Trail/>
        <h1>{words.t(k::AUDIT)}</h1>
        <p class="meta">{words.t(k::AUDIT_TEXT)}</p>
        <Transition fallback=crate::frame::loading>
            {move || {
                let values = [asked("subject"), asked("action"), asked("actor")];
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <Body page values/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Body(page: Page, values: [String; 3]) -> impl IntoView {
    let words = use_words();
    let [subject, action, actor] = values;
    let next = page.next.map(|next| {
        format!(
            "{}?subject={subject}&action={action}&actor={}&before={next}",
            href("/office/audit"),
            actor.replace('+', "%2B")
        )
    });
    let chain = match page.broken_at {
        None => view! { <Notice kind="success">{words.t(k::CHAIN_HOLDS)}</Notice> }.into_any(),
        Some(row) => {
            let text = words.with(k::CHAIN_BROKEN, &[("row", &row.to_string())]);
            view! { <Notice kind="danger">{text}</Notice> }.into_any()
        }
    };
    view! {
        {chain}
        <SearchAddress action=href("/office/audit") label=words.t(k::AUDIT) class="toolbar filters">
            <div class="field">
                <label for="subject">{words.t(k::AUDIT_SUBJECT)}</label>
                <input id="subject" name="subject" dir="ltr" placeholder="cooperative:3" value=subject/>
            </div>
            <div class="field">
                <label for="action">{words.t(k::AUDIT_ACTION)}</label>
                <select id="action" name="action">
                    <option value="">{words.t(i18n::keys::shell::ALL)}</option>
                    {page.actions.into_iter().map(|it| {
                        let selected = it == action;
                        view! { <option selected=selected>{it}</option> }
                    }).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="actor">{words.t(k::AUDIT_ACTOR)}</label>
                <input id="actor" name="actor" dir="ltr" value=actor/>
            </div>
            <button class="button button-primary" type="submit">{words.t(i18n::keys::shell::SEARCH_SUBMIT)}</button>
        </SearchAddress>
        <Rows rows=page.rows/>
        {next.map(|next| view! { <a class="button button-secondary" rel="next" href=next>{words.t(k::AUDIT_OLDER)}</a> })}
    }
}

#[component]
fn Rows(rows: Vec<AuditRow>) -> impl IntoView {
    let words = use_words();
    if rows.is_empty() {
        return view! { <p>{words.t(k::NO_HISTORY)}</p> }.into_any();
    }
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::AUDIT)>
            <table class="audit">
                <thead>
                    <tr>
                        <th scope="col">{words.t(k::AUDIT_WHEN)}</th>
                        <th scope="col">{words.t(k::AUDIT_ACTOR)}</th>
                        <th scope="col">{words.t(k::AUDIT_ACTION)}</th>
                        <th scope="col">{words.t(k::AUDIT_SUBJECT)}</th>
                        <th scope="col">{words.t(k::AUDIT_BEFORE)}</th>
                        <th scope="col">{words.t(k::AUDIT_AFTER)}</th>
                        <th scope="col">{words.t(k::AUDIT_HASH)}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows.into_iter().map(|row| view! {
                        <tr>
                            <th scope="row">{words.date_time(row.at)}</th>
                            <td>{row.actor_name}" "<bdi class="meta">{row.actor}</bdi></td>
                            <td><code dir="ltr">{row.action}</code></td>
                            <td><code dir="ltr">{row.subject}</code></td>
                            <td><code dir="auto">{row.before}</code></td>
                            <td><code dir="auto">{row.after}</code></td>
                            <td><code dir="ltr">{row.hash}</code></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
