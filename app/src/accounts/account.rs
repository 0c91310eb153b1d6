//! One's own account: orders, profile, password and devices.

use super::api;
use crate::{
    ActionForm, ErrorView, SearchAddress, ServerAction, href, load, marketplace,
    marketplace::{OrderCard, reviews_api::Reorder},
    reload, use_form, use_session, use_words,
};
use domain::{
    Error, Lang,
    accounts::{Me, Role},
    marketplace::{OrderGroupView, OrderState},
};
use i18n::keys::{accounts as k, marketplace as market};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, ErrorSummary, Field, Icon, Kind, Notice};

/// Waits for the session and shows the page to who is signed in.
#[component]
fn SignedIn(children: Callback<(Me,), AnyView>) -> impl IntoView {
    let session = use_session();
    view! {
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                let me = match session {
                    Some(session) => session.get().await.me,
                    None => None,
                };
                match me {
                    Some(me) => children.run((me,)),
                    None => view! { <ErrorView error=Error::Unauthenticated/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <SignedIn children=Callback::new(|(me,): (Me,)| view! { <Overview me/> }.into_any())/> }
}

#[component]
fn Overview(me: Me) -> impl IntoView {
    let words = use_words();
    let sign_out = ServerAction::<api::SignOut>::new();
    let session = use_session();
    Effect::new(move |_| {
        if sign_out.succeeded()
            && let Some(session) = session
        {
            session.refresh();
        }
    });
    let tile = |to: &str, icon: &'static str, title, text| {
        view! {
            <a class="tile" href=href(to)>
                <span class="mark"><Icon name=icon/></span>
                <div>
                    <h2>{words.t(title)}</h2>
                    <p class="meta">{words.t(text)}</p>
                </div>
                <Icon name="caret-right"/>
            </a>
        }
    };
    let office = crate::admin::has_office(&me)
        .then(|| tile("/office", "seal-check", k::OFFICE, k::OFFICE_TEXT));
    let teaching = me.roles.contains(&Role::Trainer).then(|| {
        tile(
            "/academy/teaching",
            "graduation-cap",
            k::TEACHING,
            k::TEACHING_TEXT,
        )
    });
    let referrals = me.roles.contains(&Role::SocialWorker).then(|| {
        tile(
            "/projects/referrals",
            "users-three",
            k::REFERRALS,
            k::REFERRALS_TEXT,
        )
    });
    // Who runs no cooperative yet may register one.
    let desk = match me.cooperative() {
        Some(_) => tile("/desk", "storefront", k::MY_DESK, k::MY_DESK_TEXT),
        None => tile(
            "/desk/register",
            "storefront",
            k::REGISTER_COOPERATIVE,
            k::REGISTER_COOPERATIVE_TEXT,
        ),
    };
    view! {
        <Title text=words.t(k::ACCOUNT_TITLE)/>
        <h1>{words.with(k::ACCOUNT_HELLO, &[("name", &me.name)])}</h1>
        {office}
        {teaching}
        {referrals}
        {desk}
        {tile("/projects/teams", "plant", k::MY_TEAMS, k::MY_TEAMS_TEXT)}
        {tile("/projects/ideas", "leaf", k::MY_IDEAS, k::MY_IDEAS_TEXT)}
        {tile("/projects/profile", "hand-coins", k::SKILLS, k::SKILLS_TEXT)}
        {tile("/projects/for-me", "leaf", k::FOR_ME, k::FOR_ME_TEXT)}
        {tile("/account/orders", "package", k::MY_ORDERS, k::MY_ORDERS_TEXT)}
        {tile("/quotes", "list", k::MY_QUOTES, k::MY_QUOTES_TEXT)}
        {tile("/academy/learning", "graduation-cap", k::LEARNING, k::LEARNING_TEXT)}
        {tile("/account/addresses", "map-pin", k::ADDRESSES, k::ADDRESSES_TEXT)}
        {tile("/account/favourites", "heart", k::FAVOURITES, k::FAVOURITES_TEXT)}
        {tile("/account/profile", "user-circle", k::PROFILE, k::PROFILE_TEXT)}
        {tile("/account/sessions", "device-mobile", k::SESSIONS, k::SESSIONS_TEXT)}
        {tile("/account/data", "lock", k::MY_DATA, k::MY_DATA_TEXT)}
        <ActionForm action=sign_out>
            <button class="button button-secondary" type="submit"><Icon name="sign-out"/>{words.t(k::SIGN_OUT)}</button>
        </ActionForm>
    }
}

/// The states one can ask for, with the market's words.
const STATES: [(OrderState, i18n::Key); 4] = [
    (OrderState::Placed, market::STATE_PLACED),
    (OrderState::Confirmed, market::STATE_CONFIRMED),
    (OrderState::Completed, market::STATE_COMPLETED),
    (OrderState::Cancelled, market::STATE_CANCELLED),
];

#[component]
pub fn OrdersPage() -> impl IntoView {
    let words = use_words();
    let orders = load(|| marketplace::api::MyOrders {});
    let again = ServerAction::<Reorder>::new();
    let query = crate::use_query_map();
    let asked = Memo::new(move |_| {
        let code = query.with(|query| query.get("state").unwrap_or_default());
        OrderState::from_code(&code)
    });
    let title = words.t(k::MY_ORDERS);
    view! {
        <Title text=title.clone()/>
        <Transition fallback=crate::frame::loading>
            {move || {
                let title = title.clone();
                let asked = asked.get();
                Suspend::new(async move {
                    match orders.await {
                        Ok(groups) if groups.is_empty() => view! {
                            <EmptyState illustration="/illustrations/empty/orders.svg" title=title text=words.t(k::MY_ORDERS_NONE)>
                                <a class="button button-primary" href=href("/market")>{words.t(k::MY_ORDERS_SHOP)}</a>
                            </EmptyState>
                        }.into_any(),
                        Ok(groups) => view! {
                            <h1>{title}</h1>
                            <History groups asked again/>
                        }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn History(
    groups: Vec<OrderGroupView>,
    asked: Option<OrderState>,
    again: ServerAction<Reorder>,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(again);
    let orders: Vec<_> = groups
        .into_iter()
        .flat_map(|group| group.orders)
        .filter(|order| asked.is_none_or(|state| state == order.state))
        .collect();
    let none = orders.is_empty();
    view! {
        <SearchAddress action=href("/account/orders") class="row" label=words.t(k::MY_ORDERS)>
            <div class="field">
                <label for="state">{words.t(k::FILTER_STATE)}</label>
                <select id="state" name="state">
                    <option value="" selected=asked.is_none()>{words.t(k::FILTER_ALL)}</option>
                    {STATES.into_iter().map(|(state, key)| view! {
                        <option value=state.code() selected=asked == Some(state)>{words.t(key)}</option>
                    }).collect_view()}
                </select>
            </div>
            <button class="button button-secondary" type="submit">{words.t(k::FILTER_SHOW)}</button>
        </SearchAddress>
        <ErrorSummary error=form.error/>
        {none.then(|| view! { <p class="meta">{words.t(k::MY_ORDERS_NONE)}</p> })}
        {orders.into_iter().map(|order| {
            let id = order.id.to_string();
            let label = format!("{} {}", words.t(k::REORDER), order.number);
            view! {
                <OrderCard order/>
                <ActionForm action=again>
                    <input type="hidden" name="order" value=id/>
                    <button class="button button-secondary" type="submit" aria-label=label>{words.t(k::REORDER)}</button>
                </ActionForm>
            }
        }).collect_view()}
    }
}

#[component]
pub fn ProfilePage() -> impl IntoView {
    view! { <SignedIn children=Callback::new(|(me,): (Me,)| view! { <Profile me/> }.into_any())/> }
}

#[component]
fn Profile(me: Me) -> impl IntoView {
    let words = use_words();
    let update = ServerAction::<api::UpdateProfile>::new();
    let form = use_form(update);
    let change = ServerAction::<api::ChangePassword>::new();
    let password = use_form(change);
    let saved = crate::use_query_map().with(|query| query.get("saved").is_some());
    let notice =
        saved.then(|| view! { <Notice kind="success">{words.t(k::PROFILE_SAVED)}</Notice> });
    let lang = form.value("lang", me.lang.code());
    view! {
        <Title text=words.t(k::PROFILE_TITLE)/>
        <h1>{words.t(k::PROFILE_TITLE)}</h1>
        {notice}
        <ErrorSummary error=form.error/>
        <ActionForm action=update class="panel">
            <Field name="name" label=words.t(k::FIELD_NAME) value=form.value("name", &me.name) autocomplete="name" problem=form.problem("name")/>
            <Field name="email" label=words.t(k::FIELD_EMAIL) hint=words.t(k::FIELD_EMAIL_HINT) kind=Kind::Email optional=true value=form.value("email", me.email.as_deref().unwrap_or_default()) autocomplete="email" problem=form.problem("email")/>
            <Field name="phone" label=words.t(k::FIELD_PHONE) hint=words.t(k::FIELD_PHONE_HINT) kind=Kind::Phone optional=true value=form.value("phone", me.phone.as_deref().unwrap_or_default()) autocomplete="tel" problem=form.problem("phone")/>
            <div class="field">
                <label for="lang">{words.t(k::FIELD_LANGUAGE)}</label>
                <select id="lang" name="lang">
                    {Lang::ALL.into_iter().zip(["Français", "العربية", "English", "ⵜⴰⵎⴰⵣⵉⵖⵜ"]).map(|(it, name)| view! {
                        <option value=it.code() lang=it.code() selected=it.code() == lang>{name}</option>
                    }).collect_view()}
                </select>
            </div>
            <button class="button button-primary" type="submit">{words.t(k::PROFILE_SUBMIT)}</button>
        </ActionForm>
        <h2>{words.t(k::PASSWORD_TITLE)}</h2>
        <p class="meta">{words.t(k::PASSWORD_INTRO)}</p>
        <ErrorSummary error=password.error/>
        <ActionForm action=change class="panel">
            <Field name="current" label=words.t(k::FIELD_PASSWORD_CURRENT) kind=Kind::Password autocomplete="current-password" problem=password.problem("current")/>
            <Field name="password" label=words.t(k::FIELD_PASSWORD_NEW) hint=words.t(k::FIELD_PASSWORD_HINT) kind=Kind::Password autocomplete="new-password" problem=password.problem("password")/>
            <button class="button button-secondary" type="submit">{words.t(k::PASSWORD_SUBMIT)}</button>
        </ActionForm>
    }
}

#[component]
pub fn SessionsPage() -> impl IntoView {
    let words = use_words();
    let revoke = ServerAction::<api::RevokeSession>::new();
    let sessions = reload(move || revoke.version(), || api::ListSessions {});
    view! {
        <Title text=words.t(k::SESSIONS_TITLE)/>
        <h1>{words.t(k::SESSIONS_TITLE)}</h1>
        <p class="meta">{words.t(k::SESSIONS_INTRO)}</p>
        <Transition fallback=crate::frame::loading>
            {move || {
                                Suspend::new(async move {
                    match sessions.await {
                        Ok(sessions) => sessions.into_iter().map(|it| {
                            let device = if it.device.is_empty() { words.t(k::SESSION_UNKNOWN_DEVICE) } else { it.device };
                            let date = words.date_time(it.seen_at);
                            let label = words.with(k::SESSION_REVOKE_LABEL, &[("device", &device)]);
                            view! {
                                <section class="panel">
                                    <h2><bdi>{device}</bdi></h2>
                                    <p class="meta">{words.with(k::SESSION_SEEN, &[("date", &date)])}</p>
                                    {if it.current {
                                        view! { <p><strong>{words.t(k::SESSION_CURRENT)}</strong></p> }.into_any()
                                    } else {
                                        view! {
                                            <ActionForm action=revoke>
                                                <input type="hidden" name="session" value=it.id.to_string()/>
                                                <button class="button button-secondary" type="submit" aria-label=label>{words.t(k::SESSION_REVOKE)}</button>
                                            </ActionForm>
                                        }.into_any()
                                    }}
                                </section>
                            }
                        }).collect_view().into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}
