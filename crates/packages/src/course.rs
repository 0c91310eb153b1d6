//! A whole course as one archive: what it is, and each file it plays or shows, named by its content
//! and checked by its SHA-256. The same course gives the same archive.

use crate::{Archive, Limits, Writer};
use domain::academy::{Body, COURSE_FORMAT, CourseDraft, MAX_COURSE_BYTES, PackageFault};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read, Seek, Write},
};

const MANIFEST: &str = "manifest.json";
const COURSE: &str = "course.json";
const FORMAT: &str = "taawouniya-course";

/// What a manifest and a course may be, in bytes.
const MAX_TEXT: u64 = 32 * 1024 * 1024;

const LIMITS: Limits = Limits {
    files: 2_000,
    bytes: MAX_COURSE_BYTES,
    ratio: 200,
};

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourseFile {
    /// `files/<sha256>.<extension>`.
    pub path: String,
    pub sha256: String,
    pub bytes: u64,
}

/// The archive's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub version: u32,
    pub course: CourseFile,
    pub files: Vec<CourseFile>,
}

/// Only what tells whether the rest may be read.
#[derive(Deserialize)]
struct Kind {
    format: String,
    version: u32,
}

/// Every place of a course that names a file.
fn files_of(course: &mut CourseDraft) -> Vec<&mut String> {
    let mut found = Vec::new();
    for lesson in course.modules.iter_mut().flat_map(|it| &mut it.lessons) {
        for media in lesson.media.iter_mut().flat_map(|(_, media)| media) {
            found.push(&mut media.file);
            found.push(&mut media.captions);
        }
        for question in lesson.quiz.iter_mut().flat_map(|quiz| &mut quiz.questions) {
            if let Body::Hotspot { picture, .. } = &mut question.body {
                found.push(picture);
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.')
        .map(|(_, extension)| extension)
        .filter(|it| (1..=5).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphanumeric()))
        .unwrap_or("bin")
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Writes a course; `open` gives the file that the course calls by this name. Files go by as
/// streams.
///
/// # Errors
/// Where a file cannot be read, or `to` refuses.
pub fn write_course<W: Write + Seek, F: Read + Seek>(
    course: &CourseDraft,
    to: W,
    open: impl Fn(&str) -> io::Result<F>,
) -> io::Result<W> {
    let mut course = course.clone();
    let mut known: BTreeMap<String, CourseFile> = BTreeMap::new();
    // By the name in the archive: the name that opens it.
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    for name in files_of(&mut course) {
        if !known.contains_key(name) {
            let mut hash = Sha256::new();
            let bytes = io::copy(&mut open(name)?, &mut hash)?;
            let sha256 = hex::encode(hash.finalize());
            let path = format!("files/{sha256}.{}", extension(name));
            sources.insert(path.clone(), name.clone());
            let file = CourseFile {
                path,
                sha256,
                bytes,
            };
            known.insert(name.clone(), file);
        }
        if let Some(file) = known.get(name) {
            file.path.clone_into(name);
        }
    }
    let text = serde_json::to_vec_pretty(&course)?;
    let mut files: Vec<CourseFile> = known.into_values().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup();
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: COURSE_FORMAT,
        course: CourseFile {
            path: COURSE.to_owned(),
            sha256: digest(&text),
            bytes: text.len() as u64,
        },
        files,
    };
    let mut writer = Writer::new(to);
    writer.text(MANIFEST, &serde_json::to_vec_pretty(&manifest)?)?;
    writer.text(COURSE, &text)?;
    for (path, name) in sources {
        writer.file(&path, &mut open(&name)?)?;
    }
    writer.finish()
}

/// A course that came in, whole: its files are `files/<sha256>.<extension>` in it until they are
/// given their names here.
pub struct CourseArchive<R> {
    archive: Archive<R>,
    pub course: CourseDraft,
    pub files: Vec<CourseFile>,
}

/// Reads what a course's archive says, and checks that the list and the files agree. The files'
/// content is checked when it is taken out.
///
/// # Errors
/// The first thing that no archive of ours has, by name.
pub fn read_course<R: Read + Seek>(from: R) -> Result<CourseArchive<R>, PackageFault> {
    let malformed = |place: &str| PackageFault::Malformed {
        place: place.to_owned(),
    };
    let mut archive = Archive::open(from, LIMITS)?;
    if !archive.has(MANIFEST) {
        return Err(PackageFault::NotAPackage);
    }
    let manifest = archive.read(MANIFEST, MAX_TEXT)?;
    let kind: Kind = serde_json::from_slice(&manifest).map_err(|_| malformed(MANIFEST))?;
    if kind.format != FORMAT {
        return Err(PackageFault::NotAPackage);
    }
    if kind.version > COURSE_FORMAT {
        return Err(PackageFault::FromTheFuture {
            version: kind.version,
        });
    }
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|_| malformed(MANIFEST))?;
    let mut listed: BTreeSet<&str> = BTreeSet::from([MANIFEST, COURSE]);
    for file in &manifest.files {
        if !archive.has(&file.path) {
            return Err(PackageFault::Missing {
                name: file.path.clone(),
            });
        }
        let ours = format!("files/{}.{}", file.sha256, extension(&file.path));
        let is_digest = file.sha256.len() == 64
            && file
                .sha256
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !is_digest || file.path != ours {
            return Err(malformed(MANIFEST));
        }
        if !listed.insert(&file.path) {
            return Err(PackageFault::TwiceTheSameName {
                name: file.path.clone(),
            });
        }
    }
    if let Some(name) = archive.names().find(|name| !listed.contains(name)) {
        return Err(PackageFault::Unlisted {
            name: name.to_owned(),
        });
    }
    let text = archive.read(COURSE, MAX_TEXT)?;
    if digest(&text) != manifest.course.sha256 {
        return Err(PackageFault::Checksum {
            name: COURSE.to_owned(),
        });
    }
    let mut course: CourseDraft = serde_json::from_slice(&text).map_err(|_| malformed(COURSE))?;
    if let Some(place) = course.malformed() {
        return Err(PackageFault::Malformed { place });
    }
    for name in files_of(&mut course) {
        if !manifest.files.iter().any(|file| file.path == *name) {
            return Err(PackageFault::Missing { name: name.clone() });
        }
    }
    Ok(CourseArchive {
        archive,
        course,
        files: manifest.files,
    })
}

impl<R: Read + Seek> CourseArchive<R> {
    /// Takes one file out as a stream.
    ///
    /// # Errors
    /// `Checksum` where it is not what the list says.
    pub fn take(&mut self, file: &CourseFile, to: &mut impl Write) -> Result<(), PackageFault> {
        let (bytes, sha256) = self.archive.copy(&file.path, to)?;
        if sha256 == file.sha256 && bytes == file.bytes {
            return Ok(());
        }
        Err(PackageFault::Checksum {
            name: file.path.clone(),
        })
    }

    /// The course, each of its files called as `name` says.
    #[must_use]
    pub fn renamed(&self, name: impl Fn(&CourseFile) -> String) -> CourseDraft {
        let mut course = self.course.clone();
        for it in files_of(&mut course) {
            if let Some(file) = self.files.iter().find(|file| file.path == *it) {
                *it = name(file);
            }
        }
        course
    }
}
