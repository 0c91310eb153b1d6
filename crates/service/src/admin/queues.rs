//! What waits for the advisor.

use super::advisor;
use crate::{Ctx, internal};
use domain::{
    Result,
    admin::{OfficePage, Queue, QueueItem},
    policy::{Action, Platform, authorize},
};

/// At most this many lines of a queue are shown; the oldest first, so none is forgotten.
const SHOWN: u32 = 100;

/// # Errors
/// `Unauthenticated`; `Forbidden` for who is neither advisor nor administrator.
pub async fn office(ctx: &Ctx) -> Result<OfficePage> {
    let may_audit = authorize(&ctx.actor, Action::ReadAudit, &Platform {}).is_ok();
    let queues = match advisor(ctx) {
        Ok(regions) => store::admin::queue_summaries(ctx.db().reader(), &regions)
            .await
            .map_err(internal(ctx))?,
        Err(_) if may_audit => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(OfficePage { queues, may_audit })
}

/// # Errors
/// `Unauthenticated`; `Forbidden` for who is no advisor.
pub async fn list_queue(ctx: &Ctx, queue: Queue) -> Result<Vec<QueueItem>> {
    let regions = advisor(ctx)?;
    store::admin::queue_items(ctx.db().reader(), queue, &regions, SHOWN)
        .await
        .map_err(internal(ctx))
}
