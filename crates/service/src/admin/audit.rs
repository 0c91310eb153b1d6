//! The audit log: searched by administrators, verified by them and by the command line.

use crate::{Ctx, internal};
use domain::{
    Result,
    accounts::Login,
    admin::{AUDIT_PAGE, AuditPage, AuditQuery},
    policy::{Action, Platform, authorize},
};

/// # Errors
/// `Forbidden` for who is no administrator.
pub async fn search_audit(ctx: &Ctx, query: AuditQuery) -> Result<AuditPage> {
    authorize(&ctx.actor, Action::ReadAudit, &Platform {})?;
    let db = ctx.db().reader();
    let trimmed = AuditQuery {
        subject: query.subject.trim().chars().take(80).collect(),
        action: query.action.trim().to_owned(),
        actor: query.actor.trim().chars().take(254).collect(),
        before: query.before,
    };
    let actor = match trimmed.actor.as_str() {
        "" => None,
        "system" => Some("system".to_owned()),
        text if text.starts_with("person:") => Some(text.to_owned()),
        text if text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit()) => {
            Some(format!("person:{text}"))
        }
        text => match Login::parse(text) {
            Ok(login) => store::accounts::find_credentials(db, &login)
                .await
                .map_err(internal(ctx))?
                .map(|person| format!("person:{}", person.id)),
            Err(_) => None,
        }
        // An unknown person has done nothing.
        .or_else(|| Some("person:0".to_owned())),
    };
    let rows = store::admin::search_audit(db, &trimmed, actor.as_deref())
        .await
        .map_err(internal(ctx))?;
    let next = (rows.len() == AUDIT_PAGE as usize)
        .then(|| rows.last().map(|row| row.id))
        .flatten();
    Ok(AuditPage {
        next,
        rows,
        actions: store::admin::audit_actions(db)
            .await
            .map_err(internal(ctx))?,
        broken_at: store::accounts::verify_audit(db)
            .await
            .map_err(internal(ctx))?,
    })
}

/// The first row that does not follow from the one before; `None` where the chain holds.
///
/// # Errors
/// `Forbidden` for who is neither an administrator nor the command line.
pub async fn verify_audit(ctx: &Ctx) -> Result<Option<i64>> {
    authorize(&ctx.actor, Action::ReadAudit, &Platform {})?;
    store::accounts::verify_audit(ctx.db().reader())
        .await
        .map_err(internal(ctx))
}
