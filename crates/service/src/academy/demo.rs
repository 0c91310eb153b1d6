//! The academy's part of the demo data: a trainer, the six courses, and learners on their way.
//! Everything goes through the same use cases as anyone's.

use super::{
    built_in_courses, change_draft, complete_lesson, credentials::iso, enrol, join_session,
    plan_session, publish_course, save_path, start_attempt, start_course, submit_attempt,
};
use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result,
    academy::{
        Answer, Body, CourseInput, DraftChange, LessonInput, PathInput, Question, SessionInput,
    },
    accounts::{Email, Role},
    policy::{Action, Actor, Platform, authorize},
};
use std::collections::BTreeMap;
use store::accounts::{NewPerson, create_person, grant_role};

/// What to sign in with.
#[derive(Clone, Debug)]
pub struct DemoLearners {
    pub trainer: String,
    pub learner: String,
}

const TRAINER: &str = "formatrice@demo.taawouniya.ma";
const LEARNER: &str = "apprenante@demo.taawouniya.ma";

/// Seeds the trainer, the courses and the learners.
///
/// # Errors
/// `Forbidden` for anyone but the command line.
pub async fn seed_academy(ctx: &Ctx, password_hash: &str) -> Result<DemoLearners> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let mut people = Vec::new();
    for (name, email) in [
        ("Nadia Ouhaddou (démo)", TRAINER),
        ("Fatima Aït Lahcen (démo)", LEARNER),
        ("Brahim Oubella (démo)", "apprenant2@demo.taawouniya.ma"),
        ("Hayat Benjelloun (démo)", "apprenante3@demo.taawouniya.ma"),
    ] {
        let email = Email::parse(email).map_err(|problem| Error::field("email", problem))?;
        let person = NewPerson {
            name: name.to_owned(),
            email: Some(email),
            phone: None,
            password_hash: password_hash.to_owned(),
            lang: domain::Lang::Fr,
            consent_at: Some(ctx.now),
        };
        let id = create_person(&tx, &permit, person, ctx.now)
            .await
            .map_err(internal(ctx))?;
        people.push(id);
    }
    let [trainer, fatima, brahim, hayat] = people[..] else {
        return Err(Error::Conflict);
    };
    grant_role(&tx, &permit, &ctx.actor, trainer, &Role::Trainer, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    let trainer_id = trainer;
    let trainer = acting(ctx, trainer, vec![Role::Trainer], 90);
    for draft in built_in_courses()? {
        publish_course(&trainer, draft).await?;
    }
    // One finished a course, one is in the middle of two, one has stopped.
    learn(
        &acting(ctx, hayat, Vec::new(), 30),
        "create-a-cooperative",
        99,
    )
    .await?;
    learn(
        &acting(ctx, fatima, Vec::new(), 6),
        "create-a-cooperative",
        4,
    )
    .await?;
    learn(&acting(ctx, fatima, Vec::new(), 2), "price-and-package", 1).await?;
    learn(
        &acting(ctx, brahim, Vec::new(), 20),
        "create-a-cooperative",
        2,
    )
    .await?;
    write(&acting(ctx, trainer_id, vec![Role::Trainer], 1)).await?;
    meet(ctx, &trainer, [fatima, brahim, hayat]).await?;
    Ok(DemoLearners {
        trainer: TRAINER.to_owned(),
        learner: LEARNER.to_owned(),
    })
}

/// A course that is half written: its Arabic is missing.
async fn write(trainer: &Ctx) -> Result<()> {
    let french = |text: &str| [text, "", "", ""].map(str::to_owned);
    let course = CourseInput {
        slug: "welcome-visitors".to_owned(),
        theme: "sell".to_owned(),
        level: "beginner".to_owned(),
        illustration: "sell-online".to_owned(),
        title: ["Accueillir des visiteurs", "استقبال الزوار", "", ""].map(str::to_owned),
        summary: french("Montrer son travail et vendre sur place."),
        outcomes: french("Préparer une visite\nFixer un prix d’entrée"),
    };
    let id = start_course(trainer, &course).await?;
    let changes = [
        DraftChange::AddModule {
            title: french("Avant la visite"),
        },
        DraftChange::AddLesson {
            module: 0,
            slug: "prepare-the-place".to_owned(),
            title: french("Préparer le lieu"),
            is_quiz: false,
        },
        DraftChange::Lesson {
            slug: "prepare-the-place".to_owned(),
            input: LessonInput {
                title: french("Préparer le lieu"),
                minutes: "4".to_owned(),
                texts: french(
                    "## Propre et sûr\n\n- Un chemin **clair** jusqu’à l’atelier.\n- De l’eau et de l’ombre.\n",
                ),
            },
        },
    ];
    for (version, change) in (0..).zip(&changes) {
        change_draft(trainer, id, version, change).await?;
    }
    Ok(())
}

/// Two sessions to come, one with free places and one with a waiting list; and a path.
async fn meet(ctx: &Ctx, trainer: &Ctx, learners: [PersonId; 3]) -> Result<()> {
    let [fatima, brahim, hayat] = learners;
    let input = |days: i64, place: &str, capacity: &str| {
        // 9:00 and 12:00 of that day.
        let day: String = iso(ctx.now + days * 86_400).chars().take(10).collect();
        SessionInput {
            starts: format!("{day}T09:00"),
            ends: format!("{day}T12:00"),
            place: place.to_owned(),
            link: String::new(),
            lang: "fr".to_owned(),
            capacity: capacity.to_owned(),
            access: "open".to_owned(),
        }
    };
    let course = "create-a-cooperative";
    let open = input(21, "Maison de la coopérative, Agadir (démo)", "12");
    let open = plan_session(trainer, course, &open).await?;
    join_session(&acting(ctx, fatima, Vec::new(), 5), open, "").await?;
    let full = input(35, "Dar Taawoun, Taroudant (démo)", "1");
    let full = plan_session(trainer, course, &full).await?;
    for person in [hayat, brahim] {
        join_session(&acting(ctx, person, Vec::new(), 4), full, "").await?;
    }
    let mut path = PathInput {
        slug: "from-idea-to-sale".to_owned(),
        ..PathInput::default()
    };
    path.title = [
        "De l’idée à la vente",
        "من الفكرة إلى البيع",
        "From the idea to the sale",
        "",
    ]
    .map(str::to_owned);
    path.summary = [
        "Créer sa coopérative, fixer ses prix, puis vendre en ligne.",
        "إنشاء التعاونية وتحديد الأثمنة ثم البيع على الإنترنت.",
        "Create the cooperative, set prices, then sell online.",
        "",
    ]
    .map(str::to_owned);
    for (course, place) in [
        (course, "1"),
        ("price-and-package", "2"),
        ("sell-online", "3"),
    ] {
        path.places.insert(course.to_owned(), place.to_owned());
    }
    save_path(trainer, &path).await?;
    Ok(())
}

fn acting(ctx: &Ctx, id: PersonId, roles: Vec<Role>, days_ago: i64) -> Ctx {
    Ctx {
        actor: Actor::Person { id, roles },
        now: ctx.now - days_ago * 86_400,
        ..ctx.clone()
    }
}

/// Enrols and does the first `steps` lessons, quizzes with the right answers.
async fn learn(ctx: &Ctx, course: &str, steps: usize) -> Result<()> {
    enrol(ctx, course).await?;
    let draft = built_in_courses()?
        .into_iter()
        .find(|draft| draft.slug == course)
        .ok_or(Error::NotFound)?;
    let lessons = draft.modules.iter().flat_map(|module| &module.lessons);
    for lesson in lessons.take(steps) {
        match &lesson.quiz {
            None => {
                complete_lesson(ctx, course, &lesson.slug).await?;
            }
            Some(quiz) => {
                start_attempt(ctx, course, &lesson.slug).await?;
                let fields: BTreeMap<String, String> =
                    quiz.questions.iter().flat_map(right_fields).collect();
                submit_attempt(ctx, course, &lesson.slug, &fields).await?;
            }
        }
    }
    Ok(())
}

/// The form fields of a right answer.
fn right_fields(question: &Question) -> Vec<(String, String)> {
    let answer = match &question.body {
        Body::One { key, .. } => Answer::Chosen(vec![key.clone()]),
        Body::Several { key, .. } => Answer::Chosen(key.clone()),
        Body::TrueFalse { key } => Answer::True(*key),
        Body::Ordering { key, .. } => Answer::Order(key.clone()),
        Body::Matching { key, .. } => Answer::Pairs(key.clone()),
        Body::Number { key, .. } => Answer::Written((key / 1000).to_string()),
        Body::Text { accepted } => Answer::Written(accepted.first().cloned().unwrap_or_default()),
        Body::Hotspot { spots, key, .. } => spots
            .iter()
            .find(|spot| key.contains(spot.x, spot.y))
            .map_or(Answer::Point { x: 0, y: 0 }, |spot| Answer::Point {
                x: spot.x,
                y: spot.y,
            }),
    };
    question.fields(&answer)
}
