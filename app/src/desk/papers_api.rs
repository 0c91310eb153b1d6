//! The server functions of an order's papers.

use crate::ApiError;
use domain::{
    OrderId,
    marketplace::{ExportSale, InvoiceView, PapersView},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "desk/papers", input = GetUrl, output = Postcard)]
pub async fn desk_papers(order: OrderId) -> Result<PapersView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::desk_papers(&ctx, order).await)
}

/// Pieces by line, `delivery` where its fee is given back too.
#[server(endpoint = "desk/credit_order", output = Postcard)]
pub async fn credit_order(
    order: OrderId,
    #[server(default)] quantity: BTreeMap<String, String>,
    #[server(default)] delivery: String,
    reason: String,
    request_key: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = crate::ssr::credit_input(&quantity, &delivery, reason, request_key);
    crate::ssr::respond(service::marketplace::credit_order(&ctx, order, &input).await)
}

/// Of an order that went abroad without tax; nothing for any other.
#[server(endpoint = "desk/export_sale", input = GetUrl, output = Postcard)]
pub async fn show_export_sale(order: OrderId) -> Result<Option<ExportSale>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::show_export_sale(&ctx, order).await)
}

/// The papers of what a tracking link opens.
#[server(endpoint = "marketplace/tracked_invoices", input = GetUrl, output = Postcard)]
pub async fn tracked_invoices(token: String) -> Result<Vec<InvoiceView>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::marketplace::tracked_invoices(&ctx, &token).await)
}
