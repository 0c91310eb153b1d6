//! The academy on a real database: courses, enrolment, progress from several devices, quizzes,
//! credentials, and a new version that takes nothing away.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;

mod authoring;
mod packages;
mod records;
mod sessions;
mod uploads;

use domain::{
    Error, LocalText, Problem,
    academy::{
        AckState, Answer, AttemptState, Body, CourseQuery, CredentialStatus, EnrolmentState,
        Evidence, MAX_BATCH, ProgressBatch, ProgressEvent, Question, Refusal, Uid,
    },
    accounts::Role,
};
use sea_orm::{ConnectionTrait, Statement};
use service::{
    Ctx,
    academy::{self, CourseDraft},
};
use std::collections::BTreeMap;
use support::{NOW, TestApp};

const COURSE: &str = "create-a-cooperative";
const LESSON: &str = "what-it-is";

struct School {
    app: TestApp,
    trainer: Ctx,
    learner: Ctx,
    stranger: Ctx,
}

fn draft(slug: &str) -> CourseDraft {
    let mut all = academy::built_in_courses().unwrap();
    let at = all.iter().position(|course| course.slug == slug).unwrap();
    all.swap_remove(at)
}

impl School {
    async fn open() -> School {
        let app = TestApp::new().await;
        let mut people = Vec::new();
        for (name, login) in [
            ("Nadia", "nadia@example.ma"),
            ("Fatima", "fatima@example.ma"),
            ("Brahim", "brahim@example.ma"),
        ] {
            app.register(name, login).await;
            people.push(app.sign_in(login).await.0);
        }
        let [mut trainer, learner, stranger] = <[Ctx; 3]>::try_from(people).unwrap();
        let id = trainer.actor.person().unwrap();
        let platform = domain::policy::authorize(
            &app.system().actor,
            domain::policy::Action::RunWorker,
            &domain::policy::Platform {},
        )
        .unwrap();
        let tx = app.services.db.begin().await.unwrap();
        store::accounts::grant_role(&tx, &platform, &app.system().actor, id, &Role::Trainer, NOW)
            .await
            .unwrap();
        store::commit(tx).await.unwrap();
        trainer = app.person(id).await;
        academy::publish_course(&trainer, draft(COURSE))
            .await
            .unwrap();
        School {
            app,
            trainer,
            learner,
            stranger,
        }
    }

    async fn number(&self, sql: &str) -> i64 {
        let db = self.app.services.db.reader();
        let statement = Statement::from_string(db.get_database_backend(), sql);
        db.query_one_raw(statement)
            .await
            .unwrap()
            .unwrap()
            .try_get_by_index(0)
            .unwrap()
    }
}

/// The audio of the first lesson, and its length in milliseconds.
async fn audio(ctx: &Ctx) -> (Uid, i64) {
    let lesson = academy::show_lesson(ctx, COURSE, LESSON).await.unwrap();
    (
        lesson.media_activity.unwrap(),
        lesson.media.unwrap().duration,
    )
}

fn watched(activity: Uid, sequence: i64, start: i64, at: i64) -> ProgressEvent {
    ProgressEvent {
        id: Uid::v7(
            u64::try_from(at).unwrap(),
            u128::from(sequence.unsigned_abs()) << 60,
        ),
        device: "phone".to_owned(),
        sequence,
        activity,
        version: 1,
        kind: Evidence::Watched,
        start,
        end: start + 5_000,
        took: 5_000,
        at,
    }
}

async fn send(ctx: &Ctx, events: Vec<ProgressEvent>) -> Vec<Option<Refusal>> {
    let batch = ProgressBatch {
        sent_at: ctx.now * 1000,
        events,
    };
    let acks = academy::record_progress(ctx, batch).await.unwrap();
    acks.into_iter().map(|ack| ack.reason).collect()
}

fn later(ctx: &Ctx, seconds: i64) -> Ctx {
    Ctx {
        now: ctx.now + seconds,
        ..ctx.clone()
    }
}

/// The fields that answer a question rightly.
fn right(question: &Question) -> Vec<(String, String)> {
    let answer = match &question.body {
        Body::One { key, .. } => Answer::Chosen(vec![key.clone()]),
        Body::Several { key, .. } => Answer::Chosen(key.clone()),
        Body::TrueFalse { key } => Answer::True(*key),
        Body::Ordering { key, .. } => Answer::Order(key.clone()),
        Body::Matching { key, .. } => Answer::Pairs(key.clone()),
        Body::Number { key, .. } => Answer::Written((key / 1000).to_string()),
        Body::Text { accepted } => Answer::Written(accepted[0].clone()),
        Body::Hotspot { key, .. } => Answer::Point {
            x: key.x + 1,
            y: key.y + 1,
        },
    };
    question.fields(&answer)
}

fn answers(lesson: &str) -> BTreeMap<String, String> {
    let draft = draft(COURSE);
    draft
        .modules
        .iter()
        .flat_map(|module| &module.lessons)
        .find(|it| it.slug == lesson)
        .unwrap()
        .quiz
        .as_ref()
        .unwrap()
        .questions
        .iter()
        .flat_map(right)
        .collect()
}

async fn pass(ctx: &Ctx, lesson: &str) {
    academy::start_attempt(ctx, COURSE, lesson).await.unwrap();
    academy::submit_attempt(ctx, COURSE, lesson, &answers(lesson))
        .await
        .unwrap();
}

const READINGS: [&str; 5] = [
    "what-it-is",
    "right-people",
    "name-and-statutes",
    "capital-and-bank",
    "assembly-and-registration",
];

async fn finish(ctx: &Ctx) {
    academy::enrol(ctx, COURSE).await.unwrap();
    for lesson in READINGS {
        academy::complete_lesson(ctx, COURSE, lesson).await.unwrap();
    }
    for lesson in ["quiz-1", "quiz-2", "final"] {
        pass(ctx, lesson).await;
    }
}

#[tokio::test]
async fn the_six_courses_can_all_be_published_and_found() {
    let school = School::open().await;
    for course in academy::built_in_courses().unwrap() {
        assert!(
            (4..=8).contains(
                &course
                    .modules
                    .iter()
                    .flat_map(|it| &it.lessons)
                    .filter(|it| it.quiz.is_none())
                    .count()
            ),
            "{}",
            course.slug
        );
        academy::publish_course(&school.trainer, course)
            .await
            .unwrap();
    }
    let all = academy::browse_courses(&school.app.visitor(), CourseQuery::default())
        .await
        .unwrap();
    assert_eq!(all.cards.len(), 6);
    let sell = CourseQuery::from_pairs([("theme", "sell"), ("q", "ligne")]);
    let found = academy::browse_courses(&school.app.visitor(), sell)
        .await
        .unwrap();
    assert_eq!(found.cards[0].slug, "sell-online");
    let page = academy::show_course(&school.app.visitor(), "sell-online")
        .await
        .unwrap();
    assert!(page.bytes > 10_000 && page.enrolment.is_none());
}

#[tokio::test]
async fn a_draft_that_is_wrong_is_refused_by_place() {
    let school = School::open().await;
    let mut bad = draft(COURSE);
    bad.modules[0].lessons[1].slug = LESSON.to_owned();
    if let Body::One { key, .. } =
        &mut bad.modules[0].lessons[2].quiz.as_mut().unwrap().questions[0].body
    {
        *key = "z".to_owned();
    }
    bad.modules[0].lessons[0].texts[0].captions = "WEBVTT\n\n00:05.000 --> 00:01.000\nx".to_owned();
    let Err(Error::Invalid { fields }) = academy::publish_course(&school.trainer, bad).await else {
        panic!("published");
    };
    let places: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(
        places,
        ["what-it-is.captions", "what-it-is", "quiz-1.votes"]
    );
    assert_eq!(
        academy::publish_course(&school.learner, draft(COURSE)).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        academy::publish_course(&school.app.visitor(), draft(COURSE)).await,
        Err(Error::Unauthenticated)
    );
}

#[tokio::test]
async fn enrolling_twice_is_once_and_leaving_keeps_progress() {
    let school = School::open().await;
    let learner = &school.learner;
    assert_eq!(
        academy::show_lesson(learner, COURSE, LESSON).await,
        Err(Error::Forbidden)
    );
    for _ in 0..2 {
        assert_eq!(
            academy::enrol(learner, COURSE).await,
            Ok(EnrolmentState::Active)
        );
    }
    assert_eq!(school.number("SELECT COUNT(*) FROM enrolment").await, 1);
    academy::complete_lesson(learner, COURSE, LESSON)
        .await
        .unwrap();
    academy::save_note(learner, COURSE, LESSON, " une idée\r\nà garder ")
        .await
        .unwrap();
    academy::leave_course(learner, COURSE).await.unwrap();
    assert_eq!(
        academy::my_learning(learner).await.unwrap().rows[0].state,
        EnrolmentState::Left
    );
    academy::enrol(learner, COURSE).await.unwrap();
    let lesson = academy::show_lesson(learner, COURSE, LESSON).await.unwrap();
    assert_eq!(lesson.note, "une idée\nà garder");
    assert!(lesson.progress.of_lesson(LESSON).unwrap().done);
    assert_eq!(lesson.progress.next.as_deref(), Some("right-people"));
    assert_eq!(
        academy::enrol(learner, "nothing").await,
        Err(Error::NotFound)
    );
    assert_eq!(
        academy::enrol(&school.app.visitor(), COURSE).await,
        Err(Error::Unauthenticated)
    );
}

#[tokio::test]
async fn each_event_of_a_batch_is_answered_and_again_the_same() {
    let school = School::open().await;
    academy::enrol(&school.learner, COURSE).await.unwrap();
    let learner = later(&school.learner, 3_600);
    let (audio, duration) = audio(&learner).await;
    let at = learner.now * 1000 - 600_000;
    let fine = watched(audio, 1, 0, at);
    let beyond = watched(audio, 2, duration, at + 10_000);
    let fast = ProgressEvent {
        took: 100,
        ..watched(audio, 3, 5_000, at + 20_000)
    };
    let future = watched(audio, 4, 5_000, at + 365 * 86_400_000);
    let unknown = watched(Uid::named("nothing"), 5, 5_000, at + 30_000);
    let graded = ProgressEvent {
        kind: Evidence::Graded,
        ..watched(audio, 6, 1_000, at + 40_000)
    };
    let events = vec![fine.clone(), beyond, fast, future, unknown, graded];
    let expected = vec![
        None,
        Some(Refusal::BeyondDuration),
        Some(Refusal::TooFast),
        Some(Refusal::FromTheFuture),
        Some(Refusal::UnknownActivity),
        Some(Refusal::ServerOnly),
    ];
    assert_eq!(send(&learner, events.clone()).await, expected);
    assert_eq!(send(&later(&learner, 60), events).await, expected);
    assert_eq!(
        school.number("SELECT COUNT(*) FROM progress_event").await,
        1
    );
    // The same id with other content, and someone else's.
    let altered = ProgressEvent {
        end: 4_000,
        ..fine.clone()
    };
    assert_eq!(
        send(&learner, vec![altered]).await,
        [Some(Refusal::Altered)]
    );
    assert_eq!(
        send(&school.stranger, vec![fine.clone()]).await,
        [Some(Refusal::Altered)]
    );
    assert_eq!(
        send(&school.stranger, vec![watched(audio, 9, 0, at)]).await,
        [Some(Refusal::NotEnrolled)]
    );
    let many = ProgressBatch {
        sent_at: 0,
        events: vec![fine; MAX_BATCH + 1],
    };
    assert_eq!(
        academy::record_progress(&learner, many).await,
        Err(Error::field("events", Problem::TooLong { max: 500 }))
    );
    assert_eq!(
        academy::record_progress(
            &school.app.visitor(),
            ProgressBatch {
                sent_at: 0,
                events: Vec::new()
            }
        )
        .await,
        Err(Error::Unauthenticated)
    );
}

#[tokio::test]
async fn two_devices_with_wrong_clocks_resume_where_the_last_one_stopped() {
    let school = School::open().await;
    academy::enrol(&school.learner, COURSE).await.unwrap();
    let learner = later(&school.learner, 7_200);
    let (audio, duration) = audio(&learner).await;
    let now = learner.now * 1000;
    let mut acks = Vec::new();
    // The computer, nine hours ahead, listened half an hour ago; the phone, five hours behind,
    // ten minutes ago; the phone's batch comes first.
    for (device, skew, ago, start) in [
        ("phone", -5, 600_000, 10_000),
        ("computer", 9, 1_800_000, 4_000),
    ] {
        let skew = skew * 3_600_000;
        let event = ProgressEvent {
            device: device.to_owned(),
            ..watched(audio, 1, start, now - ago + skew)
        };
        let batch = ProgressBatch {
            sent_at: now + skew,
            events: vec![event],
        };
        acks.extend(academy::record_progress(&learner, batch).await.unwrap());
    }
    assert!(
        acks.iter().all(|ack| ack.state == AckState::Confirmed),
        "{acks:?}"
    );
    let lesson = academy::show_lesson(&learner, COURSE, LESSON)
        .await
        .unwrap();
    assert!(duration > 15_000);
    assert_eq!(lesson.resume, 15_000);
}

#[tokio::test]
async fn devices_at_once_lose_nothing() {
    let school = School::open().await;
    academy::enrol(&school.learner, COURSE).await.unwrap();
    let learner = later(&school.learner, 7_200);
    let (audio, _) = audio(&learner).await;
    let now = learner.now * 1000;
    let mut tasks = Vec::new();
    for device in 0..8_i64 {
        let learner = learner.clone();
        tasks.push(tokio::spawn(async move {
            for sequence in 0..5 {
                let event = ProgressEvent {
                    id: Uid::v7(
                        1,
                        u128::from((device * 100 + sequence).unsigned_abs()) << 60,
                    ),
                    device: format!("d{device}"),
                    ..watched(
                        audio,
                        sequence,
                        device * 2_000,
                        now - 3_000_000 + sequence * 10_000,
                    )
                };
                assert_eq!(
                    send(&learner, vec![event.clone(), event]).await,
                    [None, None]
                );
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(
        school.number("SELECT COUNT(*) FROM progress_event").await,
        40
    );
    assert_eq!(
        school
            .number("SELECT COUNT(*) FROM activity_progress")
            .await,
        1
    );
    let lesson = academy::show_lesson(&learner, COURSE, LESSON)
        .await
        .unwrap();
    // Heard, and to be read still.
    assert_eq!(lesson.progress.of_lesson(LESSON).unwrap().percent, 50);
}

#[tokio::test]
async fn the_stream_tells_each_person_their_own_after_an_id() {
    let school = School::open().await;
    for ctx in [&school.learner, &school.stranger] {
        academy::enrol(ctx, COURSE).await.unwrap();
    }
    let (begin, none) = academy::stream_progress(&school.learner, None)
        .await
        .unwrap();
    assert!(none.is_empty());
    let mut wakings = academy::subscribe();
    academy::complete_lesson(&school.learner, COURSE, LESSON)
        .await
        .unwrap();
    academy::complete_lesson(&school.stranger, COURSE, "right-people")
        .await
        .unwrap();
    let me = school.learner.actor.person().unwrap();
    // Other tests of this process wake it too.
    while wakings.recv().await.unwrap() != academy::Wake::Person(me) {}
    let (last, told) = academy::stream_progress(&school.learner, Some(begin))
        .await
        .unwrap();
    let lessons: Vec<(&str, u8)> = told
        .iter()
        .map(|event| (event.lesson.as_str(), event.lesson_percent))
        .collect();
    assert_eq!(lessons, [(LESSON, 100)]);
    assert_eq!(told[0].id, last);
    // A replay from the beginning says the same; from the end, nothing.
    assert_eq!(
        academy::stream_progress(&school.learner, Some(0))
            .await
            .unwrap()
            .1,
        told
    );
    assert!(
        academy::stream_progress(&school.learner, Some(last))
            .await
            .unwrap()
            .1
            .is_empty()
    );
    service::accounts::sign_out(&school.learner).await.unwrap();
    assert_eq!(
        academy::stream_progress(&school.learner, Some(0)).await,
        Err(Error::Unauthenticated),
        "a session that has ended hears nothing more"
    );
}

#[tokio::test]
async fn a_quiz_is_frozen_saved_and_graded_once_without_its_key_before() {
    let school = School::open().await;
    let learner = &school.learner;
    academy::enrol(learner, COURSE).await.unwrap();
    assert_eq!(
        academy::submit_attempt(learner, COURSE, "quiz-1", &answers("quiz-1")).await,
        Err(Error::Conflict),
        "nothing was begun"
    );
    for _ in 0..2 {
        academy::start_attempt(learner, COURSE, "quiz-1")
            .await
            .unwrap();
    }
    let page = academy::show_quiz(learner, COURSE, "quiz-1").await.unwrap();
    let attempt = page.attempt.unwrap();
    assert_eq!(
        (attempt.number, attempt.state, &attempt.result),
        (1, AttemptState::InProgress, &None)
    );
    let shown = serde_json::to_string(&attempt).unwrap();
    assert!(
        !shown.contains("key") && !shown.contains("feedback"),
        "{shown}"
    );
    let half = BTreeMap::from([("votes".to_owned(), "a".to_owned())]);
    academy::save_attempt(learner, COURSE, "quiz-1", &half)
        .await
        .unwrap();
    let again = academy::show_quiz(learner, COURSE, "quiz-1")
        .await
        .unwrap()
        .attempt
        .unwrap();
    assert_eq!(
        again
            .items
            .iter()
            .find(|item| item.view.id == "votes")
            .unwrap()
            .field("votes"),
        "a",
        "a reload shows what was answered"
    );
    for _ in 0..2 {
        academy::submit_attempt(learner, COURSE, "quiz-1", &answers("quiz-1"))
            .await
            .unwrap();
    }
    let page = academy::show_quiz(learner, COURSE, "quiz-1").await.unwrap();
    let result = page.attempt.unwrap().result.unwrap();
    assert_eq!((result.score, result.passed), (1000, true));
    assert_eq!(school.number("SELECT COUNT(*) FROM attempt_grade").await, 1);
    assert_eq!(
        academy::save_attempt(learner, COURSE, "quiz-1", &half).await,
        Err(Error::Conflict),
        "it is graded"
    );
    assert_eq!(
        academy::show_quiz(&school.stranger, COURSE, "quiz-1").await,
        Err(Error::Forbidden)
    );
    assert!(page.progress.of_lesson("quiz-1").unwrap().done);
}

#[tokio::test]
async fn after_the_deadline_only_what_was_saved_counts() {
    let school = School::open().await;
    academy::enrol(&school.learner, COURSE).await.unwrap();
    let learner = &school.learner;
    academy::start_attempt(learner, COURSE, "final")
        .await
        .unwrap();
    academy::save_attempt(
        learner,
        COURSE,
        "final",
        &answers_of_final(learner, 3).await,
    )
    .await
    .unwrap();
    let late = later(learner, 15 * 60 + 6);
    assert_eq!(
        academy::save_attempt(&late, COURSE, "final", &all_of_final()).await,
        Err(Error::Conflict)
    );
    academy::submit_attempt(&late, COURSE, "final", &all_of_final())
        .await
        .unwrap();
    let attempt = academy::show_quiz(&late, COURSE, "final")
        .await
        .unwrap()
        .attempt
        .unwrap();
    let result = attempt.result.unwrap();
    assert_eq!(
        (result.score, result.passed, attempt.late),
        (500, false, true)
    );
    // One that was only left open is graded when it is looked at.
    academy::start_attempt(&late, COURSE, "final")
        .await
        .unwrap();
    let later = later(&late, 3_600);
    let page = academy::show_quiz(&later, COURSE, "final").await.unwrap();
    let attempt = page.attempt.unwrap();
    assert_eq!(
        (attempt.number, attempt.state, attempt.late),
        (2, AttemptState::Graded, true)
    );
    assert!(page.summary.offer_help, "after two failures");
}

fn all_of_final() -> BTreeMap<String, String> {
    answers("final")
}

/// Right answers to the first `count` questions of the open final.
async fn answers_of_final(ctx: &Ctx, count: usize) -> BTreeMap<String, String> {
    let attempt = academy::show_quiz(ctx, COURSE, "final")
        .await
        .unwrap()
        .attempt
        .unwrap();
    assert_eq!(attempt.items.len(), 6, "drawn from the bank");
    let ids: Vec<String> = attempt
        .items
        .iter()
        .take(count)
        .map(|item| item.view.id.clone())
        .collect();
    all_of_final()
        .into_iter()
        .filter(|(name, _)| {
            ids.iter()
                .any(|id| name == id || name.starts_with(&format!("{id}.")))
        })
        .collect()
}

#[tokio::test]
async fn a_finished_course_gives_one_credential_that_anyone_verifies() {
    let school = School::open().await;
    finish(&school.learner).await;
    finish_again(&school.learner).await;
    assert_eq!(school.number("SELECT COUNT(*) FROM credential").await, 1);
    let mine = academy::my_credentials(&school.learner).await.unwrap();
    let code = mine[0].code.clone();
    let visitor = school.app.visitor();
    let seen = academy::show_credential(&visitor, &code).await.unwrap();
    assert_eq!(
        (seen.name.as_str(), seen.status, seen.signature_holds),
        ("Fatima", CredentialStatus::Valid, true)
    );
    assert!(seen.qr.len() >= 21 && seen.url.ends_with(&code));
    // As Open Badges 3.0 asks: types, dates, subject, proof.
    let (badge, _) = academy::signed_credential(&visitor, &code).await.unwrap();
    assert_eq!(badge["type"][1], "OpenBadgeCredential");
    assert_eq!(badge["validFrom"], "2026-09-21T14:13:20Z");
    assert_eq!(badge["proof"][0]["cryptosuite"], "eddsa-jcs-2022");
    assert_eq!(
        badge["credentialSubject"]["achievement"]["name"],
        "Créer une coopérative"
    );
    let method = badge["proof"][0]["verificationMethod"].as_str().unwrap();
    let issuer = academy::issuer(&visitor).await.unwrap();
    assert_eq!(issuer["assertionMethod"][0]["id"], method);
    assert_eq!(badge["issuer"]["id"], issuer["id"]);
    // A new key signs from now on; what the old one signed still holds.
    assert_eq!(
        academy::rotate_issuer_key(&school.app.system())
            .await
            .as_deref(),
        Ok("key-2")
    );
    assert!(
        academy::show_credential(&visitor, &code)
            .await
            .unwrap()
            .signature_holds
    );
    finish(&school.stranger).await;
    let other = academy::my_credentials(&school.stranger).await.unwrap()[0]
        .code
        .clone();
    let (badge, _) = academy::signed_credential(&visitor, &other).await.unwrap();
    assert!(
        badge["proof"][0]["verificationMethod"]
            .as_str()
            .unwrap()
            .ends_with("key-2")
    );
    assert!(
        academy::show_credential(&visitor, &other)
            .await
            .unwrap()
            .signature_holds
    );
    // A name changed in the database is found out.
    let db = school.app.services.db.writer();
    db.execute_unprepared("UPDATE credential SET name = 'Quelqu un'")
        .await
        .unwrap();
    assert!(
        !academy::show_credential(&visitor, &code)
            .await
            .unwrap()
            .signature_holds
    );
    let expired = later(&visitor, 4 * 365 * 86_400);
    assert_eq!(
        academy::show_credential(&expired, &code)
            .await
            .unwrap()
            .status,
        CredentialStatus::Expired
    );
}

async fn finish_again(ctx: &Ctx) {
    pass(ctx, "final").await;
    academy::complete_lesson(ctx, COURSE, LESSON).await.unwrap();
}

#[tokio::test]
async fn only_the_trainer_revokes_with_a_reason_that_stays() {
    let school = School::open().await;
    finish(&school.learner).await;
    let code = academy::my_credentials(&school.learner).await.unwrap()[0]
        .code
        .clone();
    assert_eq!(
        academy::revoke_credential(&school.learner, &code, "x").await,
        Err(Error::NotFound)
    );
    assert_eq!(
        academy::revoke_credential(&school.app.visitor(), &code, "x").await,
        Err(Error::Unauthenticated)
    );
    assert_eq!(
        academy::revoke_credential(&school.trainer, &code, " ").await,
        Err(Error::field("reason", Problem::Required))
    );
    academy::revoke_credential(&school.trainer, &code, "Quiz fait par un autre")
        .await
        .unwrap();
    academy::revoke_credential(&school.trainer, &code, "Autre raison")
        .await
        .unwrap();
    let seen = academy::show_credential(&school.app.visitor(), &code)
        .await
        .unwrap();
    assert_eq!(seen.status, CredentialStatus::Revoked);
    assert_eq!(seen.reason.as_deref(), Some("Quiz fait par un autre"));
}

#[tokio::test]
async fn a_new_version_takes_nothing_earned_away() {
    let school = School::open().await;
    let learner = &school.learner;
    academy::enrol(learner, COURSE).await.unwrap();
    academy::complete_lesson(learner, COURSE, LESSON)
        .await
        .unwrap();
    academy::complete_lesson(learner, COURSE, "right-people")
        .await
        .unwrap();
    let (audio, _) = audio(learner).await;
    let mut second = draft(COURSE);
    let moved = second.modules[0].lessons.remove(0);
    second.modules[1].lessons.push(moved);
    second.modules[0].lessons[0].title = LocalText::new("Les gens", "الناس", "");
    let unpublished = second.modules[1].lessons.remove(2);
    assert_eq!(unpublished.slug, "assembly-and-registration");
    assert_eq!(
        academy::publish_course(&school.trainer, second).await,
        Ok(2)
    );
    let progress = academy::course_progress(learner, COURSE).await.unwrap();
    assert!(
        progress.of_lesson(LESSON).unwrap().done
            && progress.of_lesson("right-people").unwrap().done
    );
    assert!(progress.of_lesson("assembly-and-registration").is_none());
    // Heard before the new version came, sent after it: taken all the same.
    let learner = later(learner, 3_600);
    let event = watched(audio, 1, 0, learner.now * 1000 - 60_000);
    assert_eq!(send(&learner, vec![event]).await, [None]);
    // The first version is as it was.
    assert_eq!(
        school.number("SELECT COUNT(*) FROM course_version").await,
        2
    );
    assert_eq!(
        school.number("SELECT COUNT(*) FROM lesson_text WHERE version_id = (SELECT MIN(id) FROM course_version)").await,
        10
    );
}

#[tokio::test]
async fn a_corrected_key_adds_a_grade() {
    let school = School::open().await;
    let learner = &school.learner;
    academy::enrol(learner, COURSE).await.unwrap();
    academy::start_attempt(learner, COURSE, "quiz-1")
        .await
        .unwrap();
    let mut given = answers("quiz-1");
    given.insert("votes".to_owned(), "c".to_owned());
    given.insert("founders".to_owned(), "7".to_owned());
    academy::submit_attempt(learner, COURSE, "quiz-1", &given)
        .await
        .unwrap();
    let page = academy::show_quiz(learner, COURSE, "quiz-1").await.unwrap();
    assert!(!page.summary.passed);
    let mut corrected = draft(COURSE);
    for question in &mut corrected.modules[0].lessons[2]
        .quiz
        .as_mut()
        .unwrap()
        .questions
    {
        match &mut question.body {
            Body::One { key, .. } => *key = "c".to_owned(),
            Body::Number { key, .. } => *key = 7_000,
            _ => {}
        }
    }
    academy::publish_course(&school.trainer, corrected)
        .await
        .unwrap();
    assert_eq!(
        academy::regrade_quiz(learner, COURSE, "quiz-1").await,
        Err(Error::NotFound)
    );
    assert_eq!(
        academy::regrade_quiz(&school.trainer, COURSE, "quiz-1").await,
        Ok(1)
    );
    assert_eq!(
        academy::regrade_quiz(&school.trainer, COURSE, "quiz-1").await,
        Ok(0)
    );
    let mails = school.app.mails(NOW).await;
    let told: Vec<&str> = mails
        .iter()
        .filter(|mail| mail.subject.contains("Note corrigée"))
        .map(|mail| mail.to.as_str())
        .collect();
    assert_eq!(told, ["fatima@example.ma"], "once, and only who it changed");
    let page = academy::show_quiz(learner, COURSE, "quiz-1").await.unwrap();
    assert!(page.attempt.as_ref().unwrap().regraded);
    assert!(page.summary.passed && page.progress.of_lesson("quiz-1").unwrap().done);
    assert_eq!(school.number("SELECT COUNT(*) FROM attempt_grade").await, 2);
}

#[tokio::test]
async fn a_trainer_sees_who_is_stuck_and_exports_the_same() {
    let school = School::open().await;
    finish(&school.learner).await;
    academy::enrol(&school.stranger, COURSE).await.unwrap();
    let trainer = later(&school.trainer, 8 * 86_400);
    let page = academy::course_learners(&trainer, COURSE).await.unwrap();
    let seen: Vec<(&str, u8, bool)> = page
        .learners
        .iter()
        .map(|it| (it.name.as_str(), it.percent, it.is_stuck))
        .collect();
    assert_eq!(seen, [("Brahim", 0, true), ("Fatima", 100, false)]);
    let csv = academy::learners_csv(&trainer, COURSE).await.unwrap();
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.contains("Brahim,active,0,"), "{csv}");
    assert_eq!(
        academy::course_learners(&school.learner, COURSE).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        academy::my_courses(&school.learner).await,
        Err(Error::NotFound)
    );
    assert_eq!(academy::my_courses(&trainer).await.unwrap()[0].completed, 1);
}
