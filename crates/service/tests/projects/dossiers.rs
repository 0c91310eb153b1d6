use crate::{
    bank,
    support::{NOW, TestApp},
    teams::{member, team_of},
};
use domain::{
    DossierId, DossierReviewId, Error, Lang, Problem, TeamId,
    accounts::Role,
    admin::Queue,
    projects::{
        Criterion, DecisionInput, Dossier, DossierPaper, DossierState, StepInput, TeamState,
    },
};
use service::{
    Ctx,
    accounts::grant_role,
    admin,
    cooperatives::read_document,
    projects::{
        accept_review, admit_dossier, appeal_dossier, ask_completion, begin_dossier,
        decide_dossier, declare_conflict, dissolve_team, leave_team, meet_conditions,
        print_decision, save_dossier, score_dossier, show_dossier, show_dossier_case, show_team,
        submit_dossier, upload_dossier_paper, watch_deadlines, withdraw_dossier,
    },
};

pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const DAY: i64 = 86_400;
const FIVE: [&str; 5] = ["Aicha", "Brahim", "Chama", "Driss", "Fatna"];

/// An advisor of no demo region but `region`.
pub async fn advisor(app: &TestApp, name: &str, region: &str) -> Ctx {
    let person = member(app, name).await.actor.person().unwrap();
    let role = Role::Advisor {
        regions: vec![region.to_owned()],
    };
    grant_role(&app.system(), person, &role).await.unwrap();
    app.person(person).await
}

fn later(ctx: &Ctx, days: i64) -> Ctx {
    Ctx {
        now: NOW + days * DAY,
        ..ctx.clone()
    }
}

async fn dossier(ctx: &Ctx, team: TeamId) -> Dossier {
    show_dossier(ctx, team).await.unwrap().dossier.unwrap()
}

async fn fill_in(ctx: &Ctx, team: TeamId) -> Dossier {
    begin_dossier(ctx, team).await.unwrap();
    let text = "Cinq voisins qui savent élever les abeilles et vendre leur miel.";
    for input in [
        StepInput::Presentation(text.to_owned()),
        StepInput::Market(text.to_owned()),
        StepInput::Place("Douar Imouzzer, local communal".to_owned()),
        StepInput::People {
            women: "3".to_owned(),
            young: "2".to_owned(),
        },
        StepInput::Money {
            capital: "25000".to_owned(),
            in_kind: "5000".to_owned(),
            in_kind_what: "Vingt ruches".to_owned(),
        },
    ] {
        save_dossier(ctx, team, &input).await.unwrap();
    }
    for kind in DossierPaper::ALL {
        upload_dossier_paper(ctx, team, *kind, "papier.pdf", PDF.to_vec())
            .await
            .unwrap();
    }
    dossier(ctx, team).await
}

/// A submitted dossier of five in region 09, and three advisors of that region alone.
pub async fn submitted(app: &TestApp) -> (TeamId, Vec<Ctx>, DossierId, Vec<Ctx>) {
    let (team, people) = team_of(app, &FIVE, "5").await;
    let mut advisors = Vec::new();
    for name in ["Nadia", "Omar", "Rkia"] {
        advisors.push(advisor(app, name, "09").await);
    }
    let draft = fill_in(&people[1], team).await;
    submit_dossier(&people[0], team, draft.version)
        .await
        .unwrap();
    (team, people, draft.id, advisors)
}

pub async fn version(advisor: &Ctx, id: DossierId) -> i64 {
    let case = show_dossier_case(advisor, id).await.unwrap();
    case.dossier.version
}

pub fn marks(mark: &str) -> Vec<(Criterion, String)> {
    let marks = Criterion::ALL.iter().map(|it| (*it, mark.to_owned()));
    marks.collect()
}

pub const COMMENT: &str = "Un marché connu, une équipe qui sait faire.";

/// Those who were drawn, each with their review.
pub async fn drawn(advisors: &[Ctx], id: DossierId) -> Vec<(Ctx, DossierReviewId)> {
    let mut drawn = Vec::new();
    for advisor in advisors {
        let case = show_dossier_case(advisor, id).await.unwrap();
        if let Some((review, _)) = case.my_review {
            drawn.push((advisor.clone(), review));
        }
    }
    drawn
}

async fn score(reviewer: &(Ctx, DossierReviewId), mark: &str) {
    accept_review(&reviewer.0, reviewer.1).await.unwrap();
    score_dossier(&reviewer.0, reviewer.1, &marks(mark), COMMENT)
        .await
        .unwrap();
}

pub fn decision(verdict: &str) -> DecisionInput {
    DecisionInput {
        verdict: verdict.to_owned(),
        reasons: "Le marché est décrit, les devis sont là.".to_owned(),
        conditions: "Un bail signé".to_owned(),
    }
}

/// Without the demo's advisors and dossiers, so that who is drawn is known.
pub async fn bank_without_advisors() -> TestApp {
    use sea_orm::ConnectionTrait;
    let app = bank().await;
    let db = app.services.db.writer();
    for statement in [
        "DELETE FROM person_role WHERE role = 'advisor'",
        "UPDATE dossier_review SET state = 'closed'",
        "UPDATE project_dossier SET state = 'withdrawn'",
    ] {
        db.execute_unprepared(statement).await.unwrap();
    }
    app
}

#[tokio::test]
async fn a_dossier_is_filled_in_page_by_page_and_submitted_once() {
    let app = bank_without_advisors().await;
    let (team, people) = team_of(&app, &FIVE[..4], "5").await;
    let stranger = member(&app, "Ghali").await;
    assert_eq!(show_dossier(&stranger, team).await, Err(Error::NotFound));
    let id = begin_dossier(&people[0], team).await.unwrap();
    assert_eq!(begin_dossier(&people[1], team).await, Ok(id));
    let wrong = StepInput::Presentation("Court".to_owned());
    assert_eq!(
        save_dossier(&people[1], team, &wrong).await,
        Err(Error::field("answer", Problem::TooShort { min: 40 }))
    );
    let infected = [PDF, b"/JavaScript (x)\n%%EOF\n"].concat();
    let refused = upload_dossier_paper(
        &people[1],
        team,
        DossierPaper::Quotes,
        "devis.pdf",
        infected,
    )
    .await;
    assert_eq!(
        refused,
        Err(Error::field("quotes", Problem::ActiveDocument))
    );
    let full = fill_in(&people[1], team).await;
    assert_eq!((full.id, full.next_step()), (id, None));
    let few = submit_dossier(&people[0], team, full.version).await;
    assert_eq!(few.unwrap_err().fields()[0].field, "team");
    let link = service::projects::invite_teammate(&people[0], team, "")
        .await
        .unwrap();
    let fatna = member(&app, "Fatna").await;
    service::projects::join_team(&fatna, &link).await.unwrap();
    assert_eq!(
        submit_dossier(&people[1], team, full.version).await,
        Err(Error::NotFound),
        "who leads submits"
    );
    submit_dossier(&people[0], team, full.version)
        .await
        .unwrap();
    submit_dossier(&people[0], team, full.version)
        .await
        .unwrap();
    let sent = dossier(&people[0], team).await;
    assert_eq!(sent.state, DossierState::Submitted);
    assert_eq!(sent.due_at, Some(NOW + 10 * DAY));
    assert!(!sent.programmes.is_empty(), "frozen");
    let again = StepInput::Place("Ailleurs, plus loin".to_owned());
    assert_eq!(
        save_dossier(&people[1], team, &again).await,
        Err(Error::Conflict)
    );
    assert_eq!(
        leave_team(&people[1], team).await,
        Err(Error::Conflict),
        "nobody leaves meanwhile"
    );
    // Papers: the team, and the advisors of the region.
    let paper = sent.papers[0].id;
    let souss = advisor(&app, "Nadia", "09").await;
    let north = advisor(&app, "Omar", "01").await;
    assert_eq!(read_document(&fatna, paper).await.unwrap().bytes, PDF);
    assert_eq!(read_document(&souss, paper).await.unwrap().bytes, PDF);
    assert_eq!(
        read_document(&north, paper).await.err(),
        Some(Error::NotFound)
    );
    assert_eq!(
        read_document(&stranger, paper).await.err(),
        Some(Error::NotFound)
    );
    assert_eq!(
        show_dossier_case(&north, id).await,
        Err(Error::NotFound),
        "another region's"
    );
    withdraw_dossier(&people[0], team, sent.version)
        .await
        .unwrap();
    withdraw_dossier(&people[0], team, sent.version)
        .await
        .unwrap();
    assert_eq!(
        show_team(&people[0], team).await.unwrap().card.state,
        TeamState::QuorumMet
    );
    let next = begin_dossier(&people[0], team).await.unwrap();
    let next = (next, dossier(&people[0], team).await);
    assert_ne!(next.0, id);
    assert_eq!(next.1.next_step(), None, "with what the last one said");
}

#[tokio::test]
async fn a_dossier_is_completed_reviewed_by_two_and_approved() {
    let app = bank_without_advisors().await;
    let (team, people, id, advisors) = submitted(&app).await;
    app.mails(NOW).await;
    let queue = admin::list_queue(&advisors[0], Queue::Dossiers)
        .await
        .unwrap();
    assert_eq!((queue.len(), queue[0].id), (1, id.0));
    let seen = version(&advisors[0], id).await;
    ask_completion(&advisors[0], id, seen, "Le bail n'est pas signé")
        .await
        .unwrap();
    assert_eq!(
        ask_completion(&advisors[1], id, seen, "Le bail n'est pas signé").await,
        Err(Error::Conflict),
        "another was first"
    );
    let mails = app.mails(NOW).await;
    assert!(
        mails[0].text.contains("Le bail n'est pas signé"),
        "{mails:?}"
    );
    let back = dossier(&people[0], team).await;
    assert_eq!(back.state, DossierState::Incomplete);
    assert_eq!(back.due_at, Some(NOW + 30 * DAY));
    submit_dossier(&people[0], team, back.version)
        .await
        .unwrap();
    let seen = version(&advisors[0], id).await;
    admit_dossier(&advisors[0], id, seen).await.unwrap();
    let reviewers = drawn(&advisors, id).await;
    assert_eq!(reviewers.len(), 2);
    let mine = admin::list_queue(&reviewers[0].0, Queue::Reviews)
        .await
        .unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!(
        app.mails(NOW).await.len(),
        3,
        "two reviewers and the founder"
    );
    // Nobody scores what they were not drawn for, nor before they accept.
    let other = score_dossier(&reviewers[0].0, reviewers[1].1, &marks("4"), COMMENT).await;
    assert_eq!(other, Err(Error::NotFound));
    let early = score_dossier(&reviewers[0].0, reviewers[0].1, &marks("4"), COMMENT).await;
    assert_eq!(early, Err(Error::Conflict));
    score(&reviewers[0], "4").await;
    let case = show_dossier_case(&reviewers[1].0, id).await.unwrap();
    assert!(
        case.reviews.iter().all(|it| it.score.is_none()),
        "who has not scored sees no score"
    );
    score(&reviewers[1], "3").await;
    let case = show_dossier_case(&advisors[0], id).await.unwrap();
    assert_eq!(case.dossier.state, DossierState::Committee);
    decide_dossier(
        &advisors[0],
        id,
        case.dossier.version,
        &decision("conditional"),
    )
    .await
    .unwrap();
    let twice = decide_dossier(
        &advisors[1],
        id,
        case.dossier.version,
        &decision("rejected"),
    )
    .await;
    assert_eq!(twice, Err(Error::Conflict));
    let decided = dossier(&people[3], team).await;
    assert_eq!(decided.state, DossierState::Conditional);
    assert_eq!(decided.decisions[0].score, Some(700));
    for lang in [Lang::Fr, Lang::Ar] {
        let letter = print_decision(&people[3], id, lang).await.unwrap();
        assert!(letter.pdf.starts_with(b"%PDF-"));
    }
    let stranger = member(&app, "Ghali").await;
    assert_eq!(
        print_decision(&stranger, id, Lang::Fr).await.err(),
        Some(Error::NotFound)
    );
    let seen = version(&advisors[2], id).await;
    meet_conditions(&advisors[2], id, seen).await.unwrap();
    assert_eq!(
        dossier(&people[0], team).await.state,
        DossierState::Approved
    );
    let broken = service::admin::verify_audit(&app.system()).await.unwrap();
    assert_eq!(broken, None);
}

#[tokio::test]
async fn scores_far_apart_bring_a_third_reviewer_and_a_conflict_another() {
    let app = bank_without_advisors().await;
    let (team, people, id, mut advisors) = submitted(&app).await;
    advisors.push(advisor(&app, "Said", "09").await);
    admit_dossier(&advisors[0], id, version(&advisors[0], id).await)
        .await
        .unwrap();
    let reviewers = drawn(&advisors, id).await;
    declare_conflict(&reviewers[0].0, reviewers[0].1)
        .await
        .unwrap();
    declare_conflict(&reviewers[0].0, reviewers[0].1)
        .await
        .unwrap();
    let reviewers = drawn(&advisors, id).await;
    assert_eq!(reviewers.len(), 2, "another was drawn");
    score(&reviewers[0], "5").await;
    score(&reviewers[1], "3").await;
    let case = show_dossier_case(&reviewers[0].0, id).await.unwrap();
    assert_eq!(case.dossier.state, DossierState::UnderReview);
    let third = drawn(&advisors, id).await;
    assert_eq!(third.len(), 1);
    score(&third[0], "4").await;
    let case = show_dossier_case(&reviewers[0].0, id).await.unwrap();
    assert_eq!(case.dossier.state, DossierState::Committee);
    // Refused, then accepted on appeal, by another.
    decide_dossier(
        &advisors[0],
        id,
        case.dossier.version,
        &decision("rejected"),
    )
    .await
    .unwrap();
    let refused = dossier(&people[0], team).await;
    assert_eq!(refused.due_at, Some(NOW + 30 * DAY));
    let text = "Le bail a été signé depuis, il est joint.";
    let late = appeal_dossier(&later(&people[0], 31), team, refused.version, text).await;
    assert_eq!(late, Err(Error::Conflict));
    appeal_dossier(&people[0], team, refused.version, text)
        .await
        .unwrap();
    let seen = version(&advisors[0], id).await;
    assert_eq!(
        decide_dossier(&advisors[0], id, seen, &decision("approved")).await,
        Err(Error::Forbidden),
        "who decided first does not decide the appeal"
    );
    decide_dossier(&advisors[1], id, seen, &decision("rejected"))
        .await
        .unwrap();
    let closed = dossier(&people[0], team).await;
    assert_eq!(closed.state, DossierState::Closed);
    assert_eq!(closed.decisions.len(), 2);
    assert_eq!(
        appeal_dossier(&people[0], team, closed.version, text).await,
        Err(Error::Conflict),
        "once"
    );
    dissolve_team(&people[0], team).await.unwrap();
}

#[tokio::test]
async fn who_is_in_the_team_neither_reviews_nor_decides() {
    let app = bank_without_advisors().await;
    let (team, people) = team_of(&app, &FIVE, "5").await;
    let draft = fill_in(&people[0], team).await;
    submit_dossier(&people[0], team, draft.version)
        .await
        .unwrap();
    let person = people[4].actor.person().unwrap();
    let role = Role::Advisor {
        regions: vec!["09".to_owned()],
    };
    grant_role(&app.system(), person, &role).await.unwrap();
    let party = app.person(person).await;
    let nadia = advisor(&app, "Nadia", "09").await;
    let seen = version(&party, draft.id).await;
    assert!(show_dossier_case(&party, draft.id).await.unwrap().is_party);
    assert_eq!(
        admit_dossier(&party, draft.id, seen).await,
        Err(Error::Forbidden)
    );
    admit_dossier(&nadia, draft.id, seen).await.unwrap();
    let case = show_dossier_case(&nadia, draft.id).await.unwrap();
    assert_eq!((case.reviews.len(), case.reviewers_missing), (1, 1));
    assert!(case.my_review.is_some());
    // The worker draws the other as soon as there is one.
    let omar = advisor(&app, "Omar", "09").await;
    watch_deadlines(&app.system()).await.unwrap();
    let case = show_dossier_case(&omar, draft.id).await.unwrap();
    assert_eq!((case.reviews.len(), case.reviewers_missing), (2, 0));
}

#[tokio::test]
async fn deadlines_are_told_once_and_a_dossier_that_nobody_completes_lapses() {
    let app = bank_without_advisors().await;
    let (team, people, id, advisors) = submitted(&app).await;
    ask_completion(
        &advisors[0],
        id,
        version(&advisors[0], id).await,
        "Le bail n'est pas signé",
    )
    .await
    .unwrap();
    app.mails(NOW).await;
    let at = |days: i64| later(&app.system(), days);
    watch_deadlines(&at(20)).await.unwrap();
    assert!(app.mails(NOW + 20 * DAY).await.is_empty(), "too early");
    watch_deadlines(&at(26)).await.unwrap();
    watch_deadlines(&at(27)).await.unwrap();
    assert_eq!(app.mails(NOW + 27 * DAY).await.len(), 1, "once");
    let back = dossier(&people[0], team).await;
    let typed_late = submit_dossier(&later(&people[0], 31), team, back.version).await;
    assert_eq!(typed_late, Err(Error::Conflict));
    watch_deadlines(&at(31)).await.unwrap();
    watch_deadlines(&at(31)).await.unwrap();
    assert_eq!(app.mails(NOW + 31 * DAY).await.len(), 1);
    let lapsed = dossier(&people[0], team).await;
    assert_eq!(lapsed.state, DossierState::Withdrawn);
    assert_eq!(
        show_team(&people[0], team).await.unwrap().card.state,
        TeamState::QuorumMet
    );
    begin_dossier(&people[0], team).await.unwrap();
    assert_eq!(dossier(&people[0], team).await.next_step(), None);
}
