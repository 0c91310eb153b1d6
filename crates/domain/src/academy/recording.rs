//! Files of a lesson: what may be sent, how a file is cut into parts for the way, and in which
//! qualities a recording is played.

use super::{ActivityKind, course::coded};
use crate::{Error, Lang, MediaUploadId, Problem, Result, Timestamp, text, text::Check};
use serde::{Deserialize, Serialize};

/// What a file of a lesson is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Video,
    Audio,
    Captions,
    Paper,
    Picture,
}
coded!(MediaKind { Video = "video", Audio = "audio", Captions = "captions", Paper = "paper", Picture = "picture" });

impl MediaKind {
    /// The largest file of its kind.
    pub const fn max_bytes(self) -> i64 {
        const MIB: i64 = 1024 * 1024;
        match self {
            MediaKind::Video => 500 * MIB,
            MediaKind::Audio => 100 * MIB,
            MediaKind::Captions => MIB,
            MediaKind::Paper => 20 * MIB,
            MediaKind::Picture => 10 * MIB,
        }
    }

    pub const fn is_recording(self) -> bool {
        matches!(self, MediaKind::Video | MediaKind::Audio)
    }
}

/// The part of a file that goes in one request.
pub const PART_BYTES: i64 = 1024 * 1024;
/// The largest file that a plain form may carry, in one piece.
pub const MAX_PLAIN_BYTES: i64 = 30 * 1024 * 1024;
/// What one person may keep in lessons, files under way included.
pub const MAX_PERSON_BYTES: i64 = 5 * 1024 * 1024 * 1024;
/// Files of one person that may be under way.
pub const MOST_UPLOADS: i64 = 20;

/// How a file is cut: all parts are `PART_BYTES` long but the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    pub bytes: i64,
}

impl Parts {
    pub const fn count(self) -> i64 {
        (self.bytes + PART_BYTES - 1) / PART_BYTES
    }

    /// The length of a part, counted from 0; `None` beyond the file's end.
    pub fn length(self, number: i64) -> Option<i64> {
        if number < 0 || number >= self.count() {
            return None;
        }
        Some((self.bytes - number * PART_BYTES).min(PART_BYTES))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// Parts are still missing, or the whole has not been checked.
    Receiving,
    Ready,
    /// Its content was refused.
    Failed,
    /// Taken away by an author, or replaced; a published version keeps its file.
    Removed,
}
coded!(UploadState { Receiving = "receiving", Ready = "ready", Failed = "failed", Removed = "removed" });

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadEvent {
    Accept,
    Refuse,
    Remove,
}

impl UploadEvent {
    pub const ALL: [UploadEvent; 3] = [
        UploadEvent::Accept,
        UploadEvent::Refuse,
        UploadEvent::Remove,
    ];
}

impl UploadState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: UploadEvent) -> Result<UploadState> {
        match (self, event) {
            (UploadState::Receiving, UploadEvent::Accept) => Ok(UploadState::Ready),
            (UploadState::Receiving, UploadEvent::Refuse) => Ok(UploadState::Failed),
            (_, UploadEvent::Remove) => Ok(UploadState::Removed),
            _ => Err(Error::Conflict),
        }
    }
}

/// How far a stored recording is with its qualities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conversion {
    Waiting,
    Converting,
    Done,
    /// It is served as it was sent.
    Failed,
}
coded!(Conversion { Waiting = "waiting", Converting = "converting", Done = "done", Failed = "failed" });

/// A file that someone begins to send.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UploadInput {
    pub lang: String,
    pub name: String,
    pub bytes: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpload {
    pub lang: Lang,
    pub name: String,
    pub bytes: i64,
}

impl UploadInput {
    /// # Errors
    /// `Invalid` naming every field that is wrong; `TooLarge` for what no kind allows.
    pub fn parse(&self) -> Result<NewUpload> {
        let max = MediaKind::Video.max_bytes();
        if self.bytes > max {
            return Err(Error::TooLarge {
                max_bytes: max.unsigned_abs(),
            });
        }
        let mut check = Check::default();
        let lang = check.take(
            "lang",
            Lang::from_code(&self.lang).ok_or(Problem::UnknownChoice),
        );
        let name = check.take("file", text::line(&self.name, 200));
        if self.bytes <= 0 {
            check.refuse("file", Problem::Required);
        }
        check.finish()?;
        match (lang, name) {
            (Some(lang), Some(name)) => Ok(NewUpload {
                lang,
                name,
                bytes: self.bytes,
            }),
            _ => Err(Error::Malformed),
        }
    }
}

/// A part that has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub number: i64,
    pub sha256: String,
}

/// One upload: what has come of it, for who sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadStatus {
    pub id: MediaUploadId,
    pub state: UploadState,
    pub bytes: i64,
    pub part_bytes: i64,
    pub parts: Vec<Part>,
}

/// A file of a lesson as its authors see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonFile {
    pub id: MediaUploadId,
    pub lang: Lang,
    pub name: String,
    pub bytes: i64,
    /// What has come of it.
    pub received: i64,
    pub state: UploadState,
    pub kind: Option<MediaKind>,
    /// Below `/academy/media/`, once it is stored.
    pub file: Option<String>,
    pub duration: i64,
    pub conversion: Conversion,
    pub percent: u8,
    /// Why its content was refused.
    pub problem: Option<Problem>,
    pub updated_at: Timestamp,
}

/// The files of one lesson, and what it plays now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonFiles {
    pub course: crate::LocalText,
    pub title: crate::LocalText,
    pub files: Vec<LessonFile>,
    /// What the draft plays, by language; some of it may come from an earlier version.
    pub recordings: Vec<super::Media>,
    /// The languages that have captions.
    pub captions: Vec<Lang>,
    pub is_quiz: bool,
    /// Whether this server makes smaller qualities.
    pub converts: bool,
}

/// In which form a recording is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualityKind {
    Audio,
    P360,
    P720,
    /// As it was sent.
    Original,
}
coded!(QualityKind { Audio = "audio", P360 = "360p", P720 = "720p", Original = "original" });

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    pub kind: QualityKind,
    /// Below `/academy/media/`.
    pub file: String,
    pub bytes: i64,
}

/// What a player offers of one recording, the smallest first. Never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playing {
    pub qualities: Vec<Quality>,
    pub is_video: bool,
    /// Below `/academy/media/`.
    pub poster: Option<String>,
    /// The reader's browser asked to save data.
    pub saves_data: bool,
}

impl Playing {
    /// What to play first: what one asked for; else the smallest where data is dear, and the
    /// second best elsewhere, which a telephone plays without stopping.
    pub fn choose(&self, wanted: Option<&str>) -> Option<&Quality> {
        let asked = wanted.and_then(QualityKind::from_code);
        let asked = asked.and_then(|kind| self.qualities.iter().find(|it| it.kind == kind));
        if asked.is_some() {
            return asked;
        }
        if self.saves_data {
            return self.qualities.first();
        }
        let usual: &[QualityKind] = if self.is_video {
            &[QualityKind::P360, QualityKind::P720, QualityKind::Original]
        } else {
            &[QualityKind::Audio, QualityKind::Original]
        };
        usual
            .iter()
            .find_map(|kind| self.qualities.iter().find(|it| it.kind == *kind))
            .or_else(|| self.qualities.first())
    }

    /// Puts the smallest first.
    pub fn sort(&mut self) {
        self.qualities.sort_by_key(|it| (it.bytes, it.kind.code()));
    }
}

/// The activity of a lesson that gets a recording: a later one never changes it, so that what was
/// earned on it stays earned.
pub const fn activity_of(kind: MediaKind) -> ActivityKind {
    match kind {
        MediaKind::Video => ActivityKind::Video,
        _ => ActivityKind::Audio,
    }
}
