//! Roles: granted by an administrator or the command line, and each grant is in the audit log.

use super::{
    audit::{AuditEntry, append_audit},
    entities::person_role,
};
use crate::{Error, Result};
use domain::{
    CooperativeId, PersonId, Timestamp,
    accounts::Role,
    cooperatives::Part,
    policy::{Account, Actor, OfficeCase, Permit, Platform, Scope, Team},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    TryInsertResult, sea_query::OnConflict,
};

/// Granting again what a person already has changes nothing, and is not logged.
///
/// # Errors
/// Where the database fails; on PostgreSQL also outside a transaction.
pub async fn grant_role(
    db: &impl ConnectionTrait,
    permit: &Permit<Platform>,
    actor: &Actor,
    person: PersonId,
    role: &Role,
    now: Timestamp,
) -> Result<()> {
    insert_role(db, permit, actor, person, role, now).await
}

/// The author of a file manages the cooperative that an advisor has verified.
///
/// # Errors
/// As [`grant_role`].
pub async fn grant_manager(
    db: &impl ConnectionTrait,
    permit: &Permit<OfficeCase>,
    actor: &Actor,
    person: PersonId,
    cooperative: CooperativeId,
    now: Timestamp,
) -> Result<()> {
    let role = Role::CooperativeManager { cooperative };
    insert_role(db, permit, actor, person, &role, now).await
}

/// Someone accepts an invitation to a team: who invited them had the right to give the part.
///
/// # Errors
/// As [`grant_role`].
pub async fn join_team(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    actor: &Actor,
    (cooperative, part): (CooperativeId, Part),
    now: Timestamp,
) -> Result<()> {
    let Scope::Person(person) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let role = Role::of_part(part, cooperative);
    insert_role(db, permit, actor, person, &role, now).await
}

/// Takes a part away. The last manager stays.
///
/// # Errors
/// `NotFound` where the person has no such part; `Conflict` for the last manager.
pub async fn leave_team(
    db: &impl ConnectionTrait,
    permit: &Permit<Team>,
    actor: &Actor,
    (person, part): (PersonId, Part),
    now: Timestamp,
) -> Result<()> {
    let Scope::Cooperative(cooperative) = permit.scope() else {
        return Err(domain::Error::NotFound.into());
    };
    let role = Role::of_part(part, cooperative);
    let removed = person_role::Entity::delete_many()
        .filter(person_role::Column::PersonId.eq(person.0))
        .filter(person_role::Column::CooperativeId.eq(cooperative.0))
        .filter(person_role::Column::Role.eq(role.code()))
        .exec(db)
        .await?;
    if removed.rows_affected == 0 {
        return Err(domain::Error::NotFound.into());
    }
    if part == Part::Manager && list_managers(db, cooperative).await?.is_empty() {
        return Err(domain::Error::Conflict.into());
    }
    let entry = AuditEntry {
        action: "leave_team",
        subject: format!("person:{person}"),
        before: Some(serde_json::json!(role)),
        after: None,
    };
    append_audit(db, permit, actor, &entry, now).await
}

async fn insert_role<R>(
    db: &impl ConnectionTrait,
    permit: &Permit<R>,
    actor: &Actor,
    person: PersonId,
    role: &Role,
    now: Timestamp,
) -> Result<()> {
    let (cooperative, regions) = match role {
        Role::CooperativeManager { cooperative }
        | Role::CooperativeSales { cooperative }
        | Role::CooperativeStock { cooperative } => (Some(cooperative.0), None),
        Role::Advisor { regions } => (None, Some(regions.join(","))),
        _ => (None, None),
    };
    let inserted = person_role::Entity::insert(person_role::ActiveModel {
        person_id: Set(person.0),
        role: Set(role.code().to_owned()),
        cooperative_id: Set(cooperative),
        regions: Set(regions),
        ..Default::default()
    })
    .on_conflict(OnConflict::new().do_nothing().to_owned())
    .try_insert()
    .exec(db)
    .await?;
    if !matches!(inserted, TryInsertResult::Inserted(_)) {
        return Ok(());
    }
    let entry = AuditEntry {
        action: "grant_role",
        subject: format!("person:{person}"),
        before: None,
        after: Some(serde_json::json!(role)),
    };
    append_audit(db, permit, actor, &entry, now).await
}

/// What everyone is from the beginning: no grant, and so not in the audit log.
pub(super) async fn insert_member(db: &impl ConnectionTrait, person: PersonId) -> Result<()> {
    person_role::Entity::insert(person_role::ActiveModel {
        person_id: Set(person.0),
        role: Set(Role::Member.code().to_owned()),
        ..Default::default()
    })
    .exec(db)
    .await?;
    Ok(())
}

/// Who manages a cooperative, in the order they were named.
///
/// # Errors
/// Where the database fails.
pub async fn list_managers(
    db: &impl ConnectionTrait,
    cooperative: CooperativeId,
) -> Result<Vec<PersonId>> {
    let rows = person_role::Entity::find()
        .filter(person_role::Column::CooperativeId.eq(cooperative.0))
        .filter(person_role::Column::Role.eq("cooperative_manager"))
        .order_by_asc(person_role::Column::Id)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| PersonId(row.person_id))
        .collect())
}

pub(super) fn role_from_row(
    code: &str,
    cooperative: Option<i64>,
    regions: Option<&str>,
) -> Result<Role> {
    let cooperative = cooperative.map(CooperativeId);
    let regions = regions
        .unwrap_or_default()
        .split(',')
        .filter(|region| !region.is_empty())
        .map(str::to_owned)
        .collect();
    Role::from_code(code, cooperative, regions)
        .ok_or_else(|| Error::Corrupt(format!("person_role.role {code:?}")))
}
