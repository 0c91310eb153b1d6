//! Learning records: statements, documents, the programs that come for them, and what of the
//! progress is still to be told.

use super::{marks, write_all};
use crate::{Error, Result, sql};
use domain::{
    CourseId, PersonId, StatementClientId, Timestamp,
    academy::{ActivityKind, ActivityProgress, EnrolmentState, RecordClient, RecordScope, Uid},
    policy::{Permit, Records},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use std::collections::BTreeMap;

fn scopes(text: &str) -> Vec<RecordScope> {
    text.split(',').filter_map(RecordScope::from_code).collect()
}

/// A program's key; only its secret's hash is kept.
pub async fn insert_record_client(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    new: &RecordClient,
    secret_hash: &str,
    created_by: PersonId,
) -> Result<StatementClientId> {
    let codes: Vec<&str> = new.scopes.iter().map(|scope| scope.code()).collect();
    let id = sql::id(
        db,
        "INSERT INTO statement_client (name, access_key, secret_hash, scopes, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        vec![
            new.name.clone().into(),
            new.key.clone().into(),
            secret_hash.into(),
            codes.join(",").into(),
            created_by.0.into(),
            new.created_at.into(),
        ],
    )
    .await?;
    Ok(StatementClientId(id))
}

#[derive(FromQueryResult)]
struct ClientRow {
    id: i64,
    name: String,
    access_key: String,
    scopes: String,
    created_at: i64,
    last_used_at: Option<i64>,
}

impl From<ClientRow> for RecordClient {
    fn from(row: ClientRow) -> RecordClient {
        RecordClient {
            id: StatementClientId(row.id),
            name: row.name,
            key: row.access_key,
            scopes: scopes(&row.scopes),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        }
    }
}

/// Those whose keys hold, the newest first.
pub async fn record_clients(db: &impl ConnectionTrait) -> Result<Vec<RecordClient>> {
    let rows: Vec<ClientRow> = sql::all(
        db,
        "SELECT id, name, access_key, scopes, created_at, last_used_at FROM statement_client
         WHERE revoked_at IS NULL ORDER BY id DESC LIMIT 200",
        Vec::new(),
    )
    .await?;
    Ok(rows.into_iter().map(RecordClient::from).collect())
}

/// The program whose key and secret these are.
pub async fn find_record_client(
    db: &impl ConnectionTrait,
    key: &str,
    secret_hash: &str,
) -> Result<Option<RecordClient>> {
    let row: Option<ClientRow> = sql::one(
        db,
        "SELECT id, name, access_key, scopes, created_at, last_used_at FROM statement_client
         WHERE access_key = $1 AND secret_hash = $2 AND revoked_at IS NULL",
        vec![key.into(), secret_hash.into()],
    )
    .await?;
    Ok(row.map(RecordClient::from))
}

/// Notes that it was used.
pub async fn touch_record_client<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: StatementClientId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE statement_client SET last_used_at = $2 WHERE id = $1",
        vec![id.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// # Errors
/// `NotFound` where there is none, or it was revoked before.
pub async fn end_record_client(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    id: StatementClientId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE statement_client SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
        vec![id.0.into(), now.into()],
    )
    .await?;
    if changed == 0 {
        return Err(domain::Error::NotFound.into());
    }
    Ok(())
}

/// What a statement names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    Agent,
    Activity,
    /// Another statement.
    Statement,
}

impl NameKind {
    const fn code(self) -> &'static str {
        match self {
            NameKind::Agent => "agent",
            NameKind::Activity => "activity",
            NameKind::Statement => "statement",
        }
    }
}

/// A statement to be kept.
#[derive(Clone, Debug)]
pub struct NewStatement {
    pub uid: String,
    pub verb: String,
    pub registration: Option<String>,
    /// In milliseconds.
    pub stored_at: i64,
    pub body: String,
    pub person: Option<PersonId>,
    pub client: Option<StatementClientId>,
    /// Kind, name, and whether it is neither the actor nor the object.
    pub names: Vec<(NameKind, String, bool)>,
}

#[derive(FromQueryResult)]
struct Last {
    last: i64,
}

/// The last of `count` moments in milliseconds, each later than all that were given before. Whoever
/// writes statements waits here for who writes them now, so that rows come in this order too.
pub async fn statement_moments(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    now: i64,
    count: usize,
) -> Result<i64> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let row: Option<Last> = sql::one(
        db,
        "UPDATE statement_clock SET last = (CASE WHEN last >= CAST($1 AS BIGINT) THEN last ELSE CAST($1 AS BIGINT) END)
            + CAST($2 AS BIGINT) WHERE id = 1 RETURNING last",
        vec![now.into(), count.into()],
    )
    .await?;
    row.map(|row| row.last)
        .ok_or_else(|| Error::Corrupt("no statement clock".to_owned()))
}

/// Keeps statements in their order; one that is known changes nothing.
pub async fn insert_statements(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    statements: &[NewStatement],
) -> Result<()> {
    #[derive(FromQueryResult)]
    struct Kept {
        uid: String,
        id: i64,
    }
    // A chunk that any database takes in one statement.
    for chunk in statements.chunks(200) {
        let mut values: Vec<Value> = Vec::new();
        let groups: Vec<String> = chunk
            .iter()
            .map(|it| {
                let from = values.len();
                values.extend::<[Value; 7]>([
                    it.uid.clone().into(),
                    it.verb.clone().into(),
                    it.registration.clone().into(),
                    it.stored_at.into(),
                    it.body.clone().into(),
                    it.person.map(|it| it.0).into(),
                    it.client.map(|it| it.0).into(),
                ]);
                format!("({})", marks(from + 1, 7))
            })
            .collect();
        let kept: Vec<Kept> = sql::all(
            db,
            &format!(
                "INSERT INTO xapi_statement (uid, verb, registration, stored_at, body, person_id, client_id) VALUES {}
                 ON CONFLICT (uid) DO NOTHING RETURNING uid, id",
                groups.join(", ")
            ),
            values,
        )
        .await?;
        let kept: BTreeMap<String, i64> = kept.into_iter().map(|it| (it.uid, it.id)).collect();
        let names = chunk
            .iter()
            .filter_map(|it| Some((kept.get(&it.uid)?, &it.names)))
            .flat_map(|(id, names)| {
                names.iter().map(|(kind, name, related)| {
                    vec![
                        (*id).into(),
                        kind.code().into(),
                        name.clone().into(),
                        i64::from(*related).into(),
                    ]
                })
            })
            .collect();
        write_all(
            db,
            "INSERT INTO statement_name (statement_id, kind, name, related)",
            "ON CONFLICT (kind, name, statement_id, related) DO NOTHING",
            names,
        )
        .await?;
    }
    // Those that were voided before they came.
    let uids: Vec<Value> = statements.iter().map(|it| it.uid.clone().into()).collect();
    for chunk in uids.chunks(500) {
        sql::run(
            db,
            &format!(
                "UPDATE xapi_statement SET voided = 1 WHERE uid IN ({}) AND uid IN (SELECT v.uid FROM statement_voided v)",
                marks(1, chunk.len())
            ),
            chunk.to_vec(),
        )
        .await?;
    }
    Ok(())
}

/// One statement as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StatementRow {
    pub id: i64,
    pub uid: String,
    pub verb: String,
    pub voided: i64,
    pub body: String,
}

/// Those of `uids` that are kept, voided ones too.
pub async fn known_statements(
    db: &impl ConnectionTrait,
    uids: &[String],
) -> Result<Vec<StatementRow>> {
    if uids.is_empty() {
        return Ok(Vec::new());
    }
    sql::all(
        db,
        &format!(
            "SELECT id, uid, verb, voided, body FROM xapi_statement WHERE uid IN ({})",
            marks(1, uids.len())
        ),
        uids.iter().map(|uid| uid.clone().into()).collect(),
    )
    .await
}

/// Voids statements, those too that are still to come.
pub async fn void_statements(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    uids: &[String],
) -> Result<()> {
    if uids.is_empty() {
        return Ok(());
    }
    sql::run(
        db,
        &format!(
            "UPDATE xapi_statement SET voided = 1 WHERE uid IN ({})",
            marks(1, uids.len())
        ),
        uids.iter().map(|uid| uid.clone().into()).collect(),
    )
    .await?;
    write_all(
        db,
        "INSERT INTO statement_voided (uid)",
        "ON CONFLICT (uid) DO NOTHING",
        uids.iter().map(|uid| vec![uid.clone().into()]).collect(),
    )
    .await
}

/// What is asked of the statements. Times in milliseconds.
#[derive(Clone, Debug, Default)]
pub struct StatementQuery {
    pub agent: Option<String>,
    pub verb: Option<String>,
    pub activity: Option<String>,
    pub registration: Option<String>,
    pub related_agents: bool,
    pub related_activities: bool,
    pub since: Option<i64>,
    pub until: Option<i64>,
    pub ascending: bool,
    /// Where the page before ended.
    pub after: Option<i64>,
    pub limit: u32,
}

/// Statements that are not voided, in the order they were stored.
pub async fn statements(
    db: &impl ConnectionTrait,
    asked: &StatementQuery,
) -> Result<Vec<StatementRow>> {
    let mut sql = String::from(
        "SELECT s.id, s.uid, s.verb, s.voided, s.body FROM xapi_statement s WHERE s.voided = 0",
    );
    let mut values: Vec<Value> = Vec::new();
    let mut and = |values: &mut Vec<Value>, condition: &str, value: Value| {
        values.push(value);
        sql.push_str(" AND ");
        sql.push_str(&condition.replace('?', &format!("${}", values.len())));
    };
    if let Some(verb) = &asked.verb {
        and(&mut values, "s.verb = ?", verb.clone().into());
    }
    if let Some(registration) = &asked.registration {
        and(
            &mut values,
            "s.registration = ?",
            registration.clone().into(),
        );
    }
    if let Some(since) = asked.since {
        and(&mut values, "s.stored_at > ?", since.into());
    }
    if let Some(until) = asked.until {
        and(&mut values, "s.stored_at <= ?", until.into());
    }
    for (kind, name, related) in [
        (NameKind::Agent, &asked.agent, asked.related_agents),
        (
            NameKind::Activity,
            &asked.activity,
            asked.related_activities,
        ),
    ] {
        if let Some(name) = name {
            let near = if related { "" } else { " AND n.related = 0" };
            let condition = format!(
                "EXISTS (SELECT 1 FROM statement_name n WHERE n.kind = '{}' AND n.name = ? AND n.statement_id = s.id{near})",
                kind.code()
            );
            and(&mut values, &condition, name.clone().into());
        }
    }
    if let Some(after) = asked.after {
        let beyond = if asked.ascending {
            "s.id > ?"
        } else {
            "s.id < ?"
        };
        and(&mut values, beyond, after.into());
    }
    let order = if asked.ascending { "ASC" } else { "DESC" };
    sql.push_str(&format!(" ORDER BY s.id {order} LIMIT {}", asked.limit));
    sql::all(db, &sql, values).await
}

#[derive(FromQueryResult)]
struct Definition {
    address: String,
    definition: String,
}

/// What is known of activities, as JSON, by their address.
pub async fn known_activities(
    db: &impl ConnectionTrait,
    addresses: &[String],
) -> Result<BTreeMap<String, String>> {
    if addresses.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<Definition> = sql::all(
        db,
        &format!(
            "SELECT address, definition FROM known_activity WHERE address IN ({})",
            marks(1, addresses.len())
        ),
        addresses.iter().map(|it| it.clone().into()).collect(),
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.address, row.definition))
        .collect())
}

/// Keeps what is known of activities now.
pub async fn save_activities(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    definitions: &BTreeMap<String, String>,
    now: Timestamp,
) -> Result<()> {
    let rows = definitions
        .iter()
        .map(|(address, definition)| {
            vec![
                address.clone().into(),
                definition.clone().into(),
                now.into(),
            ]
        })
        .collect();
    write_all(
        db,
        "INSERT INTO known_activity (address, definition, updated_at)",
        "ON CONFLICT (address) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at",
        rows,
    )
    .await
}

/// Which document: of a state, an activity or an agent. What a kind does not have is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentKey {
    /// `state`, `activity` or `agent`.
    pub kind: &'static str,
    pub activity: String,
    pub agent: String,
    pub registration: String,
}

impl DocumentKey {
    fn values(&self) -> Vec<Value> {
        vec![
            self.kind.into(),
            self.activity.clone().into(),
            self.agent.clone().into(),
            self.registration.clone().into(),
        ]
    }
}

#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct DocumentRow {
    pub name: String,
    pub media_type: String,
    /// As the service wrote it.
    pub content: String,
    pub etag: String,
    /// In milliseconds.
    pub updated_at: i64,
}

const OF_KEY: &str = "kind = $1 AND activity = $2 AND agent = $3 AND registration = $4";

pub async fn record_document(
    db: &impl ConnectionTrait,
    key: &DocumentKey,
    name: &str,
) -> Result<Option<DocumentRow>> {
    let mut values = key.values();
    values.push(name.into());
    sql::one(
        db,
        &format!(
            "SELECT name, media_type, content, etag, updated_at FROM record_document WHERE {OF_KEY} AND name = $5"
        ),
        values,
    )
    .await
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
}

/// The names of documents stored after a moment in milliseconds.
pub async fn record_documents(
    db: &impl ConnectionTrait,
    key: &DocumentKey,
    since: i64,
) -> Result<Vec<String>> {
    let mut values = key.values();
    values.push(since.into());
    let rows: Vec<Named> = sql::all(
        db,
        &format!(
            "SELECT name FROM record_document WHERE {OF_KEY} AND updated_at > $5 ORDER BY name LIMIT 10000"
        ),
        values,
    )
    .await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Writes a document if it is still the one with this tag; `None` where there was none.
///
/// # Errors
/// `Conflict` where another was quicker.
pub async fn save_record_document(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    key: &DocumentKey,
    before: Option<&str>,
    document: &DocumentRow,
) -> Result<()> {
    let mut values = key.values();
    values.extend::<[Value; 5]>([
        document.name.clone().into(),
        document.media_type.clone().into(),
        document.content.clone().into(),
        document.etag.clone().into(),
        document.updated_at.into(),
    ]);
    let changed = match before {
        None => {
            sql::run(
                db,
                "INSERT INTO record_document (kind, activity, agent, registration, name, media_type, content, etag, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (kind, activity, agent, registration, name) DO NOTHING",
                values,
            )
            .await?
        }
        Some(etag) => {
            values.push(etag.into());
            sql::run(
                db,
                &format!(
                    "UPDATE record_document SET media_type = $6, content = $7, etag = $8, updated_at = $9
                     WHERE {OF_KEY} AND name = $5 AND etag = $10"
                ),
                values,
            )
            .await?
        }
    };
    if changed == 0 {
        return Err(domain::Error::Conflict.into());
    }
    Ok(())
}

/// Removes one document, or all of a state.
pub async fn remove_record_documents(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    key: &DocumentKey,
    name: Option<&str>,
) -> Result<()> {
    let mut values = key.values();
    let one = match name {
        Some(name) => {
            values.push(name.into());
            " AND name = $5"
        }
        None => "",
    };
    sql::run(
        db,
        &format!("DELETE FROM record_document WHERE {OF_KEY}{one}"),
        values,
    )
    .await?;
    Ok(())
}

/// An activity of someone about which something is to be told.
#[derive(Clone, Debug)]
pub struct DueRecord {
    pub person: PersonId,
    pub activity: Uid,
    pub lesson: String,
    pub kind: ActivityKind,
    /// In milliseconds.
    pub duration: Option<i64>,
    pub course: CourseId,
    pub progress: ActivityProgress,
    pub completed_at: Option<Timestamp>,
    pub enrolment: Option<(EnrolmentState, Timestamp)>,
}

#[derive(FromQueryResult)]
struct DueId {
    id: i64,
}

#[derive(FromQueryResult)]
struct DueRow {
    person_id: i64,
    activity: String,
    lesson: String,
    kind: String,
    duration: Option<i64>,
    course_id: i64,
    state: String,
    completed_at: Option<i64>,
    enrolment: Option<String>,
    enrolment_at: Option<i64>,
}

/// The ids of what is due, at most so many.
pub async fn due_records(db: &impl ConnectionTrait, limit: u32) -> Result<Vec<i64>> {
    let rows: Vec<DueId> = sql::all(
        db,
        &format!("SELECT id FROM statement_due ORDER BY id LIMIT {limit}"),
        Vec::new(),
    )
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What there is to tell of these, each activity of a person once.
pub async fn due_content(db: &impl ConnectionTrait, due: &[i64]) -> Result<Vec<DueRecord>> {
    let rows: Vec<DueRow> = sql::all(
        db,
        &format!(
            "SELECT p.person_id, p.activity, a.lesson, a.kind, a.duration, p.course_id, p.state, p.completed_at,
                e.state AS enrolment, e.updated_at AS enrolment_at
             FROM (SELECT DISTINCT person_id, activity FROM statement_due WHERE id IN ({})) d
             JOIN activity_progress p ON p.person_id = d.person_id AND p.activity = d.activity
             JOIN activity a ON a.uid = p.activity
             LEFT JOIN enrolment e ON e.person_id = p.person_id AND e.course_id = p.course_id
             ORDER BY p.person_id, p.activity",
            sql::ids(due.iter().copied())
        ),
        Vec::new(),
    )
    .await?;
    let corrupt = |what: &str| Error::Corrupt(format!("due record: {what}"));
    rows.into_iter()
        .map(|row| {
            let enrolment = row
                .enrolment
                .as_deref()
                .and_then(EnrolmentState::from_code)
                .zip(row.enrolment_at);
            Ok(DueRecord {
                person: PersonId(row.person_id),
                activity: row.activity.parse().map_err(|_| corrupt(&row.activity))?,
                lesson: row.lesson,
                kind: ActivityKind::from_code(&row.kind).ok_or_else(|| corrupt(&row.kind))?,
                duration: row.duration,
                course: CourseId(row.course_id),
                progress: sql::json(&row.state)?,
                completed_at: row.completed_at,
                enrolment,
            })
        })
        .collect()
}

/// A grade, or what a facilitator attested.
#[derive(Clone, Debug, FromQueryResult)]
pub struct JudgedRow {
    pub uid: String,
    pub person_id: i64,
    pub activity: String,
    pub kind: String,
    /// Thousandths of the points.
    pub span_start: i64,
    /// 1 where passed.
    pub span_end: i64,
    pub server_at: i64,
}

/// What was graded and attested of these.
pub async fn due_judgements(db: &impl ConnectionTrait, due: &[i64]) -> Result<Vec<JudgedRow>> {
    sql::all(
        db,
        &format!(
            "SELECT v.uid, v.person_id, v.activity, v.kind, v.span_start, v.span_end, v.server_at
             FROM (SELECT DISTINCT person_id, activity FROM statement_due WHERE id IN ({})) d
             JOIN progress_event v ON v.person_id = d.person_id AND v.activity = d.activity
                AND v.kind IN ('graded', 'attested') ORDER BY v.id",
            sql::ids(due.iter().copied())
        ),
        Vec::new(),
    )
    .await
}

/// They have been told.
pub async fn end_due_records(
    db: &impl ConnectionTrait,
    _permit: &Permit<Records>,
    due: &[i64],
) -> Result<()> {
    sql::run(
        db,
        &format!(
            "DELETE FROM statement_due WHERE id IN ({})",
            sql::ids(due.iter().copied())
        ),
        Vec::new(),
    )
    .await?;
    Ok(())
}
