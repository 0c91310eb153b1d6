//! What nobody agreed on in time.

use super::{load, locked, mails};
use crate::{Ctx, internal};
use domain::{
    Result,
    marketplace::{QuoteEvent, QuoteState, RfqEvent},
    policy::{Action, Permit, Platform, authorize},
};
use store::marketplace::{QuoteHead, RfqHead};

/// Ends the offers and requests whose time is over; how many. One a transaction, so that each
/// request's lock is short.
///
/// # Errors
/// `Forbidden` for anyone but the worker.
pub async fn expire_quotes(ctx: &Ctx) -> Result<u32> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let db = ctx.db().reader();
    let requests = store::marketplace::expired_rfqs(db, ctx.now, 100)
        .await
        .map_err(internal(ctx))?;
    let mut ended = 0;
    for request in requests {
        ended += u32::from(end_request(ctx, &permit, &request).await?);
    }
    let quotes = store::marketplace::expired_quotes(db, ctx.now, 100)
        .await
        .map_err(internal(ctx))?;
    for quote in quotes {
        ended += u32::from(end_offer(ctx, &permit, quote).await?);
    }
    Ok(ended)
}

async fn end_request(ctx: &Ctx, permit: &Permit<Platform>, request: &RfqHead) -> Result<bool> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let head = locked(ctx, &tx, permit, request.id).await?;
    // Under the lock: it may have been accepted or extended meanwhile.
    if !head.state.is_open() || head.expires_at > ctx.now {
        return Ok(false);
    }
    let after = head.state.transition(RfqEvent::Expire)?;
    store::marketplace::set_rfq_state(&tx, permit, head.id, head.state, after)
        .await
        .map_err(internal(ctx))?;
    let rfq = load(ctx, &tx, head.id).await?;
    let open: Vec<_> = rfq.quotes.iter().filter(|it| it.state.is_open()).collect();
    let ids: Vec<_> = open.iter().map(|quote| quote.id).collect();
    store::marketplace::close_quotes(&tx, permit, &ids, QuoteState::Expired, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let about = mails::About::new(head.id, &head.number);
    mails::to_buyer(ctx, &tx, permit, head.buyer, about, mails::Step::Expired).await?;
    for quote in open {
        let step = mails::Step::Expired;
        mails::to_sellers(ctx, &tx, permit, quote.cooperative, about, step).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(true)
}

async fn end_offer(ctx: &Ctx, permit: &Permit<Platform>, quote: QuoteHead) -> Result<bool> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let head = locked(ctx, &tx, permit, quote.rfq).await?;
    let rfq = load(ctx, &tx, quote.rfq).await?;
    let now = rfq.quotes.iter().find(|it| it.id == quote.id);
    let Some(now) = now.filter(|it| it.expires_at.is_some_and(|at| at <= ctx.now)) else {
        return Ok(false);
    };
    let Ok(after) = now.state.transition(QuoteEvent::Expire) else {
        return Ok(false);
    };
    store::marketplace::set_quote_state(&tx, permit, quote.id, now.state, after, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let about = mails::About::new(head.id, &head.number);
    let step = mails::Step::OfferExpired;
    mails::to_buyer(ctx, &tx, permit, head.buyer, about, step).await?;
    mails::to_sellers(ctx, &tx, permit, quote.cooperative, about, step).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(true)
}
