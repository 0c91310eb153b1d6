//! The server functions of who answers for the platform's money and decides disputes.

use crate::ApiError;
use domain::{
    CooperativeId, DisputeId, RefundId,
    marketplace::{self, DisputeView},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "money/office_money", input = GetUrl, output = Postcard)]
pub async fn office_money() -> Result<marketplace::OfficeMoney, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::office_money(&ctx).await)
}

#[server(endpoint = "money/reconcile", output = Postcard)]
pub async fn reconcile() -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::reconcile(&ctx).await.map(|_| ()))
}

#[server(endpoint = "money/run_payouts", output = Postcard)]
pub async fn run_payouts() -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::run_payouts(&ctx).await.map(|_| ()))
}

#[server(endpoint = "money/pay_out_now", output = Postcard)]
pub async fn pay_out_now(cooperative: CooperativeId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(
        service::marketplace::pay_out_now(&ctx, cooperative)
            .await
            .map(|_| ()),
    )
}

#[server(endpoint = "money/finish_refund", output = Postcard)]
pub async fn finish_refund(refund: RefundId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::finish_refund_by_hand(&ctx, refund).await)
}

#[server(endpoint = "money/list_disputes", input = GetUrl, output = Postcard)]
pub async fn list_disputes() -> Result<Vec<DisputeView>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::list_disputes(&ctx).await)
}

#[server(endpoint = "money/decide_dispute", output = Postcard)]
pub async fn decide_dispute(
    id: DisputeId,
    #[server(default)] outcome: String,
    #[server(default)] decision: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::decide_dispute(&ctx, id, &outcome, &decision).await)
}
