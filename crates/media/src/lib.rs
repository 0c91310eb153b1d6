//! Pictures that people send: checked by their content, turned upright, stripped of everything
//! but the picture, and kept in the sizes and formats that pages use.
//!
//! Invariant: nothing is decoded before its header has passed the limits.

mod convert;
mod document;
mod lessons;
mod recording;
mod render;
mod store;
mod voice;

pub use convert::{ConversionError, Converter, Made, Source};
pub use document::{CheckedDocument, MAX_DOCUMENT_BYTES, RefusedDocument, check_document};
pub use lessons::{Digests, digest};
pub use recording::{FileKind, HEAD_BYTES, Inspected, LessonFormat, RefusedFile, inspect, sniff};
pub use render::{Variant, render};
pub use store::Store;
pub use voice::{CheckedVoice, MAX_VOICE_BYTES, RefusedVoice, check_voice, voice_name};

use image::{ImageDecoder, ImageFormat, ImageReader, metadata::Orientation};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// What may be sent.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub max_bytes: u64,
    pub max_pixels: u64,
    /// The shortest side, in pixels.
    pub min_side: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_bytes: 10 * 1024 * 1024,
            max_pixels: 40_000_000,
            min_side: 200,
        }
    }
}

/// Why a picture was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("more than {max} bytes")]
    TooManyBytes { max: u64 },
    #[error("more than {max} pixels")]
    TooManyPixels { max: u64 },
    #[error("a side is below {min} pixels")]
    TooSmall { min: u32 },
    #[error("not a JPEG, PNG or WebP picture")]
    NotAPicture,
    #[error("the picture is damaged")]
    Damaged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
}

impl Format {
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Webp => "webp",
        }
    }
}

/// A picture whose header passed; sizes are upright.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub format: Format,
    pub width: u32,
    pub height: u32,
    /// Hex digest of the bytes: the picture's name.
    pub sha256: String,
}

/// Checks a picture by its bytes; its name and declared type count for nothing.
///
/// # Errors
/// Why it is refused.
pub fn check(bytes: &[u8], limits: &Limits) -> Result<Checked, Refused> {
    let (format, decoder, orientation) = open(bytes, limits)?;
    let (mut width, mut height) = decoder.dimensions();
    if turns_sideways(orientation) {
        (width, height) = (height, width);
    }
    Ok(Checked {
        format,
        width,
        height,
        sha256: hex::encode(Sha256::digest(bytes)),
    })
}

pub(crate) fn turns_sideways(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

type Decoder<'a> = Box<dyn ImageDecoder + 'a>;

/// Reads the header only.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<(Format, Decoder<'a>, Orientation), Refused> {
    if bytes.len() as u64 > limits.max_bytes {
        return Err(Refused::TooManyBytes {
            max: limits.max_bytes,
        });
    }
    let guessed = image::guess_format(bytes).map_err(|_| Refused::NotAPicture)?;
    let format = match guessed {
        ImageFormat::Jpeg => Format::Jpeg,
        ImageFormat::Png => Format::Png,
        ImageFormat::WebP => Format::Webp,
        _ => return Err(Refused::NotAPicture),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), guessed);
    let mut allowed = image::Limits::default();
    // RGBA of the largest picture, and as much again for the decoder.
    allowed.max_alloc = Some(limits.max_pixels * 8);
    reader.limits(allowed);
    let mut decoder: Decoder<'a> =
        Box::new(reader.into_decoder().map_err(|error| match error {
            image::ImageError::Limits(_) => Refused::TooManyPixels {
                max: limits.max_pixels,
            },
            _ => Refused::Damaged,
        })?);
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.max_pixels {
        return Err(Refused::TooManyPixels {
            max: limits.max_pixels,
        });
    }
    if width.min(height) < limits.min_side {
        return Err(Refused::TooSmall {
            min: limits.min_side,
        });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((format, decoder, orientation))
}
