//! Use cases of `projects`: finding sheets, simulating, keeping simulations.

mod browse;
mod creation;
mod dossiers;
mod follow_up;
mod founding;
mod ideas;
mod impact;
mod index;
mod letter;
mod matching;
mod pledges;
mod referrals;
mod rules;
mod scenarios;
mod sheet_paper;
mod teams;

pub use browse::{browse_sheets, compare_sheets, run_simulation, show_sheet, sitemap};
pub(crate) use creation::registered;
pub use creation::{Proof, begin_creation, mark_legal_step, open_cooperative_file, show_creation};
pub use dossiers::{
    accept_review, admit_dossier, appeal_dossier, ask_completion, begin_dossier, decide_dossier,
    declare_conflict, meet_conditions, remove_dossier_paper, save_dossier, score_dossier,
    show_dossier, show_dossier_case, submit_dossier, upload_dossier_paper, watch_deadlines,
    withdraw_dossier,
};
pub use follow_up::{
    close_follow_up, followed_projects, launch_project, save_follow_up, show_follow_up,
    watch_follow_ups,
};
pub use founding::{FoundingPaper, PaperFormat, WrittenPaper, write_founding_paper};
pub use ideas::{
    VoiceFile, accept_idea, hand_over_idea, invite_author, join_idea, leave_idea, my_ideas,
    name_me, publish_idea, put_voice_note, read_voice_note, remove_voice_note, return_idea,
    revoke_idea_links, save_idea, save_idea_sheet, show_idea, show_idea_case, show_idea_invitation,
    start_idea, submit_idea, withdraw_idea,
};
pub use impact::{impact_csv, refresh_impact, show_impact};
pub use index::Sheets;
pub use letter::print_decision;
pub use matching::{
    accept_offer, decline_offer, delete_profile, offer_seat, projects_for_me, save_profile,
    show_profile, show_team_skills,
};
pub use pledges::{confirm_pledge, pledge_page, save_pledge, sheet_pledges, withdraw_pledge};
pub use referrals::{
    advance_referral, answer_consent, break_glass, decide_referral, follow_referrals,
    link_referral, list_referrals, office_referrals, record_consent, show_consent, show_opened,
    show_referral, start_referral,
};
pub use rules::{add_rule, add_terms, list_rules};
pub use scenarios::{
    compare_scenarios, delete_scenario, my_scenarios, save_scenario, shared_scenario,
};
pub use sheet_paper::print_sheet;
pub(crate) use teams::rules;
pub use teams::{
    TaskMark, add_task, dissolve_team, give_role, hand_over_team, invite_teammate, join_team,
    leave_team, mark_task, my_teams, remove_task, replace_teammate, revoke_team_invitation,
    show_team, show_team_invitation, start_page, start_team,
};
