//! A label that a cooperative holds, with the paper that proves it. An advisor checks it before
//! anyone sees its badge, and the badge goes by itself on the day it expires.

use crate::{
    CertificationId, DocumentId, LocalText, Problem, Result, Timestamp,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// The labels of law 25-06, and organic farming (39-12).
pub const LABELS: [&str; 4] = ["AOP", "IGP", "Label agricole", "Bio"];

/// The manager is warned this long before a certificate expires.
pub const WARNING: i64 = 30 * 86_400;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateStatus {
    Submitted,
    Valid,
    Refused,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateEvent {
    Accept,
    Refuse,
    Withdraw,
}

impl CertificateEvent {
    pub const ALL: [CertificateEvent; 3] = [
        CertificateEvent::Accept,
        CertificateEvent::Refuse,
        CertificateEvent::Withdraw,
    ];
}

impl CertificateStatus {
    pub const ALL: [CertificateStatus; 4] = [
        CertificateStatus::Submitted,
        CertificateStatus::Valid,
        CertificateStatus::Refused,
        CertificateStatus::Withdrawn,
    ];

    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: CertificateEvent) -> Result<CertificateStatus> {
        match (self, event) {
            (CertificateStatus::Submitted, CertificateEvent::Accept) => {
                Ok(CertificateStatus::Valid)
            }
            (CertificateStatus::Submitted, CertificateEvent::Refuse) => {
                Ok(CertificateStatus::Refused)
            }
            (
                CertificateStatus::Submitted | CertificateStatus::Valid,
                CertificateEvent::Withdraw,
            ) => Ok(CertificateStatus::Withdrawn),
            _ => Err(crate::Error::Conflict),
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            CertificateStatus::Submitted => "submitted",
            CertificateStatus::Valid => "valid",
            CertificateStatus::Refused => "refused",
            CertificateStatus::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<CertificateStatus> {
        CertificateStatus::ALL
            .into_iter()
            .find(|status| status.code() == code)
    }
}

/// What the paper says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateFacts {
    pub label: String,
    pub certifier: String,
    pub number: String,
    pub area: String,
    /// The end of the last day on which it is valid.
    pub expires_at: Timestamp,
}

/// A certificate as its holder and its advisor see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateView {
    pub id: CertificationId,
    pub facts: CertificateFacts,
    pub status: CertificateStatus,
    pub is_expired: bool,
    /// Less than 30 days are left.
    pub is_ending: bool,
    pub reasons: Option<String>,
    pub document: Option<DocumentId>,
    pub submitted_at: Timestamp,
    pub cooperative: LocalText,
}

#[derive(Clone, Debug, Default)]
pub struct CertificateInput {
    pub label: String,
    pub certifier: String,
    pub number: String,
    pub area: String,
    /// `2027-03-31`, as a date field sends it.
    pub expires: String,
}

/// # Errors
/// `Invalid` naming each field; `Expired` on `expires` for a paper that no longer counts.
pub fn parse_certificate(input: &CertificateInput, now: Timestamp) -> Result<CertificateFacts> {
    let mut check = Check::default();
    let label = LABELS
        .into_iter()
        .find(|label| *label == input.label)
        .ok_or(if input.label.is_empty() {
            Problem::Required
        } else {
            Problem::UnknownChoice
        });
    let label = check.take("label", label);
    let certifier = check.take("certifier", text::line(&input.certifier, 120));
    let number = check.take("number", text::line(&input.number, 60));
    let area = check.take("area", text::line(&input.area, 120));
    let expires = text::end_of_date(&input.expires).and_then(|at| {
        if at > now {
            Ok(at)
        } else {
            Err(Problem::Expired)
        }
    });
    let expires = check.take("expires", expires);
    check.finish()?;
    match (label, certifier, number, area, expires) {
        (Some(label), Some(certifier), Some(number), Some(area), Some(expires_at)) => {
            Ok(CertificateFacts {
                label: label.to_owned(),
                certifier,
                number,
                area,
                expires_at,
            })
        }
        _ => Err(crate::Error::Malformed),
    }
}
