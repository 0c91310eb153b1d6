//! The server functions of a cooperative's certificates; sending one is a form with a file.

use crate::ApiError;
use domain::{CertificationId, cooperatives::CertificateView};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

#[server(endpoint = "cooperatives/list_certificates", input = GetUrl, output = Postcard)]
pub async fn list_certificates() -> Result<Vec<CertificateView>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let cooperative = crate::ssr::respond(crate::ssr::own_cooperative(&ctx))?;
    crate::ssr::respond(service::cooperatives::list_certificates(&ctx, cooperative).await)
}

#[server(endpoint = "cooperatives/withdraw_certificate", output = Postcard)]
pub async fn withdraw_certificate(certificate: CertificationId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::cooperatives::withdraw_certificate(&ctx, certificate).await)
}
