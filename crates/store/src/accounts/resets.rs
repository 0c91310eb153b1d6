//! Links that change a forgotten password: an hour long, and once.

use super::{entities::password_reset, owner};
use crate::Result;
use domain::{
    PersonId, Timestamp,
    policy::{Account, Permit, PublicSite},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr,
};

#[derive(Clone, Debug)]
pub struct NewReset {
    pub person: PersonId,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    pub expires_at: Timestamp,
}

/// Also forgets the person's links that have expired.
///
/// # Errors
/// Where the database fails.
pub async fn insert_reset(
    db: &impl ConnectionTrait,
    _permit: &Permit<PublicSite>,
    new: NewReset,
    now: Timestamp,
) -> Result<()> {
    password_reset::Entity::delete_many()
        .filter(password_reset::Column::PersonId.eq(new.person.0))
        .filter(password_reset::Column::ExpiresAt.lte(now))
        .exec(db)
        .await?;
    password_reset::Entity::insert(password_reset::ActiveModel {
        person_id: Set(new.person.0),
        token_hash: Set(new.token_hash),
        expires_at: Set(new.expires_at),
        used_at: Set(None),
        ..Default::default()
    })
    .exec(db)
    .await?;
    Ok(())
}

/// Spends the link, and with it every other link of the same person. `None` where it was spent,
/// has expired or never was.
///
/// # Errors
/// Where the database fails.
pub async fn use_reset(
    db: &impl ConnectionTrait,
    _permit: &Permit<PublicSite>,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<PersonId>> {
    let Some(row) = password_reset::Entity::find()
        .filter(password_reset::Column::TokenHash.eq(token_hash))
        .one(db)
        .await?
    else {
        return Ok(None);
    };
    // The condition decides, not the row read above: two requests may have read it.
    let done = password_reset::Entity::update_many()
        .col_expr(password_reset::Column::UsedAt, Expr::value(now))
        .filter(password_reset::Column::Id.eq(row.id))
        .filter(password_reset::Column::UsedAt.is_null())
        .filter(password_reset::Column::ExpiresAt.gt(now))
        .exec(db)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    password_reset::Entity::update_many()
        .col_expr(password_reset::Column::UsedAt, Expr::value(now))
        .filter(password_reset::Column::PersonId.eq(row.person_id))
        .filter(password_reset::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(Some(PersonId(row.person_id)))
}

/// Forgets every link of a person: their password or their address has changed.
///
/// # Errors
/// Where the database fails.
pub async fn drop_resets(db: &impl ConnectionTrait, permit: &Permit<Account>) -> Result<()> {
    password_reset::Entity::delete_many()
        .filter(password_reset::Column::PersonId.eq(owner(permit)?.0))
        .exec(db)
        .await?;
    Ok(())
}
