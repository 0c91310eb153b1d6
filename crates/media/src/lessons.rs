//! Files of lessons on the disk: those on their way, written part by part at their place, and the
//! whole ones, named by their content.

use crate::{LessonFormat, Store, store::check_name};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::PathBuf,
    time::Duration,
};

/// A whole file that came in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digests {
    pub bytes: u64,
    pub whole: String,
    pub parts: Vec<String>,
}

/// The digest of some bytes, as files are named.
pub fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl Store {
    pub fn upload_path(&self, upload: i64) -> PathBuf {
        self.root.join("uploads").join(format!("{upload}.part"))
    }

    /// Writes a part at its place; durable when it returns.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn put_part(&self, upload: i64, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.upload_path(upload))?;
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        file.sync_data()
    }

    /// Reads a file on its way once more: the digests of its parts and of the whole.
    ///
    /// # Errors
    /// Where there is none or it cannot be read.
    pub fn digest_upload(&self, upload: i64, part_bytes: usize) -> io::Result<Digests> {
        let mut file = File::open(self.upload_path(upload))?;
        let mut whole = Sha256::new();
        let mut digests = Digests {
            bytes: 0,
            whole: String::new(),
            parts: Vec::new(),
        };
        let mut part = Vec::with_capacity(part_bytes);
        loop {
            part.clear();
            Read::by_ref(&mut file)
                .take(part_bytes as u64)
                .read_to_end(&mut part)?;
            if part.is_empty() {
                digests.whole = hex::encode(whole.finalize());
                return Ok(digests);
            }
            whole.update(&part);
            digests.parts.push(digest(&part));
            digests.bytes += part.len() as u64;
        }
    }

    /// Gives a file on its way its name by content. The other name stays until
    /// [`Store::forget_upload`], so that a killed process loses nothing.
    ///
    /// # Errors
    /// Where the name is not a digest or the disk refuses.
    pub fn keep_upload(&self, upload: i64, sha256: &str, format: LessonFormat) -> io::Result<()> {
        check_name(sha256)?;
        let name = format!("{sha256}.{}", format.extension());
        let kept = self.root.join("lessons").join(name);
        match fs::hard_link(self.upload_path(upload), &kept) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
            other => other?,
        }
        File::open(self.root.join("lessons"))?.sync_all()
    }

    /// # Errors
    /// Where the disk refuses; not where there is none.
    pub fn forget_upload(&self, upload: i64) -> io::Result<()> {
        gone(fs::remove_file(self.upload_path(upload)))
    }

    /// # Errors
    /// Where the name is not a digest or the disk refuses.
    pub fn put_lesson_file(
        &self,
        sha256: &str,
        format: LessonFormat,
        bytes: &[u8],
    ) -> io::Result<()> {
        check_name(sha256)?;
        let name = format!("{sha256}.{}", format.extension());
        crate::store::write(&self.root.join("lessons").join(name), bytes)
    }

    /// Where a lesson's file lies; `file` as addresses have it, below `u/`.
    pub fn lesson_path(&self, file: &str) -> PathBuf {
        let name = file.rsplit('/').next().unwrap_or(file);
        self.root.join("lessons").join(name)
    }

    /// # Errors
    /// Where the disk refuses; not where there is none.
    pub fn forget_lesson_file(&self, file: &str) -> io::Result<()> {
        gone(fs::remove_file(self.lesson_path(file)))
    }

    /// A folder for what is being made of one file, empty. What another process left in one of
    /// the same name is thrown away.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn workshop(&self, name: &str) -> io::Result<PathBuf> {
        let folder = self.root.join("uploads").join(format!("work-{name}"));
        gone(fs::remove_dir_all(&folder))?;
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

impl Store {
    /// Throws away the folders that killed converters left, a day after.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn sweep_workshops(&self) -> io::Result<()> {
        for entry in fs::read_dir(self.root.join("uploads"))? {
            let entry = entry?;
            let is_work = entry.file_name().to_string_lossy().starts_with("work-");
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            if is_work && age > Duration::from_secs(24 * 3_600) {
                gone(fs::remove_dir_all(entry.path()))?;
            }
        }
        Ok(())
    }
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
