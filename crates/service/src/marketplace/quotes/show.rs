//! The lists and pages of both sides.

use super::load;
use crate::{Ctx, accounts::new_token, internal, marketplace::orders::tracking_token};
use domain::{
    CooperativeId, Error, Result, RfqId,
    marketplace::{
        AnswerPage, PlacedQuote, Placement, QuoteLine, RfqPage, RfqSummary, suggest_allocation,
    },
    policy::{Action, Quote, QuoteRequest, authorize},
};

/// The signed-in person's requests, the newest first.
///
/// # Errors
/// `Unauthenticated` for a visitor.
pub async fn my_quotes(ctx: &Ctx) -> Result<Vec<RfqSummary>> {
    let buyer = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    authorize(&ctx.actor, Action::AskQuote, &QuoteRequest { buyer })?;
    store::marketplace::rfqs_of(ctx.db().reader(), buyer)
        .await
        .map_err(internal(ctx))
}

/// A request with its offers side by side, and what the form to accept needs.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for another's.
pub async fn show_quotes(ctx: &Ctx, id: RfqId) -> Result<RfqPage> {
    let db = ctx.db().reader();
    let buyer = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let head = store::marketplace::rfq_head(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let request = QuoteRequest { buyer: head.buyer };
    authorize(&ctx.actor, Action::AskQuote, &request)?;
    let rfq = load(ctx, db, id).await?;
    let offered: Vec<&QuoteLine> = rfq
        .quotes
        .iter()
        .filter_map(|quote| quote.valid_offer(ctx.now))
        .flat_map(|offer| &offer.lines)
        .collect();
    let suggested = if rfq.state.is_open() {
        suggest_allocation(&rfq.lines, &offered)
    } else {
        Vec::new()
    };
    let placed = match head.group {
        Some(group) => {
            let group = store::marketplace::find_group(db, group)
                .await
                .map_err(internal(ctx))?
                .ok_or(Error::NotFound)?;
            let orders = store::marketplace::terms_of_rfq(db, id, None)
                .await
                .map_err(internal(ctx))?;
            let tracking_token = tracking_token(ctx, &group.number);
            let number = group.number;
            Some(PlacedQuote {
                placement: Placement {
                    number,
                    tracking_token,
                },
                orders,
            })
        }
        None => None,
    };
    let places = store::marketplace::places(db)
        .await
        .map_err(internal(ctx))?;
    let address = store::marketplace::last_address(db, buyer)
        .await
        .map_err(internal(ctx))?
        .filter(|address| address.country_code() == rfq.country);
    Ok(RfqPage {
        rfq,
        suggested,
        placed,
        address,
        provinces: places.provinces,
        idempotency_key: new_token(),
        now: ctx.now,
    })
}

/// What a cooperative was asked, the newest first.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not sell for it.
pub async fn desk_quotes(ctx: &Ctx, cooperative: CooperativeId) -> Result<Vec<RfqSummary>> {
    authorize(&ctx.actor, Action::AnswerQuote, &Quote { cooperative })?;
    store::marketplace::desk_rfqs(ctx.db().reader(), cooperative)
        .await
        .map_err(internal(ctx))
}

/// A request as one of the cooperatives asked sees it: with its own answer only.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for who was not asked.
pub async fn show_desk_quote(
    ctx: &Ctx,
    cooperative: CooperativeId,
    id: RfqId,
) -> Result<AnswerPage> {
    authorize(&ctx.actor, Action::AnswerQuote, &Quote { cooperative })?;
    let db = ctx.db().reader();
    let rfq = store::marketplace::load_rfq(db, id, Some(cooperative))
        .await
        .map_err(internal(ctx))?
        .filter(|rfq| !rfq.quotes.is_empty())
        .ok_or(Error::NotFound)?;
    let sizes = store::marketplace::quoted_sizes(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    let orders = store::marketplace::terms_of_rfq(db, id, Some(cooperative))
        .await
        .map_err(internal(ctx))?;
    Ok(AnswerPage {
        rfq,
        sizes,
        orders,
        now: ctx.now,
    })
}
