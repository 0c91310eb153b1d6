//! Programs of one's own: tokens that let them in, webhooks that tell them what happened.

use super::integrations_api as api;
use crate::{ActionForm, ErrorView, PageWords, ServerAction, reload, use_form, use_words};
use domain::integrations::{
    DeliveryState, DeliveryView, IntegrationsPage as Page, TokenScope, TokenView, Topic,
    WebhookView,
};
use i18n::{Key, keys::selling as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Icon, Notice};

const fn scope_words(scope: TokenScope) -> (Key, Key) {
    match scope {
        TokenScope::Stock => (k::SCOPE_STOCK, k::SCOPE_STOCK_TEXT),
        TokenScope::Prices => (k::SCOPE_PRICES, k::SCOPE_PRICES_TEXT),
        TokenScope::Shipments => (k::SCOPE_SHIPMENTS, k::SCOPE_SHIPMENTS_TEXT),
    }
}

const fn topic_words(topic: Topic) -> Key {
    match topic {
        Topic::Placed => k::TOPIC_PLACED,
        Topic::Paid => k::TOPIC_PAID,
        Topic::Confirmed => k::TOPIC_CONFIRMED,
        Topic::Cancelled => k::TOPIC_CANCELLED,
        Topic::Shipped => k::TOPIC_SHIPPED,
        Topic::Delivered => k::TOPIC_DELIVERED,
        Topic::Refused => k::TOPIC_REFUSED,
        Topic::Returned => k::TOPIC_RETURNED,
        Topic::Refunded => k::TOPIC_REFUNDED,
    }
}

#[component]
pub fn IntegrationsPage() -> impl IntoView {
    let words = use_words();
    let create = ServerAction::<api::CreateToken>::new();
    let revoke = ServerAction::<api::RevokeToken>::new();
    let add = ServerAction::<api::AddWebhook>::new();
    let remove = ServerAction::<api::RemoveWebhook>::new();
    let replay = ServerAction::<api::ReplayDelivery>::new();
    let page = reload(
        move || {
            create.version()
                + revoke.version()
                + add.version()
                + remove.version()
                + replay.version()
        },
        || api::ShowIntegrations {},
    );
    let query = crate::use_query_map();
    // With scripts the action's own answer; without, the address of the page it leads to.
    let secret = move || {
        create
            .answer()
            .and_then(Result::ok)
            .or_else(|| query.with(|query| query.get("token")))
    };
    view! {
        <Title text=words.t(k::INTEGRATIONS)/>
        <h1>{words.t(k::INTEGRATIONS)}</h1>
        <p>{words.t(k::INTEGRATIONS_TEXT)}" "<a href="/api/openapi.json" rel="external">{words.t(k::API_DOCUMENT)}</a></p>
        {move || secret().map(|secret| view! {
            <Notice kind="success">
                <p>{words.t(k::TOKEN_ONCE)}</p>
                <p class="quoted"><bdi dir="ltr"><code>{secret}</code></bdi></p>
            </Notice>
        })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(Page { tokens, webhooks, deliveries }) => view! {
                        <section class="stack">
                            <h2>{words.t(k::TOKENS)}</h2>
                            <Tokens tokens revoke/>
                            <NewToken create/>
                        </section>
                        <section class="stack">
                            <h2>{words.t(k::WEBHOOKS)}</h2>
                            <p class="meta">{words.t(k::WEBHOOKS_TEXT)}</p>
                            <Webhooks webhooks remove/>
                            <NewWebhook add/>
                        </section>
                        <Deliveries deliveries replay/>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// What lets a program in or tells it something: what it is called, what is said of it, and the form
/// that takes it away.
#[component]
fn Item(
    icon: &'static str,
    name: AnyView,
    about: String,
    /// What is shown on demand.
    #[prop(optional)]
    more: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <span class="mark"><Icon name=icon/></span>
            <span>{name}<span class="meta">{about}</span>{more}</span>
            {children()}
        </li>
    }
}

/// The button of such a form.
#[component]
fn TakeAway(label: String, text: Key) -> impl IntoView {
    let words = use_words();
    view! {
        <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/>{words.t(text)}</button>
    }
}

#[component]
fn Tokens(tokens: Vec<TokenView>, revoke: ServerAction<api::RevokeToken>) -> impl IntoView {
    let words = use_words();
    let items = tokens.into_iter().map(move |it| {
        let scopes = it.scopes.iter().map(|scope| words.t(scope_words(*scope).0));
        let scopes: Vec<String> = scopes.collect();
        let used = match it.last_used_at {
            Some(at) => words.with(k::TOKEN_USED, &[("date", &words.date_time(at))]),
            None => words.t(k::TOKEN_UNUSED),
        };
        let until = words.with(k::TOKEN_UNTIL, &[("date", &words.date(it.expires_at))]);
        let label = words.with(k::REVOKE_TOKEN_LABEL, &[("name", &it.name)]);
        let about = format!("{} · {used} · {until}", scopes.join(", "));
        view! {
            <Item icon="key" name=view! { <strong>{it.name}</strong> }.into_any() about>
                <ActionForm action=revoke>
                    <input type="hidden" name="token" value=it.id.to_string()/>
                    <TakeAway label text=k::REVOKE/>
                </ActionForm>
            </Item>
        }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| view! { <ul class="checklist">{items}</ul> })
}

#[component]
fn NewToken(create: ServerAction<api::CreateToken>) -> impl IntoView {
    let words = use_words();
    let form = use_form(create);
    view! {
        <details class="panel" open=move || form.error.get().is_some()>
            <summary>{words.t(k::NEW_TOKEN)}</summary>
            <ErrorSummary error=form.error/>
            <ActionForm action=create class="stack">
                <Field name="name" label=words.t(k::TOKEN_NAME) hint=words.t(k::TOKEN_NAME_HINT) value=form.value("name", "") problem=form.problem("name")/>
                <fieldset id="scopes" tabindex="-1">
                    <legend>{words.t(k::TOKEN_SCOPES)}</legend>
                    {problem_of(words, form.problem("scopes"))}
                    <div class="choices">
                        {TokenScope::ALL.into_iter().map(|scope| {
                            let (name, text) = scope_words(scope);
                            let field = format!("scopes[{}]", scope.code());
                            let checked = !form.value(&field, "").is_empty();
                            view! {
                                <Choice input="checkbox" name=field value="on" checked>
                                    <strong>{words.t(name)}</strong>" "<span class="meta">{words.t(text)}</span>
                                </Choice>
                            }
                        }).collect_view()}
                    </div>
                </fieldset>
                <Field name="days" label=words.t(k::TOKEN_DAYS) hint=words.t(k::TOKEN_DAYS_HINT) value=form.value("days", "90") problem=form.problem("days")/>
                <button class="button button-primary" type="submit">{words.t(k::CREATE_TOKEN)}</button>
            </ActionForm>
        </details>
    }
}

#[component]
fn Webhooks(webhooks: Vec<WebhookView>, remove: ServerAction<api::RemoveWebhook>) -> impl IntoView {
    let words = use_words();
    let items = webhooks.into_iter().map(move |it| {
        let topics = it.topics.iter().map(|topic| words.t(topic_words(*topic)));
        let topics: Vec<String> = topics.collect();
        let label = words.with(k::REMOVE_WEBHOOK_LABEL, &[("address", &it.address)]);
        let name = view! { <strong class="quoted"><bdi dir="ltr">{it.address}</bdi></strong> };
        let secret = view! {
            <details>
                <summary>{words.t(k::WEBHOOK_SECRET)}</summary>
                <code class="quoted" dir="ltr">{it.secret}</code>
            </details>
        };
        view! {
            <Item icon="bell" name=name.into_any() about=topics.join(", ") more=secret.into_any()>
                <ActionForm action=remove>
                    <input type="hidden" name="webhook" value=it.id.to_string()/>
                    <TakeAway label text=k::REMOVE_WEBHOOK/>
                </ActionForm>
            </Item>
        }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| view! { <ul class="checklist">{items}</ul> })
}

#[component]
fn NewWebhook(add: ServerAction<api::AddWebhook>) -> impl IntoView {
    let words = use_words();
    let form = use_form(add);
    view! {
        <details class="panel" open=move || form.error.get().is_some()>
            <summary>{words.t(k::NEW_WEBHOOK)}</summary>
            <ErrorSummary error=form.error/>
            <ActionForm action=add class="stack">
                <Field name="address" label=words.t(k::WEBHOOK_ADDRESS) hint=words.t(k::WEBHOOK_ADDRESS_HINT) value=form.value("address", "") problem=form.problem("address")/>
                <fieldset id="topics" tabindex="-1">
                    <legend>{words.t(k::WEBHOOK_TOPICS)}</legend>
                    {problem_of(words, form.problem("topics"))}
                    <div class="choices">
                        {Topic::ALL.into_iter().map(|topic| {
                            let field = format!("topics[{}]", topic.code());
                            let checked = !form.value(&field, "").is_empty();
                            view! {
                                <Choice input="checkbox" name=field value="on" checked>{words.t(topic_words(topic))}</Choice>
                            }
                        }).collect_view()}
                    </div>
                </fieldset>
                <button class="button button-primary" type="submit">{words.t(k::ADD_WEBHOOK)}</button>
            </ActionForm>
        </details>
    }
}

fn problem_of(words: PageWords, problem: Signal<Option<domain::Problem>>) -> impl IntoView {
    move || {
        problem
            .get()
            .map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })
    }
}

#[component]
fn Deliveries(
    deliveries: Vec<DeliveryView>,
    replay: ServerAction<api::ReplayDelivery>,
) -> impl IntoView {
    let words = use_words();
    if deliveries.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="stack">
            <h2>{words.t(k::DELIVERIES)}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=words.t(k::DELIVERIES)>
                <table class="rows-as-cards">
                    <thead>
                        <tr>
                            <th scope="col">{words.t(k::DELIVERY_EVENT)}</th>
                            <th scope="col">{words.t(k::DELIVERY_ORDER)}</th>
                            <th scope="col">{words.t(k::DELIVERY_STATE)}</th>
                            <th scope="col">{words.t(k::DELIVERY_ATTEMPTS)}</th>
                            <th scope="col"><span class="unseen">{words.t(k::REPLAY)}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        {deliveries.into_iter().map(|it| view! { <Delivery it replay/> }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Delivery(it: DeliveryView, replay: ServerAction<api::ReplayDelivery>) -> impl IntoView {
    let words = use_words();
    let (badge, state) = match it.state {
        DeliveryState::Delivered => ("badge", words.t(k::DELIVERY_DONE)),
        DeliveryState::Waiting => (
            "badge",
            words.with(
                k::DELIVERY_WAITS,
                &[("date", &words.date_time(it.next_attempt_at))],
            ),
        ),
        DeliveryState::GivenUp => ("badge badge-danger", words.t(k::DELIVERY_GIVEN_UP)),
    };
    let label = words.with(k::REPLAY_LABEL, &[("event", &it.event)]);
    view! {
        <tr>
            <th scope="row">{words.t(topic_words(it.topic))}" "<bdi class="meta" dir="ltr">{it.event}</bdi></th>
            <td data-label=words.t(k::DELIVERY_ORDER)><bdi>{it.order_number}</bdi></td>
            <td><span class=badge>{state}</span>{it.last_answer.map(|answer| view! { " "<bdi class="meta" dir="ltr">{answer}</bdi> })}</td>
            <td data-label=words.t(k::DELIVERY_ATTEMPTS)>{words.number(i64::from(it.attempts))}</td>
            <td>
                <ActionForm action=replay>
                    <input type="hidden" name="delivery" value=it.id.to_string()/>
                    <button class="button button-quiet" type="submit" aria-label=label><Icon name="arrow-clockwise"/>{words.t(k::REPLAY)}</button>
                </ActionForm>
            </td>
        </tr>
    }
}
