//! Signed-in devices, found by the hash of their token.

use super::{
    entities::{person, person_role, session},
    owner,
    people::lang_from_row,
    roles::role_from_row,
};
use crate::Result;
use domain::{
    PersonId, SessionId, Timestamp,
    accounts::{Me, SessionView},
    policy::{Account, Permit, PublicSite},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait, sea_query::Expr,
};

#[derive(Clone, Debug)]
pub struct NewSession {
    pub person: PersonId,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// The browser's own description, shortened.
    pub device: String,
    pub expires_at: Timestamp,
}

/// A session that has not expired, with its owner and their roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSession {
    pub id: SessionId,
    pub seen_at: Timestamp,
    pub me: Me,
}

#[derive(FromQueryResult)]
struct Row {
    session_id: i64,
    seen_at: i64,
    person_id: i64,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    lang: String,
    role: Option<String>,
    cooperative_id: Option<i64>,
    regions: Option<String>,
}

/// One query: asked at every request. A row for each role, or one without.
///
/// # Errors
/// Where the database fails.
pub async fn find_session(
    db: &impl ConnectionTrait,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<FoundSession>> {
    let rows = session::Entity::find()
        .select_only()
        .column_as(session::Column::Id, "session_id")
        .column_as(session::Column::SeenAt, "seen_at")
        .column_as(person::Column::Id, "person_id")
        .column_as(person::Column::Name, "name")
        .column_as(person::Column::Email, "email")
        .column_as(person::Column::Phone, "phone")
        .column_as(person::Column::Lang, "lang")
        .column_as(person_role::Column::Role, "role")
        .column_as(person_role::Column::CooperativeId, "cooperative_id")
        .column_as(person_role::Column::Regions, "regions")
        .join(JoinType::InnerJoin, session::Relation::Person.def())
        .join(JoinType::LeftJoin, person::Relation::Role.def())
        .filter(session::Column::TokenHash.eq(token_hash))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_asc(person_role::Column::Id)
        .into_model::<Row>()
        .all(db)
        .await?;
    let mut roles = Vec::new();
    for row in &rows {
        if let Some(code) = &row.role {
            roles.push(role_from_row(
                code,
                row.cooperative_id,
                row.regions.as_deref(),
            )?);
        }
    }
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    Ok(Some(FoundSession {
        id: SessionId(row.session_id),
        seen_at: row.seen_at,
        me: Me {
            id: PersonId(row.person_id),
            name: row.name,
            email: row.email,
            phone: row.phone,
            lang: lang_from_row(&row.lang)?,
            roles,
        },
    }))
}

/// Also forgets the person's sessions that have expired.
///
/// # Errors
/// Where the database fails.
pub async fn insert_session(
    db: &impl ConnectionTrait,
    _permit: &Permit<PublicSite>,
    new: NewSession,
    now: Timestamp,
) -> Result<SessionId> {
    session::Entity::delete_many()
        .filter(session::Column::PersonId.eq(new.person.0))
        .filter(session::Column::ExpiresAt.lte(now))
        .exec(db)
        .await?;
    let row = session::Entity::insert(session::ActiveModel {
        person_id: Set(new.person.0),
        token_hash: Set(new.token_hash),
        device: Set(new.device),
        created_at: Set(now),
        seen_at: Set(now),
        expires_at: Set(new.expires_at),
        ..Default::default()
    })
    .exec(db)
    .await?;
    Ok(SessionId(row.last_insert_id))
}

/// Slides a session's end.
///
/// # Errors
/// Where the database fails.
pub async fn touch_session(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    id: SessionId,
    seen_at: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::SeenAt, Expr::value(seen_at))
        .col_expr(session::Column::ExpiresAt, Expr::value(expires_at))
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::PersonId.eq(owner(permit)?.0))
        .filter(session::Column::SeenAt.lt(seen_at))
        .exec(db)
        .await?;
    Ok(())
}

/// The person's sessions, the one last seen first.
///
/// # Errors
/// Where the database fails.
pub async fn list_sessions(
    db: &impl ConnectionTrait,
    person: PersonId,
    current: Option<SessionId>,
    now: Timestamp,
) -> Result<Vec<SessionView>> {
    let rows = session::Entity::find()
        .filter(session::Column::PersonId.eq(person.0))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::SeenAt)
        .order_by_desc(session::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionView {
            id: SessionId(row.id),
            device: row.device,
            created_at: row.created_at,
            seen_at: row.seen_at,
            current: current == Some(SessionId(row.id)),
        })
        .collect())
}

/// # Errors
/// `NotFound` for another's session as for none.
pub async fn delete_session(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    id: SessionId,
) -> Result<()> {
    let done = session::Entity::delete_many()
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::PersonId.eq(owner(permit)?.0))
        .exec(db)
        .await?;
    if done.rows_affected == 0 {
        Err(domain::Error::NotFound.into())
    } else {
        Ok(())
    }
}

/// All of the person's sessions, but for the one to keep.
///
/// # Errors
/// Where the database fails.
pub async fn delete_sessions(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    keep: Option<SessionId>,
) -> Result<()> {
    let mut delete =
        session::Entity::delete_many().filter(session::Column::PersonId.eq(owner(permit)?.0));
    if let Some(keep) = keep {
        delete = delete.filter(session::Column::Id.ne(keep.0));
    }
    delete.exec(db).await?;
    Ok(())
}
