//! The projects that suit someone, each with its reasons, and the teams that ask them.

use super::{matching_api as api, wording as w};
use crate::{
    ActionForm, ErrorView, ServerAction, href, projects::skill_word, reload, use_form, use_lang,
    use_words,
};
use domain::projects::{Lack, MatchPage, Reasons, SheetMatch, TeamOffer};
use i18n::keys::bank as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, ErrorSummary, Icon, Text};

#[derive(Clone, Copy)]
struct Answers {
    accept: ServerAction<api::AcceptOffer>,
    decline: ServerAction<api::DeclineOffer>,
}

#[component]
pub(super) fn MatchesPage() -> impl IntoView {
    let words = use_words();
    let acts = Answers {
        accept: ServerAction::new(),
        decline: ServerAction::new(),
    };
    let version = move || acts.accept.version() + acts.decline.version();
    let page = reload(version, || api::ProjectsForMe {});
    let refusal = use_form(acts.accept).error;
    view! {
        <Title text=words.t(k::FOR_ME)/>
        <ErrorSummary error=refusal/>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(page) => view! { <Body page acts/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Body(page: MatchPage, acts: Answers) -> impl IntoView {
    let words = use_words();
    let offers = (!page.offers.is_empty()).then(|| {
        view! {
            <section class="panel">
                <h2>{words.t(k::OFFERS)}</h2>
                <ul class="checklist">
                    {page.offers.into_iter().map(|offer| view! { <Offer offer acts/> }).collect_view()}
                </ul>
            </section>
        }
    });
    let fill_in = move || {
        view! { <a class="button button-primary" href=href("/projects/profile")><Icon name="pencil-simple"/>{words.t(k::FILL_PROFILE)}</a> }
    };
    let list = match (page.has_profile, page.matches.is_empty()) {
        (false, _) => view! {
            <EmptyState illustration="/illustrations/empty/search.svg" title=words.t(k::NO_PROFILE) text=words.t(k::NO_PROFILE_TEXT)>
                {fill_in()}
            </EmptyState>
        }
        .into_any(),
        (true, true) => view! {
            <p>{words.t(k::NO_MATCH)}</p>
            <p class="row">{fill_in()}<a class="button button-secondary" href=href("/projects")>{words.t(k::ALL_PROJECTS)}</a></p>
        }
        .into_any(),
        (true, false) => view! {
            <p class="row"><a class="button button-secondary" href=href("/projects/profile")><Icon name="pencil-simple"/>{words.t(k::CHANGE_PROFILE)}</a></p>
            <ul class="matches">
                {page.matches.into_iter().map(|it| view! { <Match it/> }).collect_view()}
            </ul>
        }
        .into_any(),
    };
    view! {
        <h1>{words.t(k::FOR_ME)}</h1>
        <p class="lead">{words.t(k::FOR_ME_TEXT)}</p>
        {offers}
        {list}
    }
    .into_any()
}

#[component]
fn Match(it: SheetMatch) -> impl IntoView {
    let card = it.card;
    view! {
        <li class="panel match">
            <img src=format!("/illustrations/projects/{}.svg", card.illustration) alt="" width="128" height="96" loading="lazy"/>
            <div class="stack">
                <h2><a href=href(&format!("/projects/{}", card.slug))><Text text=card.title/></a></h2>
                <p class="meta"><Text text=card.sector_name/>" · "<Text text=card.province_name/></p>
                <Why reasons=it.reasons/>
            </div>
        </li>
    }
    .into_any()
}

/// What one knows of it, how far it is, and what is missing.
#[component]
fn Why(reasons: Reasons) -> impl IntoView {
    let words = use_words();
    let known = reasons
        .known
        .into_iter()
        .map(|skill| {
            let name = words.t(skill_word(skill));
            let key = match reasons.proven.contains(&skill) {
                true => k::YOU_PROVED,
                false => k::YOU_KNOW,
            };
            view! { <li><Icon name="check-circle"/><span>{words.with(key, &[("skill", &name)])}</span></li> }
        })
        .collect_view();
    let distance = w::distance(words, reasons.distance)
        .map(|text| view! { <li><Icon name="map-pin"/><span>{text}</span></li> });
    view! {
        <ul class="ticks">
            {known}
            {distance}
            <Lacking missing=reasons.missing/>
        </ul>
    }
    .into_any()
}

/// Lines of missing skills, each with the courses that teach it.
#[component]
pub(super) fn Lacking(missing: Vec<Lack>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    missing
        .into_iter()
        .map(|lack| {
            let name = words.t(skill_word(lack.skill));
            let courses = lack
                .courses
                .into_iter()
                .map(|course| {
                    let title = course.title.pick(lang).text;
                    let label = words.with(k::COURSE_OPENS, &[("course", &title)]);
                    view! { " "<a href=href(&format!("/academy/{}", course.slug))>{label}</a> }
                })
                .collect_view();
            view! {
                <li data-missing="">
                    <Icon name="graduation-cap"/>
                    <span>{words.with(k::MISSING, &[("skill", &name)])}{courses}</span>
                </li>
            }
        })
        .collect_view()
        .into_any()
}

#[component]
fn Offer(offer: TeamOffer, acts: Answers) -> impl IntoView {
    let words = use_words();
    let (id, same) = (offer.id.to_string(), offer.id.to_string());
    let label = |key| words.with(key, &[("name", &offer.team.name)]);
    let (accept, decline) = (label(k::ACCEPT_OFFER), label(k::DECLINE_OFFER));
    let by = words.with(k::INVITED_BY, &[("name", &offer.invited_by)]);
    let until = words.with(k::OFFER_UNTIL, &[("date", &words.date(offer.expires_at))]);
    view! {
        <li>
            <span class="mark"><Icon name="users-three"/></span>
            <span>
                <strong><bdi>{offer.team.name.clone()}</bdi></strong>
                <span class="meta"><Text text=offer.team.title/>" · "<Text text=offer.team.province/>" · "{by}" · "{until}</span>
            </span>
            <div class="row">
                <ActionForm action=acts.accept>
                    <input type="hidden" name="offer" value=same/>
                    <button class="button button-primary" type="submit" aria-label=accept>{words.t(k::ACCEPT)}</button>
                </ActionForm>
                <ActionForm action=acts.decline>
                    <input type="hidden" name="offer" value=id/>
                    <button class="button button-quiet" type="submit" aria-label=decline>{words.t(k::DECLINE)}</button>
                </ActionForm>
            </div>
        </li>
    }
    .into_any()
}
