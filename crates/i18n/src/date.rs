//! The calendar of Morocco's clock, in whole numbers.

/// A moment on the wall clock in Casablanca.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Civil {
    pub year: i64,
    /// 0 to 11.
    pub month: usize,
    /// 1 to 31.
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
}

/// Africa/Casablanca is UTC+1. During Ramadan the clocks really are at UTC+0; the product keeps
/// +1 then, so that a time shown does not depend on a table that is announced every year.
const OFFSET: i64 = 3600;
const DAY: i64 = 86_400;

impl Civil {
    /// `unix_seconds` since 1970-01-01 UTC, in the proleptic Gregorian calendar.
    ///
    /// Source: Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`: eras of
    /// 400 years that begin on 1 March, so that the leap day is a year's last.
    pub fn at(unix_seconds: i64) -> Civil {
        let local = unix_seconds.saturating_add(OFFSET);
        let second = local.rem_euclid(DAY);
        let days = local.div_euclid(DAY) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = (march_month + 2) % 12;
        Civil {
            year: era * 400 + year_of_era + i64::from(month < 2),
            month: month as usize,
            day: (day_of_year - (153 * march_month + 2) / 5 + 1) as u8,
            hour: (second / 3600) as u8,
            minute: (second / 60 % 60) as u8,
        }
    }
}
