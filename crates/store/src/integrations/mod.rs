//! Rows and queries of `integrations`: tokens, webhooks and their messages.

mod tokens;
mod webhooks;

pub use tokens::{
    FoundToken, NewApiToken, end_token, find_token, insert_token, price_by_sku, seller_variants,
    set_price, tokens_of, touch_token,
};
pub use webhooks::{
    Claimed, NewWebhook, StoredWebhook, announce, claim_delivery, deliveries_of, finish_attempt,
    insert_webhook, remove_webhook, replay_delivery, webhooks_of,
};

use crate::Result;
use domain::{
    CooperativeId,
    policy::{Integrations, Permit, Scope},
};

fn cooperative(permit: &Permit<Integrations>) -> Result<CooperativeId> {
    match permit.scope() {
        Scope::Cooperative(cooperative) => Ok(cooperative),
        _ => Err(domain::Error::NotFound.into()),
    }
}

/// Codes between bars, so that one is found by `LIKE '%|code|%'`.
fn joined<'a>(codes: impl IntoIterator<Item = &'a str>) -> String {
    codes.into_iter().fold("|".to_owned(), |mut text, code| {
        text.push_str(code);
        text.push('|');
        text
    })
}

/// What [`joined`] wrote; what this version does not know is left out.
fn parted<T>(text: &str, of: impl Fn(&str) -> Option<T>) -> Vec<T> {
    text.split('|').filter_map(of).collect()
}
