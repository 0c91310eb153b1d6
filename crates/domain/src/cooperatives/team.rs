//! Who works for a cooperative, and at what.

use crate::{InvitationId, LocalText, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// What someone does for their cooperative. A manager may do everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Manager,
    /// Listings and orders.
    Sales,
    /// Stock, lots and packing.
    Stock,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Manager, Part::Sales, Part::Stock];

    pub const fn code(self) -> &'static str {
        match self {
            Part::Manager => "manager",
            Part::Sales => "sales",
            Part::Stock => "stock",
        }
    }

    pub fn from_code(code: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    pub person: PersonId,
    pub name: String,
    pub part: Part,
    pub is_me: bool,
}

/// Not accepted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    /// The address or number that was invited.
    pub login: String,
    pub part: Part,
    pub expires_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Where an invitation's secret is appended, to be sent on.
    pub join_address: String,
    pub members: Vec<TeamMember>,
    pub invitations: Vec<Invitation>,
}

/// What someone who opens an invitation reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    pub cooperative: LocalText,
    pub part: Part,
    pub invited_by: String,
}
