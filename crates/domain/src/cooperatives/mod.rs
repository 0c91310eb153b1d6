//! Cooperatives: their life, their file, and their public page.

mod certificate;
mod numbers;
mod registration;
mod team;

pub use certificate::{
    CertificateEvent, CertificateFacts, CertificateInput, CertificateStatus, CertificateView,
    LABELS, WARNING, parse_certificate,
};
pub use numbers::{Ice, Rib};
pub use registration::{
    Document, DocumentKind, Numbers, NumbersInput, People, Place, PlaceInput, Registration,
    RegistrationPage, Step, parse_name, parse_numbers, parse_place, parse_story, slug,
};
pub use team::{Invitation, InvitationView, Part, Team, TeamMember};

use crate::{CooperativeId, Error, LocalText, Result, Timestamp, marketplace::ListingCard};
use serde::{Deserialize, Serialize};

/// Only a verified cooperative sells and is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    Submitted,
    Verified,
    Suspended,
    Dissolved,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Submit,
    Return,
    Verify,
    Suspend,
    Reinstate,
    Dissolve,
}

impl Event {
    pub const ALL: [Event; 6] = [
        Event::Submit,
        Event::Return,
        Event::Verify,
        Event::Suspend,
        Event::Reinstate,
        Event::Dissolve,
    ];
}

impl Status {
    pub const ALL: [Status; 5] = [
        Status::Draft,
        Status::Submitted,
        Status::Verified,
        Status::Suspended,
        Status::Dissolved,
    ];

    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: Event) -> Result<Status> {
        match (self, event) {
            (Status::Draft, Event::Submit) => Ok(Status::Submitted),
            (Status::Submitted, Event::Return) => Ok(Status::Draft),
            (Status::Submitted, Event::Verify) | (Status::Suspended, Event::Reinstate) => {
                Ok(Status::Verified)
            }
            (Status::Verified, Event::Suspend) => Ok(Status::Suspended),
            (Status::Verified | Status::Suspended, Event::Dissolve) => Ok(Status::Dissolved),
            _ => Err(Error::Conflict),
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Submitted => "submitted",
            Status::Verified => "verified",
            Status::Suspended => "suspended",
            Status::Dissolved => "dissolved",
        }
    }

    pub fn from_code(code: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// A label that a cooperative holds, seen only while its certificate is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// `AOP`, `IGP` or `Label agricole`.
    pub label: String,
    pub certifier: String,
    pub number: String,
    pub area: String,
    pub expires_at: Timestamp,
}

/// The public page of a verified cooperative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CooperativePage {
    pub id: CooperativeId,
    pub slug: String,
    pub name: LocalText,
    pub story: LocalText,
    pub region: LocalText,
    pub region_code: String,
    pub province: LocalText,
    pub members: u32,
    pub women: u32,
    pub founded_year: u32,
    pub certificates: Vec<Certificate>,
    pub listings: Vec<ListingCard>,
}
