//! What a cooperative's own programs may do: tokens with scopes, and webhooks that tell them what
//! happened to its orders.

use crate::{
    ApiTokenId, DeliveryId, Problem, Result, Timestamp, WebhookId,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// How every token begins, so that one that leaked is recognised.
pub const TOKEN_PREFIX: &str = "twn_";

/// What a token allows, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read and count the stock.
    Stock,
    /// Read the stock and change prices.
    Prices,
    /// Read orders and send parcels.
    Shipments,
}

impl TokenScope {
    pub const ALL: [TokenScope; 3] = [TokenScope::Stock, TokenScope::Prices, TokenScope::Shipments];

    pub const fn code(self) -> &'static str {
        match self {
            TokenScope::Stock => "stock",
            TokenScope::Prices => "prices",
            TokenScope::Shipments => "shipments",
        }
    }

    pub fn from_code(code: &str) -> Option<TokenScope> {
        TokenScope::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// What happens to an order, as a webhook names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    Placed,
    Paid,
    Confirmed,
    Cancelled,
    Shipped,
    Delivered,
    Refused,
    Returned,
    Refunded,
}

impl Topic {
    pub const ALL: [Topic; 9] = [
        Topic::Placed,
        Topic::Paid,
        Topic::Confirmed,
        Topic::Cancelled,
        Topic::Shipped,
        Topic::Delivered,
        Topic::Refused,
        Topic::Returned,
        Topic::Refunded,
    ];

    /// As forms and the database write it; the message's type is `order.` and this.
    pub const fn code(self) -> &'static str {
        match self {
            Topic::Placed => "placed",
            Topic::Paid => "paid",
            Topic::Confirmed => "confirmed",
            Topic::Cancelled => "cancelled",
            Topic::Shipped => "shipped",
            Topic::Delivered => "delivered",
            Topic::Refused => "refused",
            Topic::Returned => "returned",
            Topic::Refunded => "refunded",
        }
    }

    pub fn from_code(code: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Seconds after the n-th attempt that failed until the next: a minute, then ever longer. `None`
/// once it is given up, after about three days.
pub const fn pause_after(attempts: u32) -> Option<i64> {
    match attempts {
        0 => Some(0),
        1 => Some(60),
        2 => Some(5 * 60),
        3 => Some(30 * 60),
        4 => Some(2 * 3_600),
        5 => Some(6 * 3_600),
        6 => Some(16 * 3_600),
        7 => Some(24 * 3_600),
        8 => Some(24 * 3_600),
        _ => None,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenView {
    pub id: ApiTokenId,
    pub name: String,
    pub scopes: Vec<TokenScope>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    pub id: WebhookId,
    pub address: String,
    pub topics: Vec<Topic>,
    pub created_at: Timestamp,
    /// What each message is signed with. For the cooperative's manager alone.
    pub secret: String,
}

/// Where one message to one webhook stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Waiting,
    Delivered,
    /// Tried as often as it is worth; the desk can send it again.
    GivenUp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryView {
    pub id: DeliveryId,
    pub webhook: WebhookId,
    /// The same at each attempt and each replay.
    pub event: String,
    pub topic: Topic,
    pub order_number: String,
    pub at: Timestamp,
    pub state: DeliveryState,
    pub attempts: u32,
    pub next_attempt_at: Timestamp,
    /// The last answer: an HTTP status, or why there was none.
    pub last_answer: Option<String>,
}

/// The desk's page about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationsPage {
    pub tokens: Vec<TokenView>,
    pub webhooks: Vec<WebhookView>,
    /// The newest first.
    pub deliveries: Vec<DeliveryView>,
}

/// One size of the cooperative's goods, as its programs see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerVariant {
    pub sku: String,
    pub name: crate::LocalText,
    pub on_hand: u32,
    /// Promised to orders and checkouts under way: `on_hand` cannot go below.
    pub reserved: u32,
    pub price: crate::Money,
}

/// A token as its form describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    pub name: String,
    pub scopes: Vec<TokenScope>,
    pub days: u32,
}

/// # Errors
/// `Invalid` on `name`, `scopes` or `days` (1 to 365).
pub fn parse_token(name: &str, scopes: &[String], days: &str) -> Result<NewToken> {
    let mut check = Check::default();
    let name = check.take("name", text::line(name, 60));
    let scopes = check.take("scopes", choices(scopes, TokenScope::from_code));
    let days = check.take("days", text::integer(days, 1, 365));
    check.finish()?;
    match (name, scopes, days.and_then(|days| u32::try_from(days).ok())) {
        (Some(name), Some(scopes), Some(days)) => Ok(NewToken { name, scopes, days }),
        _ => Err(crate::Error::Malformed),
    }
}

/// # Errors
/// `Required` where nothing is chosen, `UnknownChoice` for what is not offered.
pub fn choices<T: Ord>(
    codes: &[String],
    of: impl Fn(&str) -> Option<T>,
) -> core::result::Result<Vec<T>, Problem> {
    if codes.is_empty() {
        return Err(Problem::Required);
    }
    let mut chosen: Vec<T> = codes
        .iter()
        .map(|code| of(code).ok_or(Problem::UnknownChoice))
        .collect::<core::result::Result<_, _>>()?;
    chosen.sort();
    chosen.dedup();
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let pauses: Vec<i64> = (0..).map_while(pause_after).collect();
        assert!(pauses.is_sorted(), "{pauses:?}");
        assert_eq!(pauses.len(), 9);
        let days = pauses.iter().sum::<i64>() / 86_400;
        assert_eq!(days, 3);
    }

    #[test]
    fn a_token_is_refused_field_by_field() {
        let stock = || vec!["stock".to_owned()];
        for (name, scopes, days, field) in [
            ("", stock(), "90", "name"),
            ("Caisse", vec![], "90", "scopes"),
            ("Caisse", vec!["everything".to_owned()], "90", "scopes"),
            ("Caisse", stock(), "0", "days"),
            ("Caisse", stock(), "366", "days"),
        ] {
            let refused =
                parse_token(name, &scopes, days).map_err(|error| error.of_field(field).count());
            assert_eq!(refused, Err(1), "{field}");
        }
        let twice = vec!["stock".to_owned(), "prices".to_owned(), "stock".to_owned()];
        let token = parse_token(" Caisse ", &twice, "90");
        assert_eq!(
            token.map(|it| (it.name, it.scopes)),
            Ok((
                "Caisse".to_owned(),
                vec![TokenScope::Stock, TokenScope::Prices]
            ))
        );
    }
}
