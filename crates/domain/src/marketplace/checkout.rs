//! Checkout: one page, one address, a delivery method for each cooperative's parcel.

use super::CartView;
use crate::{
    CooperativeId, LocalText, Money, Problem, Result,
    accounts::{Email, Phone},
    geography::Province,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryMethod {
    Home,
    /// Fetched at the cooperative.
    Pickup,
}

impl DeliveryMethod {
    pub const ALL: [DeliveryMethod; 2] = [DeliveryMethod::Home, DeliveryMethod::Pickup];

    pub const fn code(self) -> &'static str {
        match self {
            DeliveryMethod::Home => "home",
            DeliveryMethod::Pickup => "pickup",
        }
    }

    pub fn from_code(code: &str) -> Option<DeliveryMethod> {
        DeliveryMethod::ALL
            .into_iter()
            .find(|method| method.code() == code)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    CashOnDelivery,
    BankTransfer,
}

impl PaymentMethod {
    pub const ALL: [PaymentMethod; 2] =
        [PaymentMethod::CashOnDelivery, PaymentMethod::BankTransfer];

    pub const fn code(self) -> &'static str {
        match self {
            PaymentMethod::CashOnDelivery => "cash_on_delivery",
            PaymentMethod::BankTransfer => "bank_transfer",
        }
    }

    pub fn from_code(code: &str) -> Option<PaymentMethod> {
        PaymentMethod::ALL
            .into_iter()
            .find(|method| method.code() == code)
    }
}

/// Where parcels go. A snapshot of it is kept with every order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub name: String,
    pub phone: String,
    pub email: Option<String>,
    /// Official code of the province or prefecture.
    pub province: String,
    pub city: String,
    pub street: String,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryOption {
    pub method: DeliveryMethod,
    pub fee: Money,
    /// From this goods' total on the parcel travels free, if the cooperative offers that.
    pub free_from: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryParcel {
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub options: Vec<DeliveryOption>,
}

/// What the checkout page needs. Opening it reserves the goods until `reserved_until`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutPage {
    pub cart: CartView,
    pub parcels: Vec<DeliveryParcel>,
    pub provinces: Vec<Province>,
    /// Sent back with the form, so that a repeated order is one order.
    pub idempotency_key: String,
    pub reserved_until: crate::Timestamp,
    /// Filled from the profile or the last order.
    pub address: Option<Address>,
}

/// The form as it was sent: every value is text, checked by [`CheckoutInput::check`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutInput {
    pub name: String,
    pub phone: String,
    #[serde(default)]
    pub email: String,
    pub province: String,
    pub city: String,
    pub street: String,
    #[serde(default)]
    pub note: String,
    pub payment: String,
    /// Cooperative id to delivery method code.
    #[serde(default)]
    pub delivery: BTreeMap<String, String>,
    pub idempotency_key: String,
    /// The goods' total in centimes that the buyer saw and accepts, without delivery; empty from
    /// who only trusts the prices of the cart.
    #[serde(default)]
    pub accepted_goods_total: String,
}

/// A checked checkout form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedOut {
    pub address: Address,
    pub payment: PaymentMethod,
    pub delivery: BTreeMap<CooperativeId, DeliveryMethod>,
    pub idempotency_key: String,
    pub accepted_goods_total: Option<i64>,
}

impl CheckoutInput {
    /// Checks every field at once. `provinces` are the known codes.
    ///
    /// # Errors
    /// `Invalid` with all problems; field names are those of the form, `delivery[<id>]` for methods.
    pub fn check(&self, provinces: &[Province]) -> Result<CheckedOut> {
        let mut check = Check::default();
        let name = check.take("name", text::name(&self.name, 80));
        let phone = check.take("phone", Phone::parse(&self.phone));
        let email = if self.email.trim().is_empty() {
            None
        } else {
            check.take("email", Email::parse(&self.email))
        };
        let known = provinces
            .iter()
            .any(|province| province.code == self.province);
        if self.province.is_empty() {
            check.refuse("province", Problem::Required);
        } else if !known {
            check.refuse("province", Problem::UnknownChoice);
        }
        let city = check.take("city", text::name(&self.city, 80));
        let street = check.take("street", text::line(&self.street, 200));
        let note = check
            .take("note", text::paragraph(&self.note, 500))
            .flatten();
        let payment = PaymentMethod::from_code(&self.payment);
        if payment.is_none() {
            check.refuse("payment", Problem::UnknownChoice);
        }
        let mut delivery = BTreeMap::new();
        for (cooperative, method) in &self.delivery {
            match (cooperative.parse().ok(), DeliveryMethod::from_code(method)) {
                (Some(cooperative), Some(method)) => {
                    delivery.insert(cooperative, method);
                }
                _ => check.refuse(&format!("delivery[{cooperative}]"), Problem::UnknownChoice),
            }
        }
        let key = self.idempotency_key.trim();
        let key_ok = (16..=64).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !key_ok {
            check.refuse("idempotency_key", Problem::UnknownChoice);
        }
        let accepted_goods_total = if self.accepted_goods_total.trim().is_empty() {
            None
        } else {
            check.take(
                "accepted_goods_total",
                text::integer(&self.accepted_goods_total, 0, i64::MAX),
            )
        };
        check.finish()?;
        let (Some(name), Some(phone), Some(city), Some(street), Some(payment)) =
            (name, phone, city, street, payment)
        else {
            // Each missing value noted a problem, so `finish` has already returned.
            return Err(crate::Error::Malformed);
        };
        Ok(CheckedOut {
            address: Address {
                name,
                phone: phone.as_str().to_owned(),
                email: email.map(|email| email.as_str().to_owned()),
                province: self.province.clone(),
                city,
                street,
                note,
            },
            payment,
            delivery,
            idempotency_key: key.to_owned(),
            accepted_goods_total,
        })
    }
}

/// What placing an order answers; replayed for the same idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// What the buyer reads aloud on the phone, for example `T-7KQ2M9`.
    pub number: String,
    /// Opens the tracking page without signing in: `/fr/orders/<token>`.
    pub tracking_token: String,
}
