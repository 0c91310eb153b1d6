//! Parsing of what people type into fields: once, at the border.

use crate::{Currency, FieldError, Lang, LocalText, Money, Problem, Timestamp};

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

/// A text in up to four languages, in the order of `Lang::ALL`: fields `<field>_fr` and so on.
/// French or Arabic must be there, since everyone reads one of them; problems go to `check`.
pub fn local(
    check: &mut Check,
    field: &str,
    texts: &[String; 4],
    parse: impl Fn(&str) -> core::result::Result<String, Problem>,
) -> LocalText {
    let mut local = LocalText::default();
    for (lang, text) in Lang::ALL.into_iter().zip(texts) {
        let field = format!("{field}_{}", lang.code());
        if !text.trim().is_empty() {
            local.set(lang, check.take(&field, parse(text)));
        }
    }
    if texts[0].trim().is_empty() && texts[1].trim().is_empty() {
        check.refuse(&format!("{field}_fr"), Problem::Required);
    }
    local
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

/// `?name=value&…`, percent-encoded, or the empty string.
pub fn query_string<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let content = form_content(pairs);
    if content.is_empty() {
        content
    } else {
        format!("?{content}")
    }
}

/// `name=value&…`, percent-encoded: what a form of these fields sends.
pub fn form_content<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    out
}

/// An amount above zero, as `1 234,50` or `1234.5`: at most two decimals.
///
/// # Errors
/// `Required`, `NotANumber`, `OutOfRange` (in whole units).
pub fn amount(text: &str, currency: Currency) -> core::result::Result<Money, Problem> {
    let bare: String = text
        .chars()
        .map(western_digit)
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|c| if matches!(c, ',' | '\u{66b}') { '.' } else { c })
        .collect();
    if bare.is_empty() {
        return Err(Problem::Required);
    }
    let (whole, cents) = bare.split_once('.').unwrap_or((&bare, ""));
    let is_number = !whole.is_empty()
        && cents.len() <= 2
        && whole
            .bytes()
            .chain(cents.bytes())
            .all(|b| b.is_ascii_digit());
    if !is_number {
        return Err(Problem::NotANumber);
    }
    let out_of_range = Problem::OutOfRange {
        min: 1,
        max: 10_000_000,
    };
    format!("{whole}{cents:0<2}")
        .parse::<i64>()
        .ok()
        .filter(|minor| (1..=1_000_000_000).contains(minor))
        .map(|minor| Money { minor, currency })
        .ok_or(out_of_range)
}

/// The first second of a day in Morocco (UTC+1), from `2027-03-31` as a date field sends it.
///
/// # Errors
/// `Required`, `InvalidDate`.
pub fn date(text: &str) -> core::result::Result<Timestamp, Problem> {
    let text: String = text.trim().chars().map(western_digit).collect();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return Err(Problem::InvalidDate);
    };
    let number = |part: &str, length: usize| -> Option<i64> {
        (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return Err(Problem::InvalidDate);
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if !(1..=days).contains(&day) || !(1900..=2200).contains(&year) {
        return Err(Problem::InvalidDate);
    }
    // Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Ok((era * 146_097 + day_of_era - 719_468) * 86_400 - 3_600)
}

/// The day in Morocco as a date field sends it: what [`date`] reads.
pub fn date_text(at: Timestamp) -> String {
    let (year, month, day) = civil(at);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day in Morocco.
pub(crate) fn civil(at: Timestamp) -> (i64, i64, i64) {
    // Hinnant, `civil_from_days`.
    let days = (at + 3_600).div_euclid(86_400) + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let month = (march_month + 2) % 12 + 1;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The last second of that day.
///
/// # Errors
/// As [`date`].
pub fn end_of_date(text: &str) -> core::result::Result<Timestamp, Problem> {
    date(text).map(|start| start + 86_399)
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

#[cfg(test)]
mod tests {
    use super::{amount, date, date_text, form_content, query_string};
    use crate::{Currency, Problem};

    #[test]
    fn a_form_is_written_as_browsers_send_it_and_an_address_begins_with_its_mark() {
        let pairs = [("text", "a b&c=é"), ("q", "")];
        assert_eq!(form_content(pairs), "text=a%20b%26c%3D%C3%A9&q=");
        assert_eq!(query_string(pairs), "?text=a%20b%26c%3D%C3%A9&q=");
        assert_eq!(query_string([]), "");
    }

    #[test]
    fn dates_are_days_in_morocco() {
        for (text, expected) in [
            ("1970-01-01", Ok(-3_600)),
            ("2000-02-29", Ok(951_782_400 - 3_600)),
            ("2026-11-25", Ok(1_795_564_800 - 3_600)),
            ("٢٠٢٦-١١-٢٥", Ok(1_795_564_800 - 3_600)),
            ("", Err(Problem::Required)),
            ("2026-02-29", Err(Problem::InvalidDate)),
            ("2026-13-01", Err(Problem::InvalidDate)),
            ("2026-1-1", Err(Problem::InvalidDate)),
            ("25/11/2026", Err(Problem::InvalidDate)),
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
        for text in [
            "1970-01-01",
            "2000-02-29",
            "2026-11-25",
            "2027-12-31",
            "2028-03-01",
        ] {
            assert_eq!(date(text).map(date_text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, expected) in [
            ("120", Ok(12_000)),
            ("12,5", Ok(1_250)),
            ("1 234.50", Ok(123_450)),
            ("١٢٫٥", Ok(1_250)),
            ("0,01", Ok(1)),
            ("", Err(Problem::Required)),
            ("12.345", Err(Problem::NotANumber)),
            ("-5", Err(Problem::NotANumber)),
            ("12 DH", Err(Problem::NotANumber)),
            (
                "0",
                Err(Problem::OutOfRange {
                    min: 1,
                    max: 10_000_000,
                }),
            ),
            (
                "99999999999999999999",
                Err(Problem::OutOfRange {
                    min: 1,
                    max: 10_000_000,
                }),
            ),
        ] {
            assert_eq!(
                amount(text, Currency::Mad).map(|it| it.minor),
                expected,
                "{text}"
            );
        }
    }
}
