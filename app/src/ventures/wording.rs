//! Which words say what.

use domain::projects::{
    Criterion, DossierPaper, DossierState, DossierStep, LegalStep, ReviewState, TeamRole,
    TeamState, Verdict,
};
use i18n::{Key, keys::ventures as k};

pub(super) const fn team_state(state: TeamState) -> Key {
    match state {
        TeamState::Forming => k::TEAM_FORMING,
        TeamState::QuorumMet => k::TEAM_QUORUM_MET,
        TeamState::Locked => k::TEAM_LOCKED,
        TeamState::Constituted => k::TEAM_CONSTITUTED,
        TeamState::Dissolved => k::TEAM_DISSOLVED,
    }
}

pub(super) const fn role(role: TeamRole) -> Key {
    match role {
        TeamRole::President => k::ROLE_PRESIDENT,
        TeamRole::Treasurer => k::ROLE_TREASURER,
        TeamRole::Secretary => k::ROLE_SECRETARY,
        TeamRole::Member => k::ROLE_MEMBER,
    }
}

pub(super) const fn dossier_state(state: DossierState) -> Key {
    match state {
        DossierState::Draft => k::STATE_DRAFT,
        DossierState::Submitted => k::STATE_SUBMITTED,
        DossierState::Admissibility => k::STATE_ADMISSIBILITY,
        DossierState::Incomplete => k::STATE_INCOMPLETE,
        DossierState::UnderReview => k::STATE_UNDER_REVIEW,
        DossierState::Committee => k::STATE_COMMITTEE,
        DossierState::Approved => k::STATE_APPROVED,
        DossierState::Conditional => k::STATE_CONDITIONAL,
        DossierState::Rejected => k::STATE_REJECTED,
        DossierState::Appeal => k::STATE_APPEAL,
        DossierState::Incorporating => k::STATE_INCORPORATING,
        DossierState::Financing => k::STATE_FINANCING,
        DossierState::Launched => k::STATE_LAUNCHED,
        DossierState::Monitored => k::STATE_MONITORED,
        DossierState::Completed => k::STATE_COMPLETED,
        DossierState::Closed => k::STATE_CLOSED,
        DossierState::Withdrawn => k::STATE_WITHDRAWN,
    }
}

/// What comes next, in a sentence.
pub(super) const fn next(state: DossierState) -> Key {
    match state {
        DossierState::Draft => k::NEXT_DRAFT,
        DossierState::Submitted | DossierState::Admissibility => k::NEXT_SUBMITTED,
        DossierState::Incomplete => k::NEXT_INCOMPLETE,
        DossierState::UnderReview => k::NEXT_UNDER_REVIEW,
        DossierState::Committee => k::NEXT_COMMITTEE,
        DossierState::Approved => k::NEXT_APPROVED,
        DossierState::Conditional => k::NEXT_CONDITIONAL,
        DossierState::Rejected => k::NEXT_REJECTED,
        DossierState::Appeal => k::NEXT_APPEAL,
        DossierState::Incorporating => k::NEXT_INCORPORATING,
        DossierState::Financing => k::NEXT_FINANCING,
        DossierState::Launched | DossierState::Monitored => k::NEXT_AFTER,
        DossierState::Completed | DossierState::Closed | DossierState::Withdrawn => k::NEXT_OVER,
    }
}

/// Title, text and icon of a page of the dossier.
pub(super) const fn step(step: DossierStep) -> (Key, Key, &'static str) {
    match step {
        DossierStep::Presentation => (
            k::STEP_PRESENTATION,
            k::STEP_PRESENTATION_TEXT,
            "pencil-simple",
        ),
        DossierStep::Market => (k::STEP_MARKET, k::STEP_MARKET_TEXT, "basket"),
        DossierStep::Place => (k::STEP_PLACE, k::STEP_PLACE_TEXT, "map-pin"),
        DossierStep::People => (k::STEP_PEOPLE, k::STEP_PEOPLE_TEXT, "users-three"),
        DossierStep::Money => (k::STEP_MONEY, k::STEP_MONEY_TEXT, "hand-coins"),
        DossierStep::Papers => (k::STEP_PAPERS, k::STEP_PAPERS_TEXT, "upload"),
    }
}

pub(super) const fn paper(paper: DossierPaper) -> Key {
    match paper {
        DossierPaper::Identities => k::PAPER_IDENTITIES,
        DossierPaper::Premises => k::PAPER_PREMISES,
        DossierPaper::Quotes => k::PAPER_QUOTES,
    }
}

pub(super) const fn review_state(state: ReviewState) -> Key {
    match state {
        ReviewState::Assigned => k::REVIEW_ASSIGNED,
        ReviewState::Accepted => k::REVIEW_ACCEPTED,
        ReviewState::Conflict => k::REVIEW_CONFLICT,
        ReviewState::Scored => k::REVIEW_SCORED,
        ReviewState::Closed => k::REVIEW_CLOSED,
    }
}

pub(super) const fn criterion(criterion: Criterion) -> Key {
    match criterion {
        Criterion::Market => k::CRITERION_MARKET,
        Criterion::Figures => k::CRITERION_FIGURES,
        Criterion::Team => k::CRITERION_TEAM,
        Criterion::Feasibility => k::CRITERION_FEASIBILITY,
        Criterion::Impact => k::CRITERION_IMPACT,
    }
}

pub(super) const fn verdict(verdict: Verdict) -> Key {
    match verdict {
        Verdict::Approved => k::STATE_APPROVED,
        Verdict::Conditional => k::STATE_CONDITIONAL,
        Verdict::Rejected => k::STATE_REJECTED,
    }
}

/// Title, and who does what.
pub(super) const fn legal_step(step: LegalStep) -> (Key, Key) {
    match step {
        LegalStep::Name => (k::LEGAL_NAME, k::LEGAL_NAME_TEXT),
        LegalStep::Statutes => (k::LEGAL_STATUTES, k::LEGAL_STATUTES_TEXT),
        LegalStep::Capital => (k::LEGAL_CAPITAL, k::LEGAL_CAPITAL_TEXT),
        LegalStep::Assembly => (k::LEGAL_ASSEMBLY, k::LEGAL_ASSEMBLY_TEXT),
        LegalStep::Registry => (k::LEGAL_REGISTRY, k::LEGAL_REGISTRY_TEXT),
        LegalStep::Authority => (k::LEGAL_AUTHORITY, k::LEGAL_AUTHORITY_TEXT),
    }
}
