//! Which words say what of an idea.

use domain::projects::{IdeaField, IdeaState, IdeaStep, Likeness};
use i18n::{Key, keys::ideas as k};

/// A page's title, what it asks, and its picture.
pub(super) const fn step(it: IdeaStep) -> (Key, Key, &'static str) {
    match it {
        IdeaStep::What => (k::STEP_WHAT, k::STEP_WHAT_TEXT, "pencil-simple"),
        IdeaStep::Product => (k::STEP_PRODUCT, k::STEP_PRODUCT_TEXT, "package"),
        IdeaStep::Place => (k::STEP_PLACE, k::STEP_PLACE_TEXT, "map-pin"),
        IdeaStep::Similar => (k::STEP_SIMILAR, k::STEP_SIMILAR_TEXT, "magnifying-glass"),
        IdeaStep::Reasons => (k::STEP_REASONS, k::STEP_REASONS_TEXT, "users-three"),
        IdeaStep::Figures => (k::STEP_FIGURES, k::STEP_FIGURES_TEXT, "hand-coins"),
        IdeaStep::Voice => (k::STEP_VOICE, k::STEP_VOICE_TEXT, "phone"),
    }
}

pub(super) const fn field(it: IdeaField) -> Key {
    match it {
        IdeaField::Title => k::TITLE,
        IdeaField::What => k::WHAT,
        IdeaField::Sector => k::SECTOR,
        IdeaField::Product => k::PRODUCT,
        IdeaField::Province => k::PROVINCE,
        IdeaField::Different => k::DIFFERENT,
        IdeaField::ForWhom => k::FOR_WHOM,
        IdeaField::Why => k::WHY,
        IdeaField::Price => k::PRICE,
        IdeaField::Volume => k::VOLUME,
        IdeaField::UnitCost => k::UNIT_COST,
        IdeaField::Investment => k::INVESTMENT,
        IdeaField::Known => k::KNOWN,
        IdeaField::Voice => k::VOICE_NOTE,
    }
}

/// Where it stands, and what comes next.
pub(super) const fn state(it: IdeaState) -> (Key, Key) {
    match it {
        IdeaState::Draft => (k::STATE_DRAFT, k::NEXT_DRAFT),
        IdeaState::Submitted => (k::STATE_SUBMITTED, k::NEXT_SUBMITTED),
        IdeaState::Returned => (k::STATE_RETURNED, k::NEXT_RETURNED),
        IdeaState::Accepted => (k::STATE_ACCEPTED, k::NEXT_ACCEPTED),
        IdeaState::Published => (k::STATE_PUBLISHED, k::NEXT_PUBLISHED),
        IdeaState::Withdrawn => (k::STATE_WITHDRAWN, k::NEXT_WITHDRAWN),
    }
}

pub(super) const fn likeness(it: Likeness) -> Key {
    match it {
        Likeness::Product => k::SAME_PRODUCT,
        Likeness::Title => k::SAME_TITLE,
        Likeness::Province => k::SAME_PROVINCE,
        Likeness::Region => k::SAME_REGION,
    }
}
