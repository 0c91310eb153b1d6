//! A voice note beside an idea: checked by its bytes, kept outside the web's folder, heard by the
//! idea's authors and its region's advisors, and erased with it.

use super::{load, write::check_unchanged};
use crate::{Ctx, internal};
use domain::{
    Error, IdeaId, PersonId, Problem, Result,
    policy::{self, Action, OfficeCase, Permit, authorize},
    projects::{IdeaChange, IdeaChoices, IdeaField, IdeaState, VoiceNote},
};
use media::RefusedVoice;
use store::{
    Connection, Tx,
    projects::{IdeaRow, NewVoiceNote},
};

/// A recording on its way to who may hear it.
#[derive(Clone, Debug)]
pub struct VoiceFile {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// An idea whose voice note the actor may change.
async fn editable(
    ctx: &Ctx,
    db: &impl Connection,
    id: IdeaId,
) -> Result<(IdeaRow, Permit<policy::Idea>, PersonId)> {
    let (row, permit, person) = load(ctx, db, id, Action::WriteIdea).await?;
    if !row.idea.state.is_editable() {
        return Err(Error::Conflict);
    }
    Ok((row, permit, person))
}

/// Notes in the history what becomes of the voice note, unless someone else changed it since
/// `version`.
async fn change(
    ctx: &Ctx,
    tx: &Tx,
    (row, permit, person): (&IdeaRow, &Permit<policy::Idea>, PersonId),
    (version, after): (i64, String),
) -> Result<()> {
    let before = row.idea.voice.as_ref().map(VoiceNote::told);
    let change = IdeaChange {
        field: IdeaField::Voice,
        before: before.unwrap_or_default(),
        after,
    };
    let changes = [change];
    check_unchanged(ctx, tx, (row, version), &changes, &IdeaChoices::default()).await?;
    let [change] = changes;
    store::projects::note_idea_change(tx, permit, row, (person, change), ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Takes a recording in the place of the one before; the same once more changes nothing. `version`
/// is the one the form was made on.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write the idea; `Invalid` on `voice`, also where
/// someone else changed it since; `TooLarge`; `Conflict` where it is with the office.
pub async fn put_voice_note(ctx: &Ctx, id: IdeaId, version: i64, bytes: Vec<u8>) -> Result<()> {
    // Before the file is kept: a stranger's never is.
    editable(ctx, ctx.db().reader(), id).await?;
    if bytes.is_empty() {
        return Err(Error::field("voice", Problem::Required));
    }
    let checked = media::check_voice(&bytes).map_err(|refused| match refused {
        RefusedVoice::TooManyBytes { max } => Error::TooLarge { max_bytes: max },
        RefusedVoice::WrongType => Error::field("voice", Problem::NotAudio),
    })?;
    let file = media::voice_name(&id.to_string(), &bytes);
    let told = VoiceNote {
        media_type: checked.media_type.to_owned(),
        bytes: bytes.len() as u64,
        at: ctx.now,
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, person) = editable(ctx, &tx, id).await?;
    let before = store::projects::voice_note(&tx, id)
        .await
        .map_err(internal(ctx))?
        .map(|(before, _)| before);
    if before.as_ref() == Some(&file) {
        return Ok(());
    }
    let who = (&row, &permit, person);
    change(ctx, &tx, who, (version, told.told())).await?;
    let (media, name) = (ctx.services.media.clone(), file.clone());
    let kept = tokio::task::spawn_blocking(move || media.put_document(&name, &bytes)).await;
    if !matches!(kept, Ok(Ok(()))) {
        tracing::error!(request_id = %ctx.request_id, ?kept, "voice note could not be kept");
        return Err(Error::Internal {
            request_id: ctx.request_id.clone(),
        });
    }
    let new = NewVoiceNote {
        file: &file,
        media_type: checked.media_type,
        bytes: told.bytes,
        person,
    };
    store::projects::put_voice_note(&tx, &permit, id, &new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    if let Some(before) = before {
        erase(ctx, before).await;
    }
    Ok(())
}

/// The file of a note that no row has any more. What cannot be erased is logged: nobody reaches it.
pub(super) async fn erase(ctx: &Ctx, file: String) {
    let media = ctx.services.media.clone();
    let erased = tokio::task::spawn_blocking(move || media.remove_document(&file)).await;
    if !matches!(erased, Ok(Ok(()))) {
        tracing::error!(request_id = %ctx.request_id, ?erased, "voice note could not be erased");
    }
}

/// Erases the note. Where there is none, that is done already.
///
/// # Errors
/// As [`put_voice_note`].
pub async fn remove_voice_note(ctx: &Ctx, id: IdeaId, version: i64) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, person) = editable(ctx, &tx, id).await?;
    let before = store::projects::voice_note(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let Some((file, _)) = before else {
        return Ok(());
    };
    let who = (&row, &permit, person);
    change(ctx, &tx, who, (version, String::new())).await?;
    store::projects::remove_voice_note(&tx, &permit, id)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    erase(ctx, file).await;
    Ok(())
}

/// To the idea's authors, and to the advisors of its region once it was sent.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for anyone else, and where there is none.
pub async fn read_voice_note(ctx: &Ctx, id: IdeaId) -> Result<VoiceFile> {
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let db = ctx.db().reader();
    let row = store::projects::load_idea(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let as_advisor = row.region.is_some_and(|region| {
        row.idea.state != IdeaState::Draft
            && authorize(&ctx.actor, Action::Moderate, &OfficeCase { region }).is_ok()
    });
    if !row.is_writer(person) && !as_advisor {
        return Err(Error::NotFound);
    }
    let (file, media_type) = store::projects::voice_note(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let media = ctx.services.media.clone();
    let read = tokio::task::spawn_blocking(move || media.read_document(&file)).await;
    match read {
        Ok(Ok(bytes)) => Ok(VoiceFile { media_type, bytes }),
        cause => {
            tracing::error!(request_id = %ctx.request_id, ?cause, "voice note could not be read");
            Err(Error::Internal {
                request_id: ctx.request_id.clone(),
            })
        }
    }
}
