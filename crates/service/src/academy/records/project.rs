//! What learners do, told as statements by cmi5's terms. Told from the progress as it stands, not
//! from each event: the same progress gives the same statements with the same ids, so that telling
//! it again, after a kill too, changes nothing.

use super::{iso_ms, statements::as_row, uuid5};
use crate::{Ctx, internal};
use domain::{
    Lang, LocalText, PersonId, Result,
    academy::{ActivityKind, EnrolmentState, Evidence},
    policy::{Action, Permit, Records, authorize},
};
use ring::hmac;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::academy::{DueRecord, JudgedRow, NewStatement, OutlineRow};

/// Activities told in one transaction.
const AT_ONCE: u32 = 100;

const ADL: &str = "http://adlnet.gov/expapi/verbs";
const XAPI: &str = "https://w3id.org/xapi/adl/verbs";
const CMI5: &str = "https://w3id.org/xapi/cmi5";

/// Tells what is due; answers how many activities it was.
///
/// # Errors
/// `Internal` where the database fails.
pub async fn project_records(ctx: &Ctx) -> Result<usize> {
    let permit = authorize(&ctx.actor, Action::WriteRecords, &Records {})?;
    let mut told = 0;
    loop {
        let due = store::academy::due_records(ctx.db().reader(), AT_ONCE)
            .await
            .map_err(internal(ctx))?;
        if due.is_empty() {
            return Ok(told);
        }
        tell(ctx, &permit, &due).await?;
        told += due.len();
    }
}

async fn tell(ctx: &Ctx, permit: &Permit<Records>, due: &[i64]) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let content = store::academy::due_content(&tx, due)
        .await
        .map_err(internal(ctx))?;
    let judged = store::academy::due_judgements(&tx, due)
        .await
        .map_err(internal(ctx))?;
    let courses: BTreeSet<_> = content.iter().map(|it| it.course).collect();
    let courses: Vec<_> = courses.into_iter().collect();
    let outlines: BTreeMap<_, OutlineRow> = store::academy::outlines(&tx, &courses)
        .await
        .map_err(internal(ctx))?
        .into_iter()
        .map(|row| (row.card.id, row))
        .collect();
    let mut statements: Vec<(PersonId, Value)> = Vec::new();
    for it in &content {
        if let Some(outline) = outlines.get(&it.course) {
            let teller = Teller::new(ctx, it, outline);
            let told = teller.statements(ctx, it, &judged);
            statements.extend(told.into_iter().map(|told| (it.person, told)));
        }
    }
    let ids: Vec<String> = statements
        .iter()
        .filter_map(|(_, it)| it["id"].as_str().map(str::to_owned))
        .collect();
    let known: BTreeSet<String> = store::academy::known_statements(&tx, &ids)
        .await
        .map_err(internal(ctx))?
        .into_iter()
        .map(|row| row.uid)
        .collect();
    statements.retain(|(_, it)| !known.contains(it["id"].as_str().unwrap_or_default()));
    let last = store::academy::statement_moments(&tx, permit, ctx.now * 1_000, statements.len())
        .await
        .map_err(internal(ctx))?;
    let first = last - i64::try_from(statements.len()).unwrap_or(0) + 1;
    let authority = json!({
        "objectType": "Agent",
        "name": "Taawouniya Academy",
        "account": { "homePage": ctx.services.public_url, "name": "taawouniya" },
    });
    let values: Vec<Value> = statements.iter().map(|(_, it)| it.clone()).collect();
    let described = super::statements::define(ctx, &tx, permit, &values).await;
    if let Err(fault) = described {
        tracing::warn!(?fault, "activities not described");
    }
    let rows: Vec<NewStatement> = statements
        .into_iter()
        .zip(first..)
        .map(|((person, statement), stored_at)| NewStatement {
            person: Some(person),
            ..as_row(statement, stored_at, &authority)
        })
        .collect();
    store::academy::insert_statements(&tx, permit, &rows)
        .await
        .map_err(internal(ctx))?;
    store::academy::end_due_records(&tx, permit, due)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Who someone is to other programs: always the same, and nothing else can be learnt from it.
fn opaque(ctx: &Ctx, person: PersonId) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &ctx.services.secret_key);
    let tag = hmac::sign(&key, format!("records:{person}").as_bytes());
    hex::encode(&tag.as_ref()[..16])
}

fn lang_map(text: &LocalText) -> Value {
    let map: Map<String, Value> = Lang::ALL
        .into_iter()
        .filter_map(|lang| Some((lang.code().to_owned(), text.get(lang)?.into())))
        .collect();
    Value::Object(map)
}

/// `PT83.5S`.
fn duration(ms: i64) -> String {
    format!("PT{}.{:02}S", ms / 1_000, ms % 1_000 / 10)
}

/// One activity of one person.
struct Teller {
    /// What every id of a statement begins with.
    name: String,
    actor: Value,
    activity: Value,
    course: Value,
    registration: String,
    session: String,
}

impl Teller {
    fn new(ctx: &Ctx, it: &DueRecord, outline: &OutlineRow) -> Teller {
        let site = &ctx.services.public_url;
        let who = opaque(ctx, it.person);
        let slug = &outline.card.slug;
        let address = format!("{site}/academy/{slug}");
        let kind = match it.kind {
            ActivityKind::Reading => "lesson",
            ActivityKind::Audio | ActivityKind::Video => "media",
            ActivityKind::Quiz => "assessment",
        };
        let title = outline
            .outline
            .lesson(&it.lesson)
            .map(|lesson| lang_map(&lesson.title));
        let mut definition =
            json!({ "type": format!("http://adlnet.gov/expapi/activities/{kind}") });
        // A lesson that no version has any more keeps its address.
        if let Some(title) = title {
            definition["name"] = title;
        }
        Teller {
            name: format!("{who}/{}", it.activity),
            actor: json!({
                "objectType": "Agent",
                "account": { "homePage": site, "name": who },
            }),
            activity: json!({
                "objectType": "Activity",
                "id": format!("{address}/{}/{}", it.lesson, it.kind.code()),
                "definition": definition,
            }),
            course: json!({
                "objectType": "Activity",
                "id": address,
                "definition": {
                    "type": "http://adlnet.gov/expapi/activities/course",
                    "name": lang_map(&outline.card.title),
                },
            }),
            registration: uuid5(ctx, &format!("registration/{who}/{slug}")),
            session: uuid5(ctx, &format!("session/{who}/{}", it.activity)),
        }
    }

    /// `id` names the statement among those of the activity.
    fn statement(&self, ctx: &Ctx, verb: (&str, &str), id: &str, at: i64) -> Value {
        let mut categories = Vec::new();
        // The verb is of the profile of videos and not one of cmi5's.
        if verb.1 != "progressed" {
            categories.push(json!({ "id": format!("{CMI5}/context/categories/cmi5") }));
        }
        if matches!(verb.1, "completed" | "passed" | "failed" | "waived") {
            categories.push(json!({ "id": format!("{CMI5}/context/categories/moveon") }));
        }
        json!({
            "id": uuid5(ctx, &format!("{}/{id}", self.name)),
            "actor": self.actor,
            "verb": { "id": format!("{}/{}", verb.0, verb.1), "display": { "en": verb.1 } },
            "object": self.activity,
            "timestamp": iso_ms(at),
            "context": {
                "registration": self.registration,
                "platform": "Taawouniya Academy",
                "contextActivities": { "grouping": [self.course], "category": categories },
                "extensions": { format!("{CMI5}/context/extensions/sessionid"): self.session },
            },
        })
    }

    fn with_result(mut statement: Value, result: Value) -> Value {
        statement["result"] = result;
        statement
    }

    fn statements(&self, ctx: &Ctx, it: &DueRecord, judged: &[JudgedRow]) -> Vec<Value> {
        let now = ctx.now * 1_000;
        // When it was begun, by the corrected clocks of its devices.
        let begun = it
            .progress
            .traces
            .values()
            .filter_map(|trace| {
                let (start, _) = trace.spent.as_slice().first()?;
                Some(start.saturating_add(trace.offset))
            })
            .min()
            .map_or(now, |at| at.clamp(0, now));
        let spent = duration(it.progress.time_spent());
        let mut told = vec![
            self.statement(ctx, (ADL, "launched"), "launched", begun),
            self.statement(ctx, (ADL, "initialized"), "initialized", begun),
        ];
        let percent = it
            .duration
            .map_or(0, |duration| it.progress.fraction(duration) / 100 * 10);
        if percent > 0 && it.completed_at.is_none() {
            let statement = self.statement(
                ctx,
                (ADL, "progressed"),
                &format!("progressed/{percent}"),
                now,
            );
            let result = json!({
                "extensions": { format!("{CMI5}/result/extensions/progress"): percent },
            });
            told.push(Teller::with_result(statement, result));
        }
        let mine = |row: &&JudgedRow| {
            row.person_id == it.person.0 && row.activity == it.activity.to_string()
        };
        for row in judged.iter().filter(mine) {
            told.extend(self.judgement(ctx, row));
        }
        if let Some(at) = it.completed_at {
            let statement = self.statement(ctx, (ADL, "completed"), "completed", at * 1_000);
            let result = json!({ "completion": true, "duration": spent });
            told.push(Teller::with_result(statement, result));
            let statement = self.statement(ctx, (ADL, "terminated"), "terminated", at * 1_000);
            told.push(Teller::with_result(statement, json!({ "duration": spent })));
        }
        if let Some((EnrolmentState::Completed, at)) = it.enrolment {
            told.push(self.satisfied(ctx, at * 1_000));
        }
        told
    }

    /// A grade, or what a facilitator attested.
    fn judgement(&self, ctx: &Ctx, row: &JudgedRow) -> Option<Value> {
        let at = row.server_at * 1_000;
        Some(match Evidence::from_code(&row.kind)? {
            Evidence::Graded => {
                let passed = row.span_end == 1;
                let verb = if passed { "passed" } else { "failed" };
                let statement =
                    self.statement(ctx, (ADL, verb), &format!("graded/{}", row.uid), at);
                // Thousandths: no fraction that a computer cannot hold.
                let scaled = f64::from(i32::try_from(row.span_start).unwrap_or(0)) / 1_000.0;
                let result = json!({ "score": { "scaled": scaled }, "success": passed });
                Teller::with_result(statement, result)
            }
            Evidence::Attested => {
                let id = format!("attested/{}", row.uid);
                let statement = self.statement(ctx, (XAPI, "waived"), &id, at);
                let result = json!({
                    "completion": true,
                    "extensions": { format!("{CMI5}/result/extensions/reason"): "Administrative" },
                });
                Teller::with_result(statement, result)
            }
            _ => return None,
        })
    }

    /// Of the course, once, whichever of its activities was the last.
    fn satisfied(&self, ctx: &Ctx, at: i64) -> Value {
        let mut statement = self.statement(ctx, (XAPI, "satisfied"), "satisfied", at);
        statement["id"] = uuid5(ctx, &format!("{}/satisfied", self.registration)).into();
        statement["object"] = self.course.clone();
        if let Some(around) = statement
            .pointer_mut("/context/contextActivities")
            .and_then(Value::as_object_mut)
        {
            around.remove("grouping");
        }
        statement
    }
}
