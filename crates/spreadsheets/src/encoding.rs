//! Which encoding a text is in. Those that programs here write are read: UTF-8, UTF-16 and the two
//! of Windows, Western and Arabic. Any other is refused by its name rather than read as garbage.

use crate::Refused;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// # Errors
/// `Encoding` naming another encoding; `Damaged` where the bytes are no text of theirs.
pub fn decode(bytes: &[u8]) -> Result<String, Refused> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Err(Refused::Encoding {
            name: "UTF-32".to_owned(),
        });
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[length..]);
    }
    if let Some(encoding) = utf_16(bytes) {
        return strict(encoding, bytes);
    }
    // No text of the others has a zero.
    if bytes.contains(&0) {
        return Err(Refused::Damaged);
    }
    if let Ok(text) = core::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == WINDOWS_1252 || guess == WINDOWS_1256 {
        strict(guess, bytes)
    } else {
        Err(Refused::Encoding {
            name: guess.name().to_owned(),
        })
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Refused> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| text.into_owned())
        .ok_or(Refused::Damaged)
}

/// UTF-16 without a mark: most of the headings are Latin, whose other byte is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(200)];
    if start.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|it| **it == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = start.len() / 4;
    if odd > many && even == 0 {
        Some(UTF_16LE)
    } else if even > many && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}
