//! Questions and whole courses as packages: out, and in again. Questions by way of a dry run that
//! says of each one whether it can be taken; a course whole or not at all, into a draft that belongs
//! to who sent it.

use super::author::{open, writer};
use crate::{Ctx, internal};
use domain::{
    CourseDraftId, Error, Problem, QuestionImportId, Result,
    academy::{
        Body, CourseDraft, DraftChange, DraftQuiz, ItemFault, ItemReport, PackageFault, Question,
        QuestionImport, course_slug, parse_captions,
    },
    text,
};
use packages::{CourseArchive, CourseFile, qti};
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _, Seek as _},
    path::{Path, PathBuf},
};
use store::academy::NewQuestionImport;

/// Where recordings and pictures lie: those of the product, and those that came in with a package,
/// named by their content.
#[derive(Clone, Debug)]
pub struct CourseFiles {
    /// What is served as it is; has `academy/media` and `illustrations`.
    pub public: PathBuf,
    /// Served below `/academy/media/imported/`.
    pub kept: PathBuf,
    /// What trainers sent, served below `/academy/media/u/`.
    pub sent: PathBuf,
}

const PICTURES: &str = "/academy/media/imported/";
const ILLUSTRATIONS: &str = "/illustrations/academy/";

fn is_bare(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

impl CourseFiles {
    /// The file that a course calls so: a picture by its address, a recording by its name below
    /// `/academy/media/`.
    fn path(&self, name: &str) -> Option<PathBuf> {
        let (folder, bare) = if let Some(bare) = name.strip_prefix(PICTURES) {
            (self.kept.clone(), bare)
        } else if let Some(bare) = name.strip_prefix(ILLUSTRATIONS) {
            (self.public.join("illustrations/academy"), bare)
        } else if let Some(bare) = name.strip_prefix("imported/") {
            (self.kept.clone(), bare)
        } else if let Some(bare) = name
            .strip_prefix("u/")
            .or_else(|| name.strip_prefix("/academy/media/u/"))
        {
            (self.sent.clone(), bare)
        } else {
            (self.public.join("academy/media"), name)
        };
        is_bare(bare).then(|| folder.join(bare))
    }

    fn open(&self, name: &str) -> io::Result<File> {
        File::open(self.path(name).ok_or(io::ErrorKind::NotFound)?)
    }

    /// The product's own pictures, by the SHA-256 of their content: a stranger's drawing may hold a
    /// program, ours are known.
    fn own_pictures(&self) -> BTreeMap<String, String> {
        let folder = self.public.join("illustrations/academy");
        let Ok(entries) = fs::read_dir(folder) else {
            return BTreeMap::new();
        };
        entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let name = entry.file_name().into_string().ok()?;
                let bytes = fs::read(entry.path()).ok()?;
                Some((
                    hex::encode(Sha256::digest(&bytes)),
                    format!("{ILLUSTRATIONS}{name}"),
                ))
            })
            .collect()
    }

    /// A file of its own in the folder, and its path.
    fn scratch(&self) -> io::Result<(File, PathBuf)> {
        fs::create_dir_all(&self.kept)?;
        let path = self
            .kept
            .join(format!(".{}", hex::encode(rand::random::<[u8; 12]>())));
        let file = File::options()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok((file, path))
    }
}

fn failed(ctx: &Ctx) -> impl Fn(io::Error) -> Error + '_ {
    move |cause| {
        tracing::error!(request_id = %ctx.request_id, %cause, "a package's files");
        Error::Internal {
            request_id: ctx.request_id.clone(),
        }
    }
}

fn refused(fault: PackageFault) -> Error {
    Error::field("file", Problem::Package(fault))
}

/// Work that waits for the disk.
async fn on_disk<T: Send + 'static>(
    ctx: &Ctx,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|cause| failed(ctx)(io::Error::other(cause)))
}

/// What a file is, by its first bytes, where its name says `extension`.
fn is_kind(extension: &str, start: &[u8]) -> bool {
    match extension {
        "mp3" => {
            start.starts_with(b"ID3")
                || matches!(start, [0xff, second, ..] if second & 0xe0 == 0xe0)
        }
        "mp4" | "m4a" | "m4v" => start.get(4..8) == Some(b"ftyp"),
        "webm" => start.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]),
        "ogg" | "opus" => start.starts_with(b"OggS"),
        "wav" => start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WAVE"),
        "vtt" => start
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(start)
            .starts_with(b"WEBVTT"),
        "webp" => start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP"),
        "png" => start.starts_with(b"\x89PNG\r\n\x1a\n"),
        "jpg" | "jpeg" => start.starts_with(&[0xff, 0xd8, 0xff]),
        _ => false,
    }
}

fn is_picture(extension: &str) -> bool {
    matches!(extension, "png" | "jpg" | "jpeg" | "webp")
}

fn extension(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// Whether one may write courses at all: asked before a large file is taken in.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not teach.
pub fn may_write_courses(ctx: &Ctx) -> Result<()> {
    writer(ctx).map(|_| ())
}

async fn quiz_of(ctx: &Ctx, id: CourseDraftId, lesson: &str) -> Result<DraftQuiz> {
    let (row, _) = open(ctx, ctx.db().reader(), id).await?;
    row.draft
        .lesson(lesson)
        .and_then(|lesson| lesson.quiz.clone())
        .ok_or(Error::NotFound)
}

/// A quiz's questions as a QTI 3 package, with the pictures that they show.
///
/// # Errors
/// `NotFound` for who does not write it, and for what is no quiz.
pub async fn export_question_package(
    ctx: &Ctx,
    files: &CourseFiles,
    id: CourseDraftId,
    lesson: &str,
) -> Result<Vec<u8>> {
    let quiz = quiz_of(ctx, id, lesson).await?;
    let files = files.clone();
    let packed = on_disk(ctx, move || {
        let pictures = quiz
            .questions
            .iter()
            .filter_map(|question| match &question.body {
                Body::Hotspot { picture, .. } => {
                    let bytes = fs::read(files.path(picture)?).ok()?;
                    Some((picture.clone(), bytes))
                }
                _ => None,
            })
            .collect();
        qti::package(&quiz.questions, &pictures)
    })
    .await?;
    packed.map_err(failed(ctx))
}

/// Reads a package, or one question alone, and keeps what of it can be taken until someone says so.
///
/// # Errors
/// `NotFound` for who does not write it, and for what is no quiz; `Invalid` on `file` where nothing
/// of it can be taken.
pub async fn send_questions(
    ctx: &Ctx,
    files: &CourseFiles,
    id: CourseDraftId,
    lesson: &str,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<QuestionImportId> {
    let quiz = quiz_of(ctx, id, lesson).await?;
    if bytes.is_empty() {
        return Err(Error::field("file", Problem::Required));
    }
    let known: Vec<String> = quiz.questions.into_iter().map(|it| it.id).collect();
    let files = files.clone();
    let (items, questions) = on_disk(ctx, move || judge(&files, &known, &bytes))
        .await?
        .map_err(refused)?;
    let file_name = text::line(file_name, 120).unwrap_or_default();
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = open(ctx, &tx, id).await?;
    let new = NewQuestionImport {
        draft: id,
        lesson,
        person: ctx.actor.person().ok_or(Error::Unauthenticated)?,
        file_name: &file_name,
        items: &items,
        questions: &questions,
    };
    let kept = store::academy::insert_question_import(&tx, &permit, &new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(kept)
}

type Judged = (Vec<ItemReport>, Vec<Question>);

fn judge(
    files: &CourseFiles,
    known: &[String],
    bytes: &[u8],
) -> core::result::Result<Judged, PackageFault> {
    let package = qti::read_package(bytes)?;
    let own = files.own_pictures();
    let mut ids: Vec<String> = known.to_vec();
    let (mut reports, mut questions) = (Vec::new(), Vec::new());
    for item in package.items {
        let mut faults = item.lost;
        let mut read = item.question;
        if let Ok(question) = &mut read
            && let Body::Hotspot { picture, .. } = &mut question.body
        {
            match keep_picture(files, &own, picture, package.pictures.get(picture)) {
                Some(address) => *picture = address,
                None => read = Err(ItemFault::Picture),
            }
        }
        if read.is_ok() && ids.len() >= domain::academy::MOST_QUESTIONS {
            read = Err(ItemFault::QuizFull);
        }
        let taken = read.is_ok();
        match read {
            Ok(mut question) => {
                // One that is there already is not overwritten: it comes in under a new id.
                if question.id.is_empty() || ids.contains(&question.id) {
                    question.id = (1..)
                        .map(|number| format!("q{number}"))
                        .find(|id| !ids.contains(id))
                        .unwrap_or_default();
                }
                ids.push(question.id.clone());
                questions.push(question);
            }
            Err(fault) => faults = vec![fault],
        }
        reports.push(ItemReport {
            item: item.item,
            title: item.title,
            taken,
            faults,
        });
    }
    Ok((reports, questions))
}

/// The address of a question's picture: the product's own, or a photograph of the package, kept.
fn keep_picture(
    files: &CourseFiles,
    own: &BTreeMap<String, String>,
    picture: &str,
    bytes: Option<&Vec<u8>>,
) -> Option<String> {
    let Some(bytes) = bytes else {
        let is_ours = picture.starts_with(ILLUSTRATIONS) || picture.starts_with(PICTURES);
        return (is_ours && files.open(picture).is_ok()).then(|| picture.to_owned());
    };
    let sha256 = hex::encode(Sha256::digest(bytes));
    if let Some(address) = own.get(&sha256) {
        return Some(address.clone());
    }
    let kind = extension(picture).to_ascii_lowercase();
    if !is_picture(&kind) || !is_kind(&kind, bytes) {
        return None;
    }
    let name = format!("{sha256}.{kind}");
    let (mut file, path) = files.scratch().ok()?;
    io::copy(&mut bytes.as_slice(), &mut file).ok()?;
    file.sync_all().ok()?;
    fs::rename(path, files.kept.join(&name)).ok()?;
    Some(format!("{PICTURES}{name}"))
}

/// What was read of a package, before it is taken; `None` once it was taken or replaced.
///
/// # Errors
/// `NotFound` for who does not write it.
pub async fn show_question_import(
    ctx: &Ctx,
    id: CourseDraftId,
    import: QuestionImportId,
) -> Result<Option<QuestionImport>> {
    let db = ctx.db().reader();
    open(ctx, db, id).await?;
    store::academy::question_import(db, id, import)
        .await
        .map_err(internal(ctx))
}

/// Takes everything that the dry run said can be taken, or nothing; answers how many questions.
///
/// # Errors
/// As [`super::change_draft`]; `NotFound` for what was taken or replaced.
pub async fn take_questions(
    ctx: &Ctx,
    id: CourseDraftId,
    version: i64,
    import: QuestionImportId,
) -> Result<u32> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = open(ctx, &tx, id).await?;
    // A file may come into the same lesson at this moment.
    store::academy::lock_draft(&tx, &permit, id)
        .await
        .map_err(internal(ctx))?;
    let (mut row, _) = open(ctx, &tx, id).await?;
    let read = store::academy::question_import(&tx, id, import)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if row.version != version {
        return Err(Error::Conflict);
    }
    let quiz = row
        .draft
        .lesson(&read.lesson)
        .and_then(|lesson| lesson.quiz.as_ref())
        .ok_or(Error::NotFound)?;
    // The quiz has got a question of the same id since: the dry run no longer holds.
    let clashes = |it: &Question| quiz.questions.iter().any(|known| known.id == it.id);
    if read.questions.iter().any(clashes) {
        return Err(Error::Conflict);
    }
    let taken = u32::try_from(read.questions.len()).unwrap_or(u32::MAX);
    row.draft.apply(&DraftChange::Questions {
        slug: read.lesson,
        questions: read.questions,
    })?;
    store::academy::save_draft(&tx, &permit, id, version, &row.draft, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::academy::end_question_import(&tx, &permit, import)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(taken)
}

/// A course as one archive: a file without a name, at its beginning, and the course's address.
///
/// # Errors
/// `NotFound` for who does not write it; `Internal` where a recording cannot be read.
pub async fn export_course(
    ctx: &Ctx,
    files: &CourseFiles,
    id: CourseDraftId,
) -> Result<(String, File)> {
    let (row, _) = open(ctx, ctx.db().reader(), id).await?;
    let slug = row.draft.slug.clone();
    let files = files.clone();
    let written = on_disk(ctx, move || {
        let (file, path) = files.scratch()?;
        // It lives as long as it is open.
        fs::remove_file(path)?;
        let mut file = packages::write_course(&row.draft, file, |name| files.open(name))?;
        file.rewind()?;
        Ok(file)
    })
    .await?;
    written.map(|file| (slug, file)).map_err(failed(ctx))
}

/// An empty file for an archive that comes in; it lives as long as it is open.
///
/// # Errors
/// Where the disk refuses.
pub fn incoming(files: &CourseFiles) -> io::Result<File> {
    let (file, path) = files.scratch()?;
    fs::remove_file(path)?;
    Ok(file)
}

/// Makes a draft of an archive, whole or not at all. `slug` is its address where it is not to be the
/// archive's own.
///
/// # Errors
/// `NotFound` for who does not teach; `Invalid` on `file` by the archive's fault, on `new_slug` where the
/// address is no address or taken.
pub async fn import_course(
    ctx: &Ctx,
    files: &CourseFiles,
    archive: File,
    slug: &str,
) -> Result<CourseDraftId> {
    let (owner, permit) = writer(ctx)?;
    let slug = match slug.trim() {
        "" => None,
        typed => Some(course_slug(typed).map_err(|problem| Error::field("new_slug", problem))?),
    };
    let from = files.clone();
    let (mut draft, staged) = on_disk(ctx, move || unpack(&from, archive))
        .await?
        .map_err(|refusal| match refusal {
            Refusal::Package(fault) => refused(fault),
            Refusal::Disk(cause) => failed(ctx)(cause),
        })?;
    if let Some(slug) = slug {
        draft.slug = slug;
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let id = store::academy::insert_draft(&tx, &permit, owner, &draft, ctx.now)
        .await
        .map_err(internal(ctx))
        .map_err(|error| match error {
            // The page has another field of that name.
            Error::Invalid { .. } => Error::field("new_slug", Problem::InUse),
            other => other,
        })?;
    staged.keep().map_err(failed(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

enum Refusal {
    Package(PackageFault),
    Disk(io::Error),
}

impl From<PackageFault> for Refusal {
    fn from(fault: PackageFault) -> Refusal {
        Refusal::Package(fault)
    }
}

impl From<io::Error> for Refusal {
    fn from(cause: io::Error) -> Refusal {
        Refusal::Disk(cause)
    }
}

/// Files that were checked, in a folder of their own until the draft is written.
struct Staged {
    folder: PathBuf,
    kept: PathBuf,
    names: Vec<String>,
}

impl Staged {
    /// Named by their content: one that is there already is the same.
    fn keep(&self) -> io::Result<()> {
        for name in &self.names {
            fs::rename(self.folder.join(name), self.kept.join(name))?;
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn unpack(
    files: &CourseFiles,
    archive: File,
) -> core::result::Result<(CourseDraft, Staged), Refusal> {
    let mut read = packages::read_course(archive)?;
    let folder = files
        .kept
        .join(format!(".{}", hex::encode(rand::random::<[u8; 12]>())));
    fs::create_dir_all(&folder)?;
    let mut staged = Staged {
        folder,
        kept: files.kept.clone(),
        names: Vec::new(),
    };
    let own = files.own_pictures();
    for file in read.files.clone() {
        stage(&mut read, &file, &mut staged, &own)?;
    }
    let draft = read.renamed(|file| {
        let name = bare_name(file);
        match own.get(&file.sha256) {
            Some(address) => address.clone(),
            None if is_picture(extension(&file.path)) => format!("{PICTURES}{name}"),
            None => format!("imported/{name}"),
        }
    });
    check_recordings(&draft, &read.files, &staged)?;
    Ok((draft, staged))
}

fn bare_name(file: &CourseFile) -> &str {
    file.path.rsplit('/').next().unwrap_or_default()
}

/// Takes one file out, and looks whether it is what its name says.
fn stage(
    read: &mut CourseArchive<File>,
    file: &CourseFile,
    staged: &mut Staged,
    own: &BTreeMap<String, String>,
) -> core::result::Result<(), Refusal> {
    let name = bare_name(file).to_owned();
    let path = staged.folder.join(&name);
    let mut out = File::options()
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)?;
    read.take(file, &mut out)?;
    if own.contains_key(&file.sha256) {
        return Ok(());
    }
    out.rewind()?;
    let mut start = Vec::new();
    (&out).take(32).read_to_end(&mut start)?;
    if !is_kind(extension(&file.path), &start) {
        return Err(Refusal::Package(PackageFault::WrongKind {
            name: file.path.clone(),
        }));
    }
    out.sync_all()?;
    staged.names.push(name);
    Ok(())
}

/// The largest captions, in bytes.
const MAX_CAPTIONS: u64 = 1024 * 1024;

/// Each recording is as long as it says in bytes, and its captions can be followed.
fn check_recordings(
    draft: &CourseDraft,
    files: &[CourseFile],
    staged: &Staged,
) -> core::result::Result<(), Refusal> {
    let find = |name: &str| {
        let bare = name.strip_prefix("imported/")?;
        files.iter().find(|file| bare_name(file) == bare)
    };
    for media in draft
        .lessons()
        .flat_map(|lesson| &lesson.media)
        .flat_map(|(_, media)| media)
    {
        let wrong = |name: &str| PackageFault::WrongKind {
            name: name.to_owned(),
        };
        let recording = find(&media.file).ok_or_else(|| wrong(&media.file))?;
        if u64::try_from(media.bytes) != Ok(recording.bytes) || extension(&recording.path) == "vtt"
        {
            return Err(wrong(&recording.path).into());
        }
        if media.captions.is_empty() {
            continue;
        }
        let captions = find(&media.captions).ok_or_else(|| wrong(&media.captions))?;
        let text = read_text(&staged.folder.join(bare_name(captions)))?;
        let told = text.and_then(|text| parse_captions(&text, media.duration).ok());
        if told.is_none() {
            return Err(Refusal::Package(PackageFault::Captions {
                name: captions.path.clone(),
            }));
        }
    }
    Ok(())
}

fn read_text(path: &Path) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_CAPTIONS)
        .read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes).ok())
}
