//! Which words say what.

use crate::PageWords;
use domain::projects::{Availability, Dimension, Distance, DossierState, Stage, Tongue};
use i18n::{Key, keys::bank as k};

pub(super) const fn availability(it: Availability) -> Key {
    match it {
        Availability::Full => k::TIME_FULL,
        Availability::Half => k::TIME_HALF,
        Availability::Weekends => k::TIME_WEEKENDS,
        Availability::Seasonal => k::TIME_SEASONAL,
    }
}

pub(super) const fn tongue(it: Tongue) -> Key {
    match it {
        Tongue::Darija => k::TONGUE_DARIJA,
        Tongue::Tachelhit => k::TONGUE_TACHELHIT,
        Tongue::Tamazight => k::TONGUE_TAMAZIGHT,
        Tongue::Tarifit => k::TONGUE_TARIFIT,
        Tongue::Hassania => k::TONGUE_HASSANIA,
        Tongue::French => k::TONGUE_FRENCH,
        Tongue::English => k::TONGUE_ENGLISH,
        Tongue::Spanish => k::TONGUE_SPANISH,
    }
}

/// `None` where nobody knows.
pub(super) fn distance(words: PageWords, it: Distance) -> Option<String> {
    match it {
        Distance::SameProvince => Some(words.t(k::IN_YOUR_PROVINCE)),
        Distance::Away(km) => Some(words.with(k::KM_AWAY, &[("km", &words.number(i64::from(km)))])),
        Distance::Unknown => None,
    }
}

/// Whole dirhams.
pub(super) fn dirhams(words: PageWords, centimes: i64) -> String {
    crate::projects::dirhams_word(words, centimes)
}

pub(super) const fn stage(it: Stage) -> Key {
    match it {
        Stage::Gathering => k::STAGE_GATHERING,
        Stage::Preparing => k::STAGE_PREPARING,
        Stage::Examined => k::STAGE_EXAMINED,
        Stage::Accepted => k::STAGE_ACCEPTED,
        Stage::Launched => k::STAGE_LAUNCHED,
        Stage::Followed => k::STAGE_FOLLOWED,
        Stage::Completed => k::STAGE_COMPLETED,
        Stage::Ended => k::STAGE_ENDED,
    }
}

pub(super) const fn followed_state(it: DossierState) -> Key {
    stage(Stage::of(it))
}

/// A table's title, and its first column's.
pub(super) const fn dimension(it: Dimension) -> (Key, Key) {
    match it {
        Dimension::Region => (k::IMPACT_BY_REGION, k::IMPACT_REGION),
        Dimension::Sector => (k::IMPACT_BY_SECTOR, k::IMPACT_SECTOR),
        Dimension::Year => (k::IMPACT_BY_YEAR, k::IMPACT_YEAR),
    }
}
