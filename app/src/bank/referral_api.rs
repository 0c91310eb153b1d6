//! The server functions of referrals: parse, call one use case, answer.

use crate::ApiError;
use domain::{
    ReferralId,
    projects::{OfficeReferrals, OpenedReferral, ReferralCase, ReferralsPage},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};
use std::collections::BTreeMap;

#[server(endpoint = "projects/list_referrals", input = GetUrl, output = Postcard)]
pub async fn list_referrals() -> Result<ReferralsPage, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::list_referrals(&ctx).await)
}

/// Goes on to the new case. `needs[reading]=on`, as a box that is ticked sends it.
#[server(endpoint = "projects/start_referral", output = Postcard)]
pub async fn start_referral(
    #[server(default)] name: String,
    #[server(default)] phone: String,
    #[server(default)] province: String,
    #[server(default)] wishes: String,
    #[server(default)] needs: BTreeMap<String, String>,
    #[server(default)] situation: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::projects::ReferralInput {
        name,
        phone,
        province,
        wishes,
        needs: needs.into_keys().collect(),
        situation,
    };
    let id = crate::ssr::respond(service::projects::start_referral(&ctx, &input).await)?;
    crate::ssr::redirect(&format!("/{}/projects/referrals/{id}", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "projects/show_referral", input = GetUrl, output = Postcard)]
pub async fn show_referral(referral: ReferralId) -> Result<ReferralCase, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_referral(&ctx, referral).await)
}

#[server(endpoint = "projects/record_consent", output = Postcard)]
pub async fn record_consent(
    referral: ReferralId,
    #[server(default)] witness: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::record_consent(&ctx, referral, &witness).await)
}

#[server(endpoint = "projects/advance_referral", output = Postcard)]
pub async fn advance_referral(
    referral: ReferralId,
    #[server(default)] event: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::advance_referral(&ctx, referral, &event).await)
}

#[server(endpoint = "projects/show_consent", input = GetUrl, output = Postcard)]
pub async fn show_consent(token: String) -> Result<ReferralCase, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_consent(&ctx, &token).await)
}

/// `answer` is `agree` or `withdraw`.
#[server(endpoint = "projects/answer_consent", output = Postcard)]
pub async fn answer_consent(token: String, answer: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let agrees = answer == "agree";
    crate::ssr::respond(service::projects::answer_consent(&ctx, &token, agrees).await)
}

#[server(endpoint = "office/referrals", input = GetUrl, output = Postcard)]
pub async fn sent_referrals() -> Result<OfficeReferrals, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::office_referrals(&ctx).await)
}

/// `answer` is `accept` or `decline`.
#[server(endpoint = "office/decide_referral", output = Postcard)]
pub async fn decide_referral(
    referral: ReferralId,
    answer: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let accepts = answer == "accept";
    let done = service::projects::decide_referral(&ctx, referral, accepts, &reason).await;
    crate::ssr::respond(done)
}

/// Goes on to the page that shows it once.
#[server(endpoint = "office/break_glass", output = Postcard)]
pub async fn break_glass(
    referral: ReferralId,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::break_glass(&ctx, referral, &reason).await)?;
    let page = format!("/{}/office/referrals/{referral}", ctx.lang.code());
    crate::ssr::redirect(&page);
    Ok(())
}

/// A second time there is nothing: never by GET, which may be asked again.
#[server(endpoint = "office/show_opened", output = Postcard)]
pub async fn show_opened(referral: ReferralId) -> Result<OpenedReferral, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::show_opened(&ctx, referral).await)
}

#[server(endpoint = "projects/link_referral", output = Postcard)]
pub async fn link_referral(token: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::projects::link_referral(&ctx, &token).await)
}
