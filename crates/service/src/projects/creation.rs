//! From an accepted dossier to a cooperative: the law's steps one after the other, then the
//! cooperative's own file, filled in with what is known, which an advisor verifies like any other.

use super::{
    dossiers::{move_team, step},
    teams::{self, note, rules},
};
use crate::{Ctx, cooperatives::keep_document, internal};
use domain::{
    CooperativeId, Error, LocalText, RegistrationId, Result, TeamId,
    cooperatives::{People, Place},
    policy::{self, Action, OfficeCase, Permit, ProjectTeam, authorize},
    projects::{
        CreationPage, DossierEvent, DossierState, LegalLine, LegalStep, TeamEvent, checklist,
        is_registered, parse_legal_day,
    },
};
use serde_json::json;
use store::{
    Connection, Tx,
    cooperatives::StepValues,
    projects::{DossierRow, Noted, TeamRow},
};

/// The team's dossier, with the steps that were taken; only once it was accepted.
pub(super) async fn accepted(
    ctx: &Ctx,
    db: &impl Connection,
    team: &TeamRow,
) -> Result<(DossierRow, Vec<LegalLine>)> {
    let row = store::projects::dossier_of(db, team.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let is_accepted = matches!(
        row.dossier.state,
        DossierState::Approved
            | DossierState::Incorporating
            | DossierState::Financing
            | DossierState::Launched
            | DossierState::Monitored
            | DossierState::Completed
    );
    if !is_accepted {
        return Err(Error::NotFound);
    }
    let done = store::projects::legal_steps(db, row.dossier.id)
        .await
        .map_err(internal(ctx))?;
    let lines = checklist(&done, &rules(ctx, db).await?);
    Ok((row, lines))
}

/// # Errors
/// `Unauthenticated`; `NotFound` for who is no member, and before the dossier is accepted.
pub async fn show_creation(ctx: &Ctx, team: TeamId) -> Result<CreationPage> {
    let db = ctx.db().reader();
    let (team, _) = teams::load(ctx, db, team, Action::WorkInTeam).await?;
    let (row, lines) = accepted(ctx, db, &team).await?;
    Ok(CreationPage {
        i_lead: ctx.actor.person() == Some(team.founder),
        storefront: store::projects::storefront(db, row.dossier.id)
            .await
            .map_err(internal(ctx))?,
        version: row.dossier.version,
        has_file: row.registration.is_some(),
        team: team.card,
        lines,
    })
}

/// Begins the steps of the law. A second time is the first.
///
/// # Errors
/// `NotFound` for who does not lead the team; `Conflict` where the dossier changed since `version`.
pub async fn begin_creation(ctx: &Ctx, team: TeamId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = teams::load(ctx, &tx, team, Action::LeadTeam).await?;
    let (row, _) = accepted(ctx, &tx, &team).await?;
    if row.dossier.state == DossierState::Incorporating {
        return Ok(());
    }
    let event = (DossierEvent::Incorporate, version, Noted::Nothing);
    step(ctx, &tx, &permit, &row, event).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// A proof as it was sent; without a file the one that was there stays.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Notes the day of a step and its proof, or mends them.
///
/// # Errors
/// `NotFound` for who is no member; `Invalid` on `done_on` and on the step's own field; `Conflict`
/// where a step before it is not done, or the cooperative's file is open already.
pub async fn mark_legal_step(
    ctx: &Ctx,
    team: TeamId,
    step: LegalStep,
    done_on: &str,
    proof: Proof,
) -> Result<()> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    // Before the file is kept: a stranger's never is.
    teams::load(ctx, ctx.db().reader(), team, Action::WorkInTeam).await?;
    let kept = match proof.bytes.is_empty() {
        true => None,
        false => Some(keep_document(ctx, step.code(), &proof.name, proof.bytes).await?),
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = teams::load(ctx, &tx, team, Action::WorkInTeam).await?;
    let (row, lines) = accepted(ctx, &tx, &team).await?;
    let day = parse_legal_day(&lines, step, done_on, ctx.now)?;
    let document = match kept {
        Some(kept) => Some(kept.insert(ctx, &tx, &permit).await?),
        None => None,
    };
    let taken = (step, day, document);
    store::projects::mark_legal_step(&tx, &permit, row.dossier.id, taken, (person, ctx.now))
        .await
        .map_err(internal(ctx))?;
    let before = lines.iter().find(|line| line.step == step);
    note(
        ctx,
        &tx,
        &permit,
        "mark_legal_step",
        format!("dossier:{}", row.dossier.id),
        (
            json!({ "step": step.code(), "done_on": before.and_then(|line| line.done_on) }),
            json!({ "step": step.code(), "done_on": day }),
        ),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Opens the cooperative's file with all that is known: name, place, members, story and proofs; its
/// numbers are left to fill in. A second time it is the same file.
///
/// # Errors
/// `NotFound` for who does not lead the team; `Conflict` before the registry has registered it and
/// every proof is there, and where the founder has another file open.
pub async fn open_cooperative_file(ctx: &Ctx, team: TeamId) -> Result<()> {
    let applicant = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = teams::load(ctx, &tx, team, Action::LeadTeam).await?;
    let (row, lines) = accepted(ctx, &tx, &team).await?;
    if row.registration.is_some() {
        return Ok(());
    }
    let open = store::cooperatives::own_registration(&tx, applicant)
        .await
        .map_err(internal(ctx))?;
    if open.is_some() || !is_registered(&lines) {
        return Err(Error::Conflict);
    }
    let file = policy::Registration { applicant };
    let author = authorize(&ctx.actor, Action::RegisterCooperative, &file)?;
    let id = fill_in(ctx, &tx, &author, (&team, &row, &lines)).await?;
    store::projects::link_registration(&tx, &permit, row.dossier.id, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note_file(ctx, &tx, &permit, &row, id).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

async fn note_file(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<ProjectTeam>,
    row: &DossierRow,
    id: RegistrationId,
) -> Result<()> {
    let change = (serde_json::Value::Null, json!({ "registration": id }));
    let subject = format!("dossier:{}", row.dossier.id);
    note(ctx, tx, permit, "open_cooperative_file", subject, change).await
}

/// Nothing is typed twice.
async fn fill_in(
    ctx: &Ctx,
    tx: &Tx,
    author: &Permit<policy::Registration>,
    (team, row, lines): (&TeamRow, &DossierRow, &[LegalLine]),
) -> Result<RegistrationId> {
    let id = store::cooperatives::create_registration(tx, author, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let answers = &row.dossier.answers;
    let assembly = lines
        .iter()
        .find(|line| line.step == LegalStep::Assembly)
        .and_then(|line| line.done_on)
        .unwrap_or(ctx.now);
    let people = People {
        members: team.card.joined,
        women: answers
            .people
            .map_or(0, |it| it.women.min(team.card.joined)),
        founded_year: u32::try_from(crate::cooperatives::year_of(assembly)).unwrap_or(0),
    };
    let steps = [
        StepValues::Name(in_its_script(&team.card.name)),
        StepValues::Place(Place {
            province: team.province_code.clone(),
            people,
        }),
        StepValues::Story(in_its_script(&answers.presentation)),
    ];
    for step in &steps {
        store::cooperatives::save_step(tx, author, id, step, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    for line in lines {
        if let (Some(kind), Some((document, _))) = (line.step.proof(), &line.paper) {
            store::cooperatives::put_document(tx, author, id, kind, *document, ctx.now)
                .await
                .map_err(internal(ctx))?;
        }
    }
    Ok(id)
}

/// What was typed is Arabic or French by its letters: one of them must be there.
fn in_its_script(text: &str) -> LocalText {
    let is_arabic = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
    match is_arabic {
        true => LocalText::new("", text, ""),
        false => LocalText::new(text, "", ""),
    }
}

/// The cooperative of a team's file was verified: its dossier and its team know, in the
/// transaction of the decision. Nothing where the file came of no dossier.
pub(crate) async fn registered(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<OfficeCase>,
    (registration, cooperative): (RegistrationId, CooperativeId),
) -> Result<()> {
    let dossier = store::projects::dossier_of_registration(tx, registration)
        .await
        .map_err(internal(ctx))?;
    let Some(dossier) = dossier else {
        return Ok(());
    };
    let (row, team) = super::dossiers::load(ctx, tx, dossier).await?;
    let noted = Noted::Cooperative(cooperative);
    let event = (DossierEvent::Register, row.dossier.version, noted);
    step(ctx, tx, permit, &row, event).await?;
    move_team(ctx, tx, permit, &team, TeamEvent::Constitute).await?;
    let storefront = store::projects::storefront(tx, dossier)
        .await
        .map_err(internal(ctx))?;
    match storefront {
        Some(slug) => super::pledges::tell_pledgers(ctx, tx, permit, &team, &slug).await,
        None => Ok(()),
    }
}
