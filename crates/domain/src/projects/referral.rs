//! A person referred to the bank by a social worker: with consent, and with as little said to each
//! as they need.

use crate::{
    Error, LocalText, Problem, ReferralId, Result, Timestamp,
    geography::{Province, Region, RegionCode},
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

coded!(
    /// Where a referral stands.
    ReferralState {
    Draft = "draft", Consented = "consented", Sent = "sent", Accepted = "accepted", Declined = "declined",
    InTraining = "in_training", InTeam = "in_team", Followed = "followed", Closed = "closed", Withdrawn = "withdrawn",
});

coded!(ReferralEvent {
    Consent = "consent", Send = "send", Accept = "accept", Decline = "decline", Train = "train",
    JoinTeam = "join_team", Follow = "follow", Close = "close", Withdraw = "withdraw",
});

impl ReferralState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: ReferralEvent) -> Result<ReferralState> {
        use ReferralState::{
            Accepted, Closed, Consented, Declined, Draft, Followed, InTeam, InTraining, Sent,
            Withdrawn,
        };
        match (self, event) {
            (Draft, ReferralEvent::Consent) => Ok(Consented),
            (Consented, ReferralEvent::Send) => Ok(Sent),
            (Sent, ReferralEvent::Accept) => Ok(Accepted),
            (Sent, ReferralEvent::Decline) => Ok(Declined),
            (Accepted, ReferralEvent::Train) => Ok(InTraining),
            (Accepted | InTraining, ReferralEvent::JoinTeam) => Ok(InTeam),
            (InTeam, ReferralEvent::Follow) => Ok(Followed),
            (Declined | Accepted | InTraining | InTeam | Followed, ReferralEvent::Close) => {
                Ok(Closed)
            }
            // At any time, also before it began and after it ended.
            (state, ReferralEvent::Withdraw) if state != Withdrawn => Ok(Withdrawn),
            _ => Err(Error::Conflict),
        }
    }
}

/// What the social worker does by a button, in the order of their likelihood. Training and team are
/// no word of theirs: they follow from [`PersonFacts`].
pub const WORKER_EVENTS: [ReferralEvent; 4] = [
    ReferralEvent::Send,
    ReferralEvent::Follow,
    ReferralEvent::Close,
    ReferralEvent::Withdraw,
];

/// What the academy and the project teams know of the account that a referred person linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonFacts {
    /// Enrolled in a course, or holds a credential.
    pub in_training: bool,
    /// One of a project's team.
    pub in_team: bool,
}

/// The next step that follows from the facts by itself; `None` where there is none.
pub fn step_by_facts(state: ReferralState, facts: PersonFacts) -> Option<ReferralEvent> {
    match state {
        ReferralState::Accepted | ReferralState::InTraining if facts.in_team => {
            Some(ReferralEvent::JoinTeam)
        }
        ReferralState::Accepted if facts.in_training => Some(ReferralEvent::Train),
        _ => None,
    }
}

coded!(
    /// What makes taking part possible.
    Need {
    StepFree = "step_free", Hearing = "hearing", Seeing = "seeing", Reading = "reading",
    Childcare = "childcare", Hours = "hours", Transport = "transport",
});

coded!(
    /// How the consent was given.
    ConsentWay { Link = "link", Witness = "witness" });

/// What is kept sealed, and shown to the worker, the person, and in part to the advisor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referred {
    pub name: String,
    pub phone: String,
    /// What they would like to do, in their own words.
    pub wishes: String,
    pub needs: Vec<Need>,
}

/// The form of a referral, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralInput {
    pub name: String,
    pub phone: String,
    pub province: String,
    pub wishes: String,
    pub needs: Vec<String>,
    /// For the worker alone.
    pub situation: String,
}

/// A checked form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReferral {
    pub referred: Referred,
    pub situation: Option<String>,
    pub province: String,
    pub region: RegionCode,
}

impl ReferralInput {
    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(&self, provinces: &[Province]) -> Result<NewReferral> {
        let mut check = Check::default();
        let name = check.take("name", text::line(&self.name, 120));
        let phone = check.take("phone", text::optional_line(&self.phone, 30));
        let phone = phone.map(|it| match it {
            None => Some(String::new()),
            Some(typed) => check
                .take("phone", crate::accounts::Phone::parse(&typed))
                .map(|it| it.as_str().to_owned()),
        });
        let province = provinces.iter().find(|it| it.code == self.province);
        let province = check.take("province", province.ok_or(Problem::Required));
        let wishes = check.take("wishes", text::paragraph(&self.wishes, 1_000));
        let situation = check.take("situation", text::paragraph(&self.situation, 4_000));
        let needs: Option<Vec<Need>> = self.needs.iter().map(|it| Need::from_code(it)).collect();
        let needs = check.take("needs", needs.ok_or(Problem::UnknownChoice));
        check.finish()?;
        let region = province.and_then(|it| RegionCode::parse(&it.region));
        match (name, phone.flatten(), province, region, needs) {
            (Some(name), Some(phone), Some(province), Some(region), Some(needs)) => {
                Ok(NewReferral {
                    referred: Referred {
                        name,
                        phone,
                        wishes: wishes.flatten().unwrap_or_default(),
                        needs,
                    },
                    situation: situation.flatten(),
                    province: province.code.clone(),
                    region,
                })
            }
            _ => Err(Error::Malformed),
        }
    }
}

/// Who witnessed the consent.
///
/// # Errors
/// `Invalid` on `witness`.
pub fn consent_witness(typed: &str) -> Result<String> {
    text::line(typed, 120).map_err(|problem| Error::field("witness", problem))
}

/// Why an administrator opens what is sealed, or an advisor declines: a sentence, not a word.
///
/// # Errors
/// `Invalid` on `reason`.
pub fn referral_reason(typed: &str) -> Result<String> {
    let reason = text::paragraph(typed, 1_000)
        .and_then(|text| text.ok_or(Problem::Required))
        .and_then(|text| {
            if text.chars().count() < 15 {
                Err(Problem::TooShort { min: 15 })
            } else {
                Ok(text)
            }
        });
    reason.map_err(|problem| Error::field("reason", problem))
}

/// One step of a referral's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralStep {
    /// An event's code, `created` or `opened` (by an administrator, for a reason).
    pub event: String,
    pub at: Timestamp,
    pub reason: Option<String>,
}

/// A worker's own case in their list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralLine {
    pub id: ReferralId,
    pub state: ReferralState,
    /// Nothing once it is erased.
    pub name: Option<String>,
    pub updated_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralsPage {
    pub cases: Vec<ReferralLine>,
    pub regions: Vec<Region>,
    pub provinces: Vec<Province>,
}

/// A case as its worker sees it; by its link the person sees the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralCase {
    pub id: ReferralId,
    pub state: ReferralState,
    pub province: Option<LocalText>,
    pub worker: String,
    pub referred: Option<Referred>,
    pub situation: Option<String>,
    pub consent: Option<(ConsentWay, Timestamp)>,
    /// The person said which account is theirs: steps then follow from what they do.
    pub is_linked: bool,
    pub history: Vec<ReferralStep>,
    /// The secret of the person's own page.
    pub token: String,
}

/// A referral as the advisor of its region sees it: who it is only once they accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncomingReferral {
    pub id: ReferralId,
    pub state: ReferralState,
    pub province: Option<LocalText>,
    pub wishes: String,
    pub needs: Vec<Need>,
    /// Name and phone.
    pub person: Option<(String, String)>,
    pub updated_at: Timestamp,
}

/// A referral as an administrator sees it: that it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedReferral {
    pub id: ReferralId,
    pub state: ReferralState,
    pub region: LocalText,
    pub updated_at: Timestamp,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeReferrals {
    pub incoming: Vec<IncomingReferral>,
    /// For administrators.
    pub sealed: Vec<SealedReferral>,
}

/// What was opened in an emergency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedReferral {
    pub referred: Referred,
    pub situation: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_from_facts_and_only_where_the_state_allows_them() {
        for state in ReferralState::ALL {
            for (in_training, in_team) in
                [(false, false), (true, false), (false, true), (true, true)]
            {
                let facts = PersonFacts {
                    in_training,
                    in_team,
                };
                let expected = match (state, in_training, in_team) {
                    (ReferralState::Accepted | ReferralState::InTraining, _, true) => {
                        Some(ReferralState::InTeam)
                    }
                    (ReferralState::Accepted, true, false) => Some(ReferralState::InTraining),
                    _ => None,
                };
                let next = step_by_facts(*state, facts).map(|event| state.transition(event));
                assert_eq!(next, expected.map(Ok), "{state:?} {facts:?}");
            }
        }
    }
}
