//! Offers and counter-offers, and the two ways to say no.

use super::{close_if_over, load, mails, own_quote, own_request};
use crate::{Ctx, internal};
use domain::{
    Error, QuoteId, Result, RfqId,
    marketplace::{CounterInput, OfferInput, QuoteEvent, QuoteState, QuoteView, RfqEvent, RfqView},
};
use store::Tx;

/// The cooperative's offer, or a new one after a counter-offer.
///
/// # Errors
/// `Invalid` naming every wrong field; `NotExportable` where the goods may not leave the country;
/// `Conflict` where the other side has written meanwhile or the request is settled; `NotFound` for
/// another cooperative's.
pub async fn offer_quote(ctx: &Ctx, id: QuoteId, input: &OfferInput) -> Result<RfqId> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (quote, head, permit) = own_quote(ctx, &tx, id).await?;
    let rfq_after = head.state.transition(RfqEvent::Answer)?;
    let after = quote.state.transition(QuoteEvent::Offer)?;
    let rfq = load(ctx, &tx, head.id).await?;
    let seen = seen(&rfq, id, &input.version)?;
    let sizes = store::marketplace::quoted_sizes(&tx, quote.cooperative)
        .await
        .map_err(internal(ctx))?;
    let offer = input.check(&rfq.lines, &sizes, ctx.now)?;
    if rfq.country_name.is_some() {
        let stays = sizes
            .iter()
            .filter(|size| !size.exportable)
            .find(|size| offer.lines.iter().any(|line| line.variant == size.variant));
        if let Some(size) = stays {
            return Err(Error::NotExportable {
                name: size.name.clone(),
            });
        }
    }
    store::marketplace::insert_version(&tx, &permit, id, seen, &offer, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::set_quote_state(&tx, &permit, id, quote.state, after, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::set_rfq_state(&tx, &permit, head.id, head.state, rfq_after)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::extend_rfq(&tx, &permit, head.id, offer.expires_at)
        .await
        .map_err(internal(ctx))?;
    let about = mails::About::new(head.id, &head.number);
    mails::to_buyer(ctx, &tx, &permit, head.buyer, about, mails::Step::Offered).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(head.id)
}

/// The number of the last version, where it is the one that the form was made on.
fn seen(rfq: &RfqView, id: QuoteId, typed: &str) -> Result<u32> {
    let last = found(rfq, id)?.version();
    if typed.trim().parse() == Ok(last) {
        Ok(last)
    } else {
        Err(Error::Conflict)
    }
}

fn found(rfq: &RfqView, id: QuoteId) -> Result<&QuoteView> {
    rfq.quotes
        .iter()
        .find(|quote| quote.id == id)
        .ok_or(Error::NotFound)
}

/// The cooperative does not answer, or takes its offer back. Declining twice is declining once.
///
/// # Errors
/// `Conflict` where the quote is settled; `NotFound` for another cooperative's.
pub async fn decline_quote(ctx: &Ctx, id: QuoteId) -> Result<RfqId> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (quote, head, permit) = own_quote(ctx, &tx, id).await?;
    if quote.state == QuoteState::Declined {
        return Ok(head.id);
    }
    if !head.state.is_open() {
        return Err(Error::Conflict);
    }
    let after = quote.state.transition(QuoteEvent::Decline)?;
    store::marketplace::set_quote_state(&tx, &permit, id, quote.state, after, ctx.now)
        .await
        .map_err(internal(ctx))?;
    close_if_over(ctx, &tx, &permit, head.id).await?;
    let about = mails::About::new(head.id, &head.number);
    mails::to_buyer(ctx, &tx, &permit, head.buyer, about, mails::Step::Declined).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(head.id)
}

/// The quote of a request that the buyer owns.
async fn asked_quote(
    ctx: &Ctx,
    tx: &Tx,
    id: QuoteId,
) -> Result<(
    store::marketplace::QuoteHead,
    store::marketplace::RfqHead,
    domain::policy::Permit<domain::policy::QuoteRequest>,
)> {
    let quote = super::found_quote(ctx, tx, id).await?;
    let (head, permit) = own_request(ctx, tx, quote.rfq).await?;
    Ok((super::found_quote(ctx, tx, id).await?, head, permit))
}

/// The buyer proposes other quantities or prices; the offer's expiry stays.
///
/// # Errors
/// `Invalid` naming every wrong field; `Conflict` where there is no valid offer, or where it has
/// changed meanwhile; `NotFound` for another's.
pub async fn counter_quote(ctx: &Ctx, id: QuoteId, input: &CounterInput) -> Result<RfqId> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (quote, head, permit) = asked_quote(ctx, &tx, id).await?;
    if !head.state.is_open() {
        return Err(Error::Conflict);
    }
    let after = quote.state.transition(QuoteEvent::Counter)?;
    let rfq = load(ctx, &tx, head.id).await?;
    let seen = seen(&rfq, id, &input.version)?;
    let view = found(&rfq, id)?;
    let (Some(offer), Some(expires_at)) = (view.valid_offer(ctx.now), view.expires_at) else {
        return Err(Error::Conflict);
    };
    let counter = input.check(&rfq.lines, offer, expires_at)?;
    store::marketplace::insert_version(&tx, &permit, id, seen, &counter, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::set_quote_state(&tx, &permit, id, quote.state, after, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let about = mails::About::new(head.id, &head.number);
    let step = mails::Step::Countered;
    mails::to_sellers(ctx, &tx, &permit, quote.cooperative, about, step).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(head.id)
}

/// The buyer does not want this cooperative's offer. Refusing twice is refusing once.
///
/// # Errors
/// `Conflict` where the quote is settled; `NotFound` for another's.
pub async fn refuse_quote(ctx: &Ctx, id: QuoteId) -> Result<RfqId> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (quote, head, permit) = asked_quote(ctx, &tx, id).await?;
    if quote.state == QuoteState::Refused {
        return Ok(head.id);
    }
    if !head.state.is_open() {
        return Err(Error::Conflict);
    }
    let after = quote.state.transition(QuoteEvent::Refuse)?;
    store::marketplace::set_quote_state(&tx, &permit, id, quote.state, after, ctx.now)
        .await
        .map_err(internal(ctx))?;
    close_if_over(ctx, &tx, &permit, head.id).await?;
    let about = mails::About::new(head.id, &head.number);
    let step = mails::Step::Refused;
    mails::to_sellers(ctx, &tx, &permit, quote.cooperative, about, step).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(head.id)
}
