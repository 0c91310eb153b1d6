//! The language of a person's pages and mails.

use super::own_account;
use crate::{Ctx, internal};
use domain::{Lang, Result};
use store::accounts::update_lang;

/// # Errors
/// `Unauthenticated` for a visitor, whose language is in the address and a cookie.
pub async fn change_language(ctx: &Ctx, lang: Lang) -> Result<()> {
    let (_, permit) = own_account(ctx)?;
    update_lang(ctx.db().writer(), &permit, lang, ctx.now)
        .await
        .map_err(internal(ctx))
}
