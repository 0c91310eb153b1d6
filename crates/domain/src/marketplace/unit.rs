//! Pack sizes and the unit in which their price can be compared.

use crate::Money;
use serde::{Deserialize, Serialize};

/// A unit of measure. Solids are kept in grams, liquids in millilitres, areas in dm².
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Gram,
    Kilogram,
    Millilitre,
    Litre,
    Piece,
    Pair,
    Dozen,
    SquareDecimetre,
    SquareMetre,
}

/// How much one variant holds, in its base unit: `Gram`, `Millilitre`, `SquareDecimetre`, `Piece`,
/// `Pair` or `Dozen`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PackSize {
    pub amount: i64,
    pub unit: Unit,
}

impl Unit {
    pub const fn code(self) -> &'static str {
        match self {
            Unit::Gram => "g",
            Unit::Kilogram => "kg",
            Unit::Millilitre => "ml",
            Unit::Litre => "l",
            Unit::Piece => "piece",
            Unit::Pair => "pair",
            Unit::Dozen => "dozen",
            Unit::SquareDecimetre => "dm2",
            Unit::SquareMetre => "m2",
        }
    }

    pub fn from_code(code: &str) -> Option<Unit> {
        use Unit::{
            Dozen, Gram, Kilogram, Litre, Millilitre, Pair, Piece, SquareDecimetre, SquareMetre,
        };
        [
            Gram,
            Kilogram,
            Millilitre,
            Litre,
            Piece,
            Pair,
            Dozen,
            SquareDecimetre,
            SquareMetre,
        ]
        .into_iter()
        .find(|unit| unit.code() == code)
    }
}

impl PackSize {
    /// The unit that prices are compared in, and how many base units it holds; `None` for goods
    /// sold by the piece.
    pub const fn comparison(self) -> Option<(Unit, i64)> {
        match self.unit {
            Unit::Gram => Some((Unit::Kilogram, 1000)),
            Unit::Millilitre => Some((Unit::Litre, 1000)),
            Unit::SquareDecimetre => Some((Unit::SquareMetre, 100)),
            _ => None,
        }
    }

    /// The price of a kilogram, litre or square metre at this pack's price.
    pub fn unit_price(self, price: Money) -> Option<(Money, Unit)> {
        let (unit, per) = self.comparison()?;
        price
            .unit_price(self.amount, per)
            .map(|money| (money, unit))
    }

    /// As people say it: 1000 g as 1 kg, 1500 ml as 1.5 L. The amount is in thousandths of the
    /// unit for kilograms and litres, hundredths for square metres and whole otherwise; see
    /// `scale`.
    pub const fn spoken(self) -> (i64, u32, Unit) {
        match self.unit {
            Unit::Gram if self.amount >= 1000 => (self.amount, 3, Unit::Kilogram),
            Unit::Millilitre if self.amount >= 1000 => (self.amount, 3, Unit::Litre),
            Unit::SquareDecimetre => (self.amount, 2, Unit::SquareMetre),
            unit => (self.amount, 0, unit),
        }
    }
}
