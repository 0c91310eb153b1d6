//! Days on which a cooperative sends nothing.

use crate::{FieldError, Problem, Result};
use serde::{Deserialize, Serialize};

/// The first and the last of them, as `2026-12-24`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedDays {
    pub first_day: String,
    pub last_day: String,
    pub reason: String,
}

/// A day of the calendar as forms send it, `2026-12-24`.
///
/// # Errors
/// `Required`, `UnknownChoice` for what is no day.
pub fn day(text: &str) -> core::result::Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    let parts: Vec<u32> = text
        .split('-')
        .filter_map(|part| part.parse().ok())
        .collect();
    let [year, month, day] = parts.as_slice() else {
        return Err(Problem::UnknownChoice);
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    if text.len() == 10 && (2_020..=2_100).contains(year) && (1..=days).contains(day) {
        Ok(text.to_owned())
    } else {
        Err(Problem::UnknownChoice)
    }
}

impl ClosedDays {
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(first: &str, last: &str, reason: &str) -> Result<ClosedDays> {
        let mut check = crate::text::Check::default();
        let first_day = check.take("first_day", day(first)).unwrap_or_default();
        let last_day = check.take("last_day", day(last)).unwrap_or_default();
        let reason = check
            .take("reason", crate::text::optional_line(reason, 120))
            .flatten()
            .unwrap_or_default();
        check.finish()?;
        if last_day < first_day {
            return Err(crate::Error::Invalid {
                fields: vec![FieldError::new("last_day", Problem::UnknownChoice)],
            });
        }
        Ok(ClosedDays {
            first_day,
            last_day,
            reason,
        })
    }
}
