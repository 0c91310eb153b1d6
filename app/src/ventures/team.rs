//! A team's own page: how many they are, who does what, what is to do, and who may join.

use super::{
    Back,
    tasks::{Acts, Tasks},
    team_api as api, wording as w,
};
use crate::{
    ActionForm, ErrorView, FormState, ServerAction, href, reload, use_form, use_query_map,
    use_words,
};
use domain::{
    TeamId,
    projects::{TeamCard, TeamPage as Team, TeamRole, TeamState, Teammate},
};
use i18n::keys::ventures as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Notice, Text};

/// What can be done about people.
#[derive(Clone, Copy)]
struct PeopleActs {
    role: ServerAction<api::GiveRole>,
    replace: ServerAction<api::ReplaceTeammate>,
    hand_over: ServerAction<api::HandOverTeam>,
    invite: ServerAction<api::InviteTeammate>,
    inviting: FormState,
    revoke: ServerAction<api::RevokeTeamInvitation>,
    leave: ServerAction<api::LeaveProjectTeam>,
    dissolve: ServerAction<api::DissolveTeam>,
}

#[component]
pub(super) fn TeamPage(id: TeamId) -> impl IntoView {
    let invite = ServerAction::<api::InviteTeammate>::new();
    let people = PeopleActs {
        role: ServerAction::new(),
        replace: ServerAction::new(),
        hand_over: ServerAction::new(),
        invite,
        inviting: use_form(invite),
        revoke: ServerAction::new(),
        leave: ServerAction::new(),
        dissolve: ServerAction::new(),
    };
    let add = ServerAction::<api::AddTask>::new();
    let tasks = Acts {
        add,
        adding: use_form(add),
        mark: ServerAction::new(),
        remove: ServerAction::new(),
    };
    let version = move || {
        people.role.version()
            + people.replace.version()
            + people.hand_over.version()
            + people.invite.version()
            + people.revoke.version()
            + people.dissolve.version()
            + tasks.add.version()
            + tasks.mark.version()
            + tasks.remove.version()
    };
    let team = reload(version, move || api::ShowProjectTeam { team: id });
    let refusals = [
        use_form(people.role).error,
        use_form(people.replace).error,
        use_form(people.hand_over).error,
        use_form(people.leave).error,
        use_form(people.dissolve).error,
    ];
    let query = use_query_map();
    let link = move || query.with(|query| query.get("link"));
    view! {
        {refusals.into_iter().map(|error| view! { <ErrorSummary error/> }).collect_view()}
        <Transition fallback=crate::frame::loading>
            {move || {
                let link = link();
                Suspend::new(async move {
                    match team.await {
                        Ok(team) => view! { <Body team link people tasks/> }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(team: Team, link: Option<String>, people: PeopleActs, tasks: Acts) -> impl IntoView {
    let words = use_words();
    let id = team.card.id;
    let is_open = team.card.state.is_open();
    let link = link.map(|token| {
        let link = format!("{}{token}", team.join_address);
        view! {
            <Notice kind="success">
                <p>{words.t(k::LINK_TO_SEND)}</p>
                <p class="quoted"><bdi dir="ltr">{link}</bdi></p>
            </Notice>
        }
    });
    let invitations =
        (team.i_lead && is_open).then(|| view! { <Invitations team=team.clone() people/> });
    view! {
        <Title text=team.card.name.clone()/>
        <Back/>
        <Head card=team.card.clone() scenario=team.scenario.clone()/>
        {link}
        <DossierDoor card=team.card.clone()/>
        <p><a class="button button-secondary" href=href(&format!("/projects/skills/{id}"))><Icon name="users-three"/>{words.t(k::TEAM_SKILLS)}</a></p>
        <div class="two">
            <div class="stack">
                <Members team=team.clone() people/>
                <super::promises::Promises pledges=team.pledges.clone()/>
                {invitations}
            </div>
            <Tasks team=id tasks=team.tasks.clone() members=team.members.clone() acts=tasks/>
        </div>
        <Leaving team people/>
    }
    .into_any()
}

#[component]
fn Head(card: TeamCard, scenario: Option<String>) -> impl IntoView {
    let words = use_words();
    let counter = words.with(
        k::JOINED_OF,
        &[
            ("joined", &card.joined.to_string()),
            ("founders", &card.founders.to_string()),
        ],
    );
    let left = card.seats.saturating_sub(card.joined);
    let figures = scenario.unwrap_or_else(|| words.t(k::FIGURES_SHEET));
    let figures = words.with(k::FIGURES_USED, &[("name", &figures)]);
    let label = counter.clone();
    view! {
        <header class="stack">
            <h1><bdi>{card.name}</bdi></h1>
            <p class="meta">
                <a href=href(&format!("/projects/{}", card.sheet))><Text text=card.title/></a>
                " · "<Text text=card.province/>" · "{figures}
            </p>
            <p class="row">
                <span class="badge badge-part">{words.t(w::team_state(card.state))}</span>
                <bdi>{counter}</bdi>
                {card.state.is_open().then(|| words.count(k::SEATS_LEFT, u64::from(left), &[]))}
            </p>
            <progress max=card.founders.to_string() value=card.joined.min(card.founders).to_string() aria-label=label></progress>
        </header>
    }
    .into_any()
}

/// Where the dossier stands, and the way there.
#[component]
fn DossierDoor(card: TeamCard) -> impl IntoView {
    let words = use_words();
    let to = href(&format!("/projects/teams/{}/dossier", card.id));
    let creation = card
        .dossier
        .is_some_and(|it| super::creation::is_creating(it.state))
        .then(|| {
            let to = href(&format!("/projects/teams/{}/creation", card.id));
            view! { <a class="button button-primary" href=to>{words.t(k::CREATION)}</a> }
        });
    let follow_up = card
        .dossier
        .filter(|it| super::creation::is_followed(it.state))
        .map(|it| {
            let to = href(&format!("/projects/follow-up/{}", it.id));
            view! { <a class="button button-primary" href=to>{words.t(k::FOLLOW_UP)}</a> }
        });
    let tone = match creation {
        Some(_) => "button button-secondary",
        None => "button button-primary",
    };
    let (state, text, open) = match card.dossier {
        None => (None, k::DOSSIER_TEXT, k::DOSSIER_BEGIN),
        Some(it) => (Some(it.state), w::next(it.state), k::DOSSIER_OPEN),
    };
    let state = state.map(
        |state| view! { <span class="badge badge-part">{words.t(w::dossier_state(state))}</span> },
    );
    view! {
        <section class="panel">
            <h2>{words.t(k::DOSSIER)}" "{state}</h2>
            <p>{words.t(text)}</p>
            <p class="row">{follow_up}{creation}<a class=tone href=to>{words.t(open)}</a></p>
        </section>
    }
    .into_any()
}

#[component]
fn Members(team: Team, people: PeopleActs) -> impl IntoView {
    let words = use_words();
    let id = team.card.id;
    let i_lead = team.i_lead && team.card.state != TeamState::Dissolved;
    let is_open = team.card.state.is_open();
    let lines = team
        .members
        .into_iter()
        .map(|it| {
            let told = [
                Some(words.t(w::role(it.role))),
                it.is_founder.then(|| words.t(k::FOUNDER)),
            ];
            let told: Vec<String> = told.into_iter().flatten().collect();
            let change = i_lead.then(|| view! { <Change team=id member=it.clone() is_open people/> });
            view! {
                <li>
                    <span class="mark"><Icon name="user"/></span>
                    <span>
                        <strong><bdi>{it.name}</bdi>{it.is_me.then(|| format!(" ({})", words.t(k::YOU)))}</strong>
                        <span class="meta">{told.join(" · ")}</span>
                        {change}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{words.t(k::MEMBERS)}</h2>
            <ul class="checklist">{lines}</ul>
        </section>
    }
    .into_any()
}

/// What the founder may do about one member, folded away.
#[component]
fn Change(team: TeamId, member: Teammate, is_open: bool, people: PeopleActs) -> impl IntoView {
    let words = use_words();
    let label = |key| words.with(key, &[("name", &member.name)]);
    let (role_label, replace_label, hand_over_label) = (
        label(k::ROLE_OF),
        label(k::REPLACE_LABEL),
        label(k::HAND_OVER_LABEL),
    );
    let person = member.person;
    let hidden = move || {
        view! {
            <input type="hidden" name="team" value=team.to_string()/>
            <input type="hidden" name="person" value=person.to_string()/>
        }
    };
    let roles = TeamRole::ALL
        .iter()
        .map(|role| {
            let selected = *role == member.role;
            view! { <option value=role.code() selected=selected>{words.t(w::role(*role))}</option> }
        })
        .collect_view();
    let replace = (is_open && !member.is_founder).then(|| {
        view! {
            <ActionForm action=people.replace>
                {hidden()}
                <button class="button button-quiet" type="submit" aria-label=replace_label><Icon name="trash"/>{words.t(k::REPLACE)}</button>
            </ActionForm>
        }
    });
    let hand_over = (!member.is_founder).then(|| {
        view! {
            <ActionForm action=people.hand_over>
                {hidden()}
                <button class="button button-quiet" type="submit" aria-label=hand_over_label><Icon name="key"/>{words.t(k::HAND_OVER)}</button>
            </ActionForm>
        }
    });
    view! {
        <details>
            <summary>{words.t(k::MANAGE_MEMBER)}</summary>
            <ActionForm action=people.role class="row">
                {hidden()}
                <select name="role" aria-label=role_label>{roles}</select>
                <button class="button button-secondary" type="submit">{words.t(k::GIVE_ROLE)}</button>
            </ActionForm>
            <div class="row">{replace}{hand_over}</div>
        </details>
    }
    .into_any()
}

#[component]
fn Invitations(team: Team, people: PeopleActs) -> impl IntoView {
    let words = use_words();
    let id = team.card.id;
    let form = people.inviting;
    let open = team
        .invitations
        .into_iter()
        .map(|it| {
            let login = it.login.unwrap_or_else(|| words.t(k::OPEN_LINK));
            let label = words.with(k::REVOKE_LABEL, &[("login", &login)]);
            let until = words.with(k::UNTIL, &[("date", &words.date(it.expires_at))]);
            view! {
                <li>
                    <span class="mark"><Icon name="envelope"/></span>
                    <span><strong><bdi>{login}</bdi></strong><span class="meta">{until}</span></span>
                    <ActionForm action=people.revoke>
                        <input type="hidden" name="team" value=id.to_string()/>
                        <input type="hidden" name="invitation" value=it.id.to_string()/>
                        <button class="button button-quiet" type="submit" aria-label=label><Icon name="x"/>{words.t(k::REVOKE)}</button>
                    </ActionForm>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let open = (!open.is_empty()).then(|| {
        view! {
            <h3>{words.t(k::INVITATIONS)}</h3>
            <ul class="checklist">{open}</ul>
        }
    });
    view! {
        <section class="panel">
            <h2>{words.t(k::INVITE)}</h2>
            <ErrorSummary error=form.error/>
            <ActionForm action=people.invite class="stack">
                <input type="hidden" name="team" value=id.to_string()/>
                <Field name="login" label=words.t(k::INVITE_LOGIN) hint=words.t(k::INVITE_LOGIN_HINT) optional=true value=form.value("login", "") problem=form.problem("login")/>
                <button class="button button-primary" type="submit">{words.t(k::INVITE_SUBMIT)}</button>
            </ActionForm>
            {open}
        </section>
    }
    .into_any()
}

/// How one leaves, and how the founder ends it all.
#[component]
fn Leaving(team: Team, people: PeopleActs) -> impl IntoView {
    let words = use_words();
    let id = team.card.id.to_string();
    if !team.card.state.is_open() {
        return ().into_any();
    }
    if team.i_lead {
        return view! {
            <details>
                <summary>{words.t(k::DISSOLVE)}</summary>
                <ActionForm action=people.dissolve class="panel">
                    <p>{words.t(k::DISSOLVE_TEXT)}</p>
                    <input type="hidden" name="team" value=id/>
                    <button class="button button-danger" type="submit">{words.t(k::DISSOLVE)}</button>
                </ActionForm>
            </details>
        }
        .into_any();
    }
    view! {
        <details>
            <summary>{words.t(k::LEAVE)}</summary>
            <ActionForm action=people.leave class="panel">
                <p>{words.t(k::LEAVE_TEXT)}</p>
                <input type="hidden" name="team" value=id/>
                <button class="button button-danger" type="submit">{words.t(k::LEAVE)}</button>
            </ActionForm>
        </details>
    }
    .into_any()
}
