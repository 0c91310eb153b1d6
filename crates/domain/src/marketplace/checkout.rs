//! Checkout: one page, one address, a delivery method for each cooperative's parcel.

use super::{
    Address, AddressInput, CartView, Country, PickupPoint, Places, PriceShare, SavedAddress, Zone,
};
use crate::{
    CooperativeId, LocalText, Money, Problem, Result,
    geography::Province,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryMethod {
    Home,
    /// Waits in a shop near the buyer.
    PickupPoint,
    /// Waits where the parcels of several cooperatives arrive together, once a week.
    CollectionPoint,
    /// Fetched at the cooperative.
    Pickup,
}

impl DeliveryMethod {
    pub const ALL: [DeliveryMethod; 4] = [
        DeliveryMethod::Home,
        DeliveryMethod::PickupPoint,
        DeliveryMethod::CollectionPoint,
        DeliveryMethod::Pickup,
    ];

    /// Whether the buyer chooses a point to fetch the parcel at.
    pub const fn needs_point(self) -> bool {
        matches!(
            self,
            DeliveryMethod::PickupPoint | DeliveryMethod::CollectionPoint
        )
    }

    pub const fn code(self) -> &'static str {
        match self {
            DeliveryMethod::Home => "home",
            DeliveryMethod::PickupPoint => "pickup_point",
            DeliveryMethod::CollectionPoint => "collection_point",
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
    /// Through the bank's own page, with 3-D Secure.
    Card,
}

impl PaymentMethod {
    pub const ALL: [PaymentMethod; 3] = [
        PaymentMethod::CashOnDelivery,
        PaymentMethod::BankTransfer,
        PaymentMethod::Card,
    ];

    /// Whether the money comes before the goods are sent.
    pub const fn is_prepaid(self) -> bool {
        !matches!(self, PaymentMethod::CashOnDelivery)
    }

    pub const fn code(self) -> &'static str {
        match self {
            PaymentMethod::CashOnDelivery => "cash_on_delivery",
            PaymentMethod::BankTransfer => "bank_transfer",
            PaymentMethod::Card => "card",
        }
    }

    pub fn from_code(code: &str) -> Option<PaymentMethod> {
        PaymentMethod::ALL
            .into_iter()
            .find(|method| method.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryOption {
    pub method: DeliveryMethod,
    /// To the place known so far; the dearest of those possible while none is known, so that one
    /// never pays more than what was shown.
    pub fee: Money,
    /// The fee by zone, where several are possible.
    pub by_zone: Vec<(Zone, Money)>,
    /// From this goods' total on the parcel travels free, if the cooperative offers that.
    pub free_from: Option<Money>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryParcel {
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    /// The cooperative sends nothing until after this day.
    pub closed_until: Option<String>,
    pub options: Vec<DeliveryOption>,
    /// Who gets what of the goods, delivery apart; nothing where no rate says it.
    pub share: Option<PriceShare>,
}

/// What the checkout page needs. Opening it reserves the goods until `reserved_until`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutPage {
    pub cart: CartView,
    pub parcels: Vec<DeliveryParcel>,
    /// What one can pay with here.
    pub payments: Vec<PaymentMethod>,
    pub provinces: Vec<Province>,
    pub countries: Vec<Country>,
    /// Where it goes: a country's code.
    pub country: String,
    pub points: Vec<PickupPoint>,
    /// The buyer's kept addresses, the last used first.
    pub addresses: Vec<SavedAddress>,
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
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub province: String,
    #[serde(default)]
    pub postcode: String,
    pub city: String,
    pub street: String,
    #[serde(default)]
    pub note: String,
    /// The pickup point's number, where a parcel goes to one.
    #[serde(default)]
    pub point: String,
    pub payment: String,
    /// Cooperative id to delivery method code.
    #[serde(default)]
    pub delivery: BTreeMap<String, String>,
    pub idempotency_key: String,
    /// Codes of coupons, besides those that the cart keeps.
    #[serde(default)]
    pub coupons: Vec<String>,
    /// The goods' total in centimes that the buyer saw and accepts, less what the cart's coupons
    /// take off, without delivery; empty from who only trusts the prices of the cart.
    #[serde(default)]
    pub accepted_goods_total: String,
}

/// No cart has more sellers than that.
const MAX_COUPONS: usize = 30;

/// A checked checkout form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedOut {
    pub address: Address,
    /// Where parcels sent home go, as far as the price is concerned.
    pub zone: Zone,
    pub point: Option<PickupPoint>,
    pub payment: PaymentMethod,
    pub delivery: BTreeMap<CooperativeId, DeliveryMethod>,
    pub idempotency_key: String,
    pub coupons: Vec<String>,
    pub accepted_goods_total: Option<i64>,
}

impl CheckoutInput {
    /// The address part, for checking and for keeping.
    pub fn address(&self) -> AddressInput {
        AddressInput {
            name: self.name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            country: self.country.clone(),
            province: self.province.clone(),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            street: self.street.clone(),
            note: self.note.clone(),
        }
    }

    /// Checks every field at once. `places` are the known codes.
    ///
    /// # Errors
    /// `Invalid` with all problems; field names are those of the form, `delivery[<id>]` for methods.
    pub fn check(&self, places: &Places) -> Result<CheckedOut> {
        let mut check = Check::default();
        let address = self.address().take(places, &mut check);
        let payment = PaymentMethod::from_code(&self.payment);
        // No carrier collects cash abroad.
        let abroad = address.as_ref().is_some_and(Address::is_abroad);
        if payment.is_none() || (abroad && payment == Some(PaymentMethod::CashOnDelivery)) {
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
        let point = self.point(places, &delivery, &mut check);
        let key = self.idempotency_key.trim();
        let key_ok = (16..=64).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !key_ok {
            check.refuse("idempotency_key", Problem::UnknownChoice);
        }
        let coupons = self.coupons.iter().map(String::as_str);
        let coupons: Vec<String> = coupons
            .filter(|typed| !typed.trim().is_empty())
            .filter_map(|typed| match super::coupon_code(typed) {
                Ok(code) => Some(code),
                Err(_) => {
                    check.refuse("coupons", Problem::UnknownCoupon);
                    None
                }
            })
            .collect();
        if coupons.len() > MAX_COUPONS {
            check.refuse("coupons", Problem::SecondCoupon);
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
        let zone = address
            .as_ref()
            .and_then(|address| zone_of(address, places));
        let (Some(mut address), Some(zone), Some(payment)) = (address, zone, payment) else {
            // Each missing value noted a problem, so `finish` has already returned.
            return Err(crate::Error::Malformed);
        };
        address.point = point.as_ref().map(|point| {
            let name = point.name.pick(crate::Lang::Fr).text;
            format!("{name}, {}, {}", point.street, point.city)
        });
        Ok(CheckedOut {
            address,
            zone,
            point,
            payment,
            delivery,
            idempotency_key: key.to_owned(),
            coupons,
            accepted_goods_total,
        })
    }
}

impl CheckoutInput {
    /// The point, where a parcel goes to one; a pooled parcel goes to a pooled one.
    fn point(
        &self,
        places: &Places,
        delivery: &BTreeMap<CooperativeId, DeliveryMethod>,
        check: &mut Check,
    ) -> Option<PickupPoint> {
        if !delivery.values().any(|method| method.needs_point()) {
            return None;
        }
        let pooled = delivery
            .values()
            .any(|method| *method == DeliveryMethod::CollectionPoint);
        if self.point.trim().is_empty() {
            check.refuse("point", Problem::Required);
            return None;
        }
        let id: Option<i64> = self.point.trim().parse().ok();
        let point = places
            .points
            .iter()
            .find(|point| Some(point.id) == id && (point.pooled || !pooled));
        if point.is_none() {
            check.refuse("point", Problem::UnknownChoice);
        }
        point.cloned()
    }
}

/// The zone of an address: its province's region at home, its country's zone abroad.
pub fn zone_of(address: &Address, places: &Places) -> Option<Zone> {
    let code = if address.is_abroad() {
        let country = address.country_code();
        let found = places.countries.iter().find(|it| it.code == country);
        found.map(|it| it.zone.as_str())
    } else {
        let found = places
            .provinces
            .iter()
            .find(|it| it.code == address.province);
        found.map(|it| it.region.as_str())
    };
    code.and_then(Zone::parse)
}

/// What placing an order answers; replayed for the same idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    /// What the buyer reads aloud on the phone, for example `T-7KQ2M9`.
    pub number: String,
    /// Opens the tracking page without signing in: `/fr/orders/<token>`.
    pub tracking_token: String,
}
