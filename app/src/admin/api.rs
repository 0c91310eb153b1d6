//! The office's server functions.

use crate::ApiError;
use domain::cooperatives::CertificateView;
use domain::{
    CertificationId, CooperativeId, ListingId, RegistrationId, StatementClientId,
    academy::{RecordClient, RecordSecret},
    admin::{
        AuditPage, CooperativeCase, CooperativeList, ListingCase, OfficePage, Queue, QueueItem,
        RegistrationCase,
    },
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "admin/office", input = GetUrl, output = Postcard)]
pub async fn office() -> Result<OfficePage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::office(&ctx).await)
}

#[server(endpoint = "admin/list_queue", input = GetUrl, output = Postcard)]
pub async fn list_queue(queue: Queue) -> Result<Vec<QueueItem>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::list_queue(&ctx, queue).await)
}

#[server(endpoint = "admin/show_registration", input = GetUrl, output = Postcard)]
pub async fn show_registration(registration: RegistrationId) -> Result<RegistrationCase, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::show_registration(&ctx, registration).await)
}

/// Goes on to the cooperative's page of the office.
#[server(endpoint = "admin/verify_registration", output = Postcard)]
pub async fn verify_registration(
    registration: RegistrationId,
    version: i64,
) -> Result<CooperativeId, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::admin::verify_registration(&ctx, registration, version).await;
    let id = crate::ssr::respond(done)?;
    crate::ssr::redirect(&format!("/{}/office/cooperatives/{id}", ctx.lang.code()));
    Ok(id)
}

/// Goes back to the queue.
#[server(endpoint = "admin/return_registration", output = Postcard)]
pub async fn return_registration(
    registration: RegistrationId,
    version: i64,
    #[server(default)] reasons: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::admin::return_registration(&ctx, registration, version, &reasons).await;
    crate::ssr::respond(done)?;
    crate::ssr::redirect(&format!("/{}/office/registrations", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "admin/show_listing", input = GetUrl, output = Postcard)]
pub async fn show_listing_case(listing: ListingId) -> Result<ListingCase, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::show_listing(&ctx, listing).await)
}

/// Goes back to the queue.
#[server(endpoint = "admin/approve_listing", output = Postcard)]
pub async fn approve_listing(listing: ListingId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::approve_listing(&ctx, listing, version).await)?;
    crate::ssr::redirect(&format!("/{}/office/listings", ctx.lang.code()));
    Ok(())
}

/// Goes back to the queue.
#[server(endpoint = "admin/return_listing", output = Postcard)]
pub async fn return_listing(
    listing: ListingId,
    version: i64,
    #[server(default)] reasons: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::admin::return_listing(&ctx, listing, version, &reasons).await;
    crate::ssr::respond(done)?;
    crate::ssr::redirect(&format!("/{}/office/listings", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "admin/show_certificate", input = GetUrl, output = Postcard)]
pub async fn show_certificate(certificate: CertificationId) -> Result<CertificateView, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::show_certificate(&ctx, certificate).await)
}

/// Goes back to the queue.
#[server(endpoint = "admin/accept_certificate", output = Postcard)]
pub async fn accept_certificate(certificate: CertificationId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::accept_certificate(&ctx, certificate).await)?;
    crate::ssr::redirect(&format!("/{}/office/certificates", ctx.lang.code()));
    Ok(())
}

/// Goes back to the queue.
#[server(endpoint = "admin/refuse_certificate", output = Postcard)]
pub async fn refuse_certificate(
    certificate: CertificationId,
    #[server(default)] reasons: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let done = service::admin::refuse_certificate(&ctx, certificate, &reasons).await;
    crate::ssr::respond(done)?;
    crate::ssr::redirect(&format!("/{}/office/certificates", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "admin/list_cooperatives", input = GetUrl, output = Postcard)]
pub async fn list_cooperatives(
    #[server(default)] text: String,
    #[server(default)] status: String,
    page: u32,
) -> Result<CooperativeList, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let status = domain::cooperatives::Status::from_code(&status);
    crate::ssr::respond(service::admin::list_cooperatives(&ctx, &text, status, page).await)
}

#[server(endpoint = "admin/show_cooperative", input = GetUrl, output = Postcard)]
pub async fn show_cooperative(cooperative: CooperativeId) -> Result<CooperativeCase, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::show_cooperative(&ctx, cooperative).await)
}

#[server(endpoint = "admin/suspend_cooperative", output = Postcard)]
pub async fn suspend_cooperative(
    cooperative: CooperativeId,
    #[server(default)] reasons: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::suspend_cooperative(&ctx, cooperative, &reasons).await)
}

#[server(endpoint = "admin/reinstate_cooperative", output = Postcard)]
pub async fn reinstate_cooperative(cooperative: CooperativeId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::admin::reinstate_cooperative(&ctx, cooperative).await)
}

/// `before` is the id that the next page begins after, empty for the first.
#[server(endpoint = "admin/search_audit", input = GetUrl, output = Postcard)]
pub async fn search_audit(
    #[server(default)] subject: String,
    #[server(default)] action: String,
    #[server(default)] actor: String,
    #[server(default)] before: String,
) -> Result<AuditPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let query = domain::admin::AuditQuery {
        subject,
        action,
        actor,
        before: before.parse().ok(),
    };
    crate::ssr::respond(service::admin::search_audit(&ctx, query).await)
}

#[server(endpoint = "admin/show_record_clients", input = GetUrl, output = Postcard)]
pub async fn show_record_clients() -> Result<Vec<RecordClient>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::records::record_clients(&ctx).await)
}

/// Answers key and secret: the secret is shown this once. Without scripts the next page shows them.
#[server(endpoint = "admin/create_record_client", output = Postcard)]
pub async fn create_record_client(
    #[server(default)] name: String,
    /// `scopes[read]=on`, as a box that is ticked sends it.
    #[server(default)]
    scopes: BTreeMap<String, String>,
) -> Result<RecordSecret, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let scopes: Vec<String> = scopes.into_keys().collect();
    let made = service::academy::records::create_record_client(&ctx, &name, &scopes).await;
    let made = crate::ssr::respond(made)?;
    crate::ssr::redirect_plain_form(&format!(
        "/{}/office/records?key={}&secret={}",
        ctx.lang.code(),
        made.key,
        made.secret
    ));
    Ok(made)
}

#[server(endpoint = "admin/revoke_record_client", output = Postcard)]
pub async fn revoke_record_client(client: StatementClientId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::academy::records::revoke_record_client(&ctx, client).await)
}
