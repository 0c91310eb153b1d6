//! A voice note beside an idea: checked by its bytes, kept outside the web's folder, heard by the
//! idea's authors and its region's advisors, and erased with it.

use super::load;
use crate::{Ctx, internal};
use domain::{
    Error, IdeaId, Problem, Result,
    policy::{Action, OfficeCase, authorize},
    projects::IdeaState,
};
use media::RefusedVoice;
use store::projects::NewVoiceNote;

/// A recording on its way to who may hear it.
#[derive(Clone, Debug)]
pub struct VoiceFile {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Takes a recording in the place of the one before.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write the idea; `Invalid` on `voice`; `TooLarge`;
/// `Conflict` where it is with the office.
pub async fn put_voice_note(ctx: &Ctx, id: IdeaId, bytes: Vec<u8>) -> Result<()> {
    // Before the file is kept: a stranger's never is.
    let (row, _, _) = load(ctx, ctx.db().reader(), id, Action::WriteIdea).await?;
    if !row.idea.state.is_editable() {
        return Err(Error::Conflict);
    }
    if bytes.is_empty() {
        return Err(Error::field("voice", Problem::Required));
    }
    let checked = media::check_voice(&bytes).map_err(|refused| match refused {
        RefusedVoice::TooManyBytes { max } => Error::TooLarge { max_bytes: max },
        RefusedVoice::WrongType => Error::field("voice", Problem::NotAudio),
    })?;
    let file = media::voice_name(&id.to_string(), &bytes);
    let length = bytes.len() as u64;
    let (media, name) = (ctx.services.media.clone(), file.clone());
    let kept = tokio::task::spawn_blocking(move || media.put_document(&name, &bytes)).await;
    if !matches!(kept, Ok(Ok(()))) {
        tracing::error!(request_id = %ctx.request_id, ?kept, "voice note could not be kept");
        return Err(Error::Internal {
            request_id: ctx.request_id.clone(),
        });
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, person) = load(ctx, &tx, id, Action::WriteIdea).await?;
    if !row.idea.state.is_editable() {
        return Err(Error::Conflict);
    }
    let before = store::projects::voice_note(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let new = NewVoiceNote {
        file: &file,
        media_type: checked.media_type,
        bytes: length,
        person,
    };
    store::projects::put_voice_note(&tx, &permit, id, &new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    if let Some((before, _)) = before.filter(|(before, _)| *before != file) {
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

/// # Errors
/// As [`put_voice_note`].
pub async fn remove_voice_note(ctx: &Ctx, id: IdeaId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit, _) = load(ctx, &tx, id, Action::WriteIdea).await?;
    if !row.idea.state.is_editable() {
        return Err(Error::Conflict);
    }
    let before = store::projects::voice_note(&tx, id)
        .await
        .map_err(internal(ctx))?;
    store::projects::remove_voice_note(&tx, &permit, id)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    if let Some((file, _)) = before {
        erase(ctx, file).await;
    }
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
