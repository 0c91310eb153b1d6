//! Requests for quotes and their answers, as they are written.

use crate::{Result, sql};
use domain::{
    CooperativeId, Error, OrderGroupId, OrderId, PersonId, QuoteId, RfqId, Timestamp,
    marketplace::{Incoterm, NewOffer, NewRfq, QuoteState, RfqState, Transport},
    policy::{Permit, Quote, QuoteRequest},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(FromQueryResult)]
struct IdRow {
    id: i64,
}

/// The request that this key made before.
pub async fn rfq_with_key(
    db: &impl ConnectionTrait,
    buyer: PersonId,
    key: &str,
) -> Result<Option<RfqId>> {
    let row: Option<IdRow> = sql::one(
        db,
        "SELECT id FROM rfq WHERE buyer_id = $1 AND request_key = $2",
        vec![buyer.0.into(), key.into()],
    )
    .await?;
    Ok(row.map(|row| RfqId(row.id)))
}

/// Writes the request with its lines, and an unanswered quote for each cooperative asked.
pub async fn insert_rfq(
    db: &impl ConnectionTrait,
    _permit: &Permit<QuoteRequest>,
    buyer: PersonId,
    number: &str,
    it: &NewRfq,
    now: Timestamp,
) -> Result<RfqId> {
    let id = sql::id(
        db,
        "INSERT INTO rfq (number, buyer_id, category_id, state, incoterm, place, transport, country, region, wanted_at,
            message, currency, request_key, created_at, updated_at, expires_at)
         VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $10, 'MAD', $11, $12, $12, $13) RETURNING id",
        vec![
            number.into(),
            buyer.0.into(),
            it.category.0.into(),
            it.incoterm.code().into(),
            it.place.clone().into(),
            it.transport.code().into(),
            it.country.clone().into(),
            it.region.clone().into(),
            it.wanted_at.into(),
            it.message.clone().into(),
            it.request_key.clone().into(),
            now.into(),
            it.expires_at.into(),
        ],
    )
    .await?;
    let mut lines = Vec::with_capacity(it.lines.len());
    for line in &it.lines {
        lines.push(vec![
            id.into(),
            line.variant.map(|variant| variant.0).into(),
            sql::to_json(&line.name)?.into(),
            line.asked.amount.into(),
            line.asked.unit.code().into(),
        ]);
    }
    sql::insert_all(
        db,
        "INSERT INTO rfq_line (rfq_id, variant_id, name, amount, unit)",
        None,
        lines,
    )
    .await?;
    let quotes = it
        .sellers
        .iter()
        .map(|seller| vec![id.into(), seller.0.into(), "asked".into(), now.into()])
        .collect();
    sql::insert_all(
        db,
        "INSERT INTO quote (rfq_id, cooperative_id, state, updated_at)",
        None,
        quotes,
    )
    .await?;
    Ok(RfqId(id))
}

/// What the policy and a decision must know of a request.
#[derive(Clone, Debug)]
pub struct RfqHead {
    pub id: RfqId,
    pub number: String,
    pub buyer: PersonId,
    pub state: RfqState,
    pub expires_at: Timestamp,
    pub group: Option<OrderGroupId>,
}

#[derive(FromQueryResult)]
struct HeadRow {
    id: i64,
    number: String,
    buyer_id: i64,
    state: String,
    expires_at: i64,
    group_id: Option<i64>,
}

const HEAD: &str = "SELECT id, number, buyer_id, state, expires_at, group_id FROM rfq";

impl HeadRow {
    fn head(self) -> Result<RfqHead> {
        Ok(RfqHead {
            id: RfqId(self.id),
            number: self.number,
            buyer: PersonId(self.buyer_id),
            state: super::known(RfqState::from_code(&self.state), &self.state)?,
            expires_at: self.expires_at,
            group: self.group_id.map(OrderGroupId),
        })
    }
}

pub async fn rfq_head(db: &impl ConnectionTrait, id: RfqId) -> Result<Option<RfqHead>> {
    let row: Option<HeadRow> =
        sql::one(db, &format!("{HEAD} WHERE id = $1"), vec![id.0.into()]).await?;
    row.map(HeadRow::head).transpose()
}

/// Locks the request until the transaction ends: what both sides do to it queues here.
pub async fn lock_rfq<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: RfqId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE rfq SET updated_at = $2 WHERE id = $1",
        vec![id.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Moves a request on.
///
/// # Errors
/// `Conflict` where someone else moved it first.
pub async fn set_rfq_state<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: RfqId,
    from: RfqState,
    to: RfqState,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE rfq SET state = $3 WHERE id = $1 AND state = $2",
        vec![id.0.into(), from.code().into(), to.code().into()],
    )
    .await?;
    one(changed)
}

fn one(changed: u64) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Conflict.into())
    }
}

/// Notes which order group came of it.
pub async fn set_rfq_group(
    db: &impl ConnectionTrait,
    _permit: &Permit<QuoteRequest>,
    id: RfqId,
    group: OrderGroupId,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE rfq SET group_id = $2 WHERE id = $1",
        vec![id.0.into(), group.0.into()],
    )
    .await?;
    Ok(())
}

/// A request lives at least as long as its offers.
pub async fn extend_rfq(
    db: &impl ConnectionTrait,
    _permit: &Permit<Quote>,
    id: RfqId,
    until: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE rfq SET expires_at = $2 WHERE id = $1 AND expires_at < $2",
        vec![id.0.into(), until.into()],
    )
    .await?;
    Ok(())
}

/// A quote as decisions need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteHead {
    pub id: QuoteId,
    pub rfq: RfqId,
    pub cooperative: CooperativeId,
    pub state: QuoteState,
}

#[derive(FromQueryResult)]
struct QuoteHeadRow {
    id: i64,
    rfq_id: i64,
    cooperative_id: i64,
    state: String,
}

impl QuoteHeadRow {
    fn head(self) -> Result<QuoteHead> {
        Ok(QuoteHead {
            id: QuoteId(self.id),
            rfq: RfqId(self.rfq_id),
            cooperative: CooperativeId(self.cooperative_id),
            state: super::known(QuoteState::from_code(&self.state), &self.state)?,
        })
    }
}

pub async fn quote_head(db: &impl ConnectionTrait, id: QuoteId) -> Result<Option<QuoteHead>> {
    let row: Option<QuoteHeadRow> = sql::one(
        db,
        "SELECT id, rfq_id, cooperative_id, state FROM quote WHERE id = $1",
        vec![id.0.into()],
    )
    .await?;
    row.map(QuoteHeadRow::head).transpose()
}

/// Moves one quote on.
///
/// # Errors
/// `Conflict` where someone else moved it first.
pub async fn set_quote_state<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: QuoteId,
    from: QuoteState,
    to: QuoteState,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE quote SET state = $3, updated_at = $4 WHERE id = $1 AND state = $2",
        vec![
            id.0.into(),
            from.code().into(),
            to.code().into(),
            now.into(),
        ],
    )
    .await?;
    one(changed)
}

/// Moves several quotes of a locked request to one state.
pub async fn close_quotes<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    quotes: &[QuoteId],
    to: QuoteState,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        &format!(
            "UPDATE quote SET state = $1, updated_at = $2 WHERE id IN ({})",
            sql::ids(quotes.iter().map(|id| id.0))
        ),
        vec![to.code().into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Writes what one side proposes, as the version after `seen`. Its request is locked.
pub async fn insert_version<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    quote: QuoteId,
    seen: u32,
    it: &NewOffer,
    now: Timestamp,
) -> Result<()> {
    let id = sql::id(
        db,
        "INSERT INTO quote_version (quote_id, version, author, message, prepare_days, at) VALUES ($1, $2, $3, $4, $5, $6)
         RETURNING id",
        vec![
            quote.0.into(),
            (i64::from(seen) + 1).into(),
            it.author.code().into(),
            it.message.clone().into(),
            i64::from(it.prepare_days).into(),
            now.into(),
        ],
    )
    .await?;
    let mut lines = Vec::with_capacity(it.lines.len());
    for line in &it.lines {
        lines.push(vec![
            id.into(),
            line.line.0.into(),
            line.variant.0.into(),
            sql::to_json(&line.name)?.into(),
            line.pack.amount.into(),
            line.pack.unit.code().into(),
            i64::from(line.quantity).into(),
            line.unit_price.minor.into(),
        ]);
    }
    sql::insert_all(
        db,
        "INSERT INTO quote_line (version_id, rfq_line_id, variant_id, name, pack_amount, pack_unit, quantity, unit_price_minor)",
        None,
        lines,
    )
    .await?;
    sql::run(
        db,
        "UPDATE quote SET expires_at = $2, updated_at = $3 WHERE id = $1",
        vec![quote.0.into(), it.expires_at.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Requests whose time is over, at most `limit`.
pub async fn expired_rfqs(
    db: &impl ConnectionTrait,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<RfqHead>> {
    let rows: Vec<HeadRow> = sql::all(
        db,
        &format!("{HEAD} WHERE state IN ('open', 'answered') AND expires_at <= $1 ORDER BY expires_at, id LIMIT {limit}"),
        vec![now.into()],
    )
    .await?;
    rows.into_iter().map(HeadRow::head).collect()
}

/// Offers whose time is over, at most `limit`.
pub async fn expired_quotes(
    db: &impl ConnectionTrait,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<QuoteHead>> {
    let rows: Vec<QuoteHeadRow> = sql::all(
        db,
        &format!(
            "SELECT id, rfq_id, cooperative_id, state FROM quote WHERE state IN ('offered', 'countered') AND expires_at <= $1
             ORDER BY expires_at, id LIMIT {limit}"
        ),
        vec![now.into()],
    )
    .await?;
    rows.into_iter().map(QuoteHeadRow::head).collect()
}

/// Keeps the terms with the orders that were made under them.
pub async fn insert_terms(
    db: &impl ConnectionTrait,
    _permit: &Permit<QuoteRequest>,
    rfq: RfqId,
    orders: &[OrderId],
    (incoterm, place, transport): (Incoterm, &str, Transport),
) -> Result<()> {
    let rows = orders
        .iter()
        .map(|order| {
            vec![
                order.0.into(),
                rfq.0.into(),
                incoterm.code().into(),
                place.into(),
                transport.code().into(),
            ]
        })
        .collect();
    sql::insert_all(
        db,
        "INSERT INTO order_terms (order_id, rfq_id, incoterm, place, transport)",
        None,
        rows,
    )
    .await?;
    Ok(())
}

/// How the seller packed it.
pub async fn set_packing(
    db: &impl ConnectionTrait,
    _permit: &Permit<domain::policy::Order>,
    order: OrderId,
    packages: u32,
    gross_grams: i64,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE order_terms SET packages = $2, gross_grams = $3 WHERE order_id = $1",
        vec![
            order.0.into(),
            i64::from(packages).into(),
            gross_grams.into(),
        ],
    )
    .await?;
    Ok(())
}
