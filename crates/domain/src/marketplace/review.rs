//! What buyers say of what they received.

use super::Picture;
use crate::{
    CooperativeId, ListingId, LocalText, Problem, Result, ReviewId, Timestamp,
    money::divide_half_even,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// What a review is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewSubject {
    Listing(ListingId),
    Cooperative(CooperativeId),
}

/// The average of some reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// 47 is 4.7 stars of 5.
    pub tenths: u32,
    pub count: u32,
}

impl Rating {
    /// `None` where there is no review.
    pub fn of(star_sum: i64, count: i64) -> Option<Rating> {
        if count <= 0 {
            return None;
        }
        let tenths = divide_half_even(i128::from(star_sum) * 10, i128::from(count));
        Some(Rating {
            tenths: u32::try_from(tenths).ok()?,
            count: u32::try_from(count).ok()?,
        })
    }

    /// Stars to draw full, rounded to the nearest.
    pub const fn full_stars(self) -> u32 {
        (self.tenths + 5) / 10
    }
}

/// The form as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewInput {
    pub stars: String,
    pub text: String,
}

impl ReviewInput {
    /// Stars from 1 to 5, and what was written, which may be nothing.
    ///
    /// # Errors
    /// `Invalid` on `stars` or `text`.
    pub fn check(&self) -> Result<(i64, Option<String>)> {
        let mut check = Check::default();
        let stars = check.take("stars", text::integer(&self.stars, 1, 5));
        let text = check.take("text", text::paragraph(&self.text, 2000));
        check.finish()?;
        Ok((stars.unwrap_or(1), text.flatten()))
    }
}

/// How a buyer is named in public: the first name and a letter.
pub fn public_name(name: &str) -> String {
    let mut parts = name.split_whitespace();
    let first = parts.next().unwrap_or_default();
    match parts.next().and_then(|last| last.chars().next()) {
        Some(letter) => format!("{first} {letter}."),
        None => first.to_owned(),
    }
}

/// Why a reader says that a review should not stand.
///
/// # Errors
/// `Required`, `TooLong`, `ControlCharacters`.
pub fn report_reason(typed: &str) -> core::result::Result<String, Problem> {
    text::line(typed, 200)
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    pub id: ReviewId,
    pub author: String,
    pub stars: u32,
    pub text: Option<String>,
    pub at: Timestamp,
    pub pictures: Vec<Picture>,
    /// The seller's answer.
    pub reply: Option<String>,
    /// The reader wrote it.
    pub mine: bool,
}

/// Everything about one subject, for one reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewsView {
    pub rating: Option<Rating>,
    pub reviews: Vec<ReviewView>,
    /// The reader received it, and may write or change their review.
    pub may_write: bool,
    /// The reader manages the seller, and may answer.
    pub may_answer: bool,
    /// The reader is signed in, and may report.
    pub may_report: bool,
}

/// A review that readers reported, for the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedReview {
    pub review: ReviewView,
    pub cooperative_name: LocalText,
    /// None for a review of the cooperative itself.
    pub listing_name: Option<LocalText>,
    /// Each report's reason, the oldest first.
    pub reasons: Vec<String>,
}
