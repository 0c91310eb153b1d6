//! What a trainer decides about the sessions of their course: dates, seats, invitations, what
//! comes before, and what is announced.

use super::{
    mails::{Told, tell},
    note,
    seats::fill,
    taught, teacher,
};
use crate::{
    Ctx,
    academy::load,
    accounts::{new_token, token_hash},
    internal,
};
use domain::{
    CourseId, CourseSessionId, Error, InvitationId, Problem, Result,
    academy::{SessionInput, TeachingPlan, after_widening, leads_back},
    accounts::Email,
    text,
};
use i18n::keys::academy as k;
use store::academy::{Contact, NewSessionInvitation};

/// An invitation may be accepted for a month.
const INVITATION_LIFE: i64 = 30 * 86_400;

/// A course's sessions, for its trainer.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who is not its trainer.
pub async fn teaching_plan(ctx: &Ctx, slug: &str) -> Result<TeachingPlan> {
    let db = ctx.db().reader();
    let me = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let course = load(ctx, db, slug).await?;
    let permit = teacher(ctx, course.trainer)?;
    let id = course.card.id;
    Ok(TeachingPlan {
        sessions: store::academy::all_sessions(db, &permit, id)
            .await
            .map_err(internal(ctx))?,
        courses: store::academy::possible_requirements(db, &permit, id)
            .await
            .map_err(internal(ctx))?,
        announcements: store::academy::announcements(db, id, me)
            .await
            .map_err(internal(ctx))?,
        quizzes: course
            .outline
            .lessons()
            .filter(|lesson| lesson.is_quiz())
            .map(|lesson| (lesson.slug.clone(), lesson.title.clone()))
            .collect(),
        course: course.card.slug,
        title: course.card.title,
    })
}

/// # Errors
/// As [`teaching_plan`]; `Invalid` naming every field that is wrong.
pub async fn plan_session(ctx: &Ctx, slug: &str, input: &SessionInput) -> Result<CourseSessionId> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    let permit = teacher(ctx, course.trainer)?;
    let session = input.parse(ctx.now)?;
    let id = store::academy::insert_session(&tx, &permit, course.card.id, &session, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// Changes the number of seats; where there are more, the waiting list moves up.
///
/// # Errors
/// `NotFound` for who is not its trainer; `Invalid` on `capacity`; `Conflict` for fewer seats than
/// are taken.
pub async fn widen_session(ctx: &Ctx, id: CourseSessionId, capacity: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = taught(ctx, &tx, id).await?;
    let capacity = text::integer(capacity, 1, 500)
        .ok()
        .and_then(|it| u32::try_from(it).ok())
        .ok_or_else(|| Error::field("capacity", Problem::OutOfRange { min: 1, max: 500 }))?;
    store::academy::set_capacity(&tx, &permit, id, capacity, ctx.now)
        .await
        .map_err(internal(ctx))?;
    // Read again: the row is locked from here on.
    let (row, _) = taught(ctx, &tx, id).await?;
    let up = after_widening(capacity, row.card.taken, row.card.waiting);
    if up > 0 {
        fill(ctx, &tx, &permit, &row, (up, row.card.taken + up)).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}

/// Calls a session off, and tells everyone who was to come.
///
/// # Errors
/// `NotFound` for who is not its trainer; `Conflict` where it was called off before.
pub async fn call_off_session(ctx: &Ctx, id: CourseSessionId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = taught(ctx, &tx, id).await?;
    store::academy::cancel_session(&tx, &permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let contacts = store::academy::session_contacts(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let told = Told {
        subject: k::MAIL_CANCELLED_SUBJECT,
        text: k::MAIL_CANCELLED_TEXT,
        title: &row.title,
        session: Some(&row),
        own: None,
        page: format!("/academy/{}", row.slug),
    };
    tell(ctx, &tx, &permit, &contacts, &told).await?;
    let after = serde_json::json!({ "state": "cancelled" });
    let subject = format!("session:{id}");
    note(ctx, &tx, &permit, "call_off_session", subject, after).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Sends a secret link to one address.
///
/// # Errors
/// `NotFound` for who is not its trainer; `Invalid` on `email`.
pub async fn invite_learner(ctx: &Ctx, id: CourseSessionId, email: &str) -> Result<()> {
    let by = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = taught(ctx, &tx, id).await?;
    let email = Email::parse(email).map_err(|problem| Error::field("email", problem))?;
    let token = new_token();
    let invitation = NewSessionInvitation {
        session: id,
        email: email.as_str().to_owned(),
        token_hash: token_hash(&token),
        invited_by: by,
        expires_at: ctx.now + INVITATION_LIFE,
    };
    store::academy::invite_to_session(&tx, &permit, &invitation, ctx.now)
        .await
        .map_err(internal(ctx))?;
    // In the trainer's language: the other one's is not known.
    let to = Contact {
        person: by,
        name: email.as_str().to_owned(),
        email: Some(email.as_str().to_owned()),
        lang: ctx.lang,
    };
    let told = Told {
        subject: k::MAIL_INVITED_SUBJECT,
        text: k::MAIL_INVITED_TEXT,
        title: &row.title,
        session: Some(&row),
        own: None,
        page: format!("/academy/sessions/{id}?invitation={token}"),
    };
    tell(ctx, &tx, &permit, &[to], &told).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// # Errors
/// `NotFound` for another session's, or one that has ended.
pub async fn revoke_session_invitation(
    ctx: &Ctx,
    id: CourseSessionId,
    invitation: InvitationId,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = taught(ctx, &tx, id).await?;
    store::academy::end_session_invitation(&tx, &permit, id, invitation, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Says what must be finished before a course. Who learns already goes on.
///
/// # Errors
/// `NotFound` for who is not its trainer; `Invalid` on `requires` for what is no other published
/// course, or leads back to this one.
pub async fn set_requirements(ctx: &Ctx, slug: &str, requires: &[String]) -> Result<()> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    let permit = teacher(ctx, course.trainer)?;
    let known = store::academy::course_ids(&tx, requires)
        .await
        .map_err(internal(ctx))?;
    if !requires
        .iter()
        .all(|slug| known.iter().any(|(it, _)| it == slug))
    {
        return Err(Error::field("requires", Problem::UnknownChoice));
    }
    let ids: Vec<CourseId> = known.into_iter().map(|(_, id)| id).collect();
    let all = store::academy::all_requirements(&tx)
        .await
        .map_err(internal(ctx))?;
    leads_back(course.card.id, &ids, &all)?;
    store::academy::set_requirements(&tx, &permit, course.card.id, &ids)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

fn words_of(text: &str) -> Result<String> {
    text::paragraph(text, 2_000)
        .and_then(|text| text.ok_or(Problem::Required))
        .map_err(|problem| Error::field("text", problem))
}

/// Tells everyone who learns in a course, on its page and by mail.
///
/// # Errors
/// `NotFound` for who is not its trainer; `Invalid` on `text`.
pub async fn announce_course(ctx: &Ctx, slug: &str, text: &str) -> Result<()> {
    let by = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let course = load(ctx, &tx, slug).await?;
    let permit = teacher(ctx, course.trainer)?;
    let text = words_of(text)?;
    let id = course.card.id;
    store::academy::insert_announcement(&tx, &permit, (id, None), by, &text, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let contacts = store::academy::course_contacts(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let told = Told {
        subject: k::MAIL_ANNOUNCED_SUBJECT,
        text: k::MAIL_ANNOUNCED_TEXT,
        title: &course.card.title,
        session: None,
        own: Some(&text),
        page: format!("/academy/{}", course.card.slug),
    };
    tell(ctx, &tx, &permit, &contacts, &told).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Tells everyone of one session, those who wait too.
///
/// # Errors
/// As [`announce_course`].
pub async fn announce_session(ctx: &Ctx, id: CourseSessionId, text: &str) -> Result<()> {
    let by = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = taught(ctx, &tx, id).await?;
    let text = words_of(text)?;
    let place = (row.course, Some(id));
    store::academy::insert_announcement(&tx, &permit, place, by, &text, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let contacts = store::academy::session_contacts(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let told = Told {
        subject: k::MAIL_ANNOUNCED_SUBJECT,
        text: k::MAIL_ANNOUNCED_TEXT,
        title: &row.title,
        session: Some(&row),
        own: Some(&text),
        page: format!("/academy/sessions/{id}"),
    };
    tell(ctx, &tx, &permit, &contacts, &told).await?;
    store::commit(tx).await.map_err(internal(ctx))
}
