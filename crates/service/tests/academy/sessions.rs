//! Sessions: seats when many press at once, the waiting list, invitations, cooperatives, what
//! comes first, attendance, questions, and a credential on paper.

use super::{COURSE, LESSON, NOW, School, draft};
use domain::{
    CourseSessionId, Error, Lang, PersonId,
    academy::{Attendance, PathInput, SeatState, SessionInput, SessionState},
    accounts::Role,
};
use service::{Ctx, academy};
use std::collections::BTreeSet;

const LATER: i64 = NOW + 120 * 86_400;

fn input(capacity: &str, access: &str) -> SessionInput {
    SessionInput {
        starts: "2026-11-10T09:00".to_owned(),
        ends: "2026-11-10T12:00".to_owned(),
        place: "Agadir".to_owned(),
        link: "https://example.ma/salle".to_owned(),
        lang: "fr".to_owned(),
        capacity: capacity.to_owned(),
        access: access.to_owned(),
    }
}

async fn session(school: &School, capacity: &str, access: &str) -> CourseSessionId {
    academy::plan_session(&school.trainer, COURSE, &input(capacity, access))
        .await
        .unwrap()
}

async fn more(school: &School, count: usize) -> Vec<Ctx> {
    let mut people = Vec::new();
    for at in 0..count {
        let login = format!("more{at}@example.ma");
        school.app.register("Hassan", &login).await;
        people.push(school.app.sign_in(&login).await.0);
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_press_at_once_get_the_seats_there_are() {
    let school = School::open().await;
    let id = session(&school, "2", "open").await;
    let people = more(&school, 6).await;
    let pressed = people.iter().map(|ctx| {
        let ctx = ctx.clone();
        tokio::spawn(async move { academy::join_session(&ctx, id, "").await })
    });
    let mut seats = Vec::new();
    for pressed in pressed.collect::<Vec<_>>() {
        seats.push(pressed.await.unwrap().unwrap());
    }
    let seated = seats.iter().filter(|it| **it == SeatState::Seated).count();
    assert_eq!(seated, 2);
    // Twice is once.
    for (ctx, seat) in people.iter().zip(&seats) {
        assert_eq!(academy::join_session(ctx, id, "").await.unwrap(), *seat);
    }
    let room = academy::session_room(&school.trainer, id).await.unwrap();
    assert_eq!((room.card.taken, room.card.waiting), (2, 4));
}

#[tokio::test]
async fn who_waits_first_gets_the_seat_and_a_mail() {
    let school = School::open().await;
    let id = session(&school, "1", "open").await;
    let people = more(&school, 3).await;
    for ctx in &people {
        academy::join_session(ctx, id, "").await.unwrap();
    }
    let last = academy::show_session(&people[2], id, "").await.unwrap();
    assert_eq!((last.card.seat, last.ahead), (Some(SeatState::Waiting), 1));
    assert_eq!(last.link, None);
    school.app.mails(NOW).await;
    academy::leave_session(&people[0], id).await.unwrap();
    let mails = school.app.mails(NOW).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].subject.contains("place"), "{}", mails[0].subject);
    let first = academy::show_session(&people[1], id, "").await.unwrap();
    assert_eq!(first.card.seat, Some(SeatState::Seated));
    assert!(first.link.is_some());
    // Who left the list leaves no hole, and more seats go to it.
    academy::join_session(&people[0], id, "").await.unwrap();
    academy::leave_session(&people[2], id).await.unwrap();
    academy::widen_session(&school.trainer, id, "3")
        .await
        .unwrap();
    let back = academy::show_session(&people[0], id, "").await.unwrap();
    assert_eq!(back.card.seat, Some(SeatState::Seated));
    assert_eq!((back.card.taken, back.card.waiting), (2, 0));
    let refused = academy::widen_session(&school.trainer, id, "1").await;
    assert_eq!(refused, Err(Error::Conflict));
    assert_eq!(
        academy::leave_session(&people[2], id).await,
        Err(Error::NotFound)
    );
}

#[tokio::test]
async fn an_invitation_lets_one_person_in() {
    let school = School::open().await;
    let id = session(&school, "5", "invited").await;
    let stranger = &school.stranger;
    let refused = academy::show_session(stranger, id, "").await;
    assert_eq!(refused, Err(Error::NotFound));
    assert_eq!(
        academy::join_session(stranger, id, "").await,
        Err(Error::NotFound)
    );
    academy::invite_learner(&school.trainer, id, "fatima@example.ma")
        .await
        .unwrap();
    let mails = school.app.mails(NOW).await;
    let mail = mails
        .iter()
        .find(|it| it.text.contains("invitation="))
        .unwrap();
    let token: String = mail
        .text
        .split("invitation=")
        .nth(1)
        .unwrap()
        .chars()
        .take(64)
        .collect();
    let page = academy::show_session(&school.learner, id, &token)
        .await
        .unwrap();
    assert!(page.may_join);
    let seat = academy::join_session(&school.learner, id, &token).await;
    assert_eq!(seat, Ok(SeatState::Seated));
    let again = academy::join_session(stranger, id, &token).await;
    assert_eq!(again, Err(Error::NotFound));
    let room = academy::session_room(&school.trainer, id).await.unwrap();
    assert!(room.invitations.is_empty());
    let other = academy::session_room(stranger, id).await;
    assert_eq!(other, Err(Error::NotFound));
}

#[tokio::test]
async fn what_comes_first_is_named() {
    let school = School::open().await;
    let first = draft("sell-online");
    let title = first.title.clone();
    academy::publish_course(&school.trainer, first)
        .await
        .unwrap();
    let requires = ["sell-online".to_owned()];
    academy::set_requirements(&school.trainer, COURSE, &requires)
        .await
        .unwrap();
    let id = session(&school, "5", "open").await;
    let missing = Error::MissingPrerequisites {
        courses: vec![title],
    };
    let enrolled = academy::enrol(&school.learner, COURSE).await;
    assert_eq!(enrolled, Err(missing.clone()));
    let seated = academy::join_session(&school.learner, id, "").await;
    assert_eq!(seated, Err(missing));
    let circle =
        academy::set_requirements(&school.trainer, "sell-online", &[COURSE.to_owned()]).await;
    assert!(matches!(circle, Err(Error::Invalid { .. })));
    academy::set_requirements(&school.trainer, COURSE, &[])
        .await
        .unwrap();
    academy::enrol(&school.learner, COURSE).await.unwrap();
}

#[tokio::test]
async fn a_group_learns_on_one_telephone_and_the_trainer_attests_it() {
    let school = School::open().await;
    let id = session(&school, "5", "open").await;
    for ctx in [&school.learner, &school.stranger] {
        academy::join_session(ctx, id, "").await.unwrap();
    }
    let me = school.learner.actor.person().unwrap();
    let present: BTreeSet<PersonId> = [me, PersonId(999)].into();
    let early = academy::mark_attendance(&school.trainer, id, &present, "").await;
    assert_eq!(early, Err(Error::Conflict));
    let there = Ctx {
        now: LATER,
        ..school.trainer.clone()
    };
    for _ in 0..2 {
        academy::mark_attendance(&there, id, &present, LESSON)
            .await
            .unwrap();
    }
    let room = academy::session_room(&there, id).await.unwrap();
    let of = |person| room.learners.iter().find(|it| it.person == person).unwrap();
    assert_eq!(of(me).attendance, Some(Attendance::Present));
    assert!(of(me).percent > 0);
    let away = school.stranger.actor.person().unwrap();
    assert_eq!(of(away).attendance, Some(Attendance::Absent));
    assert_eq!(of(away).percent, 0);
    let noted = school
        .number(
            "SELECT COUNT(*) FROM audit_log WHERE action IN ('attest_attendance', 'attest_lesson')",
        )
        .await;
    assert_eq!(noted, 4);
    let csv = academy::session_csv(&there, id).await.unwrap();
    assert_eq!(csv.lines().count(), 1 + room.learners.len());
    let quiz = academy::mark_attendance(&there, id, &present, "quiz-1").await;
    assert!(matches!(quiz, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn a_session_that_is_called_off_takes_nobody_and_tells_everyone() {
    let school = School::open().await;
    let id = session(&school, "5", "open").await;
    academy::join_session(&school.learner, id, "")
        .await
        .unwrap();
    let has_places = academy::browse_courses(&school.stranger, Default::default())
        .await
        .unwrap();
    assert_eq!(has_places.cards[0].places, 4);
    school.app.mails(NOW).await;
    academy::announce_session(&school.trainer, id, "Apportez un cahier")
        .await
        .unwrap();
    assert_eq!(school.app.mails(NOW).await.len(), 1);
    academy::call_off_session(&school.trainer, id)
        .await
        .unwrap();
    assert_eq!(school.app.mails(NOW).await.len(), 1);
    let extras = academy::course_extras(&school.learner, COURSE)
        .await
        .unwrap();
    assert_eq!(extras.sessions[0].state, SessionState::Cancelled);
    assert_eq!(extras.announcements.len(), 1);
    let none = academy::course_extras(&school.stranger, COURSE)
        .await
        .unwrap();
    assert!(none.sessions.is_empty() && none.announcements.is_empty());
    let late = academy::join_session(&school.stranger, id, "").await;
    assert_eq!(late, Err(Error::Conflict));
}

#[tokio::test]
async fn a_manager_brings_only_their_own_people() {
    let school = School::open().await;
    let id = session(&school, "1", "invited").await;
    let app = &school.app;
    let cooperative = domain::CooperativeId(7);
    let manager = Ctx {
        actor: domain::policy::Actor::Person {
            id: school.stranger.actor.person().unwrap(),
            roles: vec![Role::CooperativeManager { cooperative }],
        },
        ..school.stranger.clone()
    };
    let refused = academy::seat_members(&manager, id, &[PersonId(1)]).await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
    let platform = domain::policy::authorize(
        &app.system().actor,
        domain::policy::Action::RunWorker,
        &domain::policy::Platform {},
    )
    .unwrap();
    let person = school.learner.actor.person().unwrap();
    let role = Role::CooperativeSales { cooperative };
    let tx = app.services.db.begin().await.unwrap();
    store::accounts::grant_role(&tx, &platform, &app.system().actor, person, &role, NOW)
        .await
        .unwrap();
    store::commit(tx).await.unwrap();
    academy::seat_members(&manager, id, &[person])
        .await
        .unwrap();
    let page = academy::show_session(&school.learner, id, "")
        .await
        .unwrap();
    assert_eq!(page.card.seat, Some(SeatState::Seated));
    let member = academy::seat_members(&school.learner, id, &[person]).await;
    assert_eq!(member, Err(Error::NotFound));
}

#[tokio::test]
async fn the_trainer_marks_the_answer_that_helps() {
    let school = School::open().await;
    let learner = &school.learner;
    let refused = academy::ask_question(learner, COURSE, LESSON, "Combien ?").await;
    assert_eq!(refused, Err(Error::Forbidden));
    academy::enrol(learner, COURSE).await.unwrap();
    academy::ask_question(learner, COURSE, LESSON, "Combien ?")
        .await
        .unwrap();
    let list = academy::lesson_questions(learner, COURSE, LESSON)
        .await
        .unwrap();
    for (ctx, text) in [(learner, "Je crois cinq"), (&school.trainer, "Cinq")] {
        academy::answer_question(ctx, COURSE, LESSON, list[0].id, text)
            .await
            .unwrap();
    }
    let list = academy::lesson_questions(&school.trainer, COURSE, LESSON)
        .await
        .unwrap();
    let answer = list[0].answers[1].id;
    let mine = academy::accept_answer(learner, COURSE, answer).await;
    assert_eq!(mine, Err(Error::NotFound));
    academy::accept_answer(&school.trainer, COURSE, answer)
        .await
        .unwrap();
    let list = academy::lesson_questions(learner, COURSE, LESSON)
        .await
        .unwrap();
    assert_eq!(list[0].answers[0].text, "Cinq");
    assert!(list[0].answers[0].is_accepted && list[0].answers[0].by_trainer);
}

#[tokio::test]
async fn a_path_shows_ones_progress_over_its_courses() {
    let school = School::open().await;
    academy::publish_course(&school.trainer, draft("sell-online"))
        .await
        .unwrap();
    let mut path = PathInput {
        slug: "creer-et-vendre".to_owned(),
        ..PathInput::default()
    };
    path.title[0] = "Créer et vendre".to_owned();
    path.summary[0] = "De l’idée à la vente".to_owned();
    path.places.insert("sell-online".to_owned(), "2".to_owned());
    path.places.insert(COURSE.to_owned(), "1".to_owned());
    let refused = academy::save_path(&school.learner, &path).await;
    assert_eq!(refused, Err(Error::NotFound));
    academy::save_path(&school.trainer, &path).await.unwrap();
    academy::save_path(&school.trainer, &path).await.unwrap();
    academy::enrol(&school.learner, COURSE).await.unwrap();
    let shown = academy::show_path(&school.learner, "creer-et-vendre")
        .await
        .unwrap();
    assert_eq!(shown.steps[0].slug, COURSE);
    assert_eq!(
        (shown.steps[0].percent, shown.steps[1].percent),
        (Some(0), None)
    );
    assert_eq!(
        academy::learning_paths(&school.stranger)
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_credential_is_printed_in_each_language_until_it_is_taken_back() {
    let school = School::open().await;
    super::finish(&school.learner).await;
    let mine = academy::my_credentials(&school.learner).await.unwrap();
    let code = mine[0].code.clone();
    for lang in Lang::ALL {
        let printed = academy::print_credential(&school.stranger, &code, lang)
            .await
            .unwrap();
        assert!(printed.pdf.starts_with(b"%PDF"), "{lang:?}");
    }
    let later = Ctx {
        now: NOW + 86_400,
        ..school.trainer.clone()
    };
    let before = academy::show_credential(&school.stranger, &code)
        .await
        .unwrap();
    academy::renew_credential(&later, &code).await.unwrap();
    let after = academy::show_credential(&school.stranger, &code)
        .await
        .unwrap();
    assert!(after.expires_at > before.expires_at && after.signature_holds);
    let other = academy::renew_credential(&school.learner, &code).await;
    assert_eq!(other, Err(Error::NotFound));
    academy::revoke_credential(&later, &code, "Une erreur")
        .await
        .unwrap();
    assert_eq!(
        academy::renew_credential(&later, &code).await,
        Err(Error::Conflict)
    );
    let printed = academy::print_credential(&school.stranger, &code, Lang::Fr).await;
    assert_eq!(printed.unwrap_err(), Error::NotFound);
}
