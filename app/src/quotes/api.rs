//! The server functions of quotes: the buyer's, the desk's, and an order's export papers.
#![expect(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use crate::ApiError;
use domain::{
    OrderId, QuoteId, RfqId,
    marketplace::{self, OrderTerms, Placement, RfqPage, RfqSummary},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "quotes/ask_page", input = GetUrl, output = Postcard)]
pub async fn ask_page(listing: String, category: String) -> Result<marketplace::AskPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::ask_page(&ctx, &listing, &category).await)
}

/// Sends a request and goes to its page.
#[server(endpoint = "quotes/ask", output = Postcard)]
pub async fn ask_quotes(
    #[server(default)] listing: String,
    #[server(default)] category: String,
    #[server(default)] packs: BTreeMap<String, String>,
    #[server(default)] description: String,
    #[server(default)] amount: String,
    #[server(default)] unit: String,
    #[server(default)] sellers: BTreeMap<String, String>,
    #[server(default)] country: String,
    #[server(default)] region: String,
    #[server(default)] wanted: String,
    #[server(default)] incoterm: String,
    #[server(default)] place: String,
    #[server(default)] transport: String,
    #[server(default)] message: String,
    request_key: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::AskInput {
        listing,
        category,
        packs,
        description,
        amount,
        unit,
        sellers,
        country,
        region,
        wanted,
        incoterm,
        place,
        transport,
        message,
        request_key,
    };
    let id = crate::ssr::respond(service::marketplace::ask_quotes(&ctx, &input).await)?;
    crate::ssr::redirect(&format!("/{}/quotes/{id}", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "quotes/mine", input = GetUrl, output = Postcard)]
pub async fn my_quotes() -> Result<Vec<RfqSummary>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::my_quotes(&ctx).await)
}

#[server(endpoint = "quotes/show", input = GetUrl, output = Postcard)]
pub async fn show_quotes(rfq: RfqId) -> Result<RfqPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_quotes(&ctx, rfq).await)
}

#[server(endpoint = "quotes/withdraw", output = Postcard)]
pub async fn withdraw_request(rfq: RfqId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::withdraw_request(&ctx, rfq).await)
}

#[server(endpoint = "quotes/counter", output = Postcard)]
pub async fn counter_quote(
    quote: QuoteId,
    #[server(default)] quantity: BTreeMap<String, String>,
    #[server(default)] price: BTreeMap<String, String>,
    #[server(default)] message: String,
    version: String,
) -> Result<RfqId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::CounterInput {
        quantity,
        price,
        message,
        version,
    };
    crate::ssr::respond(service::marketplace::counter_quote(&ctx, quote, &input).await)
}

#[server(endpoint = "quotes/refuse", output = Postcard)]
pub async fn refuse_quote(quote: QuoteId) -> Result<RfqId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::refuse_quote(&ctx, quote).await)
}

/// Orders what is taken and goes to the order's page.
#[server(endpoint = "quotes/accept", output = Postcard)]
pub async fn accept_quotes(
    rfq: RfqId,
    #[server(default)] take: BTreeMap<String, String>,
    #[server(default)] name: String,
    #[server(default)] phone: String,
    #[server(default)] email: String,
    #[server(default)] province: String,
    #[server(default)] postcode: String,
    #[server(default)] city: String,
    #[server(default)] street: String,
    #[server(default)] note: String,
    idempotency_key: String,
) -> Result<Placement, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::AcceptInput {
        take,
        name,
        phone,
        email,
        province,
        postcode,
        city,
        street,
        note,
        idempotency_key,
    };
    let placed = crate::ssr::respond(service::marketplace::accept_quotes(&ctx, rfq, &input).await)?;
    crate::ssr::redirect(&format!(
        "/{}/orders/{}?placed=1",
        ctx.lang.code(),
        placed.tracking_token
    ));
    Ok(placed)
}

#[server(endpoint = "desk/quotes", input = GetUrl, output = Postcard)]
pub async fn desk_quotes() -> Result<Vec<RfqSummary>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::desk_quotes(&ctx, cooperative).await)
}

#[server(endpoint = "desk/show_quote", input = GetUrl, output = Postcard)]
pub async fn show_desk_quote(rfq: RfqId) -> Result<marketplace::AnswerPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::marketplace::show_desk_quote(&ctx, cooperative, rfq).await)
}

#[server(endpoint = "desk/offer_quote", output = Postcard)]
pub async fn offer_quote(
    quote: QuoteId,
    #[server(default)] variant: BTreeMap<String, String>,
    #[server(default)] quantity: BTreeMap<String, String>,
    #[server(default)] price: BTreeMap<String, String>,
    #[server(default)] prepare_days: String,
    #[server(default)] expires: String,
    #[server(default)] message: String,
    version: String,
) -> Result<RfqId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::OfferInput {
        variant,
        quantity,
        price,
        prepare_days,
        expires,
        message,
        version,
    };
    crate::ssr::respond(service::marketplace::offer_quote(&ctx, quote, &input).await)
}

#[server(endpoint = "desk/decline_quote", output = Postcard)]
pub async fn decline_quote(quote: QuoteId) -> Result<RfqId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::decline_quote(&ctx, quote).await)
}

/// The export terms of an order, where it has some.
#[server(endpoint = "quotes/terms", input = GetUrl, output = Postcard)]
pub async fn show_terms(order: OrderId) -> Result<Option<OrderTerms>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_terms(&ctx, order).await)
}

#[server(endpoint = "desk/save_packing", output = Postcard)]
pub async fn save_packing(
    order: OrderId,
    #[server(default)] packages: String,
    #[server(default)] gross: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::PackingInput { packages, gross };
    crate::ssr::respond(service::marketplace::save_packing(&ctx, order, &input).await)
}
