//! Where parcels go: at home by province, abroad by country and postcode.

use super::{Country, MOROCCO, PickupPoint};
use crate::{
    Problem, Result,
    accounts::{Email, Phone},
    geography::Province,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// Where parcels go. A snapshot of it is kept with every order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub name: String,
    pub phone: String,
    pub email: Option<String>,
    /// ISO 3166-1, two letters; none at home.
    pub country: Option<String>,
    /// Official code of the province or prefecture; empty abroad.
    pub province: String,
    /// Abroad, with the state or region where the country needs one.
    pub postcode: Option<String>,
    pub city: String,
    pub street: String,
    pub note: Option<String>,
    /// The pickup point, where the buyer chose one, as its name and street.
    pub point: Option<String>,
}

impl Address {
    pub fn country_code(&self) -> &str {
        self.country.as_deref().unwrap_or(MOROCCO)
    }

    pub fn is_abroad(&self) -> bool {
        self.country.is_some()
    }
}

/// An address that a person keeps for the next time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedAddress {
    pub id: crate::AddressId,
    /// "Home", "Work": in the owner's words.
    pub label: String,
    pub address: Address,
}

/// A person's kept addresses, and what an address can be in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressBook {
    pub kept: Vec<SavedAddress>,
    pub provinces: Vec<Province>,
    pub countries: Vec<Country>,
}

/// The address part of a form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressInput {
    pub name: String,
    pub phone: String,
    pub email: String,
    pub country: String,
    pub province: String,
    pub postcode: String,
    pub city: String,
    pub street: String,
    pub note: String,
}

/// What an address is checked against.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub provinces: Vec<Province>,
    pub countries: Vec<Country>,
    pub points: Vec<PickupPoint>,
}

impl AddressInput {
    /// Notes every problem in `check`; `None` where there is one.
    pub fn take(&self, places: &Places, check: &mut Check) -> Option<Address> {
        let name = check.take("name", text::name(&self.name, 80));
        let country = match self.country.trim() {
            "" => MOROCCO,
            code => code,
        };
        let known = places.countries.iter().any(|it| it.code == country);
        if !known && country != MOROCCO {
            check.refuse("country", Problem::UnknownChoice);
        }
        let home = country == MOROCCO;
        let phone = if home {
            Phone::parse(&self.phone).map(|phone| phone.as_str().to_owned())
        } else {
            foreign_phone(&self.phone)
        };
        let phone = check.take("phone", phone);
        let email = if self.email.trim().is_empty() {
            None
        } else {
            check.take("email", Email::parse(&self.email))
        };
        if home {
            let known = places.provinces.iter().any(|it| it.code == self.province);
            if self.province.is_empty() {
                check.refuse("province", Problem::Required);
            } else if !known {
                check.refuse("province", Problem::UnknownChoice);
            }
        }
        let postcode = check
            .take("postcode", text::optional_line(&self.postcode, 40))
            .flatten();
        if !home && postcode.is_none() {
            check.refuse("postcode", Problem::Required);
        }
        let city = check.take("city", text::name(&self.city, 80));
        let street = check.take("street", text::line(&self.street, 200));
        let note = check
            .take("note", text::paragraph(&self.note, 500))
            .flatten();
        Some(Address {
            name: name?,
            phone: phone?,
            email: email.map(|email| email.as_str().to_owned()),
            country: (!home).then(|| country.to_owned()),
            province: if home {
                self.province.clone()
            } else {
                String::new()
            },
            postcode,
            city: city?,
            street: street?,
            note,
            point: None,
        })
    }

    /// # Errors
    /// `Invalid` naming every wrong field.
    pub fn check(&self, places: &Places) -> Result<Address> {
        let mut check = Check::default();
        let address = self.take(places, &mut check);
        check.finish()?;
        address.ok_or(crate::Error::Malformed)
    }
}

/// A number with its country's prefix: a plus and 7 to 15 digits (E.164).
///
/// # Errors
/// `Required`, `InvalidPhone`.
pub fn foreign_phone(typed: &str) -> core::result::Result<String, Problem> {
    let bare: String = typed
        .chars()
        .map(text::western_digit)
        .filter(|c| c.is_ascii_digit() || c.is_alphabetic() || *c == '+')
        .collect();
    if bare.is_empty() {
        return Err(Problem::Required);
    }
    let digits = bare
        .strip_prefix('+')
        .or_else(|| bare.strip_prefix("00"))
        .ok_or(Problem::InvalidPhone)?;
    let fits = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if fits {
        Ok(format!("+{digits}"))
    } else {
        Err(Problem::InvalidPhone)
    }
}
