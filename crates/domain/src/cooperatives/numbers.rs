//! The numbers that name a cooperative to the state and to the bank, with their check digits.

use crate::{Problem, text::western_digit};
use serde::{Deserialize, Serialize};

/// The common identifier of an enterprise: 15 digits whose number modulo 97 is 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ice(String);

/// A Moroccan bank account: bank 3, town 3, account 16, key 2; key = 97 - (the first 22 digits x
/// 100) modulo 97.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rib(String);

impl Ice {
    /// Spaces, dots and dashes are ignored, Arabic-Indic digits count as digits.
    ///
    /// # Errors
    /// `Required`, `InvalidIce`.
    pub fn parse(text: &str) -> Result<Ice, Problem> {
        let digits = digits(text).ok_or(Problem::InvalidIce)?;
        match (digits.is_empty(), digits.len() == 15 && rest(&digits) == 0) {
            (true, _) => Err(Problem::Required),
            (_, true) => Ok(Ice(digits)),
            (_, false) => Err(Problem::InvalidIce),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Rib {
    /// Spaces, dots and dashes are ignored; so is the `MA` and the check digits of an IBAN, where
    /// those are right.
    ///
    /// # Errors
    /// `Required`, `InvalidRib`.
    pub fn parse(text: &str) -> Result<Rib, Problem> {
        let bare = text.trim();
        let iban = bare
            .get(..2)
            .filter(|country| country.eq_ignore_ascii_case("ma"));
        let digits = digits(&bare[iban.map_or(0, str::len)..]).ok_or(Problem::InvalidRib)?;
        if digits.is_empty() {
            return Err(Problem::Required);
        }
        let (check, account) = match iban {
            Some(_) if digits.len() == 26 => digits.split_at(2),
            None if digits.len() == 24 => ("", digits.as_str()),
            _ => return Err(Problem::InvalidRib),
        };
        // ISO 13616: the country's letters count as 22 and 10.
        let iban_holds = check.is_empty() || rest(&format!("{account}2210{check}")) == 1;
        if iban_holds && account.ends_with(&key(&account[..22])) {
            Ok(Rib(account.to_owned()))
        } else {
            Err(Problem::InvalidRib)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In its four parts, as a cheque shows it.
    pub fn grouped(&self) -> String {
        let it = &self.0;
        format!("{} {} {} {}", &it[..3], &it[3..6], &it[6..22], &it[22..])
    }
}

/// The key of a RIB's first 22 digits.
fn key(head: &str) -> String {
    format!("{:02}", 97 - rest(head) * 100 % 97)
}

/// Of a number of any length, modulo 97.
fn rest(digits: &str) -> u32 {
    digits.bytes().fold(0, |rest, digit| {
        (rest * 10 + u32::from(digit.saturating_sub(b'0'))) % 97
    })
}

/// `None` where something else than digits and what groups them is in it.
fn digits(text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .map(western_digit)
        .filter(|c| {
            !matches!(
                c,
                ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '\u{200e}' | '\u{200f}'
            )
        })
        .collect();
    bare.bytes().all(|b| b.is_ascii_digit()).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::{Ice, Rib};
    use crate::Problem::{self, InvalidIce, InvalidRib, Required};

    #[test]
    fn an_ice_is_fifteen_digits_divisible_by_97() {
        let cases: [(&str, Result<&str, Problem>); 10] = [
            ("999000001000075", Ok("999000001000075")),
            (" 999 000 001 0000 75 ", Ok("999000001000075")),
            ("٩٩٩٠٠٠٠٠١٠٠٠٠٧٥", Ok("999000001000075")),
            ("", Err(Required)),
            ("999000001000076", Err(InvalidIce)),
            ("999000010000075", Err(InvalidIce)),
            ("99900000100007", Err(InvalidIce)),
            ("0999000001000075", Err(InvalidIce)),
            ("99900000100007x", Err(InvalidIce)),
            ("ICE 999000001000075", Err(InvalidIce)),
        ];
        for (text, expected) in cases {
            let found = Ice::parse(text);
            assert_eq!(
                found.as_ref().map(Ice::as_str),
                expected.as_ref().map(|it| *it),
                "{text}"
            );
        }
    }

    #[test]
    fn a_rib_has_the_right_key() {
        let good = "999780000000000001234527";
        let cases: [(&str, Result<&str, Problem>); 9] = [
            (good, Ok(good)),
            ("999 780 0000000000012345 27", Ok(good)),
            ("", Err(Required)),
            ("MA", Err(Required)),
            ("999780000000000001234528", Err(InvalidRib)),
            ("999780000000000001243527", Err(InvalidRib)),
            ("99978000000000000123452", Err(InvalidRib)),
            ("MA65 9997 8000 0000 0000 0123 4527", Err(InvalidRib)),
            ("FR76 999780000000000001234527", Err(InvalidRib)),
        ];
        for (text, expected) in cases {
            let found = Rib::parse(text);
            assert_eq!(
                found.as_ref().map(Rib::as_str),
                expected.as_ref().map(|it| *it),
                "{text}"
            );
        }
    }

    #[test]
    fn a_moroccan_iban_is_its_rib() {
        let rib = Rib::parse("MA64 9997 8000 0000 0000 0123 4527");
        assert_eq!(
            rib.as_ref().map(Rib::grouped),
            Ok("999 780 0000000000012345 27".to_owned())
        );
    }

    #[test]
    fn one_wrong_digit_and_two_swapped_ones_are_always_found() {
        for (number, parses) in [
            (
                "999000001000075",
                (|it| Ice::parse(it).is_ok()) as fn(&str) -> bool,
            ),
            ("999780000000000001234527", |it| Rib::parse(it).is_ok()),
        ] {
            let digits = number.as_bytes();
            for at in 0..digits.len() {
                for digit in b'0'..=b'9' {
                    let mut other = digits.to_vec();
                    other[at] = digit;
                    let other = String::from_utf8_lossy(&other).into_owned();
                    assert_eq!(parses(&other), other == number, "{other}");
                }
                if at > 0 {
                    let mut other = digits.to_vec();
                    other.swap(at - 1, at);
                    let other = String::from_utf8_lossy(&other).into_owned();
                    assert_eq!(parses(&other), other == number, "{other}");
                }
            }
        }
    }
}
