//! The folder of pictures, named by their content: writing twice is writing once.

use crate::{Format, Variant};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// `originals/<sha256>.<ext>`, `pictures/<sha256>/<width>.<webp|avif>`, `documents/<sha256>`,
/// `lessons/<sha256>.<ext>` and, on their way, `uploads/<id>.part`. Only `pictures` and `lessons`
/// are served as files.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) root: PathBuf,
    pub(crate) converter: Option<crate::Converter>,
}

impl Store {
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(root: &Path) -> io::Result<Store> {
        fs::create_dir_all(root.join("originals"))?;
        fs::create_dir_all(root.join("pictures"))?;
        fs::create_dir_all(root.join("documents"))?;
        fs::create_dir_all(root.join("lessons"))?;
        fs::create_dir_all(root.join("uploads"))?;
        Ok(Store {
            root: root.to_owned(),
            converter: None,
        })
    }

    /// Durable when it returns.
    ///
    /// # Errors
    /// Where the name is not a digest or the disk refuses.
    pub fn put_original(&self, sha256: &str, format: Format, bytes: &[u8]) -> io::Result<()> {
        check_name(sha256)?;
        write(
            &self
                .root
                .join("originals")
                .join(format!("{sha256}.{}", format.extension())),
            bytes,
        )
    }

    /// # Errors
    /// Where there is none or it cannot be read.
    pub fn read_original(&self, sha256: &str) -> io::Result<Vec<u8>> {
        check_name(sha256)?;
        for format in [Format::Jpeg, Format::Png, Format::Webp] {
            match fs::read(
                self.root
                    .join("originals")
                    .join(format!("{sha256}.{}", format.extension())),
            ) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                other => return other,
            }
        }
        Err(io::ErrorKind::NotFound.into())
    }

    /// A paper, durable when it returns.
    ///
    /// # Errors
    /// Where the name is not a digest or the disk refuses.
    pub fn put_document(&self, sha256: &str, bytes: &[u8]) -> io::Result<()> {
        check_name(sha256)?;
        write(&self.root.join("documents").join(sha256), bytes)
    }

    /// # Errors
    /// Where there is none or it cannot be read.
    pub fn read_document(&self, sha256: &str) -> io::Result<Vec<u8>> {
        check_name(sha256)?;
        fs::read(self.root.join("documents").join(sha256))
    }

    /// For good; what is not there is no error. Only for names that no other row can have.
    ///
    /// # Errors
    /// Where the name is not a digest or the disk refuses.
    pub fn remove_document(&self, name: &str) -> io::Result<()> {
        check_name(name)?;
        match fs::remove_file(self.root.join("documents").join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// # Errors
    /// Where the name is not a digest or the disk refuses.
    pub fn put_variants(&self, sha256: &str, variants: &[Variant]) -> io::Result<()> {
        check_name(sha256)?;
        let folder = self.root.join("pictures").join(sha256);
        fs::create_dir_all(&folder)?;
        for variant in variants {
            write(
                &folder.join(format!("{}.{}", variant.width, variant.extension)),
                &variant.bytes,
            )?;
        }
        Ok(())
    }
}

pub(crate) fn check_name(sha256: &str) -> io::Result<()> {
    let ok = sha256.len() == 64
        && sha256
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if ok {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "not a digest"))
    }
}

/// A reader sees the old file or the whole new one, also after a crash.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    if path.exists() {
        return Ok(());
    }
    let unique = format!(
        "tmp-{}-{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let temporary = path.with_extension(unique);
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
