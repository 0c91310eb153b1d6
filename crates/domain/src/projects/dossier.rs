//! A team's dossier: made from sheet, simulation and team, filled in one thing a page, examined by
//! the office. What it says is frozen when it is submitted.

use super::{Inputs, Programme, ReviewState, Rule, Rules, Score, TeamRole};
use crate::{
    DocumentId, DossierId, Error, LocalText, PersonId, Problem, Result, TeamId, Timestamp,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

coded!(
    /// Where a dossier stands.
    DossierState {
        Draft = "draft",
        Submitted = "submitted",
        /// An advisor looks whether anything is missing.
        Admissibility = "admissibility",
        /// Something is; the team has until the deadline.
        Incomplete = "incomplete",
        UnderReview = "under_review",
        /// Scored; to be decided.
        Committee = "committee",
        Approved = "approved",
        Conditional = "conditional",
        Rejected = "rejected",
        Appeal = "appeal",
        /// The steps of the law, until the cooperative is registered.
        Incorporating = "incorporating",
        Financing = "financing",
        Launched = "launched",
        /// Followed at 12, 24 and 36 months.
        Monitored = "monitored",
        Completed = "completed",
        Closed = "closed",
        Withdrawn = "withdrawn",
    }
);
coded!(DossierEvent {
    Submit = "submit", TakeUp = "take_up", AskCompletion = "ask_completion", Complete = "complete",
    /// The deadline to complete it has passed.
    Lapse = "lapse", Admit = "admit", Deliberate = "deliberate", Approve = "approve",
    ApproveWithConditions = "approve_with_conditions", Reject = "reject",
    MeetConditions = "meet_conditions", Appeal = "appeal", Incorporate = "incorporate",
    Register = "register", Launch = "launch", Monitor = "monitor", CompleteFollowUp = "complete_follow_up",
    Close = "close", Withdraw = "withdraw",
});

impl DossierState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: DossierEvent) -> Result<DossierState> {
        use DossierEvent as E;
        use DossierState as S;
        match (self, event) {
            (S::Draft, E::Submit) => Ok(S::Submitted),
            (S::Submitted, E::TakeUp) | (S::Incomplete, E::Complete) => Ok(S::Admissibility),
            (S::Admissibility, E::AskCompletion) => Ok(S::Incomplete),
            (S::Admissibility, E::Admit) => Ok(S::UnderReview),
            (S::UnderReview, E::Deliberate) => Ok(S::Committee),
            (S::Committee | S::Appeal, E::Approve) | (S::Conditional, E::MeetConditions) => {
                Ok(S::Approved)
            }
            (S::Committee | S::Appeal, E::ApproveWithConditions) => Ok(S::Conditional),
            (S::Committee, E::Reject) => Ok(S::Rejected),
            (S::Rejected, E::Appeal) => Ok(S::Appeal),
            // There is one appeal: what is rejected again stays so.
            (S::Appeal, E::Reject) => Ok(S::Closed),
            (S::Approved, E::Incorporate) => Ok(S::Incorporating),
            (S::Incorporating, E::Register) => Ok(S::Financing),
            (S::Financing, E::Launch) => Ok(S::Launched),
            (S::Launched, E::Monitor) => Ok(S::Monitored),
            (S::Monitored, E::CompleteFollowUp) => Ok(S::Completed),
            (S::Monitored, E::Close) => Ok(S::Closed),
            (S::Incomplete, E::Lapse) => Ok(S::Withdrawn),
            (
                S::Draft
                | S::Submitted
                | S::Admissibility
                | S::Incomplete
                | S::UnderReview
                | S::Committee,
                E::Withdraw,
            ) => Ok(S::Withdrawn),
            _ => Err(Error::Conflict),
        }
    }

    /// Whether the team may change what it says.
    pub const fn is_editable(self) -> bool {
        matches!(self, DossierState::Draft | DossierState::Incomplete)
    }

    /// Whether it is over, and another may be begun.
    pub const fn is_over(self) -> bool {
        matches!(
            self,
            DossierState::Withdrawn | DossierState::Closed | DossierState::Completed
        )
    }

    /// The rule that says how long who must act has; `None` where nobody is waited for.
    pub const fn deadline(self) -> Option<Rule> {
        match self {
            DossierState::Submitted | DossierState::Admissibility => Some(Rule::AdmissibilityDays),
            DossierState::Incomplete => Some(Rule::CompletionDays),
            DossierState::UnderReview => Some(Rule::ReviewDays),
            DossierState::Rejected => Some(Rule::AppealDays),
            _ => None,
        }
    }

    /// The end of that time, begun at `now`.
    pub fn due_at(self, rules: &Rules, now: Timestamp) -> Option<Timestamp> {
        self.deadline().map(|rule| now + rules.days(rule))
    }
}

coded!(
    /// One page of the dossier, in the order they are asked.
    DossierStep {
        Presentation = "presentation", Market = "market", Place = "place", People = "people",
        Money = "money", Papers = "papers",
    }
);

coded!(
    /// What a paper proves; one of each is asked.
    DossierPaper {
        /// The members' identity cards.
        Identities = "identities",
        /// A lease, a title or a promise of one.
        Premises = "premises",
        /// For the equipment.
        Quotes = "quotes",
    }
);

/// What the team answers, page by page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    pub presentation: String,
    pub market: String,
    pub place: String,
    pub people: Option<Composition>,
    pub money: Option<Contribution>,
}

/// Of the members; for the statistics that programmes ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    pub women: u32,
    /// Under 35.
    pub young: u32,
}

/// What the members bring, in centimes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    pub capital: i64,
    pub in_kind: i64,
    /// What is brought in kind, and how it was valued.
    pub in_kind_what: String,
}

/// One page as typed.
#[derive(Clone, Debug)]
pub enum StepInput {
    Presentation(String),
    Market(String),
    Place(String),
    People {
        women: String,
        young: String,
    },
    Money {
        capital: String,
        in_kind: String,
        in_kind_what: String,
    },
}

fn told(field: &str, text: &str, least: u32) -> Result<String> {
    let mut check = Check::default();
    let told = text::paragraph(text, 2_000).and_then(|text| match text {
        None => Err(Problem::Required),
        Some(text) if text.chars().count() < least as usize => {
            Err(Problem::TooShort { min: least })
        }
        Some(text) => Ok(text),
    });
    let told = check.take(field, told);
    check.finish()?;
    told.ok_or(Error::Malformed)
}

impl Answers {
    /// Takes one page's answers. `members` are as many as the team has.
    ///
    /// # Errors
    /// `Invalid` naming each field.
    pub fn take(&mut self, input: &StepInput, members: u32, rules: &Rules) -> Result<()> {
        match input {
            StepInput::Presentation(text) => self.presentation = told("answer", text, 40)?,
            StepInput::Market(text) => self.market = told("answer", text, 40)?,
            StepInput::Place(text) => self.place = told("answer", text, 10)?,
            StepInput::People { women, young } => {
                let mut check = Check::default();
                let most = i64::from(members);
                let women = check.take("women", text::integer(women, 0, most));
                let young = check.take("young", text::integer(young, 0, most));
                check.finish()?;
                let small = |number: Option<i64>| {
                    number
                        .and_then(|number| u32::try_from(number).ok())
                        .ok_or(Error::Malformed)
                };
                self.people = Some(Composition {
                    women: small(women)?,
                    young: small(young)?,
                });
            }
            StepInput::Money {
                capital,
                in_kind,
                in_kind_what,
            } => self.money = Some(parse_contribution(capital, in_kind, in_kind_what, rules)?),
        }
        Ok(())
    }
}

/// In whole dirhams: the capital is at least the law's, since what is brought in kind is part of
/// it, valued.
fn parse_contribution(
    capital: &str,
    in_kind: &str,
    what: &str,
    rules: &Rules,
) -> Result<Contribution> {
    const MOST: i64 = 100_000_000;
    let mut check = Check::default();
    let least = rules.get(Rule::LeastCapital) / 100;
    let capital = check.take("capital", text::integer(capital, least, MOST));
    let in_kind = if in_kind.trim().is_empty() {
        Some(0)
    } else {
        let most = capital.unwrap_or(MOST);
        check.take("in_kind", text::integer(in_kind, 0, most))
    };
    let what = check.take("in_kind_what", text::paragraph(what, 500));
    if in_kind.is_some_and(|it| it > 0) && matches!(what, Some(None)) {
        check.refuse("in_kind_what", Problem::Required);
    }
    check.finish()?;
    match (capital, in_kind, what) {
        (Some(capital), Some(in_kind), Some(what)) => Ok(Contribution {
            capital: capital * 100,
            in_kind: in_kind * 100,
            in_kind_what: what.unwrap_or_default(),
        }),
        _ => Err(Error::Malformed),
    }
}

/// A paper that was sent; its bytes are served to who may read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentPaper {
    pub id: DocumentId,
    pub kind: DossierPaper,
    pub name: String,
    pub uploaded_at: Timestamp,
}

/// What lists say of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierBrief {
    pub id: DossierId,
    pub state: DossierState,
    pub due_at: Option<Timestamp>,
}

/// A dossier as far as it is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    pub id: DossierId,
    pub team: TeamId,
    pub state: DossierState,
    pub due_at: Option<Timestamp>,
    pub answers: Answers,
    pub papers: Vec<SentPaper>,
    /// What the office asks to complete.
    pub missing: Option<String>,
    /// Why the team appeals.
    pub appeal: Option<String>,
    pub decisions: Vec<Decision>,
    /// As they stood when it was submitted: a later change of the rules does not touch it.
    pub programmes: Vec<Programme>,
    /// Counts changes; a decision on an older one is refused.
    pub version: i64,
    pub begun_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub updated_at: Timestamp,
}

impl Dossier {
    pub fn has(&self, step: DossierStep) -> bool {
        match step {
            DossierStep::Presentation => !self.answers.presentation.is_empty(),
            DossierStep::Market => !self.answers.market.is_empty(),
            DossierStep::Place => !self.answers.place.is_empty(),
            DossierStep::People => self.answers.people.is_some(),
            DossierStep::Money => self.answers.money.is_some(),
            DossierStep::Papers => DossierPaper::ALL
                .iter()
                .all(|kind| self.papers.iter().any(|paper| paper.kind == *kind)),
        }
    }

    /// Where to go on.
    pub fn next_step(&self) -> Option<DossierStep> {
        DossierStep::ALL
            .iter()
            .copied()
            .find(|step| !self.has(*step))
    }

    /// # Errors
    /// `Conflict` where it is with the office.
    pub fn check_editable(&self) -> Result<()> {
        match self.state.is_editable() {
            true => Ok(()),
            false => Err(Error::Conflict),
        }
    }

    /// # Errors
    /// `Invalid` naming each page that is missing, and `team` where it has too few members.
    pub fn check_complete(&self, members: u32, rules: &Rules) -> Result<()> {
        let mut check = Check::default();
        for step in DossierStep::ALL.iter().filter(|step| !self.has(**step)) {
            check.refuse(step.code(), Problem::Required);
        }
        // Someone may have left since the page was filled in.
        if let Some(people) = self.answers.people
            && people.women.max(people.young) > members
        {
            let problem = Problem::OutOfRange {
                min: 0,
                max: members.into(),
            };
            check.refuse(DossierStep::People.code(), problem);
        }
        if members < rules.founders() {
            let problem = Problem::OutOfRange {
                min: rules.founders().into(),
                max: 100,
            };
            check.refuse("team", problem);
        }
        check.finish()
    }
}

coded!(
    /// What the office answers.
    Verdict {
        Approved = "approved", Conditional = "conditional", Rejected = "rejected",
    }
);

impl Verdict {
    pub const fn event(self) -> DossierEvent {
        match self {
            Verdict::Approved => DossierEvent::Approve,
            Verdict::Conditional => DossierEvent::ApproveWithConditions,
            Verdict::Rejected => DossierEvent::Reject,
        }
    }
}

/// A decision with its reasons; the letter is printed from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub verdict: Verdict,
    pub reasons: String,
    /// What is to be done first, where the verdict says so.
    pub conditions: Option<String>,
    pub on_appeal: bool,
    pub decided_at: Timestamp,
    /// Tenths of a point.
    pub score: Option<i64>,
}

/// As typed.
#[derive(Clone, Debug, Default)]
pub struct DecisionInput {
    pub verdict: String,
    pub reasons: String,
    pub conditions: String,
}

/// The verdict, its reasons and its conditions.
///
/// # Errors
/// `Invalid`.
pub fn parse_decision(input: &DecisionInput) -> Result<(Verdict, String, Option<String>)> {
    let mut check = Check::default();
    let verdict = Verdict::from_code(&input.verdict).ok_or(Problem::UnknownChoice);
    let verdict = check.take("verdict", verdict);
    let reasons = match told("reasons", &input.reasons, 20) {
        Ok(reasons) => Some(reasons),
        Err(error) => {
            for field in error.fields() {
                check.refuse(&field.field, field.problem.clone());
            }
            None
        }
    };
    let conditions = check.take("conditions", text::paragraph(&input.conditions, 1_000));
    if verdict == Some(Verdict::Conditional) && matches!(conditions, Some(None)) {
        check.refuse("conditions", Problem::Required);
    }
    check.finish()?;
    match (verdict, reasons, conditions) {
        (Some(verdict), Some(reasons), Some(conditions)) => {
            let conditions = conditions.filter(|_| verdict == Verdict::Conditional);
            Ok((verdict, reasons, conditions))
        }
        _ => Err(Error::Malformed),
    }
}

/// Why a team appeals: enough to be examined.
///
/// # Errors
/// `Invalid` on `appeal`.
pub fn parse_appeal(text: &str) -> Result<String> {
    told("appeal", text, 20)
}

/// What the team's pages show of its dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierPage {
    pub team: super::TeamCard,
    /// `None` before it is begun.
    pub dossier: Option<Dossier>,
    /// Who may submit, withdraw and appeal.
    pub i_lead: bool,
    /// The law's least capital, in centimes.
    pub least_capital: i64,
    /// The sheet's own words, proposed for the first page.
    pub proposal: LocalText,
    /// What buyers promised, for the page about the market.
    pub pledges: super::TeamPledges,
    /// Where programmes' terms differ from those that it was begun or submitted with.
    pub changes: Vec<super::ProgrammeChange>,
    /// The team's figures, and the programmes that look at them: today's, or those that it keeps.
    pub inputs: Inputs,
    pub programmes: Vec<Programme>,
    pub sector: String,
    pub region: String,
}

/// A member as the office reads them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founder {
    pub person: PersonId,
    pub name: String,
    pub role: TeamRole,
}

/// What one reviewer found, as the office lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewLine {
    pub reviewer: String,
    pub is_me: bool,
    pub state: ReviewState,
    pub due_at: Timestamp,
    pub score: Option<Score>,
    pub comment: String,
}

/// A dossier as its advisors see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierCase {
    pub team: super::TeamCard,
    /// What programmes ask about: the sheet's sector and the team's region.
    pub sector: String,
    pub region: String,
    pub dossier: Dossier,
    pub inputs: Inputs,
    pub founders: Vec<Founder>,
    /// What buyers promised this team, without their names.
    pub pledges: super::Pledges,
    /// Others' scores are seen once one's own is in.
    pub reviews: Vec<ReviewLine>,
    /// My own review that is not scored yet, and its state.
    pub my_review: Option<(crate::DossierReviewId, ReviewState)>,
    /// One of its people, so that they may not decide.
    pub is_party: bool,
    /// Too few advisors of the region are free: none could be drawn.
    pub reviewers_missing: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules::new([(Rule::Founders, 5), (Rule::LeastCapital, 100_000)])
    }

    #[test]
    fn each_page_names_what_is_wrong() {
        let people = |women: &str, young: &str| StepInput::People {
            women: women.to_owned(),
            young: young.to_owned(),
        };
        let money = |capital: &str, in_kind: &str, what: &str| StepInput::Money {
            capital: capital.to_owned(),
            in_kind: in_kind.to_owned(),
            in_kind_what: what.to_owned(),
        };
        for (input, field) in [
            (StepInput::Presentation("Court".to_owned()), "answer"),
            (StepInput::Market(String::new()), "answer"),
            (StepInput::Place("x\u{7}".to_owned()), "answer"),
            (people("6", "0"), "women"),
            (people("0", "six"), "young"),
            (money("999", "", ""), "capital"),
            (money("1000", "1001", "Ruches"), "in_kind"),
            (money("1000", "500", ""), "in_kind_what"),
        ] {
            let refused = Answers::default().take(&input, 5, &rules());
            let refused = refused.err().map(|error| error.fields().to_vec());
            let fields: Vec<String> = refused
                .into_iter()
                .flatten()
                .map(|field| field.field)
                .collect();
            assert_eq!(fields, [field], "{input:?}");
        }
        let mut answers = Answers::default();
        let taken = answers.take(&money("5 000", "", ""), 5, &rules());
        assert!(taken.is_err(), "digits only");
        let taken = answers.take(&money("5000", "2000", "Vingt ruches"), 5, &rules());
        assert!(taken.is_ok());
        assert_eq!(answers.money.map(|it| it.in_kind), Some(200_000));
    }

    #[test]
    fn conditions_are_asked_where_the_verdict_has_some() {
        let input = |verdict: &str, reasons: &str, conditions: &str| DecisionInput {
            verdict: verdict.to_owned(),
            reasons: reasons.to_owned(),
            conditions: conditions.to_owned(),
        };
        let reasons = "Le marché est décrit et les devis sont là.";
        for (input, expected) in [
            (input("approved", reasons, ""), true),
            (input("conditional", reasons, ""), false),
            (input("conditional", reasons, "Un bail signé"), true),
            (input("rejected", "Non", ""), false),
            (input("perhaps", reasons, ""), false),
        ] {
            assert_eq!(parse_decision(&input).is_ok(), expected, "{input:?}");
        }
    }
}
