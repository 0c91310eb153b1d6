//! Papers that people send: a PDF or a picture, by its content; kept as it is, never rendered.

use crate::{Limits, Refused, check};
use sha2::{Digest, Sha256};

/// The largest paper.
pub const MAX_DOCUMENT_BYTES: u64 = 20 * 1024 * 1024;

/// A paper whose content is what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedDocument {
    pub media_type: &'static str,
    /// Hex digest of the bytes: the file's name.
    pub sha256: String,
}

/// Why a paper was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusedDocument {
    #[error("more than {max} bytes")]
    TooManyBytes { max: u64 },
    #[error("not a PDF, JPEG or PNG")]
    WrongType,
    #[error("the PDF carries a program or a file")]
    Active,
    #[error("the file is damaged")]
    Damaged,
}

/// Checks a paper by its bytes; its name and declared type count for nothing.
///
/// # Errors
/// Why it is refused.
pub fn check_document(bytes: &[u8]) -> Result<CheckedDocument, RefusedDocument> {
    if bytes.len() as u64 > MAX_DOCUMENT_BYTES {
        return Err(RefusedDocument::TooManyBytes {
            max: MAX_DOCUMENT_BYTES,
        });
    }
    let media_type = if bytes.starts_with(b"%PDF-") {
        check_pdf(bytes)?;
        "application/pdf"
    } else {
        let limits = Limits {
            max_bytes: MAX_DOCUMENT_BYTES,
            max_pixels: 80_000_000,
            min_side: 1,
        };
        match check(bytes, &limits) {
            Ok(checked) if checked.format == crate::Format::Jpeg => "image/jpeg",
            Ok(checked) if checked.format == crate::Format::Png => "image/png",
            Ok(_) | Err(Refused::NotAPicture) => return Err(RefusedDocument::WrongType),
            Err(_) => return Err(RefusedDocument::Damaged),
        }
    };
    Ok(CheckedDocument {
        media_type,
        sha256: hex::encode(Sha256::digest(bytes)),
    })
}

/// A whole PDF without what a reader would run. Names inside compressed objects are not seen, so
/// papers are also served in a sandbox and never by their own name.
fn check_pdf(bytes: &[u8]) -> Result<(), RefusedDocument> {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if !contains(tail, b"%%EOF") {
        return Err(RefusedDocument::Damaged);
    }
    let active: [&[u8]; 5] = [
        b"/JavaScript",
        b"/JS",
        b"/Launch",
        b"/EmbeddedFile",
        b"/RichMedia",
    ];
    if active.iter().any(|name| has_name(bytes, name)) {
        return Err(RefusedDocument::Active);
    }
    Ok(())
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// The whole name, and not the beginning of a longer one.
fn has_name(bytes: &[u8], name: &[u8]) -> bool {
    bytes.windows(name.len()).enumerate().any(|(at, window)| {
        window == name
            && !bytes
                .get(at + name.len())
                .is_some_and(|next| next.is_ascii_alphanumeric() && name != b"/EmbeddedFile")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_passive_papers_pass() {
        let pdf = |inside: &str| format!("%PDF-1.7\n{inside}\ntrailer<<>>\n%%EOF\n").into_bytes();
        let png = {
            let mut bytes = std::io::Cursor::new(Vec::new());
            let written =
                image::DynamicImage::new_rgb8(4, 4).write_to(&mut bytes, image::ImageFormat::Png);
            assert!(written.is_ok());
            bytes.into_inner()
        };
        let cases: Vec<(&str, Vec<u8>, Result<&str, RefusedDocument>)> = vec![
            (
                "pdf",
                pdf("1 0 obj<</Type/Catalog>>endobj"),
                Ok("application/pdf"),
            ),
            ("png", png.clone(), Ok("image/png")),
            (
                "a name that only begins so",
                pdf("<</JSONData 1>>"),
                Ok("application/pdf"),
            ),
            (
                "script in a pdf",
                pdf("<</S/JavaScript/JS(app.alert(1))>>"),
                Err(RefusedDocument::Active),
            ),
            (
                "launch",
                pdf("<</S/Launch/F(cmd)>>"),
                Err(RefusedDocument::Active),
            ),
            (
                "file in a pdf",
                pdf("<</EmbeddedFiles 3 0 R>>"),
                Err(RefusedDocument::Active),
            ),
            (
                "cut pdf",
                b"%PDF-1.7\n1 0 obj".to_vec(),
                Err(RefusedDocument::Damaged),
            ),
            ("cut png", png[..20].to_vec(), Err(RefusedDocument::Damaged)),
            (
                "html",
                b"<html><script>alert(1)</script>".to_vec(),
                Err(RefusedDocument::WrongType),
            ),
            (
                "svg",
                b"<svg onload='alert(1)'/>".to_vec(),
                Err(RefusedDocument::WrongType),
            ),
            ("empty", Vec::new(), Err(RefusedDocument::WrongType)),
            (
                "gif",
                b"GIF89a......".to_vec(),
                Err(RefusedDocument::WrongType),
            ),
        ];
        for (name, bytes, expected) in cases {
            let found = check_document(&bytes).map(|it| it.media_type);
            assert_eq!(found, expected, "{name}");
        }
        let huge = vec![b' '; 20 * 1024 * 1024 + 1];
        assert!(matches!(
            check_document(&huge),
            Err(RefusedDocument::TooManyBytes { .. })
        ));
    }
}
