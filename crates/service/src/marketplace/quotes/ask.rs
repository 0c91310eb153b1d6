//! Asking, and taking the request back.

use super::{mails, own_request};
use crate::{Ctx, accounts::new_token, internal, marketplace::checkout::new_number};
use domain::{
    Error, Result, RfqId,
    marketplace::{AskInput, AskKnown, AskPage, QuoteEvent, RfqEvent},
    policy::{Action, QuoteRequest, authorize},
};

/// What the form needs, from a listing or a category.
///
/// # Errors
/// `NotFound` for a listing that is not on sale.
pub async fn ask_page(ctx: &Ctx, listing: &str, category: &str) -> Result<AskPage> {
    let db = ctx.db().reader();
    let categories = store::marketplace::categories(db)
        .await
        .map_err(internal(ctx))?;
    let countries = store::marketplace::countries(db)
        .await
        .map_err(internal(ctx))?;
    let (variants, of_listing) = if listing.is_empty() {
        (Vec::new(), None)
    } else {
        let found = store::marketplace::picked_variants(db, listing)
            .await
            .map_err(internal(ctx))?;
        if found.1.is_none() {
            return Err(Error::NotFound);
        }
        found
    };
    let chosen = categories
        .iter()
        .find(|it| of_listing.map_or(it.slug == category, |id| it.id == id))
        .map(|it| (it.id, it.slug.clone(), it.name.clone()));
    let sellers = match &chosen {
        Some((id, _, _)) => store::marketplace::sellers_of_category(db, *id)
            .await
            .map_err(internal(ctx))?,
        None => Vec::new(),
    };
    Ok(AskPage {
        categories: categories
            .into_iter()
            .map(|it| (it.slug, it.name))
            .collect(),
        category: chosen,
        listing: of_listing.map(|_| listing.to_owned()),
        variants,
        sellers,
        countries,
        request_key: new_token(),
    })
}

/// Sends a request to the cooperatives chosen. The same key again is the same request.
///
/// # Errors
/// `Unauthenticated`; `Invalid` naming every wrong field.
pub async fn ask_quotes(ctx: &Ctx, input: &AskInput) -> Result<RfqId> {
    let buyer = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::AskQuote, &QuoteRequest { buyer })?;
    let page = ask_page(ctx, input.listing.trim(), input.category.trim()).await?;
    let known = AskKnown {
        category: page.category.map(|(id, _, _)| id),
        variants: page.variants,
        sellers: page.sellers.iter().map(|seller| seller.id).collect(),
        countries: page.countries,
        lang: ctx.lang,
        now: ctx.now,
    };
    let request = input.check(&known)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let before = store::marketplace::rfq_with_key(&tx, buyer, &request.request_key)
        .await
        .map_err(internal(ctx))?;
    if let Some(id) = before {
        return Ok(id);
    }
    let number = new_number().replacen("T-", "D-", 1);
    let id = store::marketplace::insert_rfq(&tx, &permit, buyer, &number, &request, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let about = mails::About::new(id, &number);
    mails::asked(ctx, &tx, &permit, about, &request.sellers).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// The buyer no longer wants quotes. Withdrawing twice is withdrawing once.
///
/// # Errors
/// `NotFound` for another's; `Conflict` where it is settled.
pub async fn withdraw_request(ctx: &Ctx, id: RfqId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (head, permit) = own_request(ctx, &tx, id).await?;
    if head.state == domain::marketplace::RfqState::Withdrawn {
        return Ok(());
    }
    let after = head.state.transition(RfqEvent::Withdraw)?;
    store::marketplace::set_rfq_state(&tx, &permit, id, head.state, after)
        .await
        .map_err(internal(ctx))?;
    let rfq = super::load(ctx, &tx, id).await?;
    let open: Vec<_> = rfq.quotes.iter().filter(|it| it.state.is_open()).collect();
    let ids: Vec<_> = open.iter().map(|quote| quote.id).collect();
    let to = domain::marketplace::QuoteState::Asked.transition(QuoteEvent::Withdraw)?;
    store::marketplace::close_quotes(&tx, &permit, &ids, to, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let about = mails::About::new(id, &head.number);
    for quote in open {
        mails::to_sellers(
            ctx,
            &tx,
            &permit,
            quote.cooperative,
            about,
            mails::Step::Withdrawn,
        )
        .await?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}
