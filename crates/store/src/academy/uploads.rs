//! Files of lessons: parts that have come, what is stored by content, and its qualities.

use super::{marks, write_all};
use crate::{Error, Result, sql};
use domain::{
    CourseDraftId, Lang, MediaUploadId, PersonId, Timestamp,
    academy::{
        Conversion, CourseDraft, LessonFile, MediaKind, NewUpload, Part, Quality, QualityKind,
        UploadState,
    },
    policy::{self, Permit, Platform},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::{BTreeMap, BTreeSet};

fn coded<T>(code: &str, from: impl Fn(&str) -> Option<T>) -> Result<T> {
    from(code).ok_or_else(|| Error::Corrupt(format!("file of a lesson: {code}")))
}

#[derive(Clone, Debug)]
pub struct UploadRow {
    pub id: MediaUploadId,
    pub draft: CourseDraftId,
    pub lesson: String,
    pub lang: Lang,
    pub name: String,
    pub bytes: i64,
    pub state: UploadState,
}

#[derive(FromQueryResult)]
struct UploadRecord {
    id: i64,
    draft_id: i64,
    lesson: String,
    lang: String,
    name: String,
    bytes: i64,
    state: String,
}

const UPLOAD: &str = "SELECT id, draft_id, lesson, lang, name, bytes, state FROM media_upload";

impl UploadRecord {
    fn row(self) -> Result<UploadRow> {
        Ok(UploadRow {
            id: MediaUploadId(self.id),
            draft: CourseDraftId(self.draft_id),
            lang: coded(&self.lang, Lang::from_code)?,
            state: coded(&self.state, UploadState::from_code)?,
            lesson: self.lesson,
            name: self.name,
            bytes: self.bytes,
        })
    }
}

pub async fn upload(db: &impl ConnectionTrait, id: MediaUploadId) -> Result<Option<UploadRow>> {
    let sql = format!("{UPLOAD} WHERE id = $1");
    let row: Option<UploadRecord> = sql::one(db, &sql, vec![id.0.into()]).await?;
    row.map(UploadRecord::row).transpose()
}

/// The same file that is under way to the same place already.
pub async fn unfinished_upload(
    db: &impl ConnectionTrait,
    draft: CourseDraftId,
    lesson: &str,
    new: &NewUpload,
) -> Result<Option<UploadRow>> {
    let sql = format!(
        "{UPLOAD} WHERE draft_id = $1 AND lesson = $2 AND state = 'receiving' AND lang = $3
         AND name = $4 AND bytes = $5 ORDER BY id LIMIT 1"
    );
    let values = vec![
        draft.0.into(),
        lesson.into(),
        new.lang.code().into(),
        new.name.clone().into(),
        new.bytes.into(),
    ];
    let row: Option<UploadRecord> = sql::one(db, &sql, values).await?;
    row.map(UploadRecord::row).transpose()
}

#[derive(FromQueryResult)]
struct Kept {
    bytes: i64,
    open: i64,
}

/// What a person keeps in lessons, in bytes, and how many files are under way.
pub async fn uploads_of(db: &impl ConnectionTrait, owner: PersonId) -> Result<(i64, i64)> {
    let kept: Option<Kept> = sql::one(
        db,
        "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes,
            CAST(COALESCE(SUM(CASE WHEN state = 'receiving' THEN 1 ELSE 0 END), 0) AS BIGINT) AS open
         FROM media_upload WHERE owner_id = $1 AND state IN ('receiving', 'ready')",
        vec![owner.0.into()],
    )
    .await?;
    Ok(kept.map_or((0, 0), |kept| (kept.bytes, kept.open)))
}

pub async fn insert_upload(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    draft: CourseDraftId,
    lesson: &str,
    owner: PersonId,
    new: &NewUpload,
    now: Timestamp,
) -> Result<MediaUploadId> {
    let id = sql::id(
        db,
        "INSERT INTO media_upload (draft_id, lesson, lang, owner_id, name, bytes, state, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'receiving', $7, $7) RETURNING id",
        vec![
            draft.0.into(),
            lesson.into(),
            new.lang.code().into(),
            owner.0.into(),
            new.name.clone().into(),
            new.bytes.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(MediaUploadId(id))
}

#[derive(FromQueryResult)]
struct PartRecord {
    number: i64,
    sha256: String,
}

pub async fn parts(db: &impl ConnectionTrait, upload: MediaUploadId) -> Result<Vec<Part>> {
    let rows: Vec<PartRecord> = sql::all(
        db,
        "SELECT number, sha256 FROM media_part WHERE upload_id = $1 ORDER BY number",
        vec![upload.0.into()],
    )
    .await?;
    let parts = rows.into_iter().map(|row| Part {
        number: row.number,
        sha256: row.sha256,
    });
    Ok(parts.collect())
}

/// Notes that a part lies in the file; sent again, the newer one counts.
pub async fn save_part(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    upload: MediaUploadId,
    part: &Part,
    bytes: i64,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO media_part (upload_id, number, sha256, bytes) VALUES ($1, $2, $3, $4)
         ON CONFLICT (upload_id, number) DO UPDATE SET sha256 = excluded.sha256",
        vec![
            upload.0.into(),
            part.number.into(),
            part.sha256.clone().into(),
            bytes.into(),
        ],
    )
    .await?;
    sql::run(
        db,
        "UPDATE media_upload SET updated_at = $2 WHERE id = $1",
        vec![upload.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Forgets parts that are not in the file as they came: they are sent again.
pub async fn drop_parts(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    upload: MediaUploadId,
    numbers: &[i64],
) -> Result<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    let numbers = sql::ids(numbers.iter().copied());
    sql::run(
        db,
        &format!("DELETE FROM media_part WHERE upload_id = $1 AND number IN ({numbers})"),
        vec![upload.0.into()],
    )
    .await?;
    Ok(())
}

/// Holds a draft until the transaction ends: what comes beside its forms is not lost to them.
pub async fn lock_draft(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    id: CourseDraftId,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE course_draft SET version = version WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(())
}

/// Saves a locked draft with other recordings. Not one of the changes that are counted.
pub async fn save_draft_media(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    id: CourseDraftId,
    it: &CourseDraft,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE course_draft SET content = $2, updated_at = $3 WHERE id = $1",
        vec![id.0.into(), sql::to_json(it)?.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Holds an upload until the transaction ends, and reads it.
pub async fn lock_upload(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    id: MediaUploadId,
) -> Result<Option<UploadRow>> {
    sql::run(
        db,
        "UPDATE media_upload SET state = state WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    upload(db, id).await
}

/// `file` is what it became, `problem` why it was refused.
pub async fn set_upload_state(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    id: MediaUploadId,
    state: UploadState,
    file: Option<i64>,
    problem: Option<&domain::Problem>,
    now: Timestamp,
) -> Result<()> {
    let problem = problem.map(sql::to_json).transpose()?;
    sql::run(
        db,
        "UPDATE media_upload SET state = $2, file_id = COALESCE($3, file_id), problem = $4, updated_at = $5 WHERE id = $1",
        vec![
            id.0.into(),
            state.code().into(),
            file.into(),
            problem.into(),
            now.into(),
        ],
    )
    .await?;
    // What has been put together, or refused, is not sent again.
    sql::run(
        db,
        "DELETE FROM media_part WHERE upload_id = $1",
        vec![id.0.into()],
    )
    .await?;
    Ok(())
}

/// Takes away the lesson's files of these kinds in a language, but one.
pub async fn remove_uploads(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    place: (CourseDraftId, &str, Lang),
    kinds: &[MediaKind],
    but: Option<MediaUploadId>,
    now: Timestamp,
) -> Result<()> {
    let sql = format!(
        "UPDATE media_upload SET state = 'removed', updated_at = $5 WHERE draft_id = $1 AND lesson = $2
         AND lang = $3 AND id <> $4 AND state = 'ready'
         AND file_id IN (SELECT f.id FROM media_file f WHERE f.kind IN ({}))",
        marks(6, kinds.len())
    );
    let (draft, lesson, lang) = place;
    let mut values = vec![
        draft.0.into(),
        lesson.into(),
        lang.code().into(),
        but.map_or(-1, |id| id.0).into(),
        now.into(),
    ];
    values.extend(kinds.iter().map(|kind| kind.code().into()));
    sql::run(db, &sql, values).await?;
    Ok(())
}

/// A stored file, by its content.
#[derive(Clone, Debug)]
pub struct NewFile {
    pub sha256: String,
    pub extension: &'static str,
    pub kind: MediaKind,
    pub bytes: i64,
    /// In milliseconds; 0 for what does not play.
    pub duration: i64,
    pub width: i64,
    pub height: i64,
}

/// Notes a stored file, once for everyone who sends it; answers its row.
pub async fn keep_file(
    db: &impl ConnectionTrait,
    _permit: &Permit<policy::CourseDraft>,
    file: &NewFile,
    now: Timestamp,
) -> Result<i64> {
    let conversion = if file.kind.is_recording() {
        Conversion::Waiting
    } else {
        Conversion::Done
    };
    sql::id(
        db,
        "INSERT INTO media_file (sha256, extension, kind, bytes, duration, width, height, conversion, percent,
            attempts, claimed_until, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, $9)
         ON CONFLICT (sha256) DO UPDATE SET seen_at = excluded.seen_at RETURNING id",
        vec![
            file.sha256.clone().into(),
            file.extension.into(),
            file.kind.code().into(),
            file.bytes.into(),
            file.duration.into(),
            file.width.into(),
            file.height.into(),
            conversion.code().into(),
            now.into(),
        ],
    )
    .await
}

#[derive(FromQueryResult)]
struct FileRecord {
    id: i64,
    lang: String,
    name: String,
    bytes: i64,
    received: i64,
    state: String,
    problem: Option<String>,
    updated_at: i64,
    kind: Option<String>,
    sha256: Option<String>,
    extension: Option<String>,
    duration: Option<i64>,
    conversion: Option<String>,
    percent: Option<i64>,
}

/// What was sent for a lesson and not taken away, the first one first.
pub async fn lesson_files(
    db: &impl ConnectionTrait,
    draft: CourseDraftId,
    lesson: &str,
) -> Result<Vec<LessonFile>> {
    let rows: Vec<FileRecord> = sql::all(
        db,
        "SELECT u.id, u.lang, u.name, u.bytes, u.state, u.problem, u.updated_at,
            CAST((SELECT COALESCE(SUM(p.bytes), 0) FROM media_part p WHERE p.upload_id = u.id) AS BIGINT) AS received,
            f.kind, f.sha256, f.extension, f.duration, f.conversion, f.percent
         FROM media_upload u LEFT JOIN media_file f ON f.id = u.file_id
         WHERE u.draft_id = $1 AND u.lesson = $2 AND u.state IN ('receiving', 'ready', 'failed')
         ORDER BY u.id LIMIT 200",
        vec![draft.0.into(), lesson.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let conversion = row.conversion.as_deref().unwrap_or("done");
            Ok(LessonFile {
                id: MediaUploadId(row.id),
                lang: coded(&row.lang, Lang::from_code)?,
                name: row.name,
                bytes: row.bytes,
                received: row.received,
                state: coded(&row.state, UploadState::from_code)?,
                kind: row.kind.as_deref().and_then(MediaKind::from_code),
                file: row
                    .sha256
                    .zip(row.extension)
                    .map(|(sha256, extension)| format!("u/{sha256}.{extension}")),
                duration: row.duration.unwrap_or(0),
                conversion: coded(conversion, Conversion::from_code)?,
                percent: u8::try_from(row.percent.unwrap_or(0)).unwrap_or(0),
                problem: row.problem.as_deref().map(sql::json).transpose()?,
                updated_at: row.updated_at,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct QualityRecord {
    sha256: String,
    kind: String,
    poster: Option<String>,
    quality: Option<String>,
    file: Option<String>,
    bytes: Option<i64>,
}

/// A stored recording: what it is, and what was made of it.
#[derive(Clone, Debug)]
pub struct RecordingRow {
    pub kind: MediaKind,
    pub poster: Option<String>,
    pub qualities: Vec<Quality>,
}

/// Those of these recordings that are stored here, by the digest of what was sent.
pub async fn recordings(
    db: &impl ConnectionTrait,
    sha256: &[&str],
) -> Result<BTreeMap<String, RecordingRow>> {
    let mut found: BTreeMap<String, RecordingRow> = BTreeMap::new();
    if sha256.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "SELECT f.sha256, f.kind, f.poster, q.kind AS quality, q.file, q.bytes
         FROM media_file f LEFT JOIN media_quality q ON q.file_id = f.id WHERE f.sha256 IN ({})",
        marks(1, sha256.len())
    );
    let values = sha256.iter().map(|it| (*it).into()).collect();
    let rows: Vec<QualityRecord> = sql::all(db, &sql, values).await?;
    for row in rows {
        let kind = coded(&row.kind, MediaKind::from_code)?;
        let recording = found.entry(row.sha256).or_insert(RecordingRow {
            kind,
            poster: row.poster,
            qualities: Vec::new(),
        });
        if let (Some(quality), Some(file), Some(bytes)) = (row.quality, row.file, row.bytes) {
            recording.qualities.push(Quality {
                kind: coded(&quality, QualityKind::from_code)?,
                file,
                bytes,
            });
        }
    }
    Ok(found)
}

/// A recording to be converted.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ClaimedFile {
    pub id: i64,
    pub sha256: String,
    pub extension: String,
    pub kind: String,
    pub bytes: i64,
    pub duration: i64,
    pub width: i64,
    pub height: i64,
    pub attempts: i64,
}

/// Takes the oldest recording that waits, or whose converter has fallen silent. One at a time:
/// nothing while another is being converted.
pub async fn claim_conversion(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<ClaimedFile>> {
    sql::one(
        db,
        "UPDATE media_file SET conversion = 'converting', percent = 0, attempts = attempts + 1, claimed_until = $2
         WHERE id = (SELECT f.id FROM media_file f WHERE f.conversion = 'waiting'
                OR (f.conversion = 'converting' AND f.claimed_until < $1) ORDER BY f.id LIMIT 1)
            AND (conversion = 'waiting' OR claimed_until < $1)
            AND NOT EXISTS (SELECT 1 FROM media_file o WHERE o.conversion = 'converting' AND o.claimed_until >= $1)
         RETURNING id, sha256, extension, kind, bytes, duration, width, height, attempts",
        vec![now.into(), until.into()],
    )
    .await
}

/// Says how far a conversion is and that it goes on.
pub async fn report_conversion(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    file: &ClaimedFile,
    percent: u8,
    until: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE media_file SET percent = $3, claimed_until = $4
         WHERE id = $1 AND attempts = $2 AND conversion = 'converting'",
        vec![
            file.id.into(),
            file.attempts.into(),
            i64::from(percent).into(),
            until.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Ends a conversion, unless another has taken it over meanwhile.
pub async fn finish_conversion(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    file: &ClaimedFile,
    state: Conversion,
    poster: Option<&str>,
    qualities: &[Quality],
) -> Result<bool> {
    let changed = sql::run(
        db,
        "UPDATE media_file SET conversion = $3, percent = CASE WHEN $3 = 'done' THEN 100 ELSE 0 END,
            claimed_until = 0, poster = COALESCE($4, poster),
            attempts = CASE WHEN $3 = 'waiting' THEN attempts - 1 ELSE attempts END
         WHERE id = $1 AND attempts = $2 AND conversion = 'converting'",
        vec![
            file.id.into(),
            file.attempts.into(),
            state.code().into(),
            poster.map(str::to_owned).into(),
        ],
    )
    .await?;
    if changed == 0 {
        return Ok(false);
    }
    let rows = qualities.iter().map(|it| {
        vec![
            file.id.into(),
            it.kind.code().into(),
            it.file.clone().into(),
            it.bytes.into(),
        ]
    });
    write_all(
        db,
        "INSERT INTO media_quality (file_id, kind, file, bytes)",
        "ON CONFLICT (file_id, kind) DO UPDATE SET file = excluded.file, bytes = excluded.bytes",
        rows.collect(),
    )
    .await?;
    Ok(true)
}

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// Forgets what nobody has gone on sending, and what was taken away or refused long ago; answers
/// the uploads whose parts lie on the disk.
pub async fn forget_uploads(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    unfinished_before: Timestamp,
    over_before: Timestamp,
) -> Result<Vec<MediaUploadId>> {
    let rows: Vec<Id> = sql::all(
        db,
        "DELETE FROM media_upload WHERE (state = 'receiving' AND updated_at < $1)
            OR (state IN ('failed', 'removed') AND updated_at < $2) RETURNING id",
        vec![unfinished_before.into(), over_before.into()],
    )
    .await?;
    Ok(rows.into_iter().map(|row| MediaUploadId(row.id)).collect())
}

#[derive(FromQueryResult)]
struct Unused {
    id: i64,
    file: String,
    poster: Option<String>,
}

#[derive(FromQueryResult)]
struct Made {
    file_id: i64,
    file: String,
}

/// Forgets files that no upload, no draft, no published version and no text names; answers the
/// names of what may be deleted, below `/academy/media/`. A few at a time: each is looked for in
/// every text.
pub async fn forget_files(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    seen_before: Timestamp,
) -> Result<Vec<String>> {
    let unused: Vec<Unused> = sql::all(
        db,
        "SELECT f.id, 'u/' || f.sha256 || '.' || f.extension AS file, f.poster FROM media_file f
         WHERE f.seen_at < $1 AND f.conversion <> 'converting'
            AND NOT EXISTS (SELECT 1 FROM media_upload u WHERE u.file_id = f.id)
            AND NOT EXISTS (SELECT 1 FROM course_draft d WHERE d.content LIKE '%' || f.sha256 || '%')
            AND NOT EXISTS (SELECT 1 FROM course_version v WHERE v.outline LIKE '%' || f.sha256 || '%')
            AND NOT EXISTS (SELECT 1 FROM lesson_text t WHERE t.markdown LIKE '%' || f.sha256 || '%')
         ORDER BY f.seen_at, f.id LIMIT 20",
        vec![seen_before.into()],
    )
    .await?;
    if unused.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sql::ids(unused.iter().map(|it| it.id));
    let made: Vec<Made> = sql::all(
        db,
        &format!("SELECT file_id, file FROM media_quality WHERE file_id IN ({ids})"),
        vec![],
    )
    .await?;
    let gone: Vec<Id> = sql::all(
        db,
        &format!("DELETE FROM media_file WHERE id IN ({ids}) AND seen_at < $1 RETURNING id"),
        vec![seen_before.into()],
    )
    .await?;
    // One that was sent again at this moment stays.
    let gone: BTreeSet<i64> = gone.into_iter().map(|row| row.id).collect();
    let mut files = Vec::new();
    for it in unused.into_iter().filter(|it| gone.contains(&it.id)) {
        files.push(it.file);
        files.extend(it.poster);
    }
    let made = made.into_iter().filter(|it| gone.contains(&it.file_id));
    files.extend(made.map(|it| it.file));
    Ok(files)
}
