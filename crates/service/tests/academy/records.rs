//! What learners do, told as statements; what other programs may read and write.

use super::{COURSE, LESSON, NOW, School};
use domain::{Error, academy::RecordScope, policy::Actor};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use service::{
    Ctx,
    academy::{
        self,
        records::{self, RecordFault, StatementRequest},
    },
};
use std::collections::BTreeMap;

fn recorder(school: &School, scopes: &[RecordScope]) -> Ctx {
    Ctx {
        actor: Actor::Recorder {
            client: domain::StatementClientId(1),
            scopes: scopes.to_vec(),
        },
        ..school.app.visitor()
    }
}

async fn told(school: &School, filter: &[(&str, &str)]) -> Vec<Value> {
    let mut system = school.app.system();
    system.now = NOW + 100;
    records::project_records(&system).await.unwrap();
    let parameters: BTreeMap<String, String> = filter
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let asked = StatementRequest {
        parameters,
        accept: String::new(),
    };
    let reader = recorder(school, &[RecordScope::Read]);
    records::query_statements(&reader, &asked)
        .await
        .unwrap()
        .statements
}

fn verbs(statements: &[Value]) -> Vec<&str> {
    let mut verbs: Vec<&str> = statements
        .iter()
        .filter_map(|it| it["verb"]["id"].as_str()?.rsplit('/').next())
        .collect();
    verbs.sort_unstable();
    verbs
}

#[tokio::test]
async fn a_finished_lesson_is_told_once_and_without_a_name() {
    let school = School::open().await;
    academy::enrol(&school.learner, COURSE).await.unwrap();
    academy::complete_lesson(&school.learner, COURSE, LESSON)
        .await
        .unwrap();
    let reading = format!("https://taawouniya.example/academy/{COURSE}/{LESSON}/reading");
    let about = [("activity", reading.as_str())];
    let first = told(&school, &about).await;
    assert_eq!(
        verbs(&first),
        ["completed", "initialized", "launched", "terminated"]
    );
    // The same progress is told again after a kill: nothing new.
    let due = "INSERT INTO statement_due (person_id, activity) SELECT person_id, activity FROM activity_progress";
    let db = school.app.services.db.writer();
    db.execute_unprepared(due).await.unwrap();
    assert_eq!(told(&school, &about).await.len(), first.len());
    for statement in &first {
        let text = statement.to_string();
        for personal in ["Fatima", "fatima@", "mailto:"] {
            assert!(!text.contains(personal), "{text}");
        }
        assert_eq!(
            statement["actor"]["account"]["homePage"],
            "https://taawouniya.example"
        );
        assert_eq!(statement["id"].as_str().unwrap().as_bytes()[14], b'5');
    }
}

#[tokio::test]
async fn grades_and_the_whole_course_are_told() {
    let school = School::open().await;
    super::finish(&school.learner).await;
    let all = told(&school, &[("limit", "0")]).await;
    let verbs = verbs(&all);
    for verb in ["passed", "completed", "satisfied"] {
        assert!(verbs.contains(&verb), "{verb} in {verbs:?}");
    }
    let satisfied = verbs.iter().filter(|verb| **verb == "satisfied").count();
    assert_eq!(satisfied, 1);
    let passed = all
        .iter()
        .find(|it| it["verb"]["id"] == "http://adlnet.gov/expapi/verbs/passed")
        .unwrap();
    assert_eq!(passed["result"]["success"], true);
    assert!(passed["result"]["score"]["scaled"].as_f64().unwrap() > 0.5);
}

#[tokio::test]
async fn a_key_does_what_its_scopes_say() {
    let school = School::open().await;
    let statement = json!({
        "actor": { "mbox": "mailto:a@example.org" },
        "verb": { "id": "http://example.org/did" },
        "object": { "id": "http://example.org/it" },
    });
    let reader = recorder(&school, &[RecordScope::Read]);
    let refused = records::keep_statements(&reader, "x", statement.clone(), None).await;
    assert_eq!(refused, Err(RecordFault::Refused(Error::Forbidden)));
    let writer = recorder(&school, &[RecordScope::Write]);
    let asked = StatementRequest::default();
    let unread = records::query_statements(&writer, &asked).await;
    assert_eq!(unread.unwrap_err(), RecordFault::Refused(Error::Forbidden));
    for ctx in [&school.learner, &school.trainer] {
        let made = records::create_record_client(ctx, "Bilan", &["read".to_owned()]).await;
        assert_eq!(made, Err(Error::Forbidden));
    }
}
