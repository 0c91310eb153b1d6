//! The academy's part of the demo data: a trainer, the six courses, and learners on their way.
//! Everything goes through the same use cases as anyone's.

use super::{
    built_in_courses, complete_lesson, enrol, publish_course, start_attempt, submit_attempt,
};
use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result,
    academy::{Answer, Body, Question},
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
    Ok(DemoLearners {
        trainer: TRAINER.to_owned(),
        learner: LEARNER.to_owned(),
    })
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
