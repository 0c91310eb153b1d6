//! The project bank's people and results: what people bring, which projects suit them, what a team
//! lacks, and what has come of it all.
//!
//! Apart from the bank's own screens, which everyone loads.

mod follow_up;
mod followed;
pub mod ideas;
mod impact;
pub mod impact_api;
mod matches;
pub mod matching_api;
mod people;
mod profile;
pub mod referral_api;
mod referrals;
mod rows;
mod rules;
pub mod rules_api;
mod terms_form;
mod wording;

use crate::{NotFoundView, use_path};
use domain::{DossierId, IdeaId, ReferralId, TeamId};
use leptos::prelude::*;

#[lazy]
pub(crate) fn bank_page() -> AnyView {
    let path = use_path();
    let parts: Vec<&str> = path
        .split('/')
        .skip(2)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.first() != Some(&"impact") {
        crate::ssr::meta("robots", "noindex");
    }
    let page = match parts.as_slice() {
        ["impact"] => view! { <impact::ImpactPage/> }.into_any(),
        ["office", "follow-up"] => view! { <followed::FollowedPage/> }.into_any(),
        ["projects", "follow-up", id] => match id.parse() {
            Ok(id) => view! { <follow_up::FollowUpPage id=DossierId(id)/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        ["projects", "referrals"] => view! { <referrals::ReferralsPage/> }.into_any(),
        ["projects", "referrals", id] => match id.parse() {
            Ok(id) => view! { <referrals::ReferralPage id=ReferralId(id)/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        ["projects", "consent", token] => {
            view! { <referrals::ConsentPage token=(*token).to_owned()/> }.into_any()
        }
        ["projects", "ideas", rest @ ..] => ideas::page(rest),
        ["office", "ideas", id] => match id.parse() {
            Ok(id) => ideas::office_page(IdeaId(id)),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        ["office", "rules"] => view! { <rules::RulesPage/> }.into_any(),
        ["office", "referrals", id] => match id.parse() {
            Ok(id) => view! { <referrals::OpenedPage id=ReferralId(id)/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        ["office", "referrals"] => view! { <referrals::OfficeReferralsPage/> }.into_any(),
        ["projects", "for-me"] => view! { <matches::MatchesPage/> }.into_any(),
        ["projects", "profile"] => view! { <profile::ProfilePage/> }.into_any(),
        ["projects", "skills", team] => match team.parse() {
            Ok(id) => view! { <people::TeamSkillsPage id=TeamId(id)/> }.into_any(),
            Err(_) => view! { <NotFoundView/> }.into_any(),
        },
        _ => view! { <NotFoundView/> }.into_any(),
    };
    view! { <div class="wrap page stack" data-part="projects">{page}</div> }.into_any()
}
