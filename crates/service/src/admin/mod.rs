//! Use cases of `admin`: the office's queues and decisions, and the audit log.
//!
//! Every decision is in the audit log, written by the transaction of the decision itself.

mod audit;
mod certificates;
mod cooperatives;
mod listings;
pub(crate) mod mails;
mod queues;
mod registrations;

pub use audit::{search_audit, verify_audit};
pub use certificates::{accept_certificate, refuse_certificate, show_certificate};
pub use cooperatives::{
    list_cooperatives, reinstate_cooperative, show_cooperative, suspend_cooperative,
};
pub use listings::{approve_listing, return_listing, show_listing};
pub use queues::{list_queue, office};
pub use registrations::{return_registration, show_registration, verify_registration};

use crate::{Ctx, internal};
use domain::{
    Error, Result,
    geography::RegionCode,
    policy::{Action, Office, OfficeCase, Permit, authorize},
};
use store::{
    Tx,
    accounts::{AuditEntry, append_audit},
};

/// An advisor, and the regions they answer for.
fn advisor(ctx: &Ctx) -> Result<Vec<RegionCode>> {
    authorize(&ctx.actor, Action::ReadQueues, &Office {})?;
    Ok(ctx.actor.regions())
}

/// The permit to decide about something of `region`.
fn moderator(ctx: &Ctx, region: Option<RegionCode>) -> Result<Permit<OfficeCase>> {
    let region = region.ok_or(Error::NotFound)?;
    authorize(&ctx.actor, Action::Moderate, &OfficeCase { region })
}

/// Notes a decision, in its own transaction.
pub(crate) async fn note<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    action: &'static str,
    subject: String,
    before: serde_json::Value,
    after: serde_json::Value,
) -> Result<()> {
    let entry = AuditEntry {
        action,
        subject,
        before: Some(before),
        after: Some(after),
    };
    append_audit(tx, permit, &ctx.actor, &entry, ctx.now)
        .await
        .map_err(internal(ctx))
}
