//! Stock as its keepers handle it: where goods lie, why they came or went, and counting them.
//!
//! What is on hand is the sum of the places, and each place the sum of its movements. Every
//! cooperative has one place without a name; those it names are added to it.

use super::{PackSize, StockRow};
use crate::{
    Error, LocalText, LocationId, OrderId, Problem, Result, Timestamp, VariantId,
    text::{self, Check},
};
use serde::{Deserialize, Serialize};

/// The most pieces of one size.
pub const MAX_ON_HAND: u32 = 1_000_000;

/// Places that one cooperative may name.
pub const MAX_LOCATIONS: usize = 20;

/// Where goods lie: a named place, or the one that every cooperative has.
pub type Place = Option<LocationId>;

/// Why goods came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MovementReason {
    /// What was there when the size was published.
    Opening,
    /// Counted anew.
    Count,
    Received,
    /// Broken, spoiled or gone.
    Loss,
    /// Given away, as a gift or a sample.
    Gift,
    /// From one place to another.
    Moved,
    Shipped,
    /// Refused at the door.
    CameBack,
    Returned,
    /// Sent in place of what was returned.
    Exchange,
}

impl MovementReason {
    pub const ALL: [MovementReason; 10] = [
        MovementReason::Opening,
        MovementReason::Count,
        MovementReason::Received,
        MovementReason::Loss,
        MovementReason::Gift,
        MovementReason::Moved,
        MovementReason::Shipped,
        MovementReason::CameBack,
        MovementReason::Returned,
        MovementReason::Exchange,
    ];

    /// Those that a keeper notes by hand; moving has a form of its own, and sales book themselves.
    pub const BY_HAND: [MovementReason; 3] = [
        MovementReason::Received,
        MovementReason::Loss,
        MovementReason::Gift,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            MovementReason::Opening => "opening",
            MovementReason::Count => "count",
            MovementReason::Received => "received",
            MovementReason::Loss => "loss",
            MovementReason::Gift => "gift",
            MovementReason::Moved => "moved",
            MovementReason::Shipped => "shipped",
            MovementReason::CameBack => "came_back",
            MovementReason::Returned => "returned",
            MovementReason::Exchange => "exchange",
        }
    }

    pub fn from_code(code: &str) -> Option<MovementReason> {
        MovementReason::ALL
            .into_iter()
            .find(|reason| reason.code() == code)
    }
}

/// Pieces that came to a place (positive) or left it.
pub type Part = (Place, i64);

/// What a keeper notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    pub reason: MovementReason,
    pub parts: Vec<Part>,
}

/// A movement as typed. `to` is for moving only.
#[derive(Clone, Debug, Default)]
pub struct MovementInput {
    pub reason: String,
    pub quantity: String,
    /// Empty for the place without a name.
    pub place: String,
    pub to: String,
}

fn place(typed: &str) -> core::result::Result<Place, Problem> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| Problem::UnknownChoice),
    }
}

/// # Errors
/// `Invalid` on `reason`, `quantity`, `place` and `to`.
pub fn parse_movement(input: &MovementInput) -> Result<Booking> {
    let mut check = Check::default();
    let reason = MovementReason::from_code(input.reason.trim())
        .filter(|reason| {
            MovementReason::BY_HAND.contains(reason) || *reason == MovementReason::Moved
        })
        .ok_or(Problem::UnknownChoice);
    let reason = check.take("reason", reason);
    let quantity = text::integer(&input.quantity, 1, i64::from(MAX_ON_HAND));
    let quantity = check.take("quantity", quantity);
    let from = check.take("place", place(&input.place));
    let to = (reason == Some(MovementReason::Moved))
        .then(|| check.take("to", place(&input.to)))
        .flatten();
    if to.is_some() && to == from {
        check.refuse("to", Problem::UnknownChoice);
    }
    check.finish()?;
    let (Some(reason), Some(quantity), Some(from)) = (reason, quantity, from) else {
        return Err(Error::Malformed);
    };
    let parts = match (reason, to) {
        (MovementReason::Received, _) => vec![(from, quantity)],
        (_, Some(to)) => vec![(from, -quantity), (to, quantity)],
        _ => vec![(from, -quantity)],
    };
    Ok(Booking { reason, parts })
}

/// Which places `quantity` pieces leave from when nobody says: the one without a name first, then
/// the others in their order. What is more than all places hold is left out.
pub fn leave_from(places: &[(Place, u32)], quantity: u32) -> Vec<Part> {
    let mut left = quantity;
    let unnamed = places.iter().filter(|(place, _)| place.is_none());
    let named = places.iter().filter(|(place, _)| place.is_some());
    unnamed
        .chain(named)
        .filter_map(|(place, here)| {
            let taken = left.min(*here);
            left -= taken;
            (taken > 0).then_some((*place, -i64::from(taken)))
        })
        .collect()
}

/// A place of a cooperative, with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageLocation {
    pub id: LocationId,
    pub name: String,
    /// Pieces of all sizes that lie there.
    pub pieces: u32,
}

/// How much of one size lies in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAt {
    pub place: Place,
    /// `None` for the place without a name, which is called in the reader's words.
    pub name: Option<String>,
    pub on_hand: u32,
}

/// One line of a size's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementView {
    pub id: i64,
    pub at: Timestamp,
    pub reason: MovementReason,
    pub quantity: i64,
    pub place: Option<String>,
    /// `None` where the system booked it.
    pub person: Option<String>,
    /// The order it was for, and its number.
    pub order: Option<(OrderId, String)>,
}

/// Lines of a history's page.
pub const HISTORY_PAGE: usize = 50;

/// Everything about one size's stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockFile {
    pub row: StockRow,
    pub places: Vec<StoredAt>,
    /// The newest first.
    pub movements: Vec<MovementView>,
    /// Where the next page of the history begins.
    pub older: Option<i64>,
    /// Sent back with each form, so that a second tap books nothing more.
    pub request_key: String,
}

/// One line of the count: a size in a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountRow {
    pub variant: VariantId,
    pub place: Place,
    pub place_name: Option<String>,
    pub name: LocalText,
    pub pack: PackSize,
    pub sku: String,
    pub expected: u32,
}

impl CountRow {
    /// Its field in the form.
    pub fn field(&self) -> String {
        count_field(self.variant, self.place)
    }
}

fn count_field(variant: VariantId, place: Place) -> String {
    format!("count[{}]", count_key(variant, place))
}

/// A size in a place, as the form names it: `s12-0` in the place without a name. Not a digit first:
/// a form's reader takes those for the places of a list.
fn count_key(variant: VariantId, place: Place) -> String {
    format!("s{variant}-{}", place.map_or(0, |place| place.0))
}

/// What is to be counted, and what to send back with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountSheet {
    pub rows: Vec<CountRow>,
    pub locations: Vec<StorageLocation>,
    /// The newest movement when it was made: what moved later was not counted.
    pub seen: i64,
    pub request_key: String,
}

/// What was counted of a size in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub variant: VariantId,
    pub place: Place,
    pub pieces: u32,
}

impl Counted {
    pub fn field(&self) -> String {
        count_field(self.variant, self.place)
    }
}

/// The fields of the count that were filled in: key as in [`CountRow::field`], and pieces.
///
/// # Errors
/// `Invalid` naming each field; `Malformed` for keys that no form has.
pub fn parse_counts<'a>(
    typed: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Counted>> {
    let mut check = Check::default();
    let mut counted = Vec::new();
    for (key, pieces) in typed {
        if pieces.trim().is_empty() {
            continue;
        }
        let (variant, place) = key
            .strip_prefix('s')
            .and_then(|key| key.split_once('-'))
            .and_then(|(variant, place)| Some((variant.parse().ok()?, place.parse::<i64>().ok()?)))
            .ok_or(Error::Malformed)?;
        let place = (place != 0).then_some(LocationId(place));
        let pieces = text::integer(pieces, 0, i64::from(MAX_ON_HAND));
        if let Some(pieces) = check.take(&count_field(variant, place), pieces) {
            counted.push(Counted {
                variant,
                place,
                pieces: u32::try_from(pieces).unwrap_or(0),
            });
        }
    }
    check.finish()?;
    Ok(counted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn input(reason: &str, quantity: &str, place: &str, to: &str) -> MovementInput {
        MovementInput {
            reason: reason.to_owned(),
            quantity: quantity.to_owned(),
            place: place.to_owned(),
            to: to.to_owned(),
        }
    }

    #[test]
    fn a_reason_says_which_way_the_goods_go() {
        let there = Some(LocationId(7));
        let cases: [(MovementInput, core::result::Result<Vec<Part>, &str>); 9] = [
            (input("received", "5", "", ""), Ok(vec![(None, 5)])),
            (input("received", "5", "7", ""), Ok(vec![(there, 5)])),
            (input("loss", "٢", "7", "9"), Ok(vec![(there, -2)])),
            (input("gift", "1", "", ""), Ok(vec![(None, -1)])),
            (
                input("moved", "3", "", "7"),
                Ok(vec![(None, -3), (there, 3)]),
            ),
            (input("moved", "3", "7", "7"), Err("to")),
            (input("shipped", "3", "", ""), Err("reason")),
            (input("loss", "0", "", ""), Err("quantity")),
            (input("loss", "1", "x", ""), Err("place")),
        ];
        for (input, expected) in cases {
            match (parse_movement(&input), expected) {
                (Ok(booking), Ok(parts)) => assert_eq!(booking.parts, parts, "{input:?}"),
                (Err(error), Err(field)) => {
                    assert!(error.of_field(field).next().is_some(), "{input:?}: {error}");
                }
                (got, expected) => panic!("{input:?}: {got:?}, expected {expected:?}"),
            }
        }
    }

    #[test]
    fn only_what_was_counted_is_read() {
        let counted = parse_counts([("s12-0", "4"), ("s12-7", " "), ("s13-7", "0")]);
        let read = |variant, place: i64, pieces| Counted {
            variant: VariantId(variant),
            place: (place != 0).then_some(LocationId(place)),
            pieces,
        };
        assert_eq!(counted, Ok(vec![read(12, 0, 4), read(13, 7, 0)]));
        let refused = parse_counts([("s12-7", "beaucoup")]);
        assert!(refused.is_err_and(|error| error.of_field("count[s12-7]").next().is_some()));
        assert_eq!(parse_counts([("12", "1")]), Err(Error::Malformed));
    }

    proptest! {
        /// No place gives more than it has, the unnamed one gives first, and together they give
        /// what was asked for, or all they have.
        #[test]
        fn places_give_what_is_asked_for(here in proptest::collection::vec(0..20_u32, 1..5), quantity in 0..60_u32) {
            let places: Vec<(Place, u32)> = (0..).zip(&here)
                .map(|(at, pieces)| ((at > 0).then_some(LocationId(at)), *pieces))
                .collect();
            let parts = leave_from(&places, quantity);
            let all: u32 = here.iter().sum();
            let taken: i64 = parts.iter().map(|(_, pieces)| -pieces).sum();
            prop_assert_eq!(taken, i64::from(quantity.min(all)));
            for (place, pieces) in &parts {
                let had = places.iter().find(|(it, _)| it == place).map_or(0, |(_, had)| *had);
                prop_assert!(*pieces < 0 && -pieces <= i64::from(had));
            }
            if parts.iter().any(|(place, _)| place.is_some()) {
                let unnamed = parts.iter().find(|(place, _)| place.is_none()).map_or(0, |(_, pieces)| -pieces);
                prop_assert_eq!(unnamed, i64::from(here[0]));
            }
        }
    }
}
