//! Profiles, projects for someone, and people for a team. Who did not agree to it is never found,
//! and a team reaches who was found through the platform alone.

mod profile;
mod team;

pub use profile::{delete_profile, save_profile, show_profile};
pub use team::{accept_offer, decline_offer, offer_seat, show_team_skills};

use super::{
    browse::snapshot,
    teams::{rules, venturer},
};
use crate::{Ctx, internal};
use domain::{
    PersonId, Result, TeamId,
    projects::{Brought, MatchPage, TeamCard, TeamOffer, distances},
};

/// As many projects as the page shows.
const MATCHES: usize = 24;

/// The projects that suit the person best, each with its reasons, and the teams that ask them.
///
/// # Errors
/// `Unauthenticated`.
pub async fn projects_for_me(ctx: &Ctx) -> Result<MatchPage> {
    let (person, _) = venturer(ctx)?;
    let offers = offers(ctx, person).await?;
    let Some(brought) = brought(ctx, person).await? else {
        return Ok(MatchPage {
            has_profile: false,
            matches: Vec::new(),
            offers,
        });
    };
    let courses = store::projects::courses_by_skill(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    Ok(MatchPage {
        has_profile: true,
        matches: snapshot(ctx).await?.matching(&brought, &courses, MATCHES),
        offers,
    })
}

/// `None` without a profile.
async fn brought(ctx: &Ctx, person: PersonId) -> Result<Option<Brought>> {
    let db = ctx.db().reader();
    let profile = store::projects::profiles_of(db, &[person])
        .await
        .map_err(internal(ctx))?
        .remove(&person);
    let Some(profile) = profile else {
        return Ok(None);
    };
    let proven = store::projects::proven_skills(db, person, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let places = store::projects::places(db).await.map_err(internal(ctx))?;
    Ok(Some(Brought {
        distances: distances(&profile.province, &places),
        skills: profile.skills.into_iter().collect(),
        proven: proven.into_iter().map(|(skill, _)| skill).collect(),
    }))
}

/// Of teams that may still be joined.
async fn offers(ctx: &Ctx, person: PersonId) -> Result<Vec<TeamOffer>> {
    let db = ctx.db().reader();
    let rows = store::projects::offers_to(db, person, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let ids: Vec<TeamId> = rows.iter().map(|row| row.team).collect();
    let rules = rules(ctx, db).await?;
    let cards = store::projects::team_cards(db, &ids, &rules)
        .await
        .map_err(internal(ctx))?;
    let offers = rows.into_iter().filter_map(|row| {
        let card = cards.iter().find(|card| card.id == row.team)?;
        card.state.is_open().then(|| TeamOffer {
            id: row.id,
            // How far its dossier is, is its members' business.
            team: TeamCard {
                dossier: None,
                ..card.clone()
            },
            invited_by: row.invited_by,
            expires_at: row.expires_at,
        })
    });
    Ok(offers.collect())
}
