//! Files that trainers send into lessons: part by part, each with its checksum, so that a break
//! costs at most one part; then checked by content and stored once under their content's name.

use super::author::{Writing, open};
use crate::{Ctx, internal};
use domain::{
    CourseDraftId, Error, Lang, MediaUploadId, Problem, Result,
    academy::{
        LessonFiles, MAX_PERSON_BYTES, MOST_UPLOADS, Media, MediaKind, PART_BYTES, Part, Parts,
        UploadEvent, UploadInput, UploadState, UploadStatus, activity_of, parse_captions,
        write_captions,
    },
    policy::{Action, Platform, authorize},
};
use media::{FileKind, HEAD_BYTES, Inspected, LessonFormat, RefusedFile, Store, inspect, sniff};
use store::academy::{DraftRow, NewFile, UploadRow};

/// Work on the disk, away from the threads that answer.
async fn on_disk<T: Send + 'static>(
    ctx: &Ctx,
    work: impl FnOnce(&Store) -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    let store = ctx.services.media.clone();
    let done = tokio::task::spawn_blocking(move || work(&store)).await;
    done.unwrap_or_else(|cause| Err(std::io::Error::other(cause)))
        .map_err(|cause| {
            tracing::error!(request_id = %ctx.request_id, %cause, "file of a lesson");
            Error::Internal {
                request_id: ctx.request_id.clone(),
            }
        })
}

/// An upload of a course that one writes.
async fn load(
    ctx: &Ctx,
    db: &impl store::Connection,
    id: MediaUploadId,
) -> Result<(UploadRow, DraftRow, Writing)> {
    if ctx.actor.person().is_none() {
        return Err(Error::Unauthenticated);
    }
    let upload = store::academy::upload(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let (draft, permit) = open(ctx, db, upload.draft).await?;
    Ok((upload, draft, permit))
}

async fn status(ctx: &Ctx, upload: UploadRow) -> Result<UploadStatus> {
    // The writer's own view: a part that has just been acknowledged is in it.
    let parts = store::academy::parts(ctx.db().writer(), upload.id)
        .await
        .map_err(internal(ctx))?;
    Ok(UploadStatus {
        id: upload.id,
        state: upload.state,
        bytes: upload.bytes,
        part_bytes: PART_BYTES,
        parts,
    })
}

/// Begins to send a file for a lesson in a language, or goes on with the same one.
///
/// # Errors
/// `NotFound` for who does not write the course, for an unknown lesson and for a quiz; `Invalid`
/// naming every field that is wrong; `TooLarge` for what no kind of file allows.
pub async fn start_upload(
    ctx: &Ctx,
    draft: CourseDraftId,
    lesson: &str,
    input: &UploadInput,
) -> Result<UploadStatus> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = open(ctx, &tx, draft).await?;
    lesson_of(&row, lesson)?;
    let new = input.parse()?;
    if let Some(format) = LessonFormat::of_name(&new.name) {
        check_size(format, new.bytes)?;
    }
    // Two pages that begin with the same file go on with one upload.
    store::academy::lock_draft(&tx, &permit, draft)
        .await
        .map_err(internal(ctx))?;
    let known = store::academy::unfinished_upload(&tx, draft, lesson, &new)
        .await
        .map_err(internal(ctx))?;
    if let Some(known) = known {
        store::commit(tx).await.map_err(internal(ctx))?;
        return status(ctx, known).await;
    }
    let (kept, under_way) = store::academy::uploads_of(&tx, owner)
        .await
        .map_err(internal(ctx))?;
    if kept + new.bytes > MAX_PERSON_BYTES || under_way >= MOST_UPLOADS {
        return Err(Error::field("file", Problem::OverQuota));
    }
    let id = store::academy::insert_upload(&tx, &permit, draft, lesson, owner, &new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(UploadStatus {
        id,
        state: UploadState::Receiving,
        bytes: new.bytes,
        part_bytes: PART_BYTES,
        parts: Vec::new(),
    })
}

/// A lesson that may have files: a quiz has none.
fn lesson_of<'a>(row: &'a DraftRow, lesson: &str) -> Result<&'a domain::academy::DraftLesson> {
    row.draft
        .lesson(lesson)
        .filter(|lesson| lesson.quiz.is_none())
        .ok_or(Error::NotFound)
}

/// Before its content is known whole: one container may hold a film or sound alone.
fn check_size(format: LessonFormat, bytes: i64) -> Result<()> {
    let kind = match format {
        LessonFormat::Mp4 | LessonFormat::Webm => MediaKind::Video,
        LessonFormat::M4a | LessonFormat::Ogg | LessonFormat::Mp3 | LessonFormat::Wav => {
            MediaKind::Audio
        }
        LessonFormat::Vtt => MediaKind::Captions,
        LessonFormat::Pdf => MediaKind::Paper,
        LessonFormat::Jpeg | LessonFormat::Png | LessonFormat::Webp => MediaKind::Picture,
    };
    at_most(kind, bytes)
}

fn at_most(kind: MediaKind, bytes: i64) -> Result<()> {
    let max = kind.max_bytes();
    if bytes > max {
        return Err(Error::TooLarge {
            max_bytes: max.unsigned_abs(),
        });
    }
    Ok(())
}

/// What has come of an upload.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write its course.
pub async fn show_upload(ctx: &Ctx, id: MediaUploadId) -> Result<UploadStatus> {
    let (upload, ..) = load(ctx, ctx.db().writer(), id).await?;
    status(ctx, upload).await
}

/// Takes a part, in any order; the same one twice is once. Durable when it returns.
///
/// # Errors
/// `NotFound` for who does not write its course; `Invalid` on `part` for a number or a length that
/// the file does not have, and for bytes that are not what was sent; on `file` where the first
/// part shows that it is no file for a lesson, and then the upload has failed; `Conflict` where
/// nothing more is awaited.
pub async fn put_part(
    ctx: &Ctx,
    id: MediaUploadId,
    number: i64,
    sha256: &str,
    bytes: Vec<u8>,
) -> Result<UploadStatus> {
    let (upload, _, permit) = load(ctx, ctx.db().writer(), id).await?;
    if upload.state != UploadState::Receiving {
        return Err(Error::Conflict);
    }
    let parts = Parts {
        bytes: upload.bytes,
    };
    let length = parts.length(number).ok_or_else(|| {
        let max = parts.count() - 1;
        Error::field("part", Problem::OutOfRange { min: 0, max })
    })?;
    let wrong = || Error::field("part", Problem::WrongChecksum);
    let came = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    if came != length || media::digest(&bytes) != sha256 {
        return Err(wrong());
    }
    if number == 0
        && let Err(error) = check_head(&upload, &bytes)
    {
        refuse(ctx, &permit, &upload, &error).await?;
        return Err(error);
    }
    let offset = (number * PART_BYTES).unsigned_abs();
    on_disk(ctx, move |store| store.put_part(id.0, offset, &bytes)).await?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let locked = store::academy::lock_upload(&tx, &permit, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if locked.state != UploadState::Receiving {
        return Err(Error::Conflict);
    }
    let part = Part {
        number,
        sha256: sha256.to_owned(),
    };
    store::academy::save_part(&tx, &permit, id, &part, length, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    status(ctx, upload).await
}

/// By its first part: whether it may become a file of a lesson at all.
fn check_head(upload: &UploadRow, bytes: &[u8]) -> Result<()> {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let name = || upload.name.clone();
    let format =
        sniff(head).ok_or_else(|| Error::field("file", Problem::NotMedia { name: name() }))?;
    if !format.may_be_named(&upload.name) {
        return Err(Error::field("file", Problem::OtherContent { name: name() }));
    }
    check_size(format, upload.bytes)
}

/// Keeps why an upload's content was refused, for its author's page.
async fn refuse(ctx: &Ctx, permit: &Writing, upload: &UploadRow, error: &Error) -> Result<()> {
    let problem = error.of_field("file").next().cloned();
    let problem = problem.unwrap_or(Problem::OverQuota);
    let state = upload.state.transition(UploadEvent::Refuse)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::academy::set_upload_state(&tx, permit, upload.id, state, None, Some(&problem), ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    let id = upload.id.0;
    on_disk(ctx, move |store| store.forget_upload(id)).await
}

/// Puts a file together, checks it whole by its content, and gives it to its lesson: a recording
/// and captions take the place of those of the same language. Finished twice is once.
///
/// # Errors
/// `NotFound` for who does not write its course; `Invalid` on `sha256` where parts are missing or
/// the whole is another file than was sent, and then the parts that are wrong are awaited again; on
/// `file` for a content that is refused, and then the upload has failed.
pub async fn finish_upload(ctx: &Ctx, id: MediaUploadId, sha256: &str) -> Result<UploadStatus> {
    let (upload, row, permit) = load(ctx, ctx.db().writer(), id).await?;
    if upload.state == UploadState::Ready {
        return status(ctx, upload).await;
    }
    upload.state.transition(UploadEvent::Accept)?;
    let wrong = || Error::field("sha256", Problem::WrongChecksum);
    let known = store::academy::parts(ctx.db().writer(), id)
        .await
        .map_err(internal(ctx))?;
    let parts = Parts {
        bytes: upload.bytes,
    };
    if i64::try_from(known.len()).unwrap_or(0) != parts.count() {
        return Err(wrong());
    }
    let part_bytes = usize::try_from(PART_BYTES).unwrap_or(1);
    let found = on_disk(ctx, move |store| store.digest_upload(id.0, part_bytes)).await?;
    let torn: Vec<i64> = known
        .iter()
        .filter(|part| {
            let at = usize::try_from(part.number).unwrap_or(usize::MAX);
            found.parts.get(at) != Some(&part.sha256)
        })
        .map(|part| part.number)
        .collect();
    if !torn.is_empty() || found.whole != sha256 || found.bytes != upload.bytes.unsigned_abs() {
        let tx = ctx.db().begin().await.map_err(internal(ctx))?;
        store::academy::drop_parts(&tx, &permit, id, &torn)
            .await
            .map_err(internal(ctx))?;
        store::commit(tx).await.map_err(internal(ctx))?;
        return Err(wrong());
    }
    match checked(ctx, &upload, &row).await {
        Ok(checked) => accept(ctx, &permit, &upload, &found.whole, checked).await?,
        Err(error @ (Error::Invalid { .. } | Error::TooLarge { .. })) => {
            refuse(ctx, &permit, &upload, &error).await?;
            return Err(error);
        }
        Err(error) => return Err(error),
    }
    let upload = UploadRow {
        state: UploadState::Ready,
        ..upload
    };
    status(ctx, upload).await
}

/// A file whose content has passed; of captions, the text as players read it.
struct Checked {
    found: Inspected,
    kind: MediaKind,
    captions: Option<String>,
}

async fn checked(ctx: &Ctx, upload: &UploadRow, row: &DraftRow) -> Result<Checked> {
    let id = upload.id.0;
    let found = on_disk(ctx, move |store| {
        let path = store.upload_path(id);
        match inspect(&path) {
            Err(RefusedFile::Disk(error)) => Err(error),
            Ok(found) if found.kind == FileKind::Captions => {
                Ok(Ok((found, Some(std::fs::read_to_string(path)?))))
            }
            found => Ok(found.map(|found| (found, None))),
        }
    })
    .await?;
    let (found, text) = found.map_err(|refused| {
        let name = upload.name.clone();
        Error::field(
            "file",
            match refused {
                RefusedFile::Unknown => Problem::NotMedia { name },
                RefusedFile::NoDuration => Problem::NoDuration,
                RefusedFile::RefersOutside => Problem::RefersOutside,
                RefusedFile::Active => Problem::ActiveDocument,
                RefusedFile::TooManyPixels { .. } => Problem::TooManyPixels,
                RefusedFile::Damaged | RefusedFile::Disk(_) => Problem::Damaged,
            },
        )
    })?;
    if !found.format.may_be_named(&upload.name) {
        let name = upload.name.clone();
        return Err(Error::field("file", Problem::OtherContent { name }));
    }
    let kind = match found.kind {
        FileKind::Video => MediaKind::Video,
        FileKind::Audio => MediaKind::Audio,
        FileKind::Captions => MediaKind::Captions,
        FileKind::Paper => MediaKind::Paper,
        FileKind::Picture => MediaKind::Picture,
    };
    at_most(kind, upload.bytes)?;
    let captions = match text {
        Some(text) => {
            let of_lang = row
                .draft
                .lesson(&upload.lesson)
                .and_then(|lesson| lesson.media.as_ref())
                .and_then(|(_, all)| all.iter().find(|it| it.lang == upload.lang));
            let duration = of_lang.map_or(i64::MAX, |it| it.duration);
            let cues =
                parse_captions(&text, duration).map_err(|bad| Error::field("file", bad.into()))?;
            Some(write_captions(&cues, upload.lang))
        }
        None => None,
    };
    Ok(Checked {
        found,
        kind,
        captions,
    })
}

/// Stores the file and gives it to its lesson, in one transaction.
async fn accept(
    ctx: &Ctx,
    permit: &Writing,
    upload: &UploadRow,
    sha256: &str,
    checked: Checked,
) -> Result<()> {
    let Checked {
        found,
        kind,
        captions,
    } = checked;
    let (name, bytes) = match &captions {
        Some(text) => (media::digest(text.as_bytes()), text.len()),
        None => (sha256.to_owned(), 0),
    };
    let bytes = match bytes {
        0 => upload.bytes,
        written => i64::try_from(written).unwrap_or(i64::MAX),
    };
    let file = NewFile {
        sha256: name.clone(),
        extension: found.format.extension(),
        kind,
        bytes,
        duration: found.duration,
        width: found.width,
        height: found.height,
    };
    let address = format!("u/{name}.{}", file.extension);
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::academy::lock_draft(&tx, permit, upload.draft)
        .await
        .map_err(internal(ctx))?;
    let locked = store::academy::lock_upload(&tx, permit, upload.id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if locked.state == UploadState::Ready {
        // The same was asked twice at once.
        return Ok(());
    }
    let state = locked.state.transition(UploadEvent::Accept)?;
    let stored = store::academy::keep_file(&tx, permit, &file, ctx.now)
        .await
        .map_err(internal(ctx))?;
    // Its row is held: nobody throws the file away between these two.
    let (id, format, text) = (upload.id.0, found.format, captions.clone());
    on_disk(ctx, move |store| match text {
        Some(text) => store.put_lesson_file(&name, format, text.as_bytes()),
        None => store.keep_upload(id, &name, format),
    })
    .await?;
    store::academy::set_upload_state(&tx, permit, upload.id, state, Some(stored), None, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let (mut row, _) = open(ctx, &tx, upload.draft).await?;
    let (lesson, lang) = (upload.lesson.as_str(), upload.lang);
    let replaced: &[MediaKind] = match (kind, captions) {
        (_, Some(text)) => {
            row.draft.set_captions(lesson, lang, &text, &address)?;
            &[MediaKind::Captions]
        }
        (MediaKind::Video | MediaKind::Audio, _) => {
            let media = Media {
                lang,
                file: address,
                captions: captions_of(&row, lesson, lang),
                bytes,
                duration: found.duration,
            };
            row.draft.set_recording(lesson, activity_of(kind), media)?;
            &[MediaKind::Video, MediaKind::Audio]
        }
        _ => &[],
    };
    if !replaced.is_empty() {
        let place = (upload.draft, lesson, lang);
        store::academy::remove_uploads(&tx, permit, place, replaced, Some(upload.id), ctx.now)
            .await
            .map_err(internal(ctx))?;
        store::academy::save_draft_media(&tx, permit, upload.draft, &row.draft, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    on_disk(ctx, move |store| store.forget_upload(id)).await
}

/// The file of the captions that the lesson has in a language already.
fn captions_of(row: &DraftRow, lesson: &str, lang: Lang) -> String {
    let Some(lesson) = row.draft.lesson(lesson) else {
        return String::new();
    };
    let played = lesson
        .media
        .iter()
        .flat_map(|(_, all)| all)
        .find(|it| it.lang == lang && !it.captions.is_empty());
    if let Some(it) = played {
        return it.captions.clone();
    }
    let text = lesson.texts.iter().find(|it| it.lang == lang);
    text.filter(|it| !it.captions.is_empty())
        .map(|it| format!("u/{}.vtt", media::digest(it.captions.as_bytes())))
        .unwrap_or_default()
}

/// A whole file at once, as a plain form sends it.
///
/// # Errors
/// As [`start_upload`], [`put_part`] and [`finish_upload`].
pub async fn send_file(
    ctx: &Ctx,
    draft: CourseDraftId,
    lesson: &str,
    input: UploadInput,
    bytes: &[u8],
) -> Result<()> {
    let input = UploadInput {
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        ..input
    };
    let upload = start_upload(ctx, draft, lesson, &input).await?;
    let part_bytes = usize::try_from(PART_BYTES).unwrap_or(1);
    for (number, part) in (0..).zip(bytes.chunks(part_bytes)) {
        put_part(ctx, upload.id, number, &media::digest(part), part.to_vec()).await?;
    }
    finish_upload(ctx, upload.id, &media::digest(bytes)).await?;
    Ok(())
}

/// The files of a lesson, for who writes it.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write the course, and for an unknown lesson.
pub async fn lesson_files(ctx: &Ctx, draft: CourseDraftId, lesson: &str) -> Result<LessonFiles> {
    let db = ctx.db().reader();
    let (row, _) = open(ctx, db, draft).await?;
    let it = row.draft.lesson(lesson).ok_or(Error::NotFound)?;
    let files = store::academy::lesson_files(db, draft, lesson)
        .await
        .map_err(internal(ctx))?;
    let captions = it.texts.iter().filter(|text| !text.captions.is_empty());
    Ok(LessonFiles {
        files,
        title: it.title.clone(),
        recordings: it.media.iter().flat_map(|(_, all)| all).cloned().collect(),
        captions: captions.map(|text| text.lang).collect(),
        is_quiz: it.quiz.is_some(),
        converts: ctx.services.media.converter().is_some(),
        course: row.draft.title,
    })
}

/// Takes a file away, or stops one that is under way. A published version keeps what it plays.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write its course.
pub async fn remove_upload(ctx: &Ctx, id: MediaUploadId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (upload, _, permit) = load(ctx, &tx, id).await?;
    store::academy::lock_draft(&tx, &permit, upload.draft)
        .await
        .map_err(internal(ctx))?;
    let files = store::academy::lesson_files(&tx, upload.draft, &upload.lesson)
        .await
        .map_err(internal(ctx))?;
    let file = files.into_iter().find(|it| it.id == id);
    let state = upload.state.transition(UploadEvent::Remove)?;
    store::academy::set_upload_state(&tx, &permit, id, state, None, None, ctx.now)
        .await
        .map_err(internal(ctx))?;
    if let Some(file) = file.filter(|it| it.state == UploadState::Ready) {
        let (mut row, _) = open(ctx, &tx, upload.draft).await?;
        let (lesson, lang) = (upload.lesson.as_str(), upload.lang);
        // What is gone from the draft already needs no taking out.
        match file.kind {
            Some(MediaKind::Captions) => row.draft.set_captions(lesson, lang, "", "").ok(),
            Some(kind) if kind.is_recording() => row.draft.remove_recording(lesson, lang).ok(),
            _ => None,
        };
        store::academy::save_draft_media(&tx, &permit, upload.draft, &row.draft, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    on_disk(ctx, move |store| store.forget_upload(id.0)).await
}

/// Takes a language's recording out of a lesson, wherever it came from.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not write the course, and where there is none.
pub async fn remove_recording(
    ctx: &Ctx,
    draft: CourseDraftId,
    lesson: &str,
    lang: &str,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = open(ctx, &tx, draft).await?;
    let lang = Lang::from_code(lang).ok_or(Error::NotFound)?;
    store::academy::lock_draft(&tx, &permit, draft)
        .await
        .map_err(internal(ctx))?;
    let (mut row, _) = open(ctx, &tx, draft).await?;
    row.draft.remove_recording(lesson, lang)?;
    let kinds = [MediaKind::Video, MediaKind::Audio];
    store::academy::remove_uploads(&tx, &permit, (draft, lesson, lang), &kinds, None, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::academy::save_draft_media(&tx, &permit, draft, &row.draft, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

const DAY: i64 = 24 * 3_600;

/// Throws away what nobody has gone on sending for a week, and files that nothing names any more;
/// how many went.
///
/// # Errors
/// Where the database or the disk fails; the next time tries again.
pub async fn sweep_uploads(ctx: &Ctx) -> Result<usize> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (unfinished, over) = (ctx.now - 7 * DAY, ctx.now - 30 * DAY);
    let uploads = store::academy::forget_uploads(&tx, &permit, unfinished, over)
        .await
        .map_err(internal(ctx))?;
    let files = store::academy::forget_files(&tx, &permit, over)
        .await
        .map_err(internal(ctx))?;
    let count = uploads.len() + files.len();
    if count > 0 {
        // While the rows are held: nobody stores the same file again between these two.
        on_disk(ctx, move |store| {
            for upload in uploads {
                store.forget_upload(upload.0)?;
            }
            files
                .iter()
                .try_for_each(|file| store.forget_lesson_file(file))
        })
        .await?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    on_disk(ctx, Store::sweep_workshops).await?;
    Ok(count)
}
