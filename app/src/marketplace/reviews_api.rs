//! The server functions of reviews, favourites and ordering again.

use crate::ApiError;
use domain::{
    CooperativeId, ListingId, OrderId, ReviewId,
    marketplace::{ListingCard, ReportedReview, ReviewsView},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "marketplace/show_reviews", input = GetUrl, output = Postcard)]
pub async fn show_reviews(
    listing: ListingId,
    cooperative: CooperativeId,
) -> Result<ReviewsView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let of = crate::ssr::review_subject(listing, cooperative);
    crate::ssr::respond(service::marketplace::show_reviews(&ctx, of).await)
}

#[server(endpoint = "marketplace/write_review", output = Postcard)]
pub async fn write_review(
    listing: ListingId,
    cooperative: CooperativeId,
    #[server(default)] stars: String,
    #[server(default)] text: String,
) -> Result<ReviewId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::marketplace::ReviewInput { stars, text };
    let of = crate::ssr::review_subject(listing, cooperative);
    crate::ssr::respond(service::marketplace::write_review(&ctx, of, &input).await)
}

/// The seller's; empty takes it away.
#[server(endpoint = "marketplace/answer_review", output = Postcard)]
pub async fn answer_review(
    review: ReviewId,
    #[server(default)] reply: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::answer_review(&ctx, review, &reply).await)
}

#[server(endpoint = "marketplace/report_review", output = Postcard)]
pub async fn report_review(
    review: ReviewId,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::report_review(&ctx, review, &reason).await)
}

#[server(endpoint = "trade/list_reported_reviews", input = GetUrl, output = Postcard)]
pub async fn list_reported_reviews() -> Result<Vec<ReportedReview>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::list_reported_reviews(&ctx).await)
}

/// `decision` is `hide` or `keep`.
#[server(endpoint = "trade/decide_reported_review", output = Postcard)]
pub async fn decide_reported_review(review: ReviewId, decision: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let hide = decision == "hide";
    crate::ssr::respond(service::marketplace::decide_reported_review(&ctx, review, hide).await)
}

#[server(endpoint = "marketplace/is_favourite", input = GetUrl, output = Postcard)]
pub async fn is_favourite(listing: ListingId) -> Result<bool, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::is_favourite(&ctx, listing).await)
}

/// `keep` is `yes` or `no`.
#[server(endpoint = "marketplace/set_favourite", output = Postcard)]
pub async fn set_favourite(listing: ListingId, keep: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::set_favourite(&ctx, listing, keep == "yes").await)
}

#[server(endpoint = "accounts/list_favourites", input = GetUrl, output = Postcard)]
pub async fn list_favourites() -> Result<Vec<ListingCard>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::list_favourites(&ctx).await)
}

/// Fills the cart with an old order's goods and goes there.
#[server(endpoint = "accounts/reorder", output = Postcard)]
pub async fn reorder(order: OrderId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::reorder(&ctx, order).await)?;
    crate::ssr::redirect(&format!("/{}/cart", ctx.lang.code()));
    Ok(())
}
