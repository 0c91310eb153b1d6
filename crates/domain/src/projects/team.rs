//! A team that prepares a cooperative: from whoever starts a project to as many as the law asks.
//!
//! Its members see each other's names and nothing else of each other's accounts.

use super::{DossierBrief, Inputs, SavedScenario, TeamPledges};
use crate::{
    Error, InvitationId, LocalText, PersonId, Problem, Result, TaskId, TeamId, Timestamp,
    geography::{Province, Region},
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

coded!(
    /// Where a team stands.
    TeamState {
        Forming = "forming",
        /// As many as the law asks.
        QuorumMet = "quorum_met",
        /// Its dossier is with the office: nobody comes or goes.
        Locked = "locked",
        /// Its cooperative exists.
        Constituted = "constituted",
        Dissolved = "dissolved",
    }
);
coded!(TeamEvent {
    ReachQuorum = "reach_quorum", LoseQuorum = "lose_quorum", Lock = "lock", Unlock = "unlock",
    Constitute = "constitute", Dissolve = "dissolve",
});

impl TeamState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: TeamEvent) -> Result<TeamState> {
        use TeamState::{Constituted, Dissolved, Forming, Locked, QuorumMet};
        match (self, event) {
            // A dossier that was withdrawn sets its team free again.
            (Forming, TeamEvent::ReachQuorum) | (Locked, TeamEvent::Unlock) => Ok(QuorumMet),
            (QuorumMet, TeamEvent::LoseQuorum) => Ok(Forming),
            (QuorumMet, TeamEvent::Lock) => Ok(Locked),
            (Locked, TeamEvent::Constitute) => Ok(Constituted),
            (Forming | QuorumMet | Locked, TeamEvent::Dissolve) => Ok(Dissolved),
            _ => Err(Error::Conflict),
        }
    }

    /// Whether people may come and go.
    pub const fn is_open(self) -> bool {
        matches!(self, TeamState::Forming | TeamState::QuorumMet)
    }

    /// An open team's state with so many members, of whom the law asks `founders`.
    ///
    /// # Errors
    /// `Conflict` where nobody may come or go.
    pub fn counted(self, members: u32, founders: u32) -> Result<TeamState> {
        match (self, members >= founders) {
            (TeamState::Forming, true) => self.transition(TeamEvent::ReachQuorum),
            (TeamState::QuorumMet, false) => self.transition(TeamEvent::LoseQuorum),
            (TeamState::Forming | TeamState::QuorumMet, _) => Ok(self),
            _ => Err(Error::Conflict),
        }
    }
}

coded!(
    /// What someone does in the team; the first three are one person's each.
    TeamRole {
        President = "president", Treasurer = "treasurer", Secretary = "secretary", Member = "member",
    }
);

/// As typed.
#[derive(Clone, Debug, Default)]
pub struct TeamInput {
    pub name: String,
    pub province: String,
    pub seats: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTeam {
    pub name: String,
    /// Official code; the region follows from it.
    pub province: String,
    /// As many as may join, with who starts it.
    pub seats: u32,
}

/// A team has at least as many seats as the law asks for founders, and at most 100.
///
/// # Errors
/// `Invalid`.
pub fn parse_team(input: &TeamInput, founders: u32) -> Result<NewTeam> {
    let mut check = Check::default();
    let name = check.take("name", text::name(&input.name, 80));
    let province = check.take("province", text::line(&input.province, 10));
    let seats = text::integer(&input.seats, i64::from(founders), 100);
    let seats = check.take("seats", seats);
    check.finish()?;
    match (name, province, seats.map(u32::try_from)) {
        (Some(name), Some(province), Some(Ok(seats))) => Ok(NewTeam {
            name,
            province,
            seats,
        }),
        _ => Err(Error::Malformed),
    }
}

/// As typed; `person` is empty where nobody took it on yet, `due` where any day will do.
#[derive(Clone, Debug, Default)]
pub struct TaskInput {
    pub title: String,
    pub person: String,
    pub due: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    pub title: String,
    pub person: Option<PersonId>,
    /// The last second of its day.
    pub due_at: Option<Timestamp>,
}

/// `members` are those who may be asked.
///
/// # Errors
/// `Invalid`.
pub fn parse_task(input: &TaskInput, members: &[PersonId]) -> Result<NewTask> {
    let mut check = Check::default();
    let title = check.take("title", text::line(&input.title, 120));
    let person = if input.person.trim().is_empty() {
        None
    } else {
        let person = input.person.trim().parse().ok();
        let person = person.filter(|person| members.contains(person));
        check.take("person", person.ok_or(Problem::UnknownChoice))
    };
    let due_at = if input.due.trim().is_empty() {
        None
    } else {
        check.take("due", text::end_of_date(&input.due))
    };
    check.finish()?;
    Ok(NewTask {
        title: title.ok_or(Error::Malformed)?,
        person,
        due_at,
    })
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teammate {
    pub person: PersonId,
    pub name: String,
    pub role: TeamRole,
    pub is_me: bool,
    pub is_founder: bool,
}

/// Not accepted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamInvitation {
    pub id: InvitationId,
    /// Who was invited: the address, or the name of someone who was found; `None` for the link that
    /// anyone may use.
    pub login: Option<String>,
    pub expires_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamTask {
    pub id: TaskId,
    pub title: String,
    /// The name of who does it.
    pub who: Option<String>,
    pub due_at: Option<Timestamp>,
    pub done_at: Option<Timestamp>,
    pub is_late: bool,
}

/// A team in its members' lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCard {
    pub id: TeamId,
    pub name: String,
    /// The sheet's.
    pub title: LocalText,
    pub sheet: String,
    pub illustration: String,
    pub province: LocalText,
    pub state: TeamState,
    pub joined: u32,
    pub seats: u32,
    /// As many as the law asks.
    pub founders: u32,
    pub dossier: Option<DossierBrief>,
}

/// A team's own page, for its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    pub card: TeamCard,
    /// The name of the simulation it was started with; `None` for the sheet's own figures.
    pub scenario: Option<String>,
    pub inputs: Inputs,
    pub members: Vec<Teammate>,
    pub invitations: Vec<TeamInvitation>,
    pub tasks: Vec<TeamTask>,
    /// What buyers promised for this project here.
    pub pledges: TeamPledges,
    pub i_lead: bool,
    /// Where an invitation's secret is appended, to be sent on.
    pub join_address: String,
}

/// What someone who was invited reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectInvitation {
    pub card: TeamCard,
    pub invited_by: String,
    /// Already one of them.
    pub is_member: bool,
}

/// What the form that starts a team shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartPage {
    pub title: LocalText,
    pub sheet: String,
    pub illustration: String,
    /// The sheet's, proposed first.
    pub province: String,
    pub members_max: u32,
    pub founders: u32,
    /// The person's own simulations of the sheet.
    pub scenarios: Vec<SavedScenario>,
    pub regions: Vec<Region>,
    pub provinces: Vec<Province>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_counted_against_the_law() {
        use TeamState::{Constituted, Forming, Locked, QuorumMet};
        for (state, members, expected) in [
            (Forming, 4, Ok(Forming)),
            (Forming, 5, Ok(QuorumMet)),
            (QuorumMet, 6, Ok(QuorumMet)),
            (QuorumMet, 4, Ok(Forming)),
            (Locked, 5, Err(Error::Conflict)),
            (Constituted, 5, Err(Error::Conflict)),
        ] {
            assert_eq!(state.counted(members, 5), expected, "{state:?} {members}");
        }
    }

    #[test]
    fn a_team_has_at_least_the_laws_seats() {
        let input = |name: &str, seats: &str| TeamInput {
            name: name.to_owned(),
            province: "09.581".to_owned(),
            seats: seats.to_owned(),
        };
        for (input, expected) in [
            (input("Miel d'Imouzzer", "5"), true),
            (input("Miel d'Imouzzer", "4"), false),
            (input("Miel d'Imouzzer", "101"), false),
            (input("", "5"), false),
            (input("1234", "5"), false),
        ] {
            assert_eq!(parse_team(&input, 5).is_ok(), expected, "{input:?}");
        }
    }

    #[test]
    fn a_task_is_given_to_a_member_only() {
        let input = |person: &str, due: &str| TaskInput {
            title: "Demander deux devis".to_owned(),
            person: person.to_owned(),
            due: due.to_owned(),
        };
        let members = [PersonId(1), PersonId(2)];
        for (input, expected) in [
            (input("", ""), true),
            (input("2", "2026-12-01"), true),
            (input("3", ""), false),
            (input("x", ""), false),
            (input("1", "2026-02-30"), false),
        ] {
            assert_eq!(parse_task(&input, &members).is_ok(), expected, "{input:?}");
        }
    }
}
