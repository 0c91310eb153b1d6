//! Which words say what.

use crate::PageWords;
use domain::projects::{
    Availability, ConsentWay, Dimension, Distance, DossierState, Need, ReferralEvent,
    ReferralState, Rule, RuleUnit, Stage, Tongue,
};
use i18n::{Key, keys::bank as k};

pub(super) const fn availability(it: Availability) -> Key {
    match it {
        Availability::Full => k::TIME_FULL,
        Availability::Half => k::TIME_HALF,
        Availability::Weekends => k::TIME_WEEKENDS,
        Availability::Seasonal => k::TIME_SEASONAL,
    }
}

pub(super) const fn tongue(it: Tongue) -> Key {
    match it {
        Tongue::Darija => k::TONGUE_DARIJA,
        Tongue::Tachelhit => k::TONGUE_TACHELHIT,
        Tongue::Tamazight => k::TONGUE_TAMAZIGHT,
        Tongue::Tarifit => k::TONGUE_TARIFIT,
        Tongue::Hassania => k::TONGUE_HASSANIA,
        Tongue::French => k::TONGUE_FRENCH,
        Tongue::English => k::TONGUE_ENGLISH,
        Tongue::Spanish => k::TONGUE_SPANISH,
    }
}

/// `None` where nobody knows.
pub(super) fn distance(words: PageWords, it: Distance) -> Option<String> {
    match it {
        Distance::SameProvince => Some(words.t(k::IN_YOUR_PROVINCE)),
        Distance::Away(km) => Some(words.with(k::KM_AWAY, &[("km", &words.number(i64::from(km)))])),
        Distance::Unknown => None,
    }
}

/// Whole dirhams.
pub(super) fn dirhams(words: PageWords, centimes: i64) -> String {
    crate::projects::dirhams_word(words, centimes)
}

pub(super) const fn stage(it: Stage) -> Key {
    match it {
        Stage::Gathering => k::STAGE_GATHERING,
        Stage::Preparing => k::STAGE_PREPARING,
        Stage::Examined => k::STAGE_EXAMINED,
        Stage::Accepted => k::STAGE_ACCEPTED,
        Stage::Launched => k::STAGE_LAUNCHED,
        Stage::Followed => k::STAGE_FOLLOWED,
        Stage::Completed => k::STAGE_COMPLETED,
        Stage::Ended => k::STAGE_ENDED,
    }
}

pub(super) const fn followed_state(it: DossierState) -> Key {
    stage(Stage::of(it))
}

/// A table's title, and its first column's.
pub(super) const fn dimension(it: Dimension) -> (Key, Key) {
    match it {
        Dimension::Region => (k::IMPACT_BY_REGION, k::IMPACT_REGION),
        Dimension::Sector => (k::IMPACT_BY_SECTOR, k::IMPACT_SECTOR),
        Dimension::Year => (k::IMPACT_BY_YEAR, k::IMPACT_YEAR),
    }
}

pub(super) const fn need(it: Need) -> Key {
    match it {
        Need::StepFree => k::NEED_STEP_FREE,
        Need::Hearing => k::NEED_HEARING,
        Need::Seeing => k::NEED_SEEING,
        Need::Reading => k::NEED_READING,
        Need::Childcare => k::NEED_CHILDCARE,
        Need::Hours => k::NEED_HOURS,
        Need::Transport => k::NEED_TRANSPORT,
    }
}

pub(super) const fn referral_state(it: ReferralState) -> Key {
    match it {
        ReferralState::Draft => k::REFERRAL_DRAFT,
        ReferralState::Consented => k::REFERRAL_CONSENTED,
        ReferralState::Sent => k::REFERRAL_SENT,
        ReferralState::Accepted => k::REFERRAL_ACCEPTED,
        ReferralState::Declined => k::REFERRAL_DECLINED,
        ReferralState::InTraining => k::REFERRAL_IN_TRAINING,
        ReferralState::InTeam => k::REFERRAL_IN_TEAM,
        ReferralState::Followed => k::REFERRAL_FOLLOWED,
        ReferralState::Closed => k::REFERRAL_CLOSED,
        ReferralState::Withdrawn => k::REFERRAL_WITHDRAWN,
    }
}

/// What the worker's button says.
pub(super) const fn referral_event(it: ReferralEvent) -> Key {
    match it {
        ReferralEvent::Send => k::DO_SEND,
        ReferralEvent::Train => k::REFERRAL_IN_TRAINING,
        ReferralEvent::JoinTeam => k::REFERRAL_IN_TEAM,
        ReferralEvent::Follow => k::DO_FOLLOW,
        ReferralEvent::Close => k::DO_CLOSE,
        ReferralEvent::Withdraw => k::WITHDRAW,
        ReferralEvent::Consent => k::AGREE,
        ReferralEvent::Accept => k::REFERRAL_ACCEPT,
        ReferralEvent::Decline => k::REFERRAL_DECLINE,
    }
}

/// What happened, as the history says it: it became what the event leads to, or was opened.
pub(super) fn referral_step(event: &str) -> Key {
    match event {
        "created" => k::REFERRAL_DRAFT,
        "consent" => k::REFERRAL_CONSENTED,
        "send" => k::REFERRAL_SENT,
        "accept" => k::REFERRAL_ACCEPTED,
        "decline" => k::REFERRAL_DECLINED,
        "train" => k::REFERRAL_IN_TRAINING,
        "join_team" => k::REFERRAL_IN_TEAM,
        "follow" => k::REFERRAL_FOLLOWED,
        "close" => k::REFERRAL_CLOSED,
        "opened" => k::REFERRAL_OPENED,
        _ => k::REFERRAL_WITHDRAWN,
    }
}

pub(super) const fn consent_way(it: ConsentWay) -> Key {
    match it {
        ConsentWay::Link => k::CONSENT_BY_LINK,
        ConsentWay::Witness => k::CONSENT_BY_WITNESS,
    }
}

pub(super) const fn rule(it: Rule) -> Key {
    match it {
        Rule::Founders => k::RULE_FOUNDERS,
        Rule::LeastCapital => k::RULE_LEAST_CAPITAL,
        Rule::LeastShare => k::RULE_LEAST_SHARE,
        Rule::CompletionDays => k::RULE_COMPLETION_DAYS,
        Rule::AdmissibilityDays => k::RULE_ADMISSIBILITY_DAYS,
        Rule::ReviewDays => k::RULE_REVIEW_DAYS,
        Rule::AppealDays => k::RULE_APPEAL_DAYS,
        Rule::ReminderDays => k::RULE_REMINDER_DAYS,
        Rule::ScoreGap => k::RULE_SCORE_GAP,
        Rule::BankDays => k::RULE_BANK_DAYS,
        Rule::CourtDays => k::RULE_COURT_DAYS,
        Rule::IdeaDays => k::RULE_IDEA_DAYS,
    }
}

/// A rule's number as people say it.
pub(super) fn rule_value(words: PageWords, rule: Rule, value: i64) -> String {
    match rule.unit() {
        RuleUnit::Centimes => words.money(domain::Money::mad(value)),
        RuleUnit::People | RuleUnit::Days | RuleUnit::Points => words.number(value),
    }
}
