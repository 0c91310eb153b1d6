//! What became of a project: launched by its founder, then figures after each of three years, read
//! by its team and the advisors of its region.

use super::{
    creation::accepted,
    dossiers::{load as load_dossier, read_dossier, step},
    teams::{self, note},
};
use crate::{Ctx, admin::mails::compose, internal};
use domain::{
    DossierId, Error, LocalText, Problem, Result, TeamId,
    admin::parse_reasons,
    policy::{Action, Office, OfficeCase, Permit, Platform, authorize},
    projects::{
        Actual, ActualInput, DossierEvent, DossierState, FollowUpPage, FollowedProject, Milestone,
        follow_up, parse_actual, parse_launch, planned,
    },
};
use i18n::keys::bank as k;
use serde_json::json;
use store::{
    Connection,
    accounts::load_me,
    jobs::enqueue_mail,
    projects::{DossierRow, Noted, TeamRow},
};

/// Whether the page exists: there is a cooperative to launch, or one that was.
const fn is_followed(state: DossierState) -> bool {
    matches!(
        state,
        DossierState::Financing
            | DossierState::Launched
            | DossierState::Monitored
            | DossierState::Completed
            | DossierState::Closed
    )
}

/// For the team, and for the advisors of its region.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for anyone else, and before the cooperative exists.
pub async fn show_follow_up(ctx: &Ctx, id: DossierId) -> Result<FollowUpPage> {
    let db = ctx.db().reader();
    let (row, team) = read_dossier(ctx, db, id).await?;
    if !is_followed(row.dossier.state) {
        return Err(Error::NotFound);
    }
    let launch = store::projects::launch_of(db, id)
        .await
        .map_err(internal(ctx))?;
    let lines = match &launch {
        Some((launched_on, _)) => {
            let sheet = store::projects::load_sheet(db, &team.card.sheet)
                .await
                .map_err(internal(ctx))?;
            let jobs = sheet.map_or(0, |sheet| sheet.card.jobs);
            let planned = planned(&team.inputs, jobs)?;
            let reports = store::projects::reports_of(db, id)
                .await
                .map_err(internal(ctx))?;
            follow_up(*launched_on, &planned, &reports, ctx.now)
        }
        None => Vec::new(),
    };
    let region = row.region;
    let (launched_on, closed) = launch.unzip();
    Ok(FollowUpPage {
        i_lead: ctx.actor.person() == Some(team.founder),
        is_office: authorize(&ctx.actor, Action::Moderate, &OfficeCase { region }).is_ok(),
        team: team.card,
        dossier: id,
        state: row.dossier.state,
        version: row.dossier.version,
        launched_on,
        lines,
        closed: closed.flatten(),
    })
}

/// The team's dossier, for who leads the team.
async fn led(
    ctx: &Ctx,
    db: &impl Connection,
    team: TeamId,
) -> Result<(TeamRow, DossierRow, Permit<domain::policy::ProjectTeam>)> {
    let (team, permit) = teams::load(ctx, db, team, Action::LeadTeam).await?;
    let row = store::projects::dossier_of(db, team.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    Ok((team, row, permit))
}

/// The cooperative has begun to work. A second time with the same day is the first.
///
/// # Errors
/// `NotFound` for who does not lead the team; `Invalid` on `launched_on`; `Conflict` where the
/// cooperative does not exist yet, was launched, or the dossier changed since `version`.
pub async fn launch_project(ctx: &Ctx, team: TeamId, version: i64, day: &str) -> Result<()> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (team, row, permit) = led(ctx, &tx, team).await?;
    let (_, lines) = accepted(ctx, &tx, &team).await?;
    let launched_on = parse_launch(day, &lines, ctx.now)?;
    let id = row.dossier.id;
    let kept = store::projects::launch_of(&tx, id)
        .await
        .map_err(internal(ctx))?;
    if kept.is_some_and(|(kept, _)| kept == launched_on) {
        return Ok(());
    }
    let event = (DossierEvent::Launch, version, Noted::Nothing);
    step(ctx, &tx, &permit, &row, event).await?;
    store::projects::insert_launch(&tx, &permit, id, launched_on, (person, ctx.now))
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Tells a year's figures, or corrects them; `seen` is the version of what is corrected, zero for
/// the first. The third year's end the follow-up. Sending the same twice is sending once.
///
/// # Errors
/// `NotFound` for who does not lead the team; `Invalid` naming each field; `Conflict` before the
/// year is over, after the follow-up has ended, and where others corrected it meanwhile.
pub async fn save_follow_up(
    ctx: &Ctx,
    team: TeamId,
    (month, seen): (&str, i64),
    input: &ActualInput,
) -> Result<()> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, mut row, permit) = led(ctx, &tx, team).await?;
    let id = row.dossier.id;
    let (launched_on, _) = store::projects::launch_of(&tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let milestone =
        Milestone::from_code(month).ok_or_else(|| Error::field("month", Problem::UnknownChoice))?;
    let actual = parse_actual(input)?;
    let reports = store::projects::reports_of(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let before = reports.iter().find(|(of, _)| *of == milestone);
    let before = before.map(|(_, report)| report.clone());
    if before.as_ref().is_some_and(|it| it.actual == actual) {
        return Ok(());
    }
    let is_open = matches!(
        row.dossier.state,
        DossierState::Launched | DossierState::Monitored
    );
    if !is_open || milestone.due_at(launched_on) > ctx.now {
        return Err(Error::Conflict);
    }
    let subject = (id, milestone, seen);
    store::projects::save_report(&tx, &permit, subject, &actual, (person, ctx.now))
        .await
        .map_err(internal(ctx))?;
    let change = (
        before.map_or(json!(null), |it| told(milestone, &it.actual)),
        told(milestone, &actual),
    );
    let subject = format!("dossier:{id}");
    note(ctx, &tx, &permit, "save_follow_up", subject, change).await?;
    let is_last = reports.len() + 1 == Milestone::ALL.len() && seen == 0;
    if row.dossier.state == DossierState::Launched {
        let event = (DossierEvent::Monitor, row.dossier.version, Noted::Nothing);
        row.dossier.state = step(ctx, &tx, &permit, &row, event).await?;
        row.dossier.version += 1;
    }
    if is_last {
        let version = row.dossier.version;
        let event = (DossierEvent::CompleteFollowUp, version, Noted::Nothing);
        step(ctx, &tx, &permit, &row, event).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}

/// The figures, as the audit log keeps them.
fn told(milestone: Milestone, it: &Actual) -> serde_json::Value {
    json!({
        "month": milestone.months(), "sales": it.sales, "income": it.income, "members": it.members,
        "women": it.women, "young": it.young, "jobs": it.jobs,
    })
}

/// The office ends a follow-up before its third year, with its reasons: the cooperative stopped.
///
/// # Errors
/// `Forbidden` for who is no advisor; `NotFound` for another region's; `Invalid` on `reasons`;
/// `Conflict` where it is not followed, or changed since `version`.
pub async fn close_follow_up(ctx: &Ctx, id: DossierId, version: i64, reasons: &str) -> Result<()> {
    authorize(&ctx.actor, Action::ReadQueues, &Office {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, _) = load_dossier(ctx, &tx, id).await?;
    let region = row.region;
    let permit = authorize(&ctx.actor, Action::Moderate, &OfficeCase { region })?;
    let reasons = parse_reasons(reasons)?;
    let event = (DossierEvent::Close, version, Noted::Nothing);
    step(ctx, &tx, &permit, &row, event).await?;
    store::projects::close_launch(&tx, &permit, id, &reasons)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The launched projects of the advisor's regions.
///
/// # Errors
/// `Forbidden` for who is no advisor.
pub async fn followed_projects(ctx: &Ctx) -> Result<Vec<FollowedProject>> {
    authorize(&ctx.actor, Action::ReadQueues, &Office {})?;
    store::projects::followed_projects(ctx.db().reader(), &ctx.actor.regions())
        .await
        .map_err(internal(ctx))
}

/// Asks the founder once for each year's figures, when they are due. Each project is a transaction
/// of its own.
///
/// # Errors
/// `Forbidden` for anyone but the worker.
pub async fn watch_follow_ups(ctx: &Ctx) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let due = store::projects::due_follow_ups(ctx.db().reader(), ctx.now)
        .await
        .map_err(internal(ctx))?;
    for (id, milestone) in due {
        let tx = ctx.db().begin().await.map_err(internal(ctx))?;
        let asked = (id, milestone);
        let is_new = store::projects::note_follow_up_reminder(&tx, &permit, asked, ctx.now)
            .await
            .map_err(internal(ctx))?;
        if !is_new {
            continue;
        }
        let (_, team) = load_dossier(ctx, &tx, id).await?;
        let founder = load_me(&tx, team.founder).await.map_err(internal(ctx))?;
        let name = LocalText::new(&team.card.name, "", "");
        let months = LocalText::new(&milestone.months().to_string(), "", "");
        let keys = (k::MAIL_FOLLOW_UP_SUBJECT, k::MAIL_FOLLOW_UP_TEXT);
        let args = [("name", &name), ("months", &months)];
        let page = format!("/projects/follow-up/{id}");
        let mail = founder.and_then(|me| compose(ctx, &me, keys, &args, (None, &page)));
        if let Some(mail) = mail {
            enqueue_mail(&tx, &permit, mail, ctx.now)
                .await
                .map_err(internal(ctx))?;
        }
        store::commit(tx).await.map_err(internal(ctx))?;
    }
    Ok(())
}
