//! Requests for quotes and their answers, as the screens show them. However many requests are
//! read, the queries are as many as tables.

use super::known;
use crate::{Result, sql};
use domain::{
    CategoryId, CooperativeId, LocalText, PersonId, QuoteId, QuoteLineId, RfqId, RfqLineId,
    VariantId,
    marketplace::{
        Author, Incoterm, QuoteLine, QuoteState, QuoteVersion, QuoteView, RfqLine, RfqState,
        RfqSummary, RfqView, Transport,
    },
};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
struct RfqRow {
    id: i64,
    number: String,
    state: String,
    buyer_name: String,
    category_id: i64,
    category_name: String,
    incoterm: String,
    place: String,
    transport: String,
    country: String,
    name_fr: Option<String>,
    name_ar: Option<String>,
    name_en: Option<String>,
    region: Option<String>,
    wanted_at: Option<i64>,
    message: Option<String>,
    created_at: i64,
    expires_at: i64,
}

/// One request; `only` leaves one cooperative's answer alone.
pub async fn load_rfq(
    db: &impl ConnectionTrait,
    id: RfqId,
    only: Option<CooperativeId>,
) -> Result<Option<RfqView>> {
    let row: Option<RfqRow> = sql::one(
        db,
        "SELECT r.id, r.number, r.state, p.name AS buyer_name, r.category_id, c.name AS category_name, r.incoterm, r.place,
            r.transport, r.country, o.name_fr, o.name_ar, o.name_en, r.region, r.wanted_at, r.message, r.created_at, r.expires_at
         FROM rfq r JOIN person p ON p.id = r.buyer_id JOIN category c ON c.id = r.category_id
            LEFT JOIN country o ON o.code = r.country WHERE r.id = $1",
        vec![id.0.into()],
    )
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let country_name = row.name_fr.map(|fr| {
        LocalText::new(
            &fr,
            row.name_ar.as_deref().unwrap_or_default(),
            row.name_en.as_deref().unwrap_or_default(),
        )
    });
    Ok(Some(RfqView {
        id: RfqId(row.id),
        number: row.number,
        state: known(RfqState::from_code(&row.state), &row.state)?,
        buyer_name: row.buyer_name,
        category: CategoryId(row.category_id),
        category_name: sql::text(&row.category_name)?,
        incoterm: known(Incoterm::from_code(&row.incoterm), &row.incoterm)?,
        place: row.place,
        transport: known(Transport::from_code(&row.transport), &row.transport)?,
        country: row.country,
        country_name,
        region: row.region,
        wanted_at: row.wanted_at,
        message: row.message,
        created_at: row.created_at,
        expires_at: row.expires_at,
        lines: lines(db, id).await?,
        quotes: quotes(db, id, only).await?,
    }))
}

#[derive(FromQueryResult)]
struct LineRow {
    id: i64,
    name: String,
    variant_id: Option<i64>,
    amount: i64,
    unit: String,
}

async fn lines(db: &impl ConnectionTrait, rfq: RfqId) -> Result<Vec<RfqLine>> {
    let rows: Vec<LineRow> = sql::all(
        db,
        "SELECT id, name, variant_id, amount, unit FROM rfq_line WHERE rfq_id = $1 ORDER BY id",
        vec![rfq.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RfqLine {
                id: RfqLineId(row.id),
                name: sql::text(&row.name)?,
                variant: row.variant_id.map(VariantId),
                asked: sql::pack(row.amount, &row.unit)?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct QuoteRow {
    id: i64,
    cooperative_id: i64,
    name: String,
    slug: String,
    state: String,
    expires_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct VersionRow {
    id: i64,
    quote_id: i64,
    version: i64,
    author: String,
    message: Option<String>,
    prepare_days: i64,
    at: i64,
}

#[derive(FromQueryResult)]
struct QuoteLineRow {
    id: i64,
    version_id: i64,
    rfq_line_id: i64,
    variant_id: i64,
    name: String,
    pack_amount: i64,
    pack_unit: String,
    quantity: i64,
    unit_price_minor: i64,
}

async fn quotes(
    db: &impl ConnectionTrait,
    rfq: RfqId,
    only: Option<CooperativeId>,
) -> Result<Vec<QuoteView>> {
    let own = only.map_or_else(String::new, |id| format!(" AND q.cooperative_id = {id}"));
    let rows: Vec<QuoteRow> = sql::all(
        db,
        &format!(
            "SELECT q.id, q.cooperative_id, c.name, c.slug, q.state, q.expires_at FROM quote q
             JOIN cooperative c ON c.id = q.cooperative_id WHERE q.rfq_id = $1{own} ORDER BY q.id"
        ),
        vec![rfq.0.into()],
    )
    .await?;
    let mut versions = versions(db, rows.iter().map(|row| row.id)).await?;
    rows.into_iter()
        .map(|row| {
            Ok(QuoteView {
                id: QuoteId(row.id),
                cooperative: CooperativeId(row.cooperative_id),
                cooperative_name: sql::text(&row.name)?,
                cooperative_slug: row.slug,
                state: known(QuoteState::from_code(&row.state), &row.state)?,
                expires_at: row.expires_at,
                versions: versions.remove(&row.id).unwrap_or_default(),
            })
        })
        .collect()
}

/// By quote, the oldest first.
async fn versions(
    db: &impl ConnectionTrait,
    quotes: impl Iterator<Item = i64>,
) -> Result<BTreeMap<i64, Vec<QuoteVersion>>> {
    let rows: Vec<VersionRow> = sql::all(
        db,
        &format!(
            "SELECT id, quote_id, version, author, message, prepare_days, at FROM quote_version
             WHERE quote_id IN ({}) ORDER BY quote_id, version",
            sql::ids(quotes)
        ),
        vec![],
    )
    .await?;
    let lines: Vec<QuoteLineRow> = sql::all(
        db,
        &format!(
            "SELECT id, version_id, rfq_line_id, variant_id, name, pack_amount, pack_unit, quantity, unit_price_minor
             FROM quote_line WHERE version_id IN ({}) ORDER BY id",
            sql::ids(rows.iter().map(|row| row.id))
        ),
        vec![],
    )
    .await?;
    let mut by_version: BTreeMap<i64, Vec<QuoteLine>> = BTreeMap::new();
    for row in lines {
        let line = QuoteLine {
            id: QuoteLineId(row.id),
            line: RfqLineId(row.rfq_line_id),
            variant: VariantId(row.variant_id),
            name: sql::text(&row.name)?,
            pack: sql::pack(row.pack_amount, &row.pack_unit)?,
            quantity: sql::count(row.quantity)?,
            unit_price: sql::mad(row.unit_price_minor),
        };
        by_version.entry(row.version_id).or_default().push(line);
    }
    let mut by_quote: BTreeMap<i64, Vec<QuoteVersion>> = BTreeMap::new();
    for row in rows {
        let version = QuoteVersion {
            version: sql::count(row.version)?,
            author: known(Author::from_code(&row.author), &row.author)?,
            message: row.message,
            prepare_days: sql::count(row.prepare_days)?,
            at: row.at,
            lines: by_version.remove(&row.id).unwrap_or_default(),
        };
        by_quote.entry(row.quote_id).or_default().push(version);
    }
    Ok(by_quote)
}

#[derive(FromQueryResult)]
struct SummaryRow {
    id: i64,
    number: String,
    state: String,
    own: Option<String>,
    country: String,
    created_at: i64,
    expires_at: i64,
    offers: i64,
}

#[derive(FromQueryResult)]
struct NameRow {
    rfq_id: i64,
    name: String,
}

const OFFERS: &str = "(SELECT COUNT(*) FROM quote y WHERE y.rfq_id = r.id AND y.state IN ('offered', 'countered', 'accepted')) AS offers";

/// A buyer's requests, the newest first, at most 100.
pub async fn rfqs_of(db: &impl ConnectionTrait, buyer: PersonId) -> Result<Vec<RfqSummary>> {
    let rows = sql::all(
        db,
        &format!(
            "SELECT r.id, r.number, r.state, NULL AS own, r.country, r.created_at, r.expires_at, {OFFERS}
             FROM rfq r WHERE r.buyer_id = $1 ORDER BY r.id DESC LIMIT 100"
        ),
        vec![buyer.0.into()],
    )
    .await?;
    summaries(db, rows).await
}

/// What a cooperative was asked, the newest first, at most 100.
pub async fn desk_rfqs(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<RfqSummary>> {
    let rows = sql::all(
        db,
        &format!(
            "SELECT r.id, r.number, r.state, q.state AS own, r.country, r.created_at, r.expires_at, {OFFERS}
             FROM quote q JOIN rfq r ON r.id = q.rfq_id WHERE q.cooperative_id = $1 ORDER BY q.id DESC LIMIT 100"
        ),
        vec![cooperative.0.into()],
    )
    .await?;
    summaries(db, rows).await
}

async fn summaries(db: &impl ConnectionTrait, rows: Vec<SummaryRow>) -> Result<Vec<RfqSummary>> {
    let names: Vec<NameRow> = sql::all(
        db,
        &format!(
            "SELECT rfq_id, name FROM rfq_line WHERE rfq_id IN ({}) ORDER BY id",
            sql::ids(rows.iter().map(|row| row.id))
        ),
        vec![],
    )
    .await?;
    let mut by_rfq: BTreeMap<i64, Vec<LocalText>> = BTreeMap::new();
    for row in names {
        let name = sql::text(&row.name)?;
        let known = by_rfq.entry(row.rfq_id).or_default();
        // Several sizes of one listing have its name.
        if !known.contains(&name) {
            known.push(name);
        }
    }
    rows.into_iter()
        .map(|row| {
            let own = row
                .own
                .map(|own| known(QuoteState::from_code(&own), &own))
                .transpose()?;
            Ok(RfqSummary {
                id: RfqId(row.id),
                number: row.number,
                state: known(RfqState::from_code(&row.state), &row.state)?,
                own,
                names: by_rfq.remove(&row.id).unwrap_or_default(),
                country: row.country,
                created_at: row.created_at,
                expires_at: row.expires_at,
                offers: sql::count(row.offers)?,
            })
        })
        .collect()
}
