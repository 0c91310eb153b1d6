//! A listing: a cooperative's product, its variants, pictures, category and origin.

use super::{ListingCard, PackSize, QuantityBreak, Rating, Unit};
use crate::{
    CategoryId, CooperativeId, ListingId, LocalText, Money, PictureId, Result, Timestamp, VariantId,
};
use serde::{Deserialize, Serialize};

/// Only a published listing of a verified cooperative is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListingStatus {
    Draft,
    Published,
    Archived,
}

impl ListingStatus {
    pub const fn code(self) -> &'static str {
        match self {
            ListingStatus::Draft => "draft",
            ListingStatus::Published => "published",
            ListingStatus::Archived => "archived",
        }
    }
}

/// Where a picture's bytes are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureSource {
    /// One of our own illustrations: `/illustrations/products/<slug>.svg`.
    Illustration { slug: String },
    /// An uploaded picture: `/media/pictures/<sha256>/<width>.<avif|webp>`.
    Upload { sha256: String, widths: Vec<u32> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub id: PictureId,
    pub source: PictureSource,
    pub alt: LocalText,
    /// In pixels, upright.
    pub width: u32,
    pub height: u32,
}

/// An origin label as a badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// `AOP`, `IGP` or `Label agricole`: also the facet's value.
    pub code: String,
}

/// The label with its proof, for the listing's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub label: String,
    pub area: String,
    pub certifier: String,
    pub number: String,
    pub expires_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    pub id: CategoryId,
    /// In the address and the facet.
    pub slug: String,
    pub name: LocalText,
    /// What every listing of the category must state.
    pub required: Vec<String>,
}

/// One stated fact: its name is a key (`harvest_year`, `extraction`, `material`, …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    pub key: String,
    pub name: LocalText,
    pub value: LocalText,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantView {
    pub id: VariantId,
    pub sku: String,
    pub pack: PackSize,
    pub price: Money,
    /// For comparison: the price of a kilogram, litre or square metre.
    pub unit_price: Option<(Money, Unit)>,
    pub available: u32,
    /// Explicit prices in other currencies.
    pub abroad: Vec<Money>,
    pub breaks: Vec<QuantityBreak>,
}

/// A listing's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingPage {
    pub id: ListingId,
    pub slug: String,
    pub name: LocalText,
    pub description: LocalText,
    pub category: Category,
    pub attributes: Vec<Attribute>,
    pub pictures: Vec<Picture>,
    pub variants: Vec<VariantView>,
    pub unique_piece: bool,
    /// Of the first pack's price, as sold in Morocco; delivery comes on top.
    pub share: Option<super::PriceShare>,
    pub hs_code: String,
    /// Working days until it can leave.
    pub prepare_days: u32,
    /// Fewer pieces are not sold.
    pub min_order: u32,
    /// Where it was grown or made; empty where the seller did not say.
    pub place: String,
    pub origin: Option<Origin>,
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub cooperative_slug: String,
    pub cooperative_story: LocalText,
    pub region: LocalText,
    pub region_code: String,
    pub province: LocalText,
    pub rating: Option<Rating>,
    /// Others of the same cooperative or category.
    pub related: Vec<ListingCard>,
}

/// Checks that every attribute the category requires is stated.
///
/// # Errors
/// `Invalid` naming each missing attribute.
pub fn check_attributes(category: &Category, stated: &[Attribute]) -> Result<()> {
    let mut check = crate::text::Check::default();
    for key in &category.required {
        if !stated.iter().any(|attribute| attribute.key == *key) {
            check.refuse(key, crate::Problem::Required);
        }
    }
    check.finish()
}
