//! The queues of an advisor, scoped to their regions: the oldest first.

use crate::{
    CooperativeId, LocalText, Problem, Result, Timestamp,
    cooperatives::{Registration, Status},
    marketplace::{DraftPage, ListingDraft},
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// What waits for a decision. A feature that needs one adds its own: a variant here, its query in
/// `store::admin`, its page and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    Cooperatives,
    Listings,
    Certificates,
    /// Projects' dossiers that an advisor of the region must look at or decide.
    Dossiers,
    /// Dossiers that the advisor was drawn to review.
    Reviews,
    /// Members' ideas for the project bank.
    Ideas,
}

impl Queue {
    pub const ALL: [Queue; 6] = [
        Queue::Cooperatives,
        Queue::Listings,
        Queue::Certificates,
        Queue::Dossiers,
        Queue::Reviews,
        Queue::Ideas,
    ];

    /// In the address: `/office/cooperatives`.
    pub const fn code(self) -> &'static str {
        match self {
            Queue::Cooperatives => "registrations",
            Queue::Listings => "listings",
            Queue::Certificates => "certificates",
            Queue::Dossiers => "dossiers",
            Queue::Reviews => "reviews",
            Queue::Ideas => "ideas",
        }
    }

    pub fn from_code(code: &str) -> Option<Queue> {
        Queue::ALL.into_iter().find(|queue| queue.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueSummary {
    pub queue: Queue,
    pub waiting: u32,
    /// Since when the oldest one waits.
    pub oldest: Option<Timestamp>,
}

/// What the office does for the whole platform, whatever the region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Disputes that the buyer and the cooperative do not settle alone.
    Disputes,
    /// Reviews that readers reported.
    Reviews,
    /// People whom social workers referred.
    Referrals,
    Money,
    Rates,
    /// Tax, commission, and proof of exports.
    Taxes,
    /// What law and office ask, and what programmes give.
    Rules,
    /// Programs that read and write learning records.
    Records,
    Audit,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutySummary {
    pub duty: Duty,
    /// `None` where nothing ever waits: a table to edit, a log to read.
    pub waiting: Option<u32>,
    /// Since when the oldest one waits.
    pub oldest: Option<Timestamp>,
}

/// The office's first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficePage {
    /// Empty for who is no advisor.
    pub queues: Vec<QueueSummary>,
    /// Those that the reader may do.
    pub duties: Vec<DutySummary>,
}

/// One line of a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueItem {
    /// Within its queue.
    pub id: i64,
    pub title: LocalText,
    /// Whose it is.
    pub cooperative: LocalText,
    pub region: LocalText,
    pub since: Timestamp,
    /// Until when it is to be answered, where it has a deadline.
    pub due: Option<Timestamp>,
    /// Given back before: someone answers to reasons.
    pub is_again: bool,
}

/// A file as its advisor sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationCase {
    pub registration: Registration,
    pub region: LocalText,
    pub province: LocalText,
    pub applicant: String,
    pub applicant_email: Option<String>,
    pub applicant_phone: Option<String>,
    /// Another cooperative already has the same ICE.
    pub ice_in_use: Option<LocalText>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CooperativeRow {
    pub id: CooperativeId,
    pub name: LocalText,
    pub region: LocalText,
    pub status: Status,
    pub listings: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CooperativeList {
    pub rows: Vec<CooperativeRow>,
    pub page: u32,
    pub pages: u32,
    pub total: u32,
}

/// A cooperative as its advisor sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CooperativeCase {
    pub id: CooperativeId,
    pub slug: String,
    pub name: LocalText,
    pub region: LocalText,
    pub province: LocalText,
    pub status: Status,
    /// Why it is suspended.
    pub suspension: Option<String>,
    pub ice: String,
    pub rib: String,
    pub members: u32,
    pub women: u32,
    pub listings: u32,
    /// Not yet delivered or cancelled: they go on while it is suspended.
    pub open_orders: u32,
    pub managers: Vec<String>,
    pub history: Vec<super::AuditRow>,
}

/// A listing as its advisor sees it, beside what is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingCase {
    pub cooperative: LocalText,
    pub published: Option<ListingDraft>,
    pub submitted_at: Option<Timestamp>,
    pub page: DraftPage,
}

/// What the other side will read: at least a sentence.
///
/// # Errors
/// `Invalid` on `reasons`.
pub fn parse_reasons(reasons: &str) -> Result<String> {
    let mut check = Check::default();
    let reasons = check.take(
        "reasons",
        text::paragraph(reasons, 1_000).and_then(|text| match text {
            None => Err(Problem::Required),
            Some(text) if text.chars().count() < 10 => Err(Problem::TooShort { min: 10 }),
            Some(text) => Ok(text),
        }),
    );
    check.finish()?;
    reasons.ok_or(crate::Error::Malformed)
}
