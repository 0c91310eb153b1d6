//! Parsing of what people type into fields: once, at the border.

use crate::{FieldError, Problem};

/// Collects the problems of a whole form, so that all are shown at once.
#[derive(Default)]
pub struct Check {
    fields: Vec<FieldError>,
}

impl Check {
    pub fn refuse(&mut self, field: &str, problem: Problem) {
        self.fields.push(FieldError::new(field, problem));
    }

    /// Keeps the value or notes the problem.
    pub fn take<T>(&mut self, field: &str, value: core::result::Result<T, Problem>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(problem) => {
                self.refuse(field, problem);
                None
            }
        }
    }

    /// # Errors
    /// `Error::Invalid` with every problem noted.
    pub fn finish(self) -> crate::Result<()> {
        if self.fields.is_empty() {
            Ok(())
        } else {
            Err(crate::Error::Invalid {
                fields: self.fields,
            })
        }
    }
}

/// One line of text: trimmed, spaces collapsed, no control or bidi-override characters, at most
/// `max` characters and not empty.
///
/// # Errors
/// `Required`, `TooLong`, `ControlCharacters`.
pub fn line(text: &str, max: u32) -> core::result::Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    if text.chars().any(is_refused) {
        return Err(Problem::ControlCharacters);
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > max as usize {
        return Err(Problem::TooLong { max });
    }
    Ok(text)
}

/// Like [`line`], but may be empty.
///
/// # Errors
/// `TooLong`, `ControlCharacters`.
pub fn optional_line(text: &str, max: u32) -> core::result::Result<Option<String>, Problem> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        line(text, max).map(Some)
    }
}

/// Several lines: trimmed; line feeds are kept, other control characters refused.
///
/// # Errors
/// `TooLong`, `ControlCharacters`.
pub fn paragraph(text: &str, max: u32) -> core::result::Result<Option<String>, Problem> {
    let text = text.trim().replace("\r\n", "\n");
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().any(|c| c != '\n' && is_refused(c)) {
        return Err(Problem::ControlCharacters);
    }
    if text.chars().count() > max as usize {
        return Err(Problem::TooLong { max });
    }
    Ok(Some(text))
}

/// A person's or a place's name: a line with at least one letter and in a script that the
/// country's post can read (Latin, Arabic or Tifinagh).
///
/// # Errors
/// As [`line`], and `WrongScript`.
pub fn name(text: &str, max: u32) -> core::result::Result<String, Problem> {
    let text = line(text, max)?;
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    if letters().next().is_none() || !letters().all(is_known_script) {
        return Err(Problem::WrongScript);
    }
    Ok(text)
}

/// A whole number, in Western or Arabic-Indic digits.
///
/// # Errors
/// `Required`, `NotANumber`, `OutOfRange`.
pub fn integer(text: &str, min: i64, max: i64) -> core::result::Result<i64, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let western: String = text.chars().map(western_digit).collect();
    let digits = western.strip_prefix('-').unwrap_or(&western);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::NotANumber);
    }
    // A number too long for i64 is a number all the same, only out of range.
    match western.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        _ => Err(Problem::OutOfRange { min, max }),
    }
}

/// Arabic-Indic and Persian digits become Western ones, as Moroccan forms expect.
pub fn western_digit(c: char) -> char {
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        _ => return c,
    };
    char::from_digit(c as u32 - zero, 10).unwrap_or(c)
}

fn is_refused(c: char) -> bool {
    // Bidi overrides and isolates could make a name read as another; what has no width could make
    // an empty text look filled. The joiners and the direction marks are part of Arabic writing.
    c.is_control()
        || matches!(c,
            '\u{200b}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

fn is_known_script(c: char) -> bool {
    matches!(c,
        'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{24f}' | '\u{2b0}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}'
        | '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{2d30}'..='\u{2d7f}')
}
