//! What a learner can show: at most one credential for a person and a course.

use crate::{LocalText, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialStatus {
    Valid,
    Expired,
    Revoked,
}

impl CredentialStatus {
    /// A revocation outweighs everything.
    pub fn of(
        expires_at: Option<Timestamp>,
        revoked_at: Option<Timestamp>,
        now: Timestamp,
    ) -> CredentialStatus {
        if revoked_at.is_some() {
            CredentialStatus::Revoked
        } else if expires_at.is_some_and(|expires_at| expires_at <= now) {
            CredentialStatus::Expired
        } else {
            CredentialStatus::Valid
        }
    }
}

/// What anyone who holds the link reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialView {
    pub code: String,
    /// As it was when the credential was issued.
    pub name: String,
    pub course: LocalText,
    pub course_slug: String,
    pub outcomes: Vec<LocalText>,
    pub illustration: String,
    pub issued_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub status: CredentialStatus,
    /// The signature was checked against the issuer's published key just now.
    pub signature_holds: bool,
    /// The address, for the code that a telephone reads.
    pub url: String,
    /// The QR code's dark modules, row by row; empty rows never occur.
    pub qr: Vec<String>,
}

/// In one's own list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyCredential {
    pub code: String,
    pub course: LocalText,
    pub issued_at: Timestamp,
    pub status: CredentialStatus,
}
