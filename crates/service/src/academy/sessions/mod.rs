//! Sessions of a course: who comes, who waits, who was there.

pub(super) mod mails;
mod room;
mod seats;
mod teach;

pub use room::{mark_attendance, session_csv, session_room};
pub use seats::{course_extras, join_session, leave_session, seat_members, show_session};
pub use teach::{
    announce_course, announce_session, call_off_session, invite_learner, plan_session,
    revoke_session_invitation, set_requirements, teaching_plan, widen_session,
};

use crate::{Ctx, internal};
use domain::{
    CourseSessionId, Error, PersonId, Result,
    policy::{Action, Course, Permit, authorize},
};
use store::{
    Connection,
    academy::SessionRow,
    accounts::{AuditEntry, append_audit},
};

/// The permit of who teaches a course.
pub(super) fn teacher(ctx: &Ctx, trainer: PersonId) -> Result<Permit<Course>> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    authorize(&ctx.actor, Action::Teach, &Course { trainer })
}

async fn find(ctx: &Ctx, db: &impl Connection, id: CourseSessionId) -> Result<SessionRow> {
    store::academy::session(db, id, ctx.actor.person())
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

/// A session and the permit of its trainer.
async fn taught(
    ctx: &Ctx,
    db: &impl Connection,
    id: CourseSessionId,
) -> Result<(SessionRow, Permit<Course>)> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let row = find(ctx, db, id).await?;
    let permit = teacher(ctx, row.trainer)?;
    Ok((row, permit))
}

/// Writes into the audit log what a trainer attests or decides about others.
async fn note(
    ctx: &Ctx,
    tx: &store::Tx,
    permit: &Permit<Course>,
    action: &'static str,
    subject: String,
    after: serde_json::Value,
) -> Result<()> {
    let entry = AuditEntry {
        action,
        subject,
        before: None,
        after: Some(after),
    };
    append_audit(tx, permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))
}
