//! Teams and dossiers: each its members' and its region's advisors' alone. Team and dossier 1 are
//! the demo's, and nobody here is in them.

use super::Row;

/// Not a member: nothing there.
const NOTHING: [u16; 3] = [401, 404, 404];
/// No advisor.
const FORBIDDEN: [u16; 3] = [401, 403, 403];

pub const FUNCTIONS: &[Row] = &[
    ("projects/show_impact", "", [200, 200, 200]),
    ("office/list_rules", "", FORBIDDEN),
    (
        "office/add_rule",
        "code=founders&value=5&rule_from=2199-01-01&rule_source=x",
        FORBIDDEN,
    ),
    ("office/add_terms", "programme=x", FORBIDDEN),
    ("projects/list_referrals", "", NOTHING),
    ("projects/start_referral", "name=A&province=09.001", NOTHING),
    ("projects/show_referral", "referral=1", NOTHING),
    ("projects/record_consent", "referral=1&witness=B", NOTHING),
    (
        "projects/advance_referral",
        "referral=1&event=send",
        NOTHING,
    ),
    ("projects/show_consent", "token=x", [404, 404, 404]),
    (
        "projects/answer_consent",
        "token=x&answer=agree",
        [404, 404, 404],
    ),
    ("office/referrals", "", FORBIDDEN),
    (
        "office/decide_referral",
        "referral=1&answer=accept",
        NOTHING,
    ),
    (
        "office/break_glass",
        "referral=1&reason=Une+urgence+cette+nuit",
        FORBIDDEN,
    ),
    ("office/show_opened", "referral=1", FORBIDDEN),
    ("projects/link_referral", "token=nothing", [404, 404, 404]),
    ("projects/show_follow_up", "dossier=1", NOTHING),
    (
        "projects/launch_project",
        "team=1&version=0&launched_on=2026-01-01",
        NOTHING,
    ),
    (
        "projects/save_follow_up",
        "team=1&dossier=1&month=12&seen=0",
        NOTHING,
    ),
    (
        "projects/close_follow_up",
        "dossier=1&version=0&reasons=Arr%C3%AAt+de+l%27activit%C3%A9",
        FORBIDDEN,
    ),
    ("projects/followed_projects", "", FORBIDDEN),
    ("projects/show_profile", "", [401, 200, 200]),
    (
        "projects/save_profile",
        "skills%5Bmagic%5D=on&province=09.001",
        [401, 422, 422],
    ),
    (
        "projects/save_profile",
        "skills%5Bsales%5D=on&languages%5Bdarija%5D=on&province=09.001&availability=half",
        [401, 200, 200],
    ),
    ("projects/projects_for_me", "", [401, 200, 200]),
    ("projects/delete_profile", "", [401, 200, 200]),
    ("projects/show_team_skills", "team=1", NOTHING),
    ("projects/offer_seat", "team=1&person=1", NOTHING),
    ("projects/accept_offer", "offer=999999", NOTHING),
    ("projects/decline_offer", "offer=999999", [401, 200, 200]),
    (
        "projects/sheet_pledges",
        "sheet=beekeeping",
        [200, 200, 200],
    ),
    ("projects/sheet_pledges", "sheet=nothing", [404, 404, 404]),
    ("projects/show_pledge", "sheet=beekeeping", [401, 200, 200]),
    (
        "projects/save_pledge",
        "sheet=beekeeping&buyer=Epicerie&volume=0",
        [401, 422, 422],
    ),
    (
        "projects/save_pledge",
        "sheet=beekeeping&buyer=Epicerie&volume=120",
        [401, 200, 200],
    ),
    (
        "projects/confirm_pledge",
        "sheet=beekeeping",
        [401, 200, 200],
    ),
    (
        "projects/withdraw_pledge",
        "sheet=beekeeping",
        [401, 200, 200],
    ),
    ("projects/my_teams", "", [401, 200, 200]),
    ("projects/start_page", "sheet=beekeeping", [401, 200, 200]),
    ("projects/start_page", "sheet=nothing", NOTHING),
    (
        "projects/start_team",
        "sheet=beekeeping&name=&province=09.001&seats=4",
        [401, 422, 422],
    ),
    ("projects/start_team", "sheet=nothing", NOTHING),
    ("projects/show_team", "team=1", NOTHING),
    ("projects/invite_teammate", "team=1&login=", NOTHING),
    (
        "projects/revoke_team_invitation",
        "team=1&invitation=1",
        NOTHING,
    ),
    ("projects/show_team_invitation", "token=0000", NOTHING),
    ("projects/join_team", "token=0000", NOTHING),
    ("projects/leave_team", "team=1", NOTHING),
    ("projects/replace_teammate", "team=1&person=1", NOTHING),
    ("projects/give_role", "team=1&person=1&role=member", NOTHING),
    ("projects/hand_over_team", "team=1&person=1", NOTHING),
    ("projects/dissolve_team", "team=1", NOTHING),
    ("projects/add_task", "team=1&title=Devis", NOTHING),
    ("projects/mark_task", "team=1&task=1&done=yes", NOTHING),
    ("projects/remove_task", "team=1&task=1", NOTHING),
    ("projects/show_dossier", "team=1", NOTHING),
    ("projects/begin_dossier", "team=1", NOTHING),
    (
        "projects/save_dossier",
        "team=1&step=place&answer=Douar+Imouzzer",
        NOTHING,
    ),
    (
        "projects/remove_dossier_paper",
        "team=1&kind=quotes",
        NOTHING,
    ),
    ("projects/submit_dossier", "team=1&version=0", NOTHING),
    ("projects/withdraw_dossier", "team=1&version=0", NOTHING),
    (
        "projects/appeal_dossier",
        "team=1&version=0&appeal=Le+bail+est+maintenant+sign%C3%A9",
        NOTHING,
    ),
    ("projects/show_dossier_case", "dossier=1", FORBIDDEN),
    ("projects/admit_dossier", "dossier=1&version=0", FORBIDDEN),
    (
        "projects/ask_completion",
        "dossier=1&version=0&reasons=Le+bail+manque",
        FORBIDDEN,
    ),
    ("projects/accept_review", "review=1", NOTHING),
    ("projects/declare_conflict", "review=1", NOTHING),
    ("projects/score_dossier", "review=1&market=4", NOTHING),
    (
        "projects/decide_dossier",
        "dossier=1&version=0&verdict=approved&reasons=Tout+est+en+ordre+ici",
        FORBIDDEN,
    ),
    ("projects/meet_conditions", "dossier=1&version=0", FORBIDDEN),
    ("projects/show_creation", "team=1", NOTHING),
    ("projects/begin_creation", "team=1&version=0", NOTHING),
    ("projects/open_cooperative_file", "team=1", NOTHING),
];
