//! A team fills in its dossier, one thing a page, submits it, and follows it.

use super::{move_team, step};
use crate::{
    Ctx,
    cooperatives::keep_document,
    internal,
    projects::teams::{self, rules},
};
use domain::{
    DossierId, Error, Result, TeamId,
    policy::{Action, Permit, ProjectTeam},
    projects::{
        Dossier, DossierEvent, DossierPage, DossierPaper, DossierState, DossierStep,
        ProgrammeChange, Rule, StepInput, TeamEvent, TeamState, parse_appeal, programme_changes,
    },
};
use store::{
    Connection, Tx,
    projects::{DossierRow, Noted, TeamRow},
};

/// The team's dossier, its latest one.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who is no member.
pub async fn show_dossier(ctx: &Ctx, team: TeamId) -> Result<DossierPage> {
    let db = ctx.db().reader();
    let (team, _) = teams::load(ctx, db, team, Action::WorkInTeam).await?;
    let dossier = store::projects::dossier_of(db, team.id)
        .await
        .map_err(internal(ctx))?;
    let sheet = store::projects::load_sheet(db, &team.card.sheet)
        .await
        .map_err(internal(ctx))?;
    let pledges = crate::projects::pledges::team_pledges(ctx, db, &team).await?;
    let changes = match &dossier {
        Some(row) => changes(ctx, db, &row.dossier).await?,
        None => Vec::new(),
    };
    let kept = dossier
        .as_ref()
        .map(|row| &row.dossier)
        .filter(|it| it.submitted_at.is_some());
    let programmes = match kept {
        Some(dossier) => dossier.programmes.clone(),
        None => store::projects::programmes(db, ctx.now)
            .await
            .map_err(internal(ctx))?,
    };
    let sheet_sector = sheet.as_ref().map(|it| it.card.sector.clone());
    Ok(DossierPage {
        pledges,
        changes,
        programmes,
        sector: sheet_sector.unwrap_or_default(),
        region: team.region.to_string(),
        inputs: team.inputs,
        i_lead: ctx.actor.person() == Some(team.founder),
        least_capital: rules(ctx, db).await?.get(Rule::LeastCapital),
        proposal: sheet.map(|sheet| sheet.content.what).unwrap_or_default(),
        dossier: dossier.map(|row| row.dossier),
        team: team.card,
    })
}

/// Where the programmes' latest terms differ from those that the dossier was begun with, or, once it
/// was sent, from those that it keeps; nothing once it is decided.
async fn changes(
    ctx: &Ctx,
    db: &impl Connection,
    dossier: &Dossier,
) -> Result<Vec<ProgrammeChange>> {
    if !dossier.decisions.is_empty() || dossier.state.is_over() {
        return Ok(Vec::new());
    }
    let before = match dossier.submitted_at {
        Some(_) => dossier.programmes.clone(),
        None => store::projects::programmes(db, dossier.begun_at)
            .await
            .map_err(internal(ctx))?,
    };
    let after = store::projects::latest_programmes(db)
        .await
        .map_err(internal(ctx))?;
    Ok(programme_changes(&before, &after))
}

/// Begins the team's dossier. A second time is the first; after a withdrawal it begins anew with
/// what the last one said.
///
/// # Errors
/// `NotFound` for who is no member; `Conflict` where the team is over.
pub async fn begin_dossier(ctx: &Ctx, team: TeamId) -> Result<DossierId> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = teams::load(ctx, &tx, team, Action::WorkInTeam).await?;
    if let Some(open) = team.card.dossier.filter(|it| !it.state.is_over()) {
        return Ok(open.id);
    }
    if !team.card.state.is_open() {
        return Err(Error::Conflict);
    }
    let id = store::projects::begin_dossier(&tx, &permit, team.region, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// The team's open dossier, where its members may change it.
async fn editable(
    ctx: &Ctx,
    tx: &Tx,
    team: TeamId,
) -> Result<(TeamRow, Permit<ProjectTeam>, DossierRow)> {
    let (team, permit) = teams::load(ctx, tx, team, Action::WorkInTeam).await?;
    let row = latest(ctx, tx, &team).await?;
    row.dossier.check_editable()?;
    Ok((team, permit, row))
}

async fn latest(ctx: &Ctx, tx: &Tx, team: &TeamRow) -> Result<DossierRow> {
    store::projects::dossier_of(tx, team.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

/// Saves one page, and answers the next that is missing.
///
/// # Errors
/// `NotFound` for who is no member; `Invalid` naming each field; `Conflict` where it is with the
/// office.
pub async fn save_dossier(
    ctx: &Ctx,
    team: TeamId,
    input: &StepInput,
) -> Result<Option<DossierStep>> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit, row) = editable(ctx, &tx, team).await?;
    let mut dossier = row.dossier;
    let rules = rules(ctx, &tx).await?;
    dossier.answers.take(input, team.card.joined, &rules)?;
    store::projects::save_answers(&tx, &permit, dossier.id, &dossier.answers, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(dossier.next_step())
}

/// Takes a paper in the place of the one that was there.
///
/// # Errors
/// `Invalid` on the kind's own field; `TooLarge`; otherwise as [`save_dossier`].
pub async fn upload_dossier_paper(
    ctx: &Ctx,
    team: TeamId,
    kind: DossierPaper,
    name: &str,
    bytes: Vec<u8>,
) -> Result<()> {
    // Before the file is kept: a stranger's never is.
    teams::load(ctx, ctx.db().reader(), team, Action::WorkInTeam).await?;
    let kept = keep_document(ctx, kind.code(), name, bytes).await?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit, row) = editable(ctx, &tx, team).await?;
    let document = kept.insert(ctx, &tx, &permit).await?;
    let paper = (kind, Some(document));
    store::projects::put_dossier_paper(&tx, &permit, row.dossier.id, paper, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// # Errors
/// As [`save_dossier`].
pub async fn remove_dossier_paper(ctx: &Ctx, team: TeamId, kind: DossierPaper) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit, row) = editable(ctx, &tx, team).await?;
    store::projects::put_dossier_paper(&tx, &permit, row.dossier.id, (kind, None), ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Hands the dossier to the office, or, where something was missing, back to it; nobody comes or
/// goes in the team from then on. Submitting the same twice is submitting once.
///
/// # Errors
/// `NotFound` for who does not lead the team; `Invalid` naming each page that is missing, and
/// `team` where it has too few members; `Conflict` where it changed since `version`.
pub async fn submit_dossier(ctx: &Ctx, team: TeamId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = teams::load(ctx, &tx, team, Action::LeadTeam).await?;
    let row = latest(ctx, &tx, &team).await?;
    let state = row.dossier.state;
    let is_sent = matches!(state, DossierState::Submitted | DossierState::Admissibility);
    if is_sent && row.dossier.version == version + 1 {
        return Ok(());
    }
    row.dossier.check_editable()?;
    let rules = rules(ctx, &tx).await?;
    row.dossier.check_complete(team.card.joined, &rules)?;
    if state == DossierState::Incomplete {
        if row.dossier.due_at.is_some_and(|due| due < ctx.now) {
            return Err(Error::Conflict);
        }
        step(
            ctx,
            &tx,
            &permit,
            &row,
            (DossierEvent::Complete, version, Noted::Nothing),
        )
        .await?;
    } else {
        // A rule that changes while it is examined does not touch it.
        let programmes = store::projects::programmes(&tx, ctx.now)
            .await
            .map_err(internal(ctx))?;
        let noted = Noted::Submitted(programmes);
        step(
            ctx,
            &tx,
            &permit,
            &row,
            (DossierEvent::Submit, version, noted),
        )
        .await?;
        move_team(ctx, &tx, &permit, &team, TeamEvent::Lock).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}

/// Takes the dossier back before it is decided; the team is free again.
///
/// # Errors
/// `NotFound` for who does not lead the team; `Conflict` once it is decided, or where it changed
/// since `version`.
pub async fn withdraw_dossier(ctx: &Ctx, team: TeamId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = teams::load(ctx, &tx, team, Action::LeadTeam).await?;
    let row = latest(ctx, &tx, &team).await?;
    if row.dossier.state == DossierState::Withdrawn && row.dossier.version == version + 1 {
        return Ok(());
    }
    let event = (DossierEvent::Withdraw, version, Noted::Nothing);
    step(ctx, &tx, &permit, &row, event).await?;
    release(ctx, &tx, &permit, &row, &team).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What ends with a dossier: its reviews, and the team's waiting.
pub(super) async fn release<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    row: &DossierRow,
    team: &TeamRow,
) -> Result<()> {
    store::projects::close_reviews(tx, permit, row.dossier.id)
        .await
        .map_err(internal(ctx))?;
    if team.card.state == TeamState::Locked {
        move_team(ctx, tx, permit, team, TeamEvent::Unlock).await?;
    }
    Ok(())
}

/// Asks another advisor to look again, once.
///
/// # Errors
/// `NotFound` for who does not lead the team; `Invalid` on `appeal`; `Conflict` where it was not
/// rejected, the time to appeal has passed, or it changed since `version`.
pub async fn appeal_dossier(ctx: &Ctx, team: TeamId, version: i64, text: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, permit) = teams::load(ctx, &tx, team, Action::LeadTeam).await?;
    let row = latest(ctx, &tx, &team).await?;
    if row.dossier.state == DossierState::Appeal && row.dossier.version == version + 1 {
        return Ok(());
    }
    let text = parse_appeal(text)?;
    if row.dossier.due_at.is_some_and(|due| due < ctx.now) {
        return Err(Error::Conflict);
    }
    let event = (DossierEvent::Appeal, version, Noted::Appeal(text));
    step(ctx, &tx, &permit, &row, event).await?;
    store::commit(tx).await.map_err(internal(ctx))
}
