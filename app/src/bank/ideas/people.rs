//! Who writes an idea: the link that invites, one's own name, leaving and handing over.

use super::api;
use crate::{
    ActionForm, ErrorView, ServerAction, href, load, reload, use_form, use_query_map, use_words,
};
use domain::{
    IdeaId,
    projects::{IdeaAuthor, IdeaInvitation, IdeaPage as Page, MOST_AUTHORS},
};
use i18n::keys::ideas as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Icon, Notice};

#[derive(Clone, Copy)]
struct Acts {
    invite: ServerAction<api::InviteAuthor>,
    revoke: ServerAction<api::RevokeIdeaLinks>,
    name: ServerAction<api::NameMe>,
    hand_over: ServerAction<api::HandOverIdea>,
    leave: ServerAction<api::LeaveIdea>,
}

#[component]
pub(super) fn PeoplePage(id: IdeaId) -> impl IntoView {
    let words = use_words();
    let acts = Acts {
        invite: ServerAction::new(),
        revoke: ServerAction::new(),
        name: ServerAction::new(),
        hand_over: ServerAction::new(),
        leave: ServerAction::new(),
    };
    let version = move || {
        acts.invite.version()
            + acts.revoke.version()
            + acts.name.version()
            + acts.hand_over.version()
    };
    let page = reload(version, move || api::ShowIdea { idea: id });
    let refusals = [
        use_form(acts.invite).error,
        use_form(acts.revoke).error,
        use_form(acts.name).error,
        use_form(acts.hand_over).error,
        use_form(acts.leave).error,
    ];
    let query = use_query_map();
    let link = move || query.with(|query| query.get("link"));
    view! {
        <Title text=words.t(k::PEOPLE)/>
        <div class="narrow stack">
            <p><a class="button button-quiet" href=href(&format!("/projects/ideas/{id}"))><Icon name="arrow-left"/>{words.t(k::WHOLE)}</a></p>
            <h1>{words.t(k::PEOPLE)}</h1>
            <p>{words.t(k::PEOPLE_TEXT)}</p>
            {refusals.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
            <Transition fallback=crate::frame::loading>
                {move || {
                    let link = link();
                    Suspend::new(async move {
                        match page.await {
                            Ok(page) => view! { <Body page link acts/> }.into_any(),
                            Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Body(page: Page, link: Option<String>, acts: Acts) -> impl IntoView {
    let words = use_words();
    let id = page.idea.id;
    let is_over = page.idea.state.is_over();
    let i_lead = page.i_lead;
    let link = link.filter(|_| i_lead).map(|token| {
        let link = format!("{}{token}", page.join_address);
        view! {
            <Notice kind="success">
                <p>{words.t(k::LINK_TO_SEND)}</p>
                <p class="quoted"><bdi dir="ltr">{link}</bdi></p>
            </Notice>
        }
    });
    let can_hand_over = i_lead && !is_over;
    let lines = page
        .authors
        .iter()
        .map(|it| view! { <Author id it=it.clone() can_hand_over acts/> })
        .collect_view();
    let named = page.authors.iter().any(|it| it.is_me && it.is_named);
    let invite = (i_lead && !is_over && page.authors.len() < MOST_AUTHORS)
        .then(|| view! { <Invite id open_links=page.open_links acts/> });
    let leave = (!i_lead).then(|| {
        view! {
            <details>
                <summary>{words.t(k::LEAVE)}</summary>
                <ActionForm action=acts.leave class="panel stack">
                    <p>{words.t(k::LEAVE_TEXT)}</p>
                    <input type="hidden" name="idea" value=id.to_string()/>
                    <button class="button button-danger" type="submit">{words.t(k::LEAVE)}</button>
                </ActionForm>
            </details>
        }
    });
    view! {
        {link}
        <section class="panel"><ul class="checklist">{lines}</ul></section>
        <ActionForm action=acts.name class="panel stack">
            <h2>{words.t(k::MY_NAME)}</h2>
            <p class="meta">{words.t(k::MY_NAME_TEXT)}</p>
            <input type="hidden" name="idea" value=id.to_string()/>
            <Choice input="checkbox" name="named" value="yes" checked=named>{words.t(k::NAME_ME)}</Choice>
            <button class="button button-secondary" type="submit">{words.t(k::SAVE)}</button>
        </ActionForm>
        {invite}
        {leave}
    }
    .into_any()
}

#[component]
fn Author(id: IdeaId, it: IdeaAuthor, can_hand_over: bool, acts: Acts) -> impl IntoView {
    let words = use_words();
    let label = words.with(k::HAND_OVER_TO, &[("name", &it.name)]);
    let hand_over = (can_hand_over && !it.is_me).then(|| {
        view! {
            <ActionForm action=acts.hand_over>
                <input type="hidden" name="idea" value=id.to_string()/>
                <input type="hidden" name="person" value=it.person.to_string()/>
                <button class="button button-quiet" type="submit" aria-label=label>{words.t(k::HAND_OVER)}</button>
            </ActionForm>
        }
    });
    let told = [
        it.is_owner.then(|| words.t(k::OWNER)),
        it.is_named.then(|| words.t(k::NAMED)),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    view! {
        <li>
            <span class="mark"><Icon name="user"/></span>
            <span>
                <strong><bdi>{it.name}</bdi>{it.is_me.then(|| format!(" ({})", words.t(k::YOU)))}</strong>
                <span class="meta">{told.join(" · ")}</span>
            </span>
            {hand_over}
        </li>
    }
    .into_any()
}

#[component]
fn Invite(id: IdeaId, open_links: u32, acts: Acts) -> impl IntoView {
    let words = use_words();
    let end = (open_links > 0).then(|| {
        view! {
            <ActionForm action=acts.revoke>
                <input type="hidden" name="idea" value=id.to_string()/>
                <button class="button button-quiet" type="submit">{words.t(k::LINK_END)}</button>
            </ActionForm>
        }
    });
    view! {
        <section class="panel stack">
            <h2>{words.t(k::INVITE)}</h2>
            <p class="meta">{words.t(k::INVITE_TEXT)}</p>
            <div class="row">
                <ActionForm action=acts.invite>
                    <input type="hidden" name="idea" value=id.to_string()/>
                    <button class="button button-secondary" type="submit">{words.t(k::INVITE_MAKE)}</button>
                </ActionForm>
                {end}
            </div>
        </section>
    }
    .into_any()
}

/// What the link opens.
#[component]
pub(super) fn JoinPage() -> impl IntoView {
    let words = use_words();
    let query = use_query_map();
    let token = move || query.with(|query| query.get("invitation").unwrap_or_default());
    let join = ServerAction::<api::JoinIdea>::new();
    let invitation = load(move || api::ShowIdeaInvitation { token: token() });
    view! {
        <Title text=words.t(k::JOIN_TITLE)/>
        <div class="narrow stack">
            <h1>{words.t(k::JOIN_TITLE)}</h1>
            <ErrorSummary error=use_form(join).error/>
            <Transition fallback=crate::frame::loading>
                {move || {
                    let token = token();
                    Suspend::new(async move {
                        match invitation.await {
                            Ok(it) => view! { <Invited it token join/> }.into_any(),
                            Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Invited(it: IdeaInvitation, token: String, join: ServerAction<api::JoinIdea>) -> impl IntoView {
    let words = use_words();
    let from = words.with(k::INVITED_BY, &[("name", &it.invited_by)]);
    let act = if it.is_author {
        let to = href(&format!("/projects/ideas/{}", it.id));
        view! { <a class="button button-primary" href=to>{words.t(k::OPEN)}</a> }.into_any()
    } else if it.is_full {
        view! { <Notice kind="warning">{words.t(k::JOIN_FULL)}</Notice> }.into_any()
    } else {
        view! {
            <input type="hidden" name="token" value=token/>
            <button class="button button-primary" type="submit">{words.t(k::JOIN)}</button>
        }
        .into_any()
    };
    view! {
        <ActionForm action=join class="panel stack">
            <h2><bdi>{it.title}</bdi></h2>
            <p>{from}</p>
            <p class="meta">{words.t(k::JOIN_TEXT)}</p>
            {act}
        </ActionForm>
    }
    .into_any()
}
