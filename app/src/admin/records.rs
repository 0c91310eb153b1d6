//! The programs that read and write learning records (xAPI): their keys, made and taken back.

use super::{Trail, api};
use crate::{ActionForm, ErrorView, ServerAction, reload, use_form, use_words};
use domain::academy::{RecordClient, RecordScope, RecordSecret};
use i18n::{
    Key,
    keys::{admin as k, selling as s},
};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Icon, Notice};

const fn scope_words(scope: RecordScope) -> Key {
    match scope {
        RecordScope::Read => k::RECORDS_READ,
        RecordScope::Write => k::RECORDS_WRITE,
    }
}

#[component]
pub fn RecordsPage() -> impl IntoView {
    let words = use_words();
    let create = ServerAction::<api::CreateRecordClient>::new();
    let revoke = ServerAction::<api::RevokeRecordClient>::new();
    let form = use_form(revoke);
    let page = reload(
        move || create.version() + revoke.version(),
        || api::ShowRecordClients {},
    );
    let query = crate::use_query_map();
    // With scripts the action's own answer; without, the address of the page it leads to.
    let made = move || {
        create.answer().and_then(Result::ok).or_else(|| {
            query.with(|query| {
                Some(RecordSecret {
                    key: query.get("key")?,
                    secret: query.get("secret")?,
                })
            })
        })
    };
    view! {
        <Title text=words.t(k::RECORDS)/>
        <Trail/>
        <h1>{words.t(k::RECORDS)}</h1>
        <p>{words.t(k::RECORDS_TEXT)}" "<bdi dir="ltr"><code>"/xapi"</code></bdi></p>
        <ErrorSummary error=form.error/>
        {move || made().map(|made| view! {
            <Notice kind="success">
                <p>{words.t(s::TOKEN_ONCE)}</p>
                <p class="quoted">{words.t(k::RECORDS_KEY)}" "<bdi dir="ltr"><code>{made.key}</code></bdi></p>
                <p class="quoted">{words.t(k::RECORDS_SECRET)}" "<bdi dir="ltr"><code>{made.secret}</code></bdi></p>
            </Notice>
        })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(clients) => view! {
                        <Clients clients revoke/>
                        <NewClient create/>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Clients(
    clients: Vec<RecordClient>,
    revoke: ServerAction<api::RevokeRecordClient>,
) -> impl IntoView {
    let words = use_words();
    if clients.is_empty() {
        return view! { <p class="meta">{words.t(k::RECORDS_NONE)}</p> }.into_any();
    }
    view! {
        <ul class="checklist">
            {clients.into_iter().map(|it| {
                let scopes: Vec<String> = it.scopes.iter().map(|scope| words.t(scope_words(*scope))).collect();
                let used = match it.last_used_at {
                    Some(at) => words.with(s::TOKEN_USED, &[("date", &words.date_time(at))]),
                    None => words.t(s::TOKEN_UNUSED),
                };
                let label = words.with(s::REVOKE_TOKEN_LABEL, &[("name", &it.name)]);
                view! {
                    <li>
                        <span class="mark"><Icon name="key"/></span>
                        <span>
                            <strong><bdi>{it.name}</bdi></strong>
                            <span class="meta"><bdi dir="ltr">{it.key}</bdi>" · "{scopes.join(", ")}" · "{used}</span>
                        </span>
                        <ActionForm action=revoke>
                            <input type="hidden" name="client" value=it.id.to_string()/>
                            <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/>{words.t(s::REVOKE)}</button>
                        </ActionForm>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn NewClient(create: ServerAction<api::CreateRecordClient>) -> impl IntoView {
    let words = use_words();
    let form = use_form(create);
    let problem = form.problem("scopes");
    view! {
        <details class="panel" open=move || form.error.get().is_some()>
            <summary>{words.t(k::RECORDS_NEW)}</summary>
            <ErrorSummary error=form.error/>
            <ActionForm action=create class="stack">
                <Field name="name" label=words.t(s::TOKEN_NAME) hint=words.t(k::RECORDS_NAME_HINT) value=form.value("name", "") problem=form.problem("name")/>
                <fieldset id="scopes" tabindex="-1">
                    <legend>{words.t(s::TOKEN_SCOPES)}</legend>
                    {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
                    <div class="choices">
                        {RecordScope::ALL.iter().map(|scope| {
                            let field = format!("scopes[{}]", scope.code());
                            let checked = !form.value(&field, "").is_empty();
                            view! { <Choice input="checkbox" name=field value="on" checked>{words.t(scope_words(*scope))}</Choice> }
                        }).collect_view()}
                    </div>
                </fieldset>
                <div class="row"><button class="button button-primary" type="submit">{words.t(k::RECORDS_CREATE)}</button></div>
            </ActionForm>
        </details>
    }
}
