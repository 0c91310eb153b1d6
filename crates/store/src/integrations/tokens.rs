//! Tokens, and what they may read and change of a cooperative's goods.

use super::{cooperative, joined, parted};
use crate::{Result, marketplace::push_variant, sql};
use domain::{
    ApiTokenId, CooperativeId, Currency, ListingId, Money, PersonId, Timestamp, VariantId,
    integrations::{SellerVariant, TokenScope, TokenView},
    policy::{Integrations, Listing, Permit},
};
use sea_orm::{ConnectionTrait, FromQueryResult};

#[derive(Clone, Debug)]
pub struct NewApiToken {
    pub name: String,
    pub token_hash: String,
    pub scopes: Vec<TokenScope>,
    pub created_by: PersonId,
    pub expires_at: Timestamp,
}

/// # Errors
/// Where the database fails.
pub async fn insert_token(
    db: &impl ConnectionTrait,
    permit: &Permit<Integrations>,
    it: &NewApiToken,
    now: Timestamp,
) -> Result<ApiTokenId> {
    let id = sql::id(
        db,
        "INSERT INTO api_token (cooperative_id, name, token_hash, scopes, created_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        vec![
            cooperative(permit)?.0.into(),
            it.name.clone().into(),
            it.token_hash.clone().into(),
            joined(it.scopes.iter().map(|scope| scope.code())).into(),
            it.created_by.0.into(),
            now.into(),
            it.expires_at.into(),
        ],
    )
    .await?;
    Ok(ApiTokenId(id))
}

#[derive(FromQueryResult)]
struct TokenRow {
    id: i64,
    name: String,
    scopes: String,
    created_at: i64,
    expires_at: i64,
    last_used_at: Option<i64>,
}

/// Those that were not revoked.
///
/// # Errors
/// Where the database fails.
pub async fn tokens_of(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<TokenView>> {
    let rows: Vec<TokenRow> = sql::all(
        db,
        "SELECT id, name, scopes, created_at, expires_at, last_used_at FROM api_token
         WHERE cooperative_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 100",
        vec![cooperative.0.into()],
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TokenView {
            id: ApiTokenId(row.id),
            name: row.name,
            scopes: parted(&row.scopes, TokenScope::from_code),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        })
        .collect())
}

/// # Errors
/// `NotFound` for one of another cooperative, or revoked before.
pub async fn end_token(
    db: &impl ConnectionTrait,
    permit: &Permit<Integrations>,
    id: ApiTokenId,
    now: Timestamp,
) -> Result<()> {
    let changed = sql::run(
        db,
        "UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND cooperative_id = $2 AND revoked_at IS NULL",
        vec![id.0.into(), cooperative(permit)?.0.into(), now.into()],
    )
    .await?;
    if changed == 0 {
        return Err(domain::Error::NotFound.into());
    }
    Ok(())
}

#[derive(Clone, Debug)]
pub struct FoundToken {
    pub id: ApiTokenId,
    pub cooperative: CooperativeId,
    pub scopes: Vec<TokenScope>,
    pub last_used_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct FoundRow {
    id: i64,
    cooperative_id: i64,
    scopes: String,
    last_used_at: Option<i64>,
}

/// A token that holds now, of a cooperative that may sell.
///
/// # Errors
/// Where the database fails.
pub async fn find_token(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<FoundToken>> {
    let row: Option<FoundRow> = sql::one(
        db,
        "SELECT t.id, t.cooperative_id, t.scopes, t.last_used_at FROM api_token t JOIN cooperative c ON c.id = t.cooperative_id
         WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 AND c.status IN ('verified', 'suspended')",
        vec![token_hash.into(), now.into()],
    )
    .await?;
    Ok(row.map(|row| FoundToken {
        id: ApiTokenId(row.id),
        cooperative: CooperativeId(row.cooperative_id),
        scopes: parted(&row.scopes, TokenScope::from_code),
        last_used_at: row.last_used_at,
    }))
}

/// Notes that it was used.
///
/// # Errors
/// Where the database fails.
pub async fn touch_token<R>(
    db: &impl ConnectionTrait,
    _permit: &Permit<R>,
    id: ApiTokenId,
    now: Timestamp,
) -> Result<()> {
    sql::run(
        db,
        "UPDATE api_token SET last_used_at = $2 WHERE id = $1",
        vec![id.0.into(), now.into()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct VariantRow {
    sku: String,
    name: String,
    on_hand: i64,
    reserved: i64,
    price_minor: i64,
}

/// # Errors
/// Where the database fails.
pub async fn seller_variants(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<SellerVariant>> {
    let rows: Vec<VariantRow> = sql::all(
        db,
        "SELECT v.sku, l.name, s.on_hand, s.reserved, v.price_minor FROM variant v
         JOIN listing l ON l.id = v.listing_id JOIN stock_level s ON s.variant_id = v.id
         WHERE l.cooperative_id = $1 AND v.active = 1 ORDER BY v.sku LIMIT 5000",
        vec![cooperative.0.into()],
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SellerVariant {
                sku: row.sku,
                name: sql::text(&row.name)?,
                on_hand: sql::count(row.on_hand)?,
                reserved: sql::count(row.reserved)?,
                price: sql::mad(row.price_minor),
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct SkuRow {
    id: i64,
    listing_id: i64,
    price_minor: i64,
}

/// The cooperative's size with that SKU, its listing and its price in dirhams.
///
/// # Errors
/// Where the database fails.
pub async fn price_by_sku(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
    sku: &str,
) -> Result<Option<(VariantId, ListingId, Money)>> {
    let row: Option<SkuRow> = sql::one(
        db,
        "SELECT v.id, v.listing_id, v.price_minor FROM variant v JOIN listing l ON l.id = v.listing_id
         WHERE l.cooperative_id = $1 AND v.sku = $2 AND v.active = 1",
        vec![cooperative.0.into(), sku.into()],
    )
    .await?;
    Ok(row.map(|row| {
        (
            VariantId(row.id),
            ListingId(row.listing_id),
            sql::mad(row.price_minor),
        )
    }))
}

/// Sets a price. What was sold keeps its own: every order line has a snapshot.
///
/// # Errors
/// Where the database fails.
pub async fn set_price(
    db: &impl ConnectionTrait,
    _permit: &Permit<Listing>,
    variant: VariantId,
    price: Money,
) -> Result<()> {
    if price.currency == Currency::Mad {
        sql::run(
            db,
            "UPDATE variant SET price_minor = $2 WHERE id = $1",
            vec![variant.0.into(), price.minor.into()],
        )
        .await?;
    } else {
        sql::run(
            db,
            "INSERT INTO variant_price (variant_id, currency, price_minor) VALUES ($1, $2, $3)
             ON CONFLICT (variant_id, currency) DO UPDATE SET price_minor = excluded.price_minor",
            vec![
                variant.0.into(),
                price.currency.code().into(),
                price.minor.into(),
            ],
        )
        .await?;
    }
    // The catalogue's index shows prices and sorts by them.
    push_variant(db, variant).await
}
