//! People: found by what they sign in with, changed only under their own permit.

use super::{
    entities::{person, person_role},
    owner,
    roles::{insert_member, role_from_row},
};
use crate::{Error, Result};
use domain::{
    Lang, PersonId, Problem, Timestamp,
    accounts::{Email, Login, Me, Phone},
    policy::{Account, Permit, Platform, PublicSite},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, SqlErr,
    TryInsertResult,
    sea_query::{Expr, OnConflict},
};

/// What an account begins with; at least one of `email` and `phone`.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub name: String,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub password_hash: String,
    pub lang: Lang,
    /// When they accepted the terms; none for accounts made by others.
    pub consent_at: Option<Timestamp>,
}

impl NewPerson {
    fn row(self, now: Timestamp) -> person::ActiveModel {
        person::ActiveModel {
            name: Set(self.name),
            email: Set(self.email.map(|email| email.as_str().to_owned())),
            phone: Set(self.phone.map(|phone| phone.as_str().to_owned())),
            password_hash: Set(self.password_hash),
            lang: Set(self.lang.code().to_owned()),
            consent_at: Set(self.consent_at),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        }
    }
}

/// What is needed to check a password and to write to its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub lang: Lang,
    pub password_hash: String,
}

/// A checked profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub lang: Lang,
}

/// `None` where the address or the number already has an account; nothing changes then.
///
/// # Errors
/// Where the database fails.
pub async fn register_person(
    db: &impl ConnectionTrait,
    _permit: &Permit<PublicSite>,
    new: NewPerson,
    now: Timestamp,
) -> Result<Option<PersonId>> {
    // Not an error caught afterwards: PostgreSQL would abort the transaction. Any unique column may
    // conflict, so the clause names none; `on_conflict_do_nothing` would name the primary key.
    let inserted = person::Entity::insert(new.row(now))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec(db)
        .await?;
    match inserted {
        TryInsertResult::Inserted(row) => {
            let id = PersonId(row.last_insert_id);
            insert_member(db, id).await?;
            Ok(Some(id))
        }
        TryInsertResult::Empty | TryInsertResult::Conflicted => Ok(None),
    }
}

/// An account made by an administrator, the command line or the demo; a member, as all are.
///
/// # Errors
/// `Invalid` with `InUse` for `email` or `phone`.
pub async fn create_person(
    db: &impl ConnectionTrait,
    _permit: &Permit<Platform>,
    new: NewPerson,
    now: Timestamp,
) -> Result<PersonId> {
    let row = person::Entity::insert(new.row(now))
        .exec(db)
        .await
        .map_err(in_use)?;
    let id = PersonId(row.last_insert_id);
    insert_member(db, id).await?;
    Ok(id)
}

/// # Errors
/// Where the database fails.
pub async fn find_credentials(
    db: &impl ConnectionTrait,
    login: &Login,
) -> Result<Option<Credentials>> {
    let same = match login {
        Login::Email(email) => person::Column::Email.eq(email.as_str()),
        Login::Phone(phone) => person::Column::Phone.eq(phone.as_str()),
    };
    let row = person::Entity::find().filter(same).one(db).await?;
    row.map(credentials).transpose()
}

/// # Errors
/// Where the database fails.
pub async fn load_credentials(
    db: &impl ConnectionTrait,
    id: PersonId,
) -> Result<Option<Credentials>> {
    let row = person::Entity::find_by_id(id.0).one(db).await?;
    row.map(credentials).transpose()
}

/// The person with all roles.
///
/// # Errors
/// Where the database fails.
pub async fn load_me(db: &impl ConnectionTrait, id: PersonId) -> Result<Option<Me>> {
    let Some(row) = person::Entity::find_by_id(id.0).one(db).await? else {
        return Ok(None);
    };
    let roles = person_role::Entity::find()
        .filter(person_role::Column::PersonId.eq(id.0))
        .order_by_asc(person_role::Column::Id)
        .all(db)
        .await?;
    let roles = roles
        .into_iter()
        .map(|role| role_from_row(&role.role, role.cooperative_id, role.regions.as_deref()))
        .collect::<Result<_>>()?;
    Ok(Some(Me {
        id,
        name: row.name,
        email: row.email,
        phone: row.phone,
        lang: lang_from_row(&row.lang)?,
        roles,
    }))
}

/// # Errors
/// `Invalid` with `InUse` for `email` or `phone`; `NotFound`.
pub async fn update_profile(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    profile: &Profile,
    now: Timestamp,
) -> Result<()> {
    let email = profile
        .email
        .as_ref()
        .map(|email| email.as_str().to_owned());
    let phone = profile
        .phone
        .as_ref()
        .map(|phone| phone.as_str().to_owned());
    let done = person::Entity::update_many()
        .col_expr(person::Column::Name, Expr::value(profile.name.as_str()))
        .col_expr(person::Column::Email, Expr::value(email))
        .col_expr(person::Column::Phone, Expr::value(phone))
        .col_expr(person::Column::Lang, Expr::value(profile.lang.code()))
        .col_expr(person::Column::UpdatedAt, Expr::value(now))
        .filter(person::Column::Id.eq(owner(permit)?.0))
        .exec(db)
        .await
        .map_err(in_use)?;
    found(done.rows_affected)
}

/// # Errors
/// `NotFound`.
pub async fn update_password(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    password_hash: &str,
    now: Timestamp,
) -> Result<()> {
    let done = person::Entity::update_many()
        .col_expr(person::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(person::Column::UpdatedAt, Expr::value(now))
        .filter(person::Column::Id.eq(owner(permit)?.0))
        .exec(db)
        .await?;
    found(done.rows_affected)
}

/// # Errors
/// `NotFound`.
pub async fn update_lang(
    db: &impl ConnectionTrait,
    permit: &Permit<Account>,
    lang: Lang,
    now: Timestamp,
) -> Result<()> {
    let done = person::Entity::update_many()
        .col_expr(person::Column::Lang, Expr::value(lang.code()))
        .col_expr(person::Column::UpdatedAt, Expr::value(now))
        .filter(person::Column::Id.eq(owner(permit)?.0))
        .exec(db)
        .await?;
    found(done.rows_affected)
}

pub(super) fn lang_from_row(code: &str) -> Result<Lang> {
    Lang::from_code(code).ok_or_else(|| Error::Corrupt(format!("person.lang {code:?}")))
}

fn credentials(row: person::Model) -> Result<Credentials> {
    Ok(Credentials {
        id: PersonId(row.id),
        name: row.name,
        email: row.email,
        phone: row.phone,
        lang: lang_from_row(&row.lang)?,
        password_hash: row.password_hash,
    })
}

fn found(rows: u64) -> Result<()> {
    if rows == 0 {
        Err(domain::Error::NotFound.into())
    } else {
        Ok(())
    }
}

/// Both databases name the column in what they say of a unique constraint.
fn in_use(error: DbErr) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(text)) => {
            let field = if text.contains("phone") {
                "phone"
            } else {
                "email"
            };
            domain::Error::field(field, Problem::InUse).into()
        }
        _ => error.into(),
    }
}
