//! Rows and queries of `projects`.
//!
//! Only published sheets leave the reading side; whatever changes what visitors see raises the
//! revision in the same transaction.

mod creation;
mod dossiers;
mod follow_up;
mod ideas;
mod impact;
mod pledges;
mod profiles;
mod programmes;
mod reference;
mod referrals;
mod reviews;
mod scenarios;
mod seed;
mod sheets;
mod teams;

pub use creation::{
    dossier_of_registration, legal_steps, link_registration, mark_legal_step, storefront,
};
pub use dossiers::{
    DossierRow, Move, Noted, PaperReaders, begin_dossier, dossier_of, dossier_paper_readers,
    due_dossiers, hold_dossier, load_dossier, move_dossier, note_dossier_reminder,
    put_dossier_paper, save_answers,
};
pub use follow_up::{
    close_launch, due_follow_ups, followed_projects, insert_launch, launch_of,
    note_follow_up_reminder, reports_of, save_report,
};
pub use ideas::{
    IdeaNoted, IdeaRow, IdeaSaved, IdeaSheet, NewVoiceNote, end_idea_invitations, hand_over_idea,
    idea_revisions, idea_sheet, ideas_of, insert_idea, insert_idea_sheet, invite_author, join_idea,
    leave_idea, load_idea, move_idea, move_idea_sheet, name_author, note_idea_change,
    open_idea_invitation, open_idea_links, open_ideas, place_idea_sheet, proposed_by,
    put_voice_note, remove_voice_note, same_draft, save_idea, touch_idea, voice_note,
    write_idea_sheet,
};
pub use impact::{counted, impact_summary, save_impact_summary};
pub use pledges::{
    confirm_pledge, pledge_of, pledged, pledgers, pledges_elsewhere, pledges_for, save_pledge,
    withdraw_pledge,
};
pub use profiles::{
    FindableRow, OfferRow, courses_by_skill, decline_offer, delete_profile, findable_people,
    offer_seat, offers_to, places, profiles_of, proven_skills, save_profile,
};
pub use programmes::{
    all_programmes, all_rules, founders_of_drafts, insert_rule, insert_terms, latest_programmes,
    programmes,
};
pub use reference::{population, sectors, verified_sellers};
pub use referrals::{
    NewRow as NewReferralRow, ReferralRow, erase_referral, incoming_referrals, insert_referral,
    link_referral, linked_referrals, move_referral, note_referral, person_facts, referral,
    referral_by_token, referral_events, referrals_of, sealed_referrals, set_consent, take_opened,
};
pub use reviews::{
    ReviewRow, assign_reviewer, candidates, close_reviews, decided_by, due_reviews,
    insert_decision, load_review, move_review, note_review_reminder, reviews_of, score_review,
    without_reviewers,
};
pub use scenarios::{
    NewScenario, ScenarioRow, delete_scenario, save_scenario, scenarios_by_token, scenarios_of,
};
pub use seed::{SeedSheet, insert_sheets};
pub use sheets::{ListedSheet, SheetRow, listed, load_sheet, load_sheets, revision, slugs};
pub use teams::{
    MemberRow, NewTeamInvitation, OpenTeamInvitation, TeamRow, TeamToStart, add_task,
    end_team_invitation, free_seat, give_role, hand_over, invite, load_team, mark_task, move_team,
    open_team_invitation, remove_task, rules, start_team, take_seat, tasks, team_cards,
    team_invitations, teams_of, use_team_invitation,
};
