//! The accounts' server functions.

use crate::{ApiError, Session};
use domain::{
    SessionId,
    accounts::{Hold, Me, SessionView},
};
use leptos::prelude::*;
use server_fn::codec::{GetUrl, Postcard};

/// Who looks, and how full their cart is; asked by every page.
#[server(endpoint = "accounts/current_session", input = GetUrl, output = Postcard)]
pub async fn current_session() -> Result<Session, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(crate::ssr::session(&ctx).await)
}

/// Answers alike whether the address was known or not, and goes on to the sign-in page.
#[server(endpoint = "accounts/register", output = Postcard)]
pub async fn register(
    name: String,
    login: String,
    password: String,
    #[server(default)] consent: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::accounts::RegisterInput {
        name,
        login,
        password,
        consent,
    };
    crate::ssr::respond(service::accounts::register(&ctx, input).await)?;
    crate::ssr::redirect(&format!("/{}/sign-in?registered=1", ctx.lang.code()));
    Ok(())
}

/// Goes on to `next`, an address of this site, or to the account.
#[server(endpoint = "accounts/sign_in", output = Postcard)]
pub async fn sign_in(
    login: String,
    password: String,
    #[server(default)] next: String,
) -> Result<Me, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::accounts::SignInInput { login, password };
    let session = crate::ssr::respond(service::accounts::sign_in(&ctx, input).await)?;
    crate::ssr::set_session_cookie(&ctx, &session.token);
    let lowered = crate::ssr::respond(crate::ssr::merge_guest_cart(&ctx, &session).await)?;
    crate::ssr::redirect(&crate::ssr::after_sign_in(
        &ctx,
        &session.me,
        &next,
        lowered,
    ));
    Ok(session.me)
}

#[server(endpoint = "accounts/sign_out", output = Postcard)]
pub async fn sign_out() -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::accounts::sign_out(&ctx).await)?;
    crate::ssr::clear_session_cookie(&ctx);
    crate::ssr::redirect(&format!("/{}/sign-in?signed_out=1", ctx.lang.code()));
    Ok(())
}

/// Answers alike whether the account exists or not.
#[server(endpoint = "accounts/request_password_reset", output = Postcard)]
pub async fn request_password_reset(login: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::accounts::request_password_reset(&ctx, &login).await)?;
    crate::ssr::redirect(&format!("/{}/forgotten?sent=1", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "accounts/reset_password", output = Postcard)]
pub async fn reset_password(
    token: String,
    password: String,
    password_again: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let input = domain::accounts::ResetPasswordInput {
        token,
        password,
        password_again,
    };
    crate::ssr::respond(service::accounts::reset_password(&ctx, input).await)?;
    crate::ssr::redirect(&format!("/{}/sign-in?reset=1", ctx.lang.code()));
    Ok(())
}

#[server(endpoint = "accounts/change_password", output = Postcard)]
pub async fn change_password(current: String, password: String) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::accounts::change_password(&ctx, &current, &password).await)?;
    crate::ssr::redirect(&format!("/{}/account/profile?saved=1", ctx.lang.code()));
    Ok(())
}

/// Goes on to the profile in the language chosen.
#[server(endpoint = "accounts/update_profile", output = Postcard)]
pub async fn update_profile(
    name: String,
    #[server(default)] email: String,
    #[server(default)] phone: String,
    #[server(default)] lang: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    let chosen = domain::Lang::from_code(&lang).unwrap_or(ctx.lang);
    let input = domain::accounts::ProfileInput {
        name,
        email,
        phone,
        lang,
    };
    crate::ssr::respond(service::accounts::update_profile(&ctx, input).await)?;
    crate::ssr::redirect(&format!("/{}/account/profile?saved=1", chosen.code()));
    Ok(())
}

#[server(endpoint = "accounts/list_sessions", input = GetUrl, output = Postcard)]
pub async fn list_sessions() -> Result<Vec<SessionView>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::accounts::list_sessions(&ctx).await)
}

#[server(endpoint = "accounts/revoke_session", output = Postcard)]
pub async fn revoke_session(session: SessionId) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::accounts::revoke_session(&ctx, session).await)
}

/// What must end before one's account can be erased.
#[server(endpoint = "accounts/account_holds", input = GetUrl, output = Postcard)]
pub async fn account_holds() -> Result<Vec<Hold>, ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::accounts::account_holds(&ctx).await)
}

/// Forgets the device too, and goes on to the sign-in page, which says goodbye.
#[server(endpoint = "accounts/erase_account", output = Postcard)]
pub async fn erase_account(
    current: String,
    #[server(default)] sure: String,
) -> Result<(), ApiError> {
    let ctx = crate::ssr::ctx().await?;
    crate::ssr::respond(service::accounts::erase_account(&ctx, &current, !sure.is_empty()).await)?;
    crate::ssr::clear_session_cookie(&ctx);
    crate::ssr::redirect(&format!("/{}/sign-in?erased=1", ctx.lang.code()));
    Ok(())
}
