//! The project bank: sheets, the simulator that stands behind their figures, and how they are
//! found.
//!
//! The simulator is exact: centimes, millionths and whole numbers, never a floating point. The
//! browser and the server run this same code.

#[macro_use]
mod coded;
mod creation;
mod dossier;
mod exact;
mod field;
mod follow_up;
mod funding;
mod idea;
mod impact;
mod inputs;
mod matching;
mod pledge;
mod profile;
mod referral;
mod returns;
mod review;
mod risk;
mod rule;
mod scenario;
mod sensitivity;
mod sheet;
mod sheet_query;
mod simulation;
mod summary;
mod suppress;
mod team;
mod terms;

pub use creation::{
    CreationPage, DoneStep, LegalLine, LegalStep, checklist, is_registered, next_legal_step,
    parse_legal_day,
};
pub use dossier::{
    Answers, Composition, Contribution, Decision, DecisionInput, Dossier, DossierBrief,
    DossierCase, DossierEvent, DossierPage, DossierPaper, DossierState, DossierStep, Founder,
    ReviewLine, SentPaper, StepInput, Verdict, parse_appeal, parse_decision,
};
pub use exact::{decimal_text, parse_decimal};
pub use field::{Field, Quantity};
pub use follow_up::{
    Actual, ActualInput, FollowUpLine, FollowUpPage, FollowedProject, Milestone, Planned, Report,
    follow_up, next_milestone, parse_actual, parse_launch, planned,
};
pub use funding::{
    Applicant, FundingKind, FundingRule, Layer, Programme, Refused, Source, Stack, put_together,
};
pub use idea::{
    Idea, IdeaAuthor, IdeaCase, IdeaChange, IdeaChoices, IdeaContent, IdeaEvent, IdeaField,
    IdeaInvitation, IdeaLine, IdeaPage, IdeaRevision, IdeaSheetInput, IdeaState, IdeaStep,
    Likeness, MOST_AUTHORS, Similar, VoiceNote, check_idea_sheet, likeness,
};
pub use impact::{
    CooperativeFact, Counted, Dimension, Impact, ImpactRow, PeopleFigures, ReferralCount,
    ReferralRow, Stage, impact,
};
pub use inputs::{Asset, AssetKind, Inputs, YEARS};
pub use matching::{
    Brought, CourseLink, Courses, Distance, FoundPerson, Lack, MatchPage, Place, Reasons,
    SheetMatch, TeamSkills, distances, lacks, matching, rank_people, reasons,
};
pub use pledge::{
    MyPledge, NewPledge, PledgeInput, PledgePage, Pledges, TeamPledge, TeamPledges, covered,
    parse_pledge,
};
pub use profile::{
    Availability, Profile, ProfileInput, ProfilePage, TeamOffer, Tongue, parse_profile,
};
pub use referral::{
    ConsentWay, IncomingReferral, Need, NewReferral, OfficeReferrals, OpenedReferral, PersonFacts,
    ReferralCase, ReferralEvent, ReferralInput, ReferralLine, ReferralState, ReferralStep,
    ReferralsPage, Referred, SealedReferral, WORKER_EVENTS, consent_witness, referral_reason,
    step_by_facts,
};
pub use review::{
    BEST_MARK, Candidate, Criterion, Outcome, ReviewEvent, ReviewState, Score, draw, outcome,
};
pub use risk::{Distribution, Prng, RUNS, Range, Risk};
pub use rule::{NewRule, Rule, RuleInput, RuleRow, RuleUnit, Rules, RulesPage};
pub use scenario::Scenario;
pub use sensitivity::{Driver, Swing, sensitivity};
pub use sheet::{
    Assumption, ComparedSheet, KeyFigures, Licence, Product, Saturation, SavedScenario,
    SharedScenario, SheetCard, SheetContent, SheetEvent, SheetHazard, SheetPage, SheetState, Skill,
    Subject, key_figures,
};
pub use sheet_query::{
    Band, PAGE_SIZE, SheetFacet, SheetFacetValue, SheetList, SheetQuery, SheetSort,
};
pub use simulation::{Figure, Missing, Results, simulate};
pub use summary::{BreakEven, Summary, summarize};
pub use suppress::{LEAST, coarse, shown_rows, totals};
pub use team::{
    NewTask, NewTeam, ProjectInvitation, StartPage, TaskInput, TeamCard, TeamEvent, TeamInput,
    TeamInvitation, TeamPage, TeamRole, TeamState, TeamTask, Teammate, parse_task, parse_team,
};
pub use terms::{
    NewTerms, ProgrammeChange, Term, TermChange, TermsInput, TermsRow, programme_changes,
};
