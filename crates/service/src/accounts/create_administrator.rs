//! The first administrator comes from the command line.

use super::hash_password;
use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result,
    accounts::{Email, Role, check_password},
    policy::{Action, Platform, authorize},
    text::{self, Check},
};
use store::accounts::{AuditEntry, NewPerson, append_audit, create_person, grant_role};

/// # Errors
/// `Forbidden`; `Invalid` for `name`, `email` (also with `InUse`) and `password`.
pub async fn create_administrator(
    ctx: &Ctx,
    name: &str,
    email: &str,
    password: &str,
) -> Result<PersonId> {
    let permit = authorize(&ctx.actor, Action::ManageAccounts, &Platform {})?;
    let mut check = Check::default();
    let name = check.take("name", text::name(name, 80));
    let email_checked = check.take("email", Email::parse(email));
    check.take("password", check_password(password, email));
    check.finish()?;
    let (Some(name), Some(email)) = (name, email_checked) else {
        // Each missing value noted a problem, so `finish` has already returned.
        return Err(Error::Malformed);
    };
    let password_hash = hash_password(ctx, password).await?;
    let entry_name = name.clone();
    let entry_email = email.as_str().to_owned();
    let new = NewPerson {
        name,
        email: Some(email),
        phone: None,
        password_hash,
        lang: ctx.lang,
        consent_at: None,
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let id = create_person(&tx, &permit, new, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let entry = AuditEntry {
        action: "create_administrator",
        subject: format!("person:{id}"),
        before: None,
        after: Some(serde_json::json!({ "name": entry_name, "email": entry_email })),
    };
    append_audit(&tx, &permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))?;
    grant_role(&tx, &permit, &ctx.actor, id, &Role::Administrator, ctx.now)
        .await
        .map_err(internal(ctx))?;
    tx.commit()
        .await
        .map_err(|error| internal(ctx)(error.into()))?;
    Ok(id)
}
