//! Voice notes: a recording by its first bytes, kept as it is, never decoded.

use sha2::{Digest, Sha256};

/// The largest voice note.
pub const MAX_VOICE_BYTES: u64 = 10 * 1024 * 1024;

/// A recording whose content is what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedVoice {
    pub media_type: &'static str,
}

/// Why a recording was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusedVoice {
    #[error("more than {max} bytes")]
    TooManyBytes { max: u64 },
    #[error("no ogg, webm, mp3, m4a or wav recording")]
    WrongType,
}

/// Checks a recording by its bytes; its name and declared type count for nothing.
///
/// # Errors
/// Why it is refused.
pub fn check_voice(bytes: &[u8]) -> Result<CheckedVoice, RefusedVoice> {
    if bytes.len() as u64 > MAX_VOICE_BYTES {
        return Err(RefusedVoice::TooManyBytes {
            max: MAX_VOICE_BYTES,
        });
    }
    let media_type = media_type(bytes).ok_or(RefusedVoice::WrongType)?;
    Ok(CheckedVoice { media_type })
}

fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let at = |from: usize, what: &[u8]| bytes.get(from..from + what.len()) == Some(what);
    let head = &bytes[..bytes.len().min(64)];
    let has = |what: &[u8]| head.windows(what.len()).any(|window| window == what);
    if at(0, b"OggS") && (has(b"OpusHead") || has(b"vorbis") || has(b"Speex")) {
        Some("audio/ogg")
    } else if at(0, &[0x1a, 0x45, 0xdf, 0xa3]) && has(b"webm") {
        Some("audio/webm")
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Some("audio/wav")
    } else if at(4, b"ftyp") && MP4_BRANDS.iter().any(|brand| at(8, *brand)) {
        Some("audio/mp4")
    } else if at(0, b"ID3") || is_mpeg_audio(bytes) {
        Some("audio/mpeg")
    } else {
        None
    }
}

/// What telephones and browsers write; pictures in the same box (`heic`, `avif`) are none of them.
const MP4_BRANDS: [&[u8; 4]; 9] = [
    b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"iso6", b"3gp4",
];

/// A frame's header: synchronisation, then a version, layer III, a bit rate and a sampling rate that
/// exist.
fn is_mpeg_audio(bytes: &[u8]) -> bool {
    let [first, second, third, ..] = bytes else {
        return false;
    };
    *first == 0xff
        && second & 0xe0 == 0xe0
        && second & 0x18 != 0x08
        && second & 0x06 == 0x02
        && !matches!(third >> 4, 0 | 15)
        && third & 0x0c != 0x0c
}

/// The file's name: of what it holds and whose it is, so that erasing one person's never takes
/// another's away.
pub fn voice_name(owner: &str, bytes: &[u8]) -> String {
    hex::encode(
        Sha256::new()
            .chain_update(b"voice:")
            .chain_update(owner)
            .chain_update(b":")
            .chain_update(bytes)
            .finalize(),
    )
}
