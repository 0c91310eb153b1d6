//! People whom social workers referred. What is sealed stays sealed here.

use crate::{Error, Result, admin::in_regions, sql};
use domain::{
    PersonId, ReferralId, Timestamp,
    geography::RegionCode,
    policy::{Permit, Referral},
    projects::{ConsentWay, PersonFacts, ReferralCount, ReferralState},
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

fn corrupt(what: &str) -> Error {
    Error::Corrupt(format!("a referral's {what}"))
}

/// A referral with what is sealed of it.
#[derive(Clone, Debug)]
pub struct ReferralRow {
    pub id: ReferralId,
    /// What the seals are bound to.
    pub uid: String,
    pub worker: PersonId,
    pub worker_name: String,
    pub region: String,
    pub province: Option<String>,
    pub state: ReferralState,
    pub referred: Option<String>,
    pub situation: Option<String>,
    /// The person's own account, sealed.
    pub account: Option<String>,
    pub consent: Option<(ConsentWay, Timestamp)>,
    pub updated_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    uid: String,
    worker_id: i64,
    worker_name: String,
    region_code: String,
    province_code: Option<String>,
    state: String,
    referred: Option<String>,
    situation: Option<String>,
    account: Option<String>,
    consent_way: Option<String>,
    consent_at: Option<i64>,
    updated_at: i64,
}

const SELECT: &str = "SELECT r.id, r.uid, r.worker_id, p.name AS worker_name, r.region_code, r.province_code, r.state, r.referred,
    r.situation, r.account, r.consent_way, r.consent_at, r.updated_at FROM referral r JOIN person p ON p.id = r.worker_id";

impl Row {
    fn read(self) -> Result<ReferralRow> {
        let way = self
            .consent_way
            .map(|code| ConsentWay::from_code(&code).ok_or_else(|| corrupt(&code)))
            .transpose()?;
        Ok(ReferralRow {
            id: ReferralId(self.id),
            uid: self.uid,
            worker: PersonId(self.worker_id),
            worker_name: self.worker_name,
            region: self.region_code,
            province: self.province_code,
            state: ReferralState::from_code(&self.state).ok_or_else(|| corrupt(&self.state))?,
            referred: self.referred,
            situation: self.situation,
            account: self.account,
            consent: way.zip(self.consent_at),
            updated_at: self.updated_at,
        })
    }
}

async fn rows(
    db: &impl ConnectionTrait,
    tail: &str,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<ReferralRow>> {
    let rows: Vec<Row> = sql::all(db, &format!("{SELECT} {tail}"), values).await?;
    rows.into_iter().map(Row::read).collect()
}

/// The worker's own cases, the last touched first.
pub async fn referrals_of(db: &impl ConnectionTrait, worker: PersonId) -> Result<Vec<ReferralRow>> {
    let tail = "WHERE r.worker_id = $1 ORDER BY r.updated_at DESC, r.id DESC LIMIT 500";
    rows(db, tail, vec![worker.0.into()]).await
}

pub async fn referral(db: &impl ConnectionTrait, id: ReferralId) -> Result<Option<ReferralRow>> {
    Ok(rows(db, "WHERE r.id = $1", vec![id.0.into()]).await?.pop())
}

pub async fn referral_by_token(
    db: &impl ConnectionTrait,
    hash: &str,
) -> Result<Option<ReferralRow>> {
    let tail = "WHERE r.token_hash = $1";
    Ok(rows(db, tail, vec![hash.into()]).await?.pop())
}

/// What was sent to the advisors of these regions, what waits first.
pub async fn incoming_referrals(
    db: &impl ConnectionTrait,
    regions: &[RegionCode],
) -> Result<Vec<ReferralRow>> {
    let tail = format!(
        "WHERE r.region_code IN ({}) AND r.state IN ('sent', 'accepted', 'in_training', 'in_team', 'followed')
         ORDER BY CASE WHEN r.state = 'sent' THEN 0 ELSE 1 END, r.updated_at LIMIT 200",
        in_regions(regions)
    );
    rows(db, &tail, vec![]).await
}

/// Every referral that still holds something, for who may only know that it is there.
pub async fn sealed_referrals(db: &impl ConnectionTrait) -> Result<Vec<ReferralRow>> {
    let tail = "WHERE r.state <> 'withdrawn' ORDER BY r.updated_at DESC, r.id DESC LIMIT 200";
    rows(db, tail, vec![]).await
}

/// What a new referral is written with.
#[derive(Clone, Debug)]
pub struct NewRow<'a> {
    pub uid: &'a str,
    pub token_hash: &'a str,
    pub worker: PersonId,
    pub region: RegionCode,
    pub province: &'a str,
    pub referred: &'a str,
    pub situation: Option<&'a str>,
}

pub async fn insert_referral(
    db: &impl ConnectionTrait,
    _permit: &Permit<Referral>,
    row: &NewRow<'_>,
    now: Timestamp,
) -> Result<ReferralId> {
    let id = sql::id(
        db,
        "INSERT INTO referral (uid, token_hash, worker_id, region_code, province_code, state, referred, situation,
            created_at, updated_at) VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $8) RETURNING id",
        vec![
            row.uid.into(),
            row.token_hash.into(),
            row.worker.0.into(),
            row.region.to_string().into(),
            row.province.into(),
            row.referred.into(),
            row.situation.map(str::to_owned).into(),
            now.into(),
        ],
    )
    .await?;
    note(db, ReferralId(id), ("created", Some(row.worker), None), now).await?;
    Ok(ReferralId(id))
}

async fn note(
    db: &impl ConnectionTrait,
    id: ReferralId,
    (event, by, reason): (&str, Option<PersonId>, Option<String>),
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "INSERT INTO referral_event (referral_id, event, at, by_id, reason) VALUES ($1, $2, $3, $4, $5)",
        vec![
            id.0.into(),
            event.into(),
            now.into(),
            by.map(|it| it.0).into(),
            reason.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Notes what happened beside the state: that it was opened in an emergency, with its sealed reason.
pub async fn note_referral<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: ReferralId,
    event: (&str, Option<PersonId>, Option<String>),
    now: Timestamp,
) -> Result<()> {
    note(db, id, event, now).await
}

/// From one state to the next; false where another came first.
pub async fn move_referral<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    (id, from, to): (ReferralId, ReferralState, ReferralState),
    event: (&str, Option<PersonId>, Option<String>),
    now: Timestamp,
) -> Result<bool> {
    let moved = sql::run(
        db,
        "UPDATE referral SET state = $3, updated_at = $4 WHERE id = $1 AND state = $2",
        vec![
            id.0.into(),
            from.code().into(),
            to.code().into(),
            now.into(),
        ],
    )
    .await?;
    if moved == 1 {
        note(db, id, event, now).await?;
    }
    Ok(moved == 1)
}

pub async fn set_consent<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: ReferralId,
    way: ConsentWay,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE referral SET consent_way = $2, consent_at = $3 WHERE id = $1",
        vec![id.0.into(), way.code().into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Keeps which account is the person's, sealed.
pub async fn link_referral<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: ReferralId,
    account: &str,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE referral SET account = $2, updated_at = $3 WHERE id = $1 AND state <> 'withdrawn'",
        vec![id.0.into(), account.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Cases whose next step may follow from what the person does: some after `after`, in order.
pub async fn linked_referrals(
    db: &impl ConnectionTrait,
    after: ReferralId,
) -> Result<Vec<ReferralRow>> {
    let tail = "WHERE r.state IN ('accepted', 'in_training') AND r.account IS NOT NULL AND r.id > $1 ORDER BY r.id LIMIT 200";
    rows(db, tail, vec![after.0.into()]).await
}

#[derive(FromQueryResult)]
struct FactRow {
    person_id: i64,
    fact: String,
}

/// What the academy and the teams know of these people; who is not in it has done nothing yet.
pub async fn person_facts(
    db: &impl ConnectionTrait,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, PersonFacts>> {
    let mut facts: BTreeMap<PersonId, PersonFacts> = BTreeMap::new();
    if people.is_empty() {
        return Ok(facts);
    }
    let list = sql::ids(people.iter().map(|it| it.0));
    let rows: Vec<FactRow> = sql::all(
        db,
        &format!(
            "SELECT person_id, 'training' AS fact FROM enrolment WHERE person_id IN ({list}) AND state IN ('active', 'completed')
             UNION SELECT person_id, 'training' AS fact FROM credential WHERE person_id IN ({list}) AND revoked_at IS NULL
             UNION SELECT m.person_id, 'team' AS fact FROM project_team_member m JOIN project_team t ON t.id = m.team_id
                WHERE m.person_id IN ({list}) AND t.state <> 'dissolved'"
        ),
        vec![],
    )
    .await?;
    for row in rows {
        let known = facts.entry(PersonId(row.person_id)).or_default();
        match row.fact.as_str() {
            "team" => known.in_team = true,
            _ => known.in_training = true,
        }
    }
    Ok(facts)
}

#[derive(FromQueryResult)]
struct CountRow {
    region_code: String,
    state: String,
    number: i64,
}

/// For the published figures.
pub(super) async fn referral_counts(db: &impl ConnectionTrait) -> Result<Vec<ReferralCount>> {
    let rows: Vec<CountRow> = sql::all(
        db,
        "SELECT region_code, state, COUNT(*) AS number FROM referral GROUP BY region_code, state",
        vec![],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ReferralCount {
                region: row.region_code,
                state: ReferralState::from_code(&row.state).ok_or_else(|| corrupt(&row.state))?,
                number: sql::count(row.number)?,
            })
        })
        .collect()
}

/// Takes, once, what someone has opened since `since`; false where nothing waits to be shown.
pub async fn take_opened<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    (id, by): (ReferralId, PersonId),
    (since, now): (Timestamp, Timestamp),
) -> Result<bool> {
    let taken = sql::run(
        db,
        "UPDATE referral_event SET shown_at = $4 WHERE shown_at IS NULL AND id =
            (SELECT MAX(e.id) FROM referral_event e WHERE e.referral_id = $1 AND e.event = 'opened' AND e.by_id = $2 AND e.at >= $3)",
        vec![id.0.into(), by.0.into(), since.into(), now.into()],
    )
    .await?;
    Ok(taken == 1)
}

/// Erases who it was, and moves it to its last state; false where that was done already.
pub async fn erase_referral<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: ReferralId,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<bool> {
    let erased = sql::run(
        db,
        "UPDATE referral SET state = 'withdrawn', referred = NULL, situation = NULL, account = NULL, province_code = NULL, updated_at = $2
         WHERE id = $1 AND state <> 'withdrawn'",
        vec![id.0.into(), now.into()],
    )
    .await?;
    if erased == 1 {
        sql::run(
            db,
            "UPDATE referral_event SET reason = NULL WHERE referral_id = $1",
            vec![id.0.into()],
        )
        .await?;
        note(db, id, ("withdraw", by, None), now).await?;
    }
    Ok(erased == 1)
}

#[derive(FromQueryResult)]
struct EventRow {
    event: String,
    at: i64,
    reason: Option<String>,
}

/// What happened, in order; reasons sealed.
pub async fn referral_events(
    db: &impl ConnectionTrait,
    id: ReferralId,
) -> Result<Vec<(String, Timestamp, Option<String>)>> {
    let rows: Vec<EventRow> = sql::all(
        db,
        "SELECT event, at, reason FROM referral_event WHERE referral_id = $1 ORDER BY id",
        vec![id.0.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.event, row.at, row.reason))
        .collect())
}
