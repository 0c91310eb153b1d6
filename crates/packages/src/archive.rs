//! A ZIP archive, read within limits and written so that the same content gives the same bytes.

use domain::academy::PackageFault;
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeMap,
    io::{Read, Seek, Write},
};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// What an archive may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub files: usize,
    /// Of everything together, unpacked.
    pub bytes: u64,
    /// How many times its packed size an entry above a megabyte may have.
    pub ratio: u64,
}

/// Below this an entry may be packed as tightly as it likes.
const SMALL: u64 = 1024 * 1024;

/// An archive whose entries have names that stay inside it, once each, and are plain files.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    places: BTreeMap<String, usize>,
    limits: Limits,
    left: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// # Errors
    /// By name, the first entry that no honest archive has.
    pub fn open(reader: R, limits: Limits) -> Result<Archive<R>, PackageFault> {
        let mut zip = ZipArchive::new(reader).map_err(|_| PackageFault::NotAPackage)?;
        if zip.len() > limits.files {
            let max = u32::try_from(limits.files).unwrap_or(u32::MAX);
            return Err(PackageFault::TooManyFiles { max });
        }
        if zip.has_duplicate_names() {
            return Err(PackageFault::TwiceTheSameName {
                name: String::new(),
            });
        }
        let mut places = BTreeMap::new();
        let mut folded = BTreeMap::new();
        let mut total = 0_u64;
        for at in 0..zip.len() {
            let entry = zip.by_index_raw(at).map_err(|_| PackageFault::Damaged)?;
            let shown: String = String::from_utf8_lossy(entry.name_raw())
                .chars()
                .take(200)
                .collect();
            let name = std::str::from_utf8(entry.name_raw())
                .ok()
                .filter(|name| is_inside(name))
                .ok_or_else(|| PackageFault::PathOutside {
                    name: shown.clone(),
                })?
                .to_owned();
            // The file's type stands above the twelve bits of its permissions.
            let kind = entry.unix_mode().map_or(0, |mode| mode >> 12);
            if entry.is_symlink() || !matches!(kind, 0 | 0o10 | 0o4) {
                return Err(PackageFault::Link { name });
            }
            if entry.encrypted() {
                return Err(PackageFault::Locked { name });
            }
            let (size, packed) = (entry.size(), entry.compressed_size());
            if size > SMALL && size / packed.max(1) > limits.ratio {
                return Err(PackageFault::Bomb { name });
            }
            total = total.saturating_add(size);
            // Some systems take these two for one.
            if folded.insert(name.to_lowercase(), ()).is_some() {
                return Err(PackageFault::TwiceTheSameName { name });
            }
            if !name.ends_with('/') {
                places.insert(name, at);
            }
        }
        if total > limits.bytes {
            return Err(too_large(limits));
        }
        match zip.has_overlapping_files() {
            Ok(false) => {}
            Ok(true) => {
                return Err(PackageFault::Bomb {
                    name: String::new(),
                });
            }
            Err(_) => return Err(PackageFault::Damaged),
        }
        Ok(Archive {
            zip,
            places,
            limits,
            left: limits.bytes,
        })
    }

    /// The names of the files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// Unpacks one file of at most `max` bytes into memory.
    ///
    /// # Errors
    /// `Missing`; `TooLarge`; `Damaged`.
    pub fn read(&mut self, name: &str, max: u64) -> Result<Vec<u8>, PackageFault> {
        let mut bytes = Vec::new();
        self.copy_at_most(name, max, &mut bytes)?;
        Ok(bytes)
    }

    /// Unpacks one file as a stream; answers its size and its SHA-256 in hexadecimal.
    ///
    /// # Errors
    /// As [`Archive::read`]; `Damaged` also where `to` does not take it.
    pub fn copy(&mut self, name: &str, to: &mut impl Write) -> Result<(u64, String), PackageFault> {
        self.copy_at_most(name, u64::MAX, to)
    }

    fn copy_at_most(
        &mut self,
        name: &str,
        max: u64,
        to: &mut impl Write,
    ) -> Result<(u64, String), PackageFault> {
        let at = *self.places.get(name).ok_or_else(|| PackageFault::Missing {
            name: name.to_owned(),
        })?;
        // What the directory says of the size may be untrue: what comes out is counted.
        let most = max.min(self.left);
        let file = self.zip.by_index(at).map_err(|_| PackageFault::Damaged)?;
        let mut file = file.take(most.saturating_add(1));
        let mut hash = Sha256::new();
        let mut buffer = [0; 64 * 1024];
        let mut size = 0_u64;
        loop {
            let read = file.read(&mut buffer).map_err(|_| PackageFault::Damaged)?;
            if read == 0 {
                break;
            }
            size += read as u64;
            if size > most {
                return Err(too_large(self.limits));
            }
            hash.update(&buffer[..read]);
            to.write_all(&buffer[..read])
                .map_err(|_| PackageFault::Damaged)?;
        }
        self.left -= size;
        Ok((size, hex::encode(hash.finalize())))
    }
}

fn too_large(limits: Limits) -> PackageFault {
    PackageFault::TooLarge {
        max_megabytes: u32::try_from(limits.bytes / (1024 * 1024)).unwrap_or(u32::MAX),
    }
}

/// Whether a name stays inside the archive on every system.
fn is_inside(name: &str) -> bool {
    let bare = name.strip_suffix('/').unwrap_or(name);
    !bare.is_empty()
        && name.len() <= 240
        && !name
            .chars()
            .any(|c| matches!(c, '\\' | ':') || c.is_control())
        && bare.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Writes an archive in the order it is told, without times.
pub struct Writer<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Writer<W> {
    pub fn new(to: W) -> Writer<W> {
        Writer(ZipWriter::new(to))
    }

    fn options(method: CompressionMethod) -> SimpleFileOptions {
        SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644)
    }

    /// A text, packed.
    ///
    /// # Errors
    /// Where the destination refuses.
    pub fn text(&mut self, name: &str, content: &[u8]) -> std::io::Result<()> {
        self.0
            .start_file(name, Self::options(CompressionMethod::Deflated))?;
        self.0.write_all(content)
    }

    /// What is packed by its own kind already, as a stream.
    ///
    /// # Errors
    /// Where the destination refuses, or the source cannot be read.
    pub fn file(&mut self, name: &str, from: &mut impl Read) -> std::io::Result<u64> {
        self.0
            .start_file(name, Self::options(CompressionMethod::Stored))?;
        std::io::copy(from, &mut self.0)
    }

    /// # Errors
    /// Where the destination refuses.
    pub fn finish(self) -> std::io::Result<W> {
        Ok(self.0.finish()?)
    }
}
