//! Requests for quotes: a buyer asks one or several cooperatives, each offers its part, the buyer
//! counters, and takes an allocation, which is an order like any other.
//!
//! Whoever changes a request or one of its quotes locks the request first.

mod accept;
mod answer;
mod ask;
mod expire;
mod mails;
mod show;

pub use accept::accept_quotes;
pub use answer::{counter_quote, decline_quote, offer_quote, refuse_quote};
pub use ask::{ask_page, ask_quotes, withdraw_request};
pub use expire::expire_quotes;
pub use show::{desk_quotes, my_quotes, show_desk_quote, show_quotes};

use crate::{Ctx, internal};
use domain::{
    Error, QuoteId, Result, RfqId,
    marketplace::{RfqEvent, RfqView, is_over},
    policy::{Action, Permit, Quote, QuoteRequest, authorize},
};
use store::{
    Tx,
    marketplace::{QuoteHead, RfqHead},
};

/// The buyer's own request, locked.
async fn own_request(ctx: &Ctx, tx: &Tx, id: RfqId) -> Result<(RfqHead, Permit<QuoteRequest>)> {
    let head = store::marketplace::rfq_head(tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let request = QuoteRequest { buyer: head.buyer };
    let permit = authorize(&ctx.actor, Action::AskQuote, &request)?;
    Ok((locked(ctx, tx, &permit, id).await?, permit))
}

/// The cooperative's own quote, its request locked.
async fn own_quote(ctx: &Ctx, tx: &Tx, id: QuoteId) -> Result<(QuoteHead, RfqHead, Permit<Quote>)> {
    let quote = found_quote(ctx, tx, id).await?;
    let cooperative = quote.cooperative;
    let permit = authorize(&ctx.actor, Action::AnswerQuote, &Quote { cooperative })?;
    let head = locked(ctx, tx, &permit, quote.rfq).await?;
    Ok((found_quote(ctx, tx, id).await?, head, permit))
}

async fn found_quote(ctx: &Ctx, tx: &Tx, id: QuoteId) -> Result<QuoteHead> {
    store::marketplace::quote_head(tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

/// Locks the request and reads it again: it may have moved while one waited.
async fn locked<R>(ctx: &Ctx, tx: &Tx, permit: &Permit<R>, id: RfqId) -> Result<RfqHead> {
    store::marketplace::lock_rfq(tx, permit, id, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::rfq_head(tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

async fn load(ctx: &Ctx, db: &impl store::Connection, id: RfqId) -> Result<RfqView> {
    store::marketplace::load_rfq(db, id, None)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

/// A request that nobody is left to agree on is declined.
async fn close_if_over<R>(ctx: &Ctx, tx: &Tx, permit: &Permit<R>, id: RfqId) -> Result<()> {
    let rfq = load(ctx, tx, id).await?;
    if rfq.state.is_open() && is_over(rfq.quotes.iter().map(|quote| quote.state)) {
        let after = rfq.state.transition(RfqEvent::Decline)?;
        store::marketplace::set_rfq_state(tx, permit, id, rfq.state, after)
            .await
            .map_err(internal(ctx))?;
    }
    Ok(())
}
