//! Who works for the cooperative; inviting, joining, leaving.

use super::team_api as api;
use crate::{
    ActionForm, ErrorView, PageWords, ServerAction, load, reload, use_form, use_session, use_words,
};
use domain::cooperatives::{InvitationView, Part, Team};
use i18n::keys::selling as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Choice, ErrorSummary, Field, Icon, Notice, Text};

fn part_words(words: PageWords, part: Part) -> (String, String) {
    let (name, text) = match part {
        Part::Manager => (k::PART_MANAGER, k::PART_MANAGER_TEXT),
        Part::Sales => (k::PART_SALES, k::PART_SALES_TEXT),
        Part::Stock => (k::PART_STOCK, k::PART_STOCK_TEXT),
    };
    (words.t(name), words.t(text))
}

#[component]
pub fn TeamPage() -> impl IntoView {
    let words = use_words();
    let invite = ServerAction::<api::InviteMember>::new();
    let revoke = ServerAction::<api::RevokeInvitation>::new();
    let remove = ServerAction::<api::RemoveMember>::new();
    let team = reload(
        move || invite.version() + revoke.version() + remove.version(),
        || api::ShowTeam {},
    );
    let removed = use_form(remove);
    let query = crate::use_query_map();
    let link = move || query.with(|query| query.get("link"));
    let invited = move || query.with(|query| query.get("invited").is_some());
    view! {
        <Title text=words.t(k::TEAM)/>
        <h1>{words.t(k::TEAM)}</h1>
        <p>{words.t(k::TEAM_TEXT)}</p>
        <ErrorSummary error=removed.error/>
        {move || invited().then(|| view! { <Notice kind="success">{words.t(k::INVITED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || {
                let link = link();
                Suspend::new(async move {
                match team.await {
                    Ok(team) => view! {
                        {link.map(|token| view! { <LinkToSend link=format!("{}{token}", team.join_address)/> })}
                        <Members team revoke remove/>
                        <Invite invite/>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}}
        </Transition>
    }
}

#[component]
fn LinkToSend(link: String) -> impl IntoView {
    let words = use_words();
    view! {
        <Notice kind="success">
            <p>{words.t(k::LINK_TO_SEND)}</p>
            <p class="quoted"><bdi dir="ltr">{link}</bdi></p>
        </Notice>
    }
}

#[component]
fn Members(
    team: Team,
    revoke: ServerAction<api::RevokeInvitation>,
    remove: ServerAction<api::RemoveMember>,
) -> impl IntoView {
    let words = use_words();
    let has_invitations = !team.invitations.is_empty();
    view! {
        <ul class="checklist">
            {team.members.into_iter().map(|it| {
                let (part, _) = part_words(words, it.part);
                let label = words.with(k::REMOVE_MEMBER_LABEL, &[("name", &it.name), ("part", &part)]);
                view! {
                    <li>
                        <span class="mark"><Icon name="user"/></span>
                        <span>
                            <strong>{it.name}{it.is_me.then(|| format!(" ({})", words.t(k::YOU)))}</strong>
                            <span class="meta">{part}</span>
                        </span>
                        {(!it.is_me).then(|| view! {
                            <ActionForm action=remove>
                                <input type="hidden" name="person" value=it.person.to_string()/>
                                <input type="hidden" name="part" value=it.part.code()/>
                                <button class="button button-quiet" type="submit" aria-label=label><Icon name="trash"/>{words.t(k::REMOVE_MEMBER)}</button>
                            </ActionForm>
                        })}
                    </li>
                }
            }).collect_view()}
        </ul>
        {has_invitations.then(|| view! {
            <section class="stack">
                <h2>{words.t(k::INVITATIONS)}</h2>
                <ul class="checklist">
                    {team.invitations.into_iter().map(|it| {
                        let (part, _) = part_words(words, it.part);
                        let until = words.with(k::INVITATION_UNTIL, &[("date", &words.date(it.expires_at))]);
                        let label = words.with(k::REVOKE_LABEL, &[("login", &it.login)]);
                        view! {
                            <li>
                                <span class="mark"><Icon name="envelope"/></span>
                                <span><strong><bdi>{it.login}</bdi></strong><span class="meta">{part}" · "{until}</span></span>
                                <ActionForm action=revoke>
                                    <input type="hidden" name="invitation" value=it.id.to_string()/>
                                    <button class="button button-quiet" type="submit" aria-label=label><Icon name="x"/>{words.t(k::REVOKE)}</button>
                                </ActionForm>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </section>
        })}
    }
}

#[component]
fn Invite(invite: ServerAction<api::InviteMember>) -> impl IntoView {
    let words = use_words();
    let form = use_form(invite);
    let chosen = form.value("part", Part::Sales.code());
    view! {
        <section class="narrow stack">
            <h2>{words.t(k::INVITE)}</h2>
            <ErrorSummary error=form.error/>
            <ActionForm action=invite class="panel">
                <Field name="login" label=words.t(k::INVITE_LOGIN) hint=words.t(k::INVITE_LOGIN_HINT) value=form.value("login", "") problem=form.problem("login")/>
                <fieldset>
                    <legend>{words.t(k::INVITE_PART)}</legend>
                    <div class="choices">
                        {[Part::Sales, Part::Stock, Part::Manager].into_iter().map(|part| {
                            let (name, text) = part_words(words, part);
                            view! {
                                <Choice input="radio" name="part" value=part.code() checked=chosen == part.code()>
                                    <strong>{name}</strong>" "<span class="meta">{text}</span>
                                </Choice>
                            }
                        }).collect_view()}
                    </div>
                </fieldset>
                <button class="button button-primary" type="submit">{words.t(k::INVITE_SUBMIT)}</button>
            </ActionForm>
        </section>
    }
}

/// What someone who was invited opens.
#[component]
pub fn JoinPage() -> impl IntoView {
    let query = crate::use_query_map();
    let token = move || query.with(|query| query.get("invitation").unwrap_or_default());
    let accept = ServerAction::<api::AcceptInvitation>::new();
    let form = use_form(accept);
    let session = use_session();
    Effect::new(move |_| {
        // The roles have changed.
        if accept.succeeded()
            && let Some(session) = session
        {
            session.refresh();
        }
    });
    let invitation = load(move || api::ShowInvitation { token: token() });
    view! {
        <div class="narrow stack">
            <ErrorSummary error=form.error/>
            <Transition fallback=crate::frame::loading>
                {move || {
                    let token = token();
                    Suspend::new(async move {
                        match invitation.await {
                            Ok(invitation) => view! { <Welcome invitation token accept/> }.into_any(),
                            Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </div>
    }
}

#[component]
fn Welcome(
    invitation: InvitationView,
    token: String,
    accept: ServerAction<api::AcceptInvitation>,
) -> impl IntoView {
    let words = use_words();
    let (part, text) = part_words(words, invitation.part);
    let from = words.with(k::INVITED_BY, &[("name", &invitation.invited_by)]);
    view! {
        <Title text=words.t(k::JOIN_TITLE)/>
        <h1>{words.t(k::JOIN_TITLE)}</h1>
        <img class="scene" src="/illustrations/cooperative.svg" alt="" width="320" height="240"/>
        <ActionForm action=accept class="panel">
            <h2><Text text=invitation.cooperative/></h2>
            <p>{from}</p>
            <p><strong>{part}</strong>" : "{text}</p>
            <input type="hidden" name="token" value=token/>
            <button class="button button-primary" type="submit">{words.t(k::JOIN)}</button>
        </ActionForm>
    }
}
