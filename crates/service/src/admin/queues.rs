//! What waits for the advisor.

use super::advisor;
use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Result,
    admin::{Duty, OfficePage, Queue, QueueItem},
    policy::{Action, Platform, authorize},
};

/// At most this many lines of a queue are shown; the oldest first, so none is forgotten.
const SHOWN: u32 = 100;

/// # Errors
/// `Unauthenticated`; `Forbidden` for who is neither advisor nor administrator.
pub async fn office(ctx: &Ctx) -> Result<OfficePage> {
    let db = ctx.db().reader();
    let mut duties = Vec::new();
    let regions = ctx.actor.office_regions();
    for (duty, action) in [
        (Duty::Disputes, Action::DecideDispute),
        (Duty::Reviews, Action::ModerateReviews),
        (Duty::Referrals, Action::ReadReferrals),
        (Duty::Money, Action::ManageMoney),
        (Duty::Rates, Action::EditRates),
        (Duty::Taxes, Action::EditRates),
        (Duty::Rules, Action::EditRates),
        (Duty::Records, Action::ManageRecorders),
        (Duty::Audit, Action::ReadAudit),
    ] {
        if authorize(&ctx.actor, action, &Platform {}).is_ok() {
            let summary = store::admin::duty_summary(db, duty, regions.as_deref())
                .await
                .map_err(internal(ctx))?;
            duties.push(summary);
        }
    }
    let queues = match advisor(ctx) {
        Ok(regions) => store::admin::queue_summaries(db, (me(ctx)?, &regions))
            .await
            .map_err(internal(ctx))?,
        Err(_) if !duties.is_empty() => Vec::new(),
        Err(error) => return Err(error),
    };
    Ok(OfficePage { queues, duties })
}

/// # Errors
/// `Unauthenticated`; `Forbidden` for who is no advisor.
pub async fn list_queue(ctx: &Ctx, queue: Queue) -> Result<Vec<QueueItem>> {
    let regions = advisor(ctx)?;
    store::admin::queue_items(ctx.db().reader(), queue, (me(ctx)?, &regions), SHOWN)
        .await
        .map_err(internal(ctx))
}

fn me(ctx: &Ctx) -> Result<PersonId> {
    ctx.actor.person().ok_or(Error::Unauthenticated)
}
