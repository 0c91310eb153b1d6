//! Card through a NestPay-style gateway with 3-D Secure: a signed form brings the buyer to the
//! bank's page, and a signed answer comes back, by the browser, by the bank's own call, or both.
//!
//! The signature ("ver3"): every parameter but `hash` and `encoding`, sorted by name without
//! regard to case, each value with `\` and `|` escaped by `\`, joined by `|`, then the store key;
//! SHA-512, Base64.

use super::{Fact, Proof, Provider, RefundWay, book};
use crate::{Ctx, Services};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    Error, Money, Result,
    marketplace::{Account, PayForm, PaymentMethod},
};
use sha2::{Digest as _, Sha256, Sha512};
use store::marketplace::Payment;

/// What stands behind paying by card.
#[derive(Clone, Debug, Default)]
pub enum CardGateway {
    /// Cards are not offered.
    #[default]
    Off,
    /// The server's own gateway, for trying out. Never in production.
    Sandbox,
    NestPay {
        /// Where the buyer's browser posts the form.
        url: String,
        client_id: String,
        store_key: CardSecret,
    },
}

/// A key that no log shows.
#[derive(Clone)]
pub struct CardSecret(pub String);

impl core::fmt::Debug for CardSecret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("CardSecret(…)")
    }
}

/// Half an hour for typing a card number and a code.
const PATIENCE: i64 = 30 * 60;

/// The dirham, ISO 4217.
const MAD: &str = "504";

pub struct Card {
    url: String,
    client_id: String,
    pub(super) store_key: String,
    way: RefundWay,
}

impl Card {
    pub fn new(services: &Services) -> Option<Card> {
        match &services.card {
            CardGateway::Off => None,
            CardGateway::Sandbox => {
                let key = Sha256::new()
                    .chain_update(&services.secret_key)
                    .chain_update(b"card sandbox")
                    .finalize();
                Some(Card {
                    url: format!("{}/sandbox/card", services.public_url),
                    client_id: "sandbox".to_owned(),
                    store_key: hex::encode(key),
                    way: RefundWay::AtOnce,
                })
            }
            CardGateway::NestPay {
                url,
                client_id,
                store_key,
            } => Some(Card {
                url: url.clone(),
                client_id: client_id.clone(),
                store_key: store_key.0.clone(),
                // Made in the gateway's own console, and marked as done in the office.
                way: RefundWay::ByHand,
            }),
        }
    }
}

/// Signs by the store key; see the module's head.
pub fn nestpay_hash(fields: &[(String, String)], store_key: &str) -> String {
    let mut signed: Vec<(String, &str)> = fields
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.as_str()))
        .filter(|(name, _)| name != "hash" && name != "encoding")
        .collect();
    signed.sort_by(|a, b| a.0.cmp(&b.0));
    let parts: Vec<String> = signed
        .iter()
        .map(|(_, value)| *value)
        .chain([store_key])
        .map(|value| value.replace('\\', "\\\\").replace('|', "\\|"))
        .collect();
    STANDARD.encode(Sha512::digest(parts.join("|")))
}

/// Adds the signature.
pub fn sign_fields(mut fields: Vec<(String, String)>, store_key: &str) -> Vec<(String, String)> {
    let hash = nestpay_hash(&fields, store_key);
    fields.push(("hash".to_owned(), hash));
    fields
}

pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(field, _)| field.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// The fields, where their signature is right. Compared in constant time.
///
/// # Errors
/// `Forbidden` for a wrong or missing signature, or a field that stands there twice.
pub(super) fn verified_fields(
    fields: Vec<(String, String)>,
    store_key: &str,
) -> Result<Vec<(String, String)>> {
    let mut names: Vec<String> = fields.iter().map(|(name, _)| name.to_lowercase()).collect();
    names.sort();
    names.dedup();
    let given = field(&fields, "hash").unwrap_or_default();
    let right = nestpay_hash(&fields, store_key);
    let differs = given.len() != right.len()
        || given
            .bytes()
            .zip(right.bytes())
            .fold(0, |seen, (a, b)| seen | (a ^ b))
            != 0;
    if differs || names.len() != fields.len() {
        return Err(Error::Forbidden);
    }
    Ok(fields)
}

/// `1234.05`, as gateways write it.
pub(super) fn decimal(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

fn minor(text: &str) -> Option<i64> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(cents) || cents.len() > 2 {
        return None;
    }
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(cents)
}

impl Provider for Card {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::Card
    }

    fn patience(&self) -> Option<i64> {
        Some(PATIENCE)
    }

    fn form(&self, ctx: &Ctx, payment: &Payment) -> Option<PayForm> {
        let back = format!("{}/api/payments/card", ctx.services.public_url);
        let lang = match ctx.lang {
            domain::Lang::Ar => "ar",
            domain::Lang::En => "en",
            domain::Lang::Fr | domain::Lang::Zgh => "fr",
        };
        let fields = [
            ("clientid", self.client_id.as_str()),
            ("storetype", "3d_pay_hosting"),
            ("trantype", "Auth"),
            ("hashAlgorithm", "ver3"),
            ("oid", &payment.reference),
            ("amount", &decimal(payment.amount)),
            ("currency", MAD),
            ("lang", lang),
            ("rnd", &crate::accounts::new_token()),
            ("okUrl", &back),
            ("failUrl", &back),
            ("callbackUrl", &back),
            ("encoding", "utf-8"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        Some(PayForm {
            action: self.url.clone(),
            amount: Money::mad(payment.amount),
            fields: sign_fields(fields, &self.store_key),
            until: payment.expires_at,
        })
    }

    /// The answer as a form's bytes, verified.
    fn read(&self, bytes: &[u8]) -> Result<Vec<Fact>> {
        let fields: Vec<(String, String)> = form_urlencoded::parse(bytes).into_owned().collect();
        let fields = verified_fields(fields, &self.store_key)?;
        let get = |name: &str| field(&fields, name).unwrap_or_default();
        if get("clientid") != self.client_id || get("oid").is_empty() {
            return Err(Error::Forbidden);
        }
        // 1 to 4: the bank knows the buyer, or takes the risk itself.
        let is_known = ["1", "2", "3", "4"].contains(&get("mdStatus"));
        let is_approved = get("Response").eq_ignore_ascii_case("approved")
            && get("ProcReturnCode") == "00"
            && is_known;
        let proves = match minor(get("amount")) {
            Some(minor) if is_approved && get("currency") == MAD => Proof::Paid { minor, fee: 0 },
            _ if is_approved => return Err(Error::Forbidden),
            _ => Proof::Declined,
        };
        let transaction = get("TransId");
        if transaction.is_empty() && proves != Proof::Declined {
            return Err(Error::Forbidden);
        }
        Ok(vec![Fact {
            row: 1,
            reference: get("oid").to_owned(),
            provider_id: transaction.to_owned(),
            proves,
        }])
    }

    fn refund_way(&self) -> RefundWay {
        self.way
    }

    fn till(&self) -> Account {
        Account::CardClearing
    }
}

/// What an answer led to, for the page that the buyer comes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardAnswer {
    Paid,
    Declined,
}

/// Takes a gateway's answer, as often as it comes: one capture, whatever the order.
///
/// Answers the group's number and what became of it.
///
/// # Errors
/// `Forbidden` for a forged answer, which changes nothing; `NotFound` for an unknown order.
pub async fn card_answer(ctx: &Ctx, bytes: &[u8]) -> Result<(String, CardAnswer)> {
    let card = Card::new(&ctx.services).ok_or(Error::NotFound)?;
    let facts = card.read(bytes).inspect_err(|_| {
        tracing::warn!(request_id = %ctx.request_id, "a card answer with a wrong signature");
    })?;
    let fact = facts.into_iter().next().ok_or(Error::Malformed)?;
    let answer = if fact.proves == Proof::Declined {
        CardAnswer::Declined
    } else {
        CardAnswer::Paid
    };
    book::take_fact(ctx, &card, &fact).await?;
    Ok((fact.reference, answer))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_signature_is_over_sorted_escaped_values() {
        let given = fields(&[
            ("b", "2|x"),
            ("A", "1\\"),
            ("encoding", "utf-8"),
            ("HASH", "old"),
        ]);
        let text = "1\\\\|2\\|x|ke\\|y";
        assert_eq!(
            nestpay_hash(&given, "ke|y"),
            STANDARD.encode(Sha512::digest(text))
        );
        // An empty first value keeps its place.
        let given = fields(&[("a", ""), ("b", "2")]);
        assert_eq!(
            nestpay_hash(&given, "k"),
            STANDARD.encode(Sha512::digest("|2|k"))
        );
    }

    #[test]
    fn a_changed_field_or_another_key_is_refused() {
        let signed = sign_fields(fields(&[("oid", "T-1"), ("amount", "12.50")]), "key");
        assert!(verified_fields(signed.clone(), "key").is_ok());
        assert_eq!(
            verified_fields(signed.clone(), "other"),
            Err(Error::Forbidden)
        );
        let mut changed = signed.clone();
        changed[1].1 = "1.50".to_owned();
        assert_eq!(verified_fields(changed, "key"), Err(Error::Forbidden));
        let mut twice = signed.clone();
        twice.push(("OID".to_owned(), "T-2".to_owned()));
        assert_eq!(verified_fields(twice, "key"), Err(Error::Forbidden));
        let unsigned: Vec<_> = signed.into_iter().filter(|it| it.0 != "hash").collect();
        assert_eq!(verified_fields(unsigned, "key"), Err(Error::Forbidden));
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for (text, expected) in [
            ("12.50", Some(1_250)),
            ("12.5", Some(1_250)),
            ("12", Some(1_200)),
            ("0.05", Some(5)),
            ("-1", None),
            ("1,50", None),
            ("1.234", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(minor(text), expected, "{text}");
        }
        assert_eq!(minor(&decimal(123_456_705)).unwrap(), 123_456_705);
    }
}
