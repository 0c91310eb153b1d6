//! What someone who was invited opens.

use super::team_api as api;
use crate::{ActionForm, ErrorView, ServerAction, href, load, use_form, use_query_map, use_words};
use domain::projects::ProjectInvitation;
use i18n::keys::ventures as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Notice, Text};

#[component]
pub(super) fn JoinPage() -> impl IntoView {
    let query = use_query_map();
    let token = move || query.with(|query| query.get("invitation").unwrap_or_default());
    let join = ServerAction::<api::JoinTeam>::new();
    let form = use_form(join);
    let invitation = load(move || api::ShowTeamInvitation { token: token() });
    view! {
        <div class="narrow stack">
            <ErrorSummary error=form.error/>
            <Transition fallback=crate::frame::loading>
                {move || {
                    let token = token();
                    Suspend::new(async move {
                        match invitation.await {
                            Ok(invitation) => view! { <Welcome invitation token join/> }.into_any(),
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
fn Welcome(
    invitation: ProjectInvitation,
    token: String,
    join: ServerAction<api::JoinTeam>,
) -> impl IntoView {
    let words = use_words();
    let card = invitation.card;
    let from = words.with(k::INVITED_BY, &[("name", &invitation.invited_by)]);
    let left = card.seats.saturating_sub(card.joined);
    let is_open = card.state.is_open();
    let address = href(&format!("/projects/teams/{}", card.id));
    let act = if invitation.is_member {
        view! {
            <Notice kind="info">{words.t(k::ALREADY_MEMBER)}</Notice>
            <a class="button button-primary" href=address>{words.t(k::OPEN_TEAM)}</a>
        }
        .into_any()
    } else if left > 0 && is_open {
        view! {
            <p><strong>{words.count(k::SEATS_LEFT, u64::from(left), &[])}</strong></p>
            <input type="hidden" name="token" value=token/>
            <button class="button button-primary" type="submit">{words.t(k::JOIN)}</button>
        }
        .into_any()
    } else {
        view! { <Notice kind="warning">{words.t(k::JOIN_FULL)}</Notice> }.into_any()
    };
    view! {
        <Title text=words.t(k::JOIN_TITLE)/>
        <h1>{words.t(k::JOIN_TITLE)}</h1>
        <img class="scene" src=format!("/illustrations/projects/{}.svg", card.illustration) alt="" width="320" height="240"/>
        <ActionForm action=join class="panel">
            <h2><bdi>{card.name}</bdi></h2>
            <p><Text text=card.title/>" · "<Text text=card.province/></p>
            <p>{from}</p>
            {act}
        </ActionForm>
    }
    .into_any()
}
