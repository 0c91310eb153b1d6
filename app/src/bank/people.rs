//! What a team lacks, with the courses that teach it, and who could bring it.

use super::{matches::Lacking, matching_api as api, wording as w};
use crate::{
    ActionForm, ErrorView, ServerAction, href, projects::skill_word, reload, use_form, use_words,
};
use domain::{
    TeamId,
    projects::{FoundPerson, TeamSkills},
};
use i18n::keys::{bank as k, ventures};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Text};

#[component]
pub(super) fn TeamSkillsPage(id: TeamId) -> impl IntoView {
    let words = use_words();
    let offer = ServerAction::<api::OfferSeat>::new();
    let page = reload(
        move || offer.version(),
        move || api::ShowTeamSkills { team: id },
    );
    let refusal = use_form(offer).error;
    view! {
        <Title text=words.t(k::TEAM_SKILLS)/>
        <ErrorSummary error=refusal/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page offer/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(page: TeamSkills, offer: ServerAction<api::OfferSeat>) -> impl IntoView {
    let words = use_words();
    let team = page.team.id;
    let covered = page
        .covered
        .into_iter()
        .map(|skill| {
            view! { <li><Icon name="check-circle"/><span>{words.t(skill_word(skill))}</span></li> }
        })
        .collect_view();
    let nothing = page.missing.is_empty().then(|| words.t(k::NOTHING_MISSING));
    let people = page
        .i_lead
        .then(|| view! { <People team people=page.people offer/> });
    view! {
        <p><a class="button button-quiet" href=href(&format!("/projects/teams/{team}"))><Icon name="arrow-left"/>{words.t(ventures::BACK_TO_TEAM)}</a></p>
        <h1>{words.t(k::TEAM_SKILLS)}</h1>
        <p class="lead"><bdi>{page.team.name}</bdi>" · "<Text text=page.team.title/></p>
        <section class="panel">
            <h2>{words.t(k::SKILLS_NEEDED)}</h2>
            <ul class="ticks">
                {covered}
                <Lacking missing=page.missing/>
            </ul>
            {nothing}
            <p class="meta">{words.t(k::SKILLS_NEEDED_TEXT)}</p>
        </section>
        {people}
    }
    .into_any()
}

#[component]
fn People(
    team: TeamId,
    people: Vec<FoundPerson>,
    offer: ServerAction<api::OfferSeat>,
) -> impl IntoView {
    let words = use_words();
    let none = people.is_empty().then(|| words.t(k::NOBODY_FOUND));
    let lines = people
        .into_iter()
        .map(|person| view! { <Person team person offer/> })
        .collect_view();
    view! {
        <section class="panel">
            <h2>{words.t(k::PEOPLE_FOUND)}</h2>
            <p class="meta">{words.t(k::PEOPLE_FOUND_TEXT)}</p>
            {none}
            <ul class="checklist">{lines}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Person(team: TeamId, person: FoundPerson, offer: ServerAction<api::OfferSeat>) -> impl IntoView {
    let words = use_words();
    let label = words.with(k::ASK_LABEL, &[("name", &person.name)]);
    let skills: Vec<String> = person
        .brings
        .iter()
        .map(|skill| words.t(skill_word(*skill)))
        .collect();
    let brings = words.with(k::BRINGS, &[("skills", &skills.join(", "))]);
    let tongues: Vec<String> = person
        .languages
        .iter()
        .map(|tongue| words.t(w::tongue(*tongue)))
        .collect();
    let told = [
        Some(tongues.join(", ")),
        Some(words.t(w::availability(person.availability))),
        w::distance(words, person.distance),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    view! {
        <li>
            <span class="mark"><Icon name="user"/></span>
            <span>
                <strong><bdi>{person.name}</bdi></strong>
                <span>{brings}</span>
                <span class="meta"><Text text=person.province/>" · "{told.join(" · ")}</span>
            </span>
            <ActionForm action=offer>
                <input type="hidden" name="team" value=team.to_string()/>
                <input type="hidden" name="person" value=person.person.to_string()/>
                <button class="button button-secondary" type="submit" aria-label=label>{words.t(k::ASK)}</button>
            </ActionForm>
        </li>
    }
    .into_any()
}
