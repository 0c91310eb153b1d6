//! Statements in and out.

use super::{
    RecordFault, Recorded, dashed, iso_ms,
    statement::{
        Names, VOIDED, actor, agent_name, check, iri, meaning, moment, shown, uuid, with_arrays,
    },
};
use crate::{Ctx, internal};
use domain::policy::{Action, Actor, Permit, Records, authorize};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Connection,
    academy::{NameKind, NewStatement, StatementQuery, StatementRow},
};

/// Statements of one answer, at most.
const MOST: u32 = 200;

/// Statements of one request, at most.
const MOST_AT_ONCE: usize = 1_000;

pub(super) fn writing(ctx: &Ctx) -> Recorded<Permit<Records>> {
    Ok(authorize(&ctx.actor, Action::WriteRecords, &Records {})?)
}

pub(super) fn reading(ctx: &Ctx) -> Recorded<()> {
    authorize(&ctx.actor, Action::ReadRecords, &Records {})?;
    Ok(())
}

/// Keeps statements, all or none; `id` is the one that the address names. Answers their ids in
/// order. The same statement again changes nothing.
///
/// # Errors
/// `Bad` for what the standard refuses, `Conflict` for another statement of the same id, `Refused`
/// for who may not write.
pub async fn keep_statements(
    ctx: &Ctx,
    authority: &str,
    body: Value,
    id: Option<&str>,
) -> Recorded<Vec<String>> {
    let permit = writing(ctx)?;
    let mut statements = match body {
        Value::Array(list) if id.is_none() => list,
        Value::Object(_) => vec![body],
        _ => return Err(RecordFault::Bad("not a statement".to_owned())),
    };
    if statements.len() > MOST_AT_ONCE {
        return Err(RecordFault::Bad(format!(
            "more than {MOST_AT_ONCE} statements"
        )));
    }
    let mut ids = Vec::with_capacity(statements.len());
    let mut seen = BTreeSet::new();
    for statement in &mut statements {
        check(statement)?;
        let own = statement["id"].as_str().map(uuid).transpose()?;
        let uid = match (id.map(uuid).transpose()?, own) {
            (Some(asked), Some(own)) if asked != own => {
                return Err(RecordFault::Bad(
                    "the statement's id is not the one of the address".to_owned(),
                ));
            }
            (Some(uid), _) | (None, Some(uid)) => uid,
            (None, None) => dashed(rand::random(), 4),
        };
        if !seen.insert(uid.clone()) {
            return Err(RecordFault::Bad(format!("{uid} is there twice")));
        }
        statement["id"] = Value::from(uid.clone());
        ids.push(uid);
    }
    let client = match &ctx.actor {
        Actor::Recorder { client, .. } => Some(*client),
        _ => None,
    };
    let authority = json!({
        "objectType": "Agent",
        "name": authority,
        "account": {
            "homePage": ctx.services.public_url,
            "name": client.map_or_else(|| "taawouniya".to_owned(), |id| format!("recorder-{id}")),
        },
    });
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let now = ctx.now * 1_000;
    // First of all: whoever writes waits here, so that what is known now is all that is known.
    let last = store::academy::statement_moments(&tx, &permit, now, statements.len())
        .await
        .map_err(internal(ctx))?;
    let known = store::academy::known_statements(&tx, &ids)
        .await
        .map_err(internal(ctx))?;
    let fresh = fresh_ones(statements, &known)?;
    void(ctx, &tx, &permit, &fresh).await?;
    define(ctx, &tx, &permit, &fresh).await?;
    let first = last - i64::try_from(ids.len()).unwrap_or(0) + 1;
    let rows: Vec<NewStatement> = fresh
        .into_iter()
        .zip(first..)
        .map(|(statement, stored_at)| NewStatement {
            client,
            ..as_row(statement, stored_at, &authority)
        })
        .collect();
    store::academy::insert_statements(&tx, &permit, &rows)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(ids)
}

/// Those that are not kept yet.
fn fresh_ones(statements: Vec<Value>, known: &[StatementRow]) -> Recorded<Vec<Value>> {
    let mut fresh = Vec::new();
    for statement in statements {
        let uid = statement["id"].as_str().unwrap_or_default();
        let Some(row) = known.iter().find(|row| row.uid == uid) else {
            fresh.push(statement);
            continue;
        };
        let kept: Value = serde_json::from_str(&row.body).unwrap_or_default();
        // A time that is left out was set by the store, and is the same.
        let time = |it: &Value| it["timestamp"].as_str().and_then(|it| moment(it).ok());
        let other_time = time(&statement).is_some_and(|it| Some(it) != time(&kept));
        if other_time || meaning(&kept) != meaning(&statement) {
            return Err(RecordFault::Conflict(format!(
                "another statement has the id {uid}"
            )));
        }
    }
    Ok(fresh)
}

async fn void(
    ctx: &Ctx,
    db: &impl Connection,
    permit: &Permit<Records>,
    fresh: &[Value],
) -> Recorded<()> {
    let targets: Vec<String> = fresh
        .iter()
        .filter(|it| it["verb"]["id"] == VOIDED)
        .filter_map(|it| it["object"]["id"].as_str().map(str::to_ascii_lowercase))
        .collect();
    if targets.is_empty() {
        return Ok(());
    }
    let found = store::academy::known_statements(db, &targets)
        .await
        .map_err(internal(ctx))?;
    let voids_a_voiding = found.iter().any(|row| row.verb == VOIDED)
        || fresh.iter().any(|it| {
            it["verb"]["id"] == VOIDED && targets.iter().any(|target| it["id"] == target.as_str())
        });
    if voids_a_voiding {
        return Err(RecordFault::Bad(
            "a voiding statement cannot be voided".to_owned(),
        ));
    }
    store::academy::void_statements(db, permit, &targets)
        .await
        .map_err(internal(ctx))?;
    Ok(())
}

/// Adds what is said of activities to what is known of them.
pub(super) async fn define(
    ctx: &Ctx,
    db: &impl Connection,
    permit: &Permit<Records>,
    fresh: &[Value],
) -> Recorded<()> {
    let told: Vec<(String, Value)> = fresh
        .iter()
        .flat_map(|it| Names::of(it).definitions)
        .collect();
    let addresses: BTreeSet<String> = told.iter().map(|(address, _)| address.clone()).collect();
    let addresses: Vec<String> = addresses.into_iter().collect();
    let before = store::academy::known_activities(db, &addresses)
        .await
        .map_err(internal(ctx))?;
    let mut now: BTreeMap<String, Value> = before
        .iter()
        .filter_map(|(address, text)| Some((address.clone(), serde_json::from_str(text).ok()?)))
        .collect();
    for (address, definition) in told {
        let kept = now.entry(address).or_insert_with(|| json!({}));
        merge(kept, definition);
    }
    let changed: BTreeMap<String, String> = now
        .into_iter()
        .map(|(address, definition)| (address, definition.to_string()))
        .filter(|(address, definition)| before.get(address) != Some(definition))
        .collect();
    store::academy::save_activities(db, permit, &changed, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(())
}

/// Objects are joined, the rest is replaced.
fn merge(kept: &mut Value, told: Value) {
    match (kept, told) {
        (Value::Object(kept), Value::Object(told)) => {
            for (name, value) in told {
                match kept.get_mut(&name) {
                    Some(inner) => merge(inner, value),
                    None => {
                        kept.insert(name, value);
                    }
                }
            }
        }
        (kept, told) => *kept = told,
    }
}

/// A checked statement with what the store adds to it.
pub(super) fn as_row(mut statement: Value, stored_at: i64, authority: &Value) -> NewStatement {
    with_arrays(&mut statement);
    let stored = Value::from(iso_ms(stored_at));
    if let Some(map) = statement.as_object_mut() {
        map.insert("stored".to_owned(), stored.clone());
        map.entry("timestamp").or_insert(stored);
        map.entry("version").or_insert_with(|| "1.0.0".into());
        map.insert("authority".to_owned(), authority.clone());
    }
    let names = Names::of(&statement);
    let of = |kind: NameKind, list: Vec<String>, related: bool| {
        list.into_iter().map(move |name| (kind, name, related))
    };
    let text = |place: &str| {
        statement
            .pointer(place)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    NewStatement {
        uid: text("/id").unwrap_or_default(),
        verb: text("/verb/id").unwrap_or_default(),
        registration: text("/context/registration").map(|it| it.to_ascii_lowercase()),
        stored_at,
        person: None,
        client: None,
        names: of(NameKind::Agent, names.agents, false)
            .chain(of(NameKind::Activity, names.activities, false))
            .chain(of(NameKind::Agent, names.related_agents, true))
            .chain(of(NameKind::Activity, names.related_activities, true))
            .chain(of(NameKind::Statement, names.statements, false))
            .collect(),
        body: statement.to_string(),
    }
}

fn langs(accept: &str) -> Vec<&str> {
    accept
        .split(',')
        .filter_map(|it| it.split(';').next())
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect()
}

fn as_format(row: &StatementRow, format: &str, accept: &str) -> Value {
    let body: Value = serde_json::from_str(&row.body).unwrap_or_default();
    if format == "exact" {
        body
    } else {
        shown(&body, format, &langs(accept))
    }
}

/// What is asked of the statements, as the address says it.
#[derive(Clone, Debug, Default)]
pub struct StatementRequest {
    pub parameters: BTreeMap<String, String>,
    /// The languages that the program wants to read.
    pub accept: String,
}

const FILTERS: [&str; 14] = [
    "agent",
    "verb",
    "activity",
    "registration",
    "related_activities",
    "related_agents",
    "since",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
    "statementId",
    "voidedStatementId",
];

/// The page of statements, and the parameters of the next one.
#[derive(Clone, Debug)]
pub struct MoreStatements {
    pub statements: Vec<Value>,
    pub more: Option<BTreeMap<String, String>>,
}

impl StatementRequest {
    fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    fn flag(&self, name: &str) -> Recorded<bool> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(RecordFault::Bad(format!("{name} is \"{other}\""))),
        }
    }

    fn format(&self) -> Recorded<&str> {
        match self.get("format").unwrap_or("exact") {
            format @ ("ids" | "exact" | "canonical") => Ok(format),
            other => Err(RecordFault::Bad(format!("format is \"{other}\""))),
        }
    }

    /// Whether the answer is to have attachments with it.
    ///
    /// # Errors
    /// `Bad` for what is neither true nor false.
    pub fn wants_attachments(&self) -> Recorded<bool> {
        self.flag("attachments")
    }

    fn query(&self) -> Recorded<StatementQuery> {
        let agent = match self.get("agent") {
            None => None,
            Some(text) => {
                let agent: Value = serde_json::from_str(text)
                    .map_err(|_| RecordFault::Bad("agent is not JSON".to_owned()))?;
                actor(&agent, "agent")?;
                agent_name(&agent)
            }
        };
        for name in ["verb", "activity"] {
            self.get(name).map(iri).transpose()?;
        }
        let limit = match self.get("limit") {
            None | Some("0") => MOST,
            Some(text) => text
                .parse::<u32>()
                .map_err(|_| RecordFault::Bad(format!("limit is \"{text}\"")))?
                .min(MOST),
        };
        let owned = |name: &str| self.get(name).map(str::to_owned);
        Ok(StatementQuery {
            agent,
            verb: owned("verb"),
            activity: owned("activity"),
            registration: self.get("registration").map(uuid).transpose()?,
            related_agents: self.flag("related_agents")?,
            related_activities: self.flag("related_activities")?,
            since: self.get("since").map(moment).transpose()?,
            until: self.get("until").map(moment).transpose()?,
            ascending: self.flag("ascending")?,
            after: self.get("from").and_then(|it| it.parse().ok()),
            limit,
        })
    }
}

/// One statement by its id, where the address names one.
///
/// # Errors
/// `Bad` where it names two, or a filter besides; `NotFound`; `Refused`.
pub async fn one_statement(ctx: &Ctx, asked: &StatementRequest) -> Recorded<Option<Value>> {
    reading(ctx)?;
    let (one, voided) = (asked.get("statementId"), asked.get("voidedStatementId"));
    let unknown = asked
        .parameters
        .keys()
        .find(|name| !FILTERS.contains(&name.as_str()) && *name != "from");
    if let Some(name) = unknown {
        return Err(RecordFault::Bad(format!("unknown parameter \"{name}\"")));
    }
    let (uid, is_voided) = match (one, voided) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            return Err(RecordFault::Bad(
                "both statementId and voidedStatementId".to_owned(),
            ));
        }
        (Some(uid), None) => (uuid(uid)?, 0),
        (None, Some(uid)) => (uuid(uid)?, 1),
    };
    let beside = asked.parameters.keys().find(|name| {
        !matches!(
            name.as_str(),
            "statementId" | "voidedStatementId" | "format" | "attachments"
        )
    });
    if let Some(name) = beside {
        return Err(RecordFault::Bad(format!(
            "{name} beside a statement's own id"
        )));
    }
    asked.wants_attachments()?;
    let format = asked.format()?;
    let found = store::academy::known_statements(ctx.db().reader(), &[uid])
        .await
        .map_err(internal(ctx))?;
    found
        .first()
        .filter(|row| row.voided == is_voided)
        .map(|row| Some(as_format(row, format, &asked.accept)))
        .ok_or(RecordFault::NotFound)
}

/// Statements by filters, newest first unless the address says otherwise.
///
/// # Errors
/// `Bad` for a filter that cannot be; `Refused`.
pub async fn query_statements(ctx: &Ctx, asked: &StatementRequest) -> Recorded<MoreStatements> {
    reading(ctx)?;
    let format = asked.format()?;
    asked.wants_attachments()?;
    let mut query = asked.query()?;
    let limit = query.limit;
    // One more tells whether there are more.
    query.limit += 1;
    let mut rows = store::academy::statements(ctx.db().reader(), &query)
        .await
        .map_err(internal(ctx))?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let more = rows.last().filter(|_| has_more).map(|last| {
        let mut parameters = asked.parameters.clone();
        parameters.insert("from".to_owned(), last.id.to_string());
        parameters
    });
    Ok(MoreStatements {
        statements: rows
            .iter()
            .map(|row| as_format(row, format, &asked.accept))
            .collect(),
        more,
    })
}

/// All that is known of an activity.
///
/// # Errors
/// `Bad` for what is no address; `Refused`.
pub async fn activity(ctx: &Ctx, address: &str) -> Recorded<Value> {
    reading(ctx)?;
    iri(address)?;
    let known = store::academy::known_activities(ctx.db().reader(), &[address.to_owned()])
        .await
        .map_err(internal(ctx))?;
    let mut activity = json!({ "objectType": "Activity", "id": address });
    if let Some(definition) = known
        .get(address)
        .and_then(|text| serde_json::from_str::<Value>(text).ok())
    {
        activity["definition"] = definition;
    }
    Ok(activity)
}

/// An agent as a person: what is asked for, each property as a list.
///
/// # Errors
/// `Bad` for what is no agent; `Refused`.
pub fn agent_profile(ctx: &Ctx, agent: &str) -> Recorded<Value> {
    reading(ctx)?;
    let agent: Value = serde_json::from_str(agent)
        .map_err(|_| RecordFault::Bad("agent is not JSON".to_owned()))?;
    super::statement::agent(&agent, "agent")?;
    let mut person = Map::from_iter([("objectType".to_owned(), Value::from("Person"))]);
    for (name, value) in agent.as_object().into_iter().flatten() {
        if name != "objectType" {
            person.insert(name.clone(), json!([value]));
        }
    }
    Ok(Value::Object(person))
}
