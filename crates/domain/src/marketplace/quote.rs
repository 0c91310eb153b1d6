//! Requests for quotes: one buyer asks one or several cooperatives; each answers with offers that
//! have versions; the buyer takes parts of them. What is taken never exceeds what was asked nor
//! what was offered, and an offer is only taken while it is valid.

use super::{Address, Country, Incoterm, PackSize, Placement, Transport, order::coded};
use crate::{
    CategoryId, CooperativeId, Error, LocalText, Money, QuoteId, QuoteLineId, Result, RfqId,
    RfqLineId, Timestamp, VariantId, geography::Province,
};
use serde::{Deserialize, Serialize};

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RfqState {
    Open,
    /// At least one cooperative has made an offer.
    Answered,
    Accepted,
    /// No cooperative is left that could still be agreed with.
    Declined,
    Expired,
    Withdrawn,
}
coded!(RfqState {
    Open = "open", Answered = "answered", Accepted = "accepted", Declined = "declined",
    Expired = "expired", Withdrawn = "withdrawn",
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RfqEvent {
    Answer,
    Accept,
    Decline,
    Expire,
    Withdraw,
}

impl RfqEvent {
    pub const ALL: [RfqEvent; 5] = [
        RfqEvent::Answer,
        RfqEvent::Accept,
        RfqEvent::Decline,
        RfqEvent::Expire,
        RfqEvent::Withdraw,
    ];
}

impl RfqState {
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: RfqEvent) -> Result<RfqState> {
        use RfqState::{Accepted, Answered, Declined, Expired, Open, Withdrawn};
        match (self, event) {
            (Open | Answered, RfqEvent::Answer) => Ok(Answered),
            (Answered, RfqEvent::Accept) => Ok(Accepted),
            (Open | Answered, RfqEvent::Decline) => Ok(Declined),
            (Open | Answered, RfqEvent::Expire) => Ok(Expired),
            (Open | Answered, RfqEvent::Withdraw) => Ok(Withdrawn),
            _ => Err(Error::Conflict),
        }
    }

    pub const fn is_open(self) -> bool {
        matches!(self, RfqState::Open | RfqState::Answered)
    }
}

/// Where one cooperative's answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum QuoteState {
    Asked,
    Offered,
    /// The buyer proposed other terms.
    Countered,
    Accepted,
    /// By the buyer.
    Refused,
    /// By the cooperative.
    Declined,
    Expired,
    /// The buyer took the request back.
    Withdrawn,
}
coded!(QuoteState {
    Asked = "asked", Offered = "offered", Countered = "countered", Accepted = "accepted",
    Refused = "refused", Declined = "declined", Expired = "expired", Withdrawn = "withdrawn",
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteEvent {
    Offer,
    Counter,
    Accept,
    Refuse,
    Decline,
    Expire,
    Withdraw,
}

impl QuoteEvent {
    pub const ALL: [QuoteEvent; 7] = [
        QuoteEvent::Offer,
        QuoteEvent::Counter,
        QuoteEvent::Accept,
        QuoteEvent::Refuse,
        QuoteEvent::Decline,
        QuoteEvent::Expire,
        QuoteEvent::Withdraw,
    ];
}

impl QuoteState {
    /// An expired offer may be made anew while its request is open.
    ///
    /// # Errors
    /// `Conflict` where the state does not allow the event.
    pub fn transition(self, event: QuoteEvent) -> Result<QuoteState> {
        use QuoteState::{
            Accepted, Asked, Countered, Declined, Expired, Offered, Refused, Withdrawn,
        };
        match (self, event) {
            (Asked | Offered | Countered | Expired, QuoteEvent::Offer) => Ok(Offered),
            (Offered, QuoteEvent::Counter) => Ok(Countered),
            (Offered, QuoteEvent::Accept) => Ok(Accepted),
            (Asked | Offered | Countered | Expired, QuoteEvent::Refuse) => Ok(Refused),
            (Asked | Offered | Countered | Expired, QuoteEvent::Decline) => Ok(Declined),
            (Asked | Offered | Countered, QuoteEvent::Expire) => Ok(Expired),
            (Asked | Offered | Countered | Expired, QuoteEvent::Withdraw) => Ok(Withdrawn),
            _ => Err(Error::Conflict),
        }
    }

    /// Whether the two may still agree.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            QuoteState::Asked | QuoteState::Offered | QuoteState::Countered | QuoteState::Expired
        )
    }
}

/// Whether nobody is left to agree with.
pub fn is_over(quotes: impl IntoIterator<Item = QuoteState>) -> bool {
    !quotes.into_iter().any(QuoteState::is_open)
}

/// Who wrote a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Author {
    Seller,
    Buyer,
}
coded!(Author { Seller = "seller", Buyer = "buyer" });

/// One thing asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RfqLine {
    pub id: RfqLineId,
    /// The listing's name, or the buyer's own words in their language.
    pub name: LocalText,
    /// What it was seen as, where it was asked from a listing.
    pub variant: Option<VariantId>,
    /// In the base unit: grams, millilitres, dm², pieces, pairs or dozens.
    pub asked: PackSize,
}

/// Pieces of one variant at one price, as an answer to one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    pub id: QuoteLineId,
    pub line: RfqLineId,
    pub variant: VariantId,
    pub name: LocalText,
    pub pack: PackSize,
    pub quantity: u32,
    pub unit_price: Money,
}

impl QuoteLine {
    pub fn total(&self) -> Money {
        // Checked when it was typed: quantity and price are bounded.
        self.unit_price
            .times(self.quantity)
            .unwrap_or(self.unit_price)
    }
}

/// What one side proposed at one moment; never changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteVersion {
    pub version: u32,
    pub author: Author,
    pub message: Option<String>,
    /// Working days until the goods can leave.
    pub prepare_days: u32,
    pub at: Timestamp,
    pub lines: Vec<QuoteLine>,
}

impl QuoteVersion {
    pub fn total(&self) -> Money {
        self.lines.iter().fold(Money::mad(0), |sum, line| {
            sum.plus(line.total()).unwrap_or(sum)
        })
    }
}

/// One cooperative's answer, with all that was proposed on the way, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteView {
    pub id: QuoteId,
    pub cooperative: CooperativeId,
    pub cooperative_name: LocalText,
    pub cooperative_slug: String,
    pub state: QuoteState,
    /// How long the last offer stands.
    pub expires_at: Option<Timestamp>,
    pub versions: Vec<QuoteVersion>,
}

impl QuoteView {
    /// The seller's last word.
    pub fn offer(&self) -> Option<&QuoteVersion> {
        self.versions
            .iter()
            .rev()
            .find(|version| version.author == Author::Seller)
    }

    /// The number of the last version; a form names the one it was made on.
    pub fn version(&self) -> u32 {
        self.versions.last().map_or(0, |version| version.version)
    }

    /// The last offer, where it can be taken now.
    pub fn valid_offer(&self, now: Timestamp) -> Option<&QuoteVersion> {
        let is_valid =
            self.state == QuoteState::Offered && self.expires_at.is_some_and(|at| at > now);
        self.offer().filter(|_| is_valid)
    }
}

/// The order group that came of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedQuote {
    pub placement: Placement,
    pub orders: Vec<super::OrderTerms>,
}

/// One request with its answers; a cooperative sees only its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RfqView {
    pub id: RfqId,
    pub number: String,
    pub state: RfqState,
    pub buyer_name: String,
    pub category: CategoryId,
    pub category_name: LocalText,
    pub incoterm: Incoterm,
    pub place: String,
    pub transport: Transport,
    /// Two letters; its name, where it is abroad.
    pub country: String,
    pub country_name: Option<LocalText>,
    pub region: Option<String>,
    pub wanted_at: Option<Timestamp>,
    pub message: Option<String>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub lines: Vec<RfqLine>,
    pub quotes: Vec<QuoteView>,
}

/// The buyer's page of one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RfqPage {
    pub rfq: RfqView,
    /// What can be taken, and how much of each is proposed.
    pub suggested: Vec<(QuoteLineId, u32)>,
    pub placed: Option<PlacedQuote>,
    pub address: Option<Address>,
    pub provinces: Vec<Province>,
    /// Sent back with the acceptance, so that accepting twice is one order.
    pub idempotency_key: String,
    pub now: Timestamp,
}

/// A line of the lists of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RfqSummary {
    pub id: RfqId,
    pub number: String,
    pub state: RfqState,
    /// On the desk: where the cooperative's own answer stands.
    pub own: Option<QuoteState>,
    pub names: Vec<LocalText>,
    pub country: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub offers: u32,
}

/// A size that a cooperative can answer with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedSize {
    pub variant: VariantId,
    pub name: LocalText,
    pub pack: PackSize,
    pub price: Money,
    pub available: u32,
    pub exportable: bool,
}

/// The desk's page of one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerPage {
    pub rfq: RfqView,
    pub sizes: Vec<QuotedSize>,
    pub orders: Vec<super::OrderTerms>,
    pub now: Timestamp,
}

/// A cooperative that can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerChoice {
    pub id: CooperativeId,
    pub name: LocalText,
    pub province: LocalText,
}

/// A size of the listing that one asks from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedVariant {
    pub variant: VariantId,
    pub name: LocalText,
    pub pack: PackSize,
    pub cooperative: CooperativeId,
}

/// What the form to ask needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskPage {
    /// Slug and name of each category.
    pub categories: Vec<(String, LocalText)>,
    pub category: Option<(CategoryId, String, LocalText)>,
    pub listing: Option<String>,
    pub variants: Vec<PickedVariant>,
    pub sellers: Vec<SellerChoice>,
    pub countries: Vec<Country>,
    pub request_key: String,
}

/// Whether a size can answer a line: packs are all kept in base units.
pub(super) fn fits(asked: PackSize, pack: PackSize) -> bool {
    asked.unit == pack.unit
}
