//! Invoices and credit notes: what they say is fixed when they are issued.

use super::{Address, OrderView, PackSize, PaymentMethod, order::taken_off};
use crate::{Error, InvoiceId, LocalText, Money, Problem, Result, Timestamp, money};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvoiceKind {
    Invoice,
    CreditNote,
}

impl InvoiceKind {
    pub const fn code(self) -> &'static str {
        match self {
            InvoiceKind::Invoice => "invoice",
            InvoiceKind::CreditNote => "credit_note",
        }
    }

    pub fn from_code(code: &str) -> Option<InvoiceKind> {
        match code {
            "invoice" => Some(InvoiceKind::Invoice),
            "credit_note" => Some(InvoiceKind::CreditNote),
            _ => None,
        }
    }

    /// `FA-2026-000012`; a credit note's begins `AV` (avoir).
    pub fn number(self, year: i64, sequence: i64) -> String {
        let prefix = match self {
            InvoiceKind::Invoice => "FA",
            InvoiceKind::CreditNote => "AV",
        };
        format!("{prefix}-{year}-{sequence:06}")
    }
}

/// The seller as the paper names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SellerOnPaper {
    pub name: LocalText,
    pub province: LocalText,
    pub ice: String,
}

/// One line of an invoice or a credit note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub name: LocalText,
    pub sku: String,
    pub pack: PackSize,
    pub quantity: u32,
    pub unit_price: Money,
    /// The price of the pieces less what a coupon took off.
    pub total: Money,
    /// Part of `total`.
    pub tax: Money,
    /// In thousandths; unknown on papers issued before it was kept.
    #[serde(default)]
    pub tax_rate: Option<i64>,
}

impl InvoiceLine {
    /// What a coupon took off.
    pub fn discount(&self) -> Money {
        taken_off(self.unit_price, self.quantity, self.total)
    }
}

/// Everything that is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceContent {
    pub seller: SellerOnPaper,
    pub buyer: Address,
    pub order_number: String,
    pub placed_at: Timestamp,
    pub payment: PaymentMethod,
    pub lines: Vec<InvoiceLine>,
    pub delivery: Money,
    /// For a credit note: the invoice's number and date, and why.
    pub corrects: Option<(String, Timestamp)>,
    pub reason: Option<String>,
    /// The code of the coupon whose discount is in the lines.
    #[serde(default)]
    pub coupon: Option<String>,
}

impl InvoiceContent {
    /// The invoice of an order as it was sold.
    pub fn of_order(order: &OrderView, seller: SellerOnPaper) -> InvoiceContent {
        InvoiceContent {
            seller,
            buyer: order.address.clone(),
            order_number: order.number.clone(),
            placed_at: order.placed_at,
            payment: order.payment_method,
            lines: order
                .lines
                .iter()
                .map(|line| InvoiceLine {
                    name: line.name.clone(),
                    sku: line.sku.clone(),
                    pack: line.pack,
                    quantity: line.quantity,
                    unit_price: line.unit_price,
                    total: line.total,
                    tax: line.tax,
                    tax_rate: line.tax_thousandths,
                })
                .collect(),
            delivery: order.delivery_fee,
            corrects: None,
            reason: None,
            coupon: order.coupon.clone(),
        }
    }

    /// Goods, tax included.
    pub fn goods(&self) -> Money {
        self.sum(|line| line.total)
    }

    pub fn tax(&self) -> Money {
        self.sum(|line| line.tax)
    }

    pub fn total(&self) -> Money {
        let goods = self.goods();
        goods.plus(self.delivery).unwrap_or(goods)
    }

    fn sum(&self, part: impl Fn(&InvoiceLine) -> Money) -> Money {
        let start = Money {
            minor: 0,
            currency: self.delivery.currency,
        };
        // What was sold did not overflow, and the sum of its parts is what was sold.
        self.lines
            .iter()
            .fold(start, |sum, line| sum.plus(part(line)).unwrap_or(sum))
    }

    /// Whether it left the country without tax.
    pub fn is_exempt_export(&self) -> bool {
        self.buyer.is_abroad() && self.tax().minor == 0
    }

    /// The tax by rate: rate in thousandths, base and tax, the lowest rate first.
    pub fn taxes(&self) -> Vec<(i64, Money, Money)> {
        let mut rates: Vec<(i64, Money, Money)> = Vec::new();
        for line in &self.lines {
            let rate = line
                .tax_rate
                .unwrap_or_else(|| rate_of(line.total, line.tax));
            let base = Money {
                minor: line.total.minor - line.tax.minor,
                ..line.total
            };
            match rates.iter_mut().find(|(known, _, _)| *known == rate) {
                Some((_, sum, tax)) => {
                    *sum = sum.plus(base).unwrap_or(*sum);
                    *tax = tax.plus(line.tax).unwrap_or(*tax);
                }
                None => rates.push((rate, base, line.tax)),
            }
        }
        rates.sort_by_key(|(rate, _, _)| *rate);
        rates
    }

    /// The credit note over `wish` pieces of each line, and over the delivery where `delivery`
    /// says so. `already` are the credit notes issued before.
    ///
    /// What a line's pieces are worth, and their tax, is given back in proportion to the pieces
    /// given back so far, so that the steps add up to the whole whatever they are.
    ///
    /// # Errors
    /// `Invalid` on `quantity[<line>]` where more is wished than is left, on `delivery` where it
    /// was given back before, on `quantity` where nothing is wished.
    pub fn credit(
        &self,
        of: (&str, Timestamp),
        already: &[InvoiceContent],
        wish: &[u32],
        delivery: Delivery,
        reason: &str,
    ) -> Result<InvoiceContent> {
        let worth = |(at, line): (usize, &InvoiceLine)| {
            let wished = wish.get(at).copied().unwrap_or(0);
            let (pieces, minor) = credited(already, line);
            let left = line.quantity.saturating_sub(pieces);
            let worth = money::part(line.total.minor - minor, wished.min(left), left);
            (wished, worth)
        };
        let wish: Vec<(u32, i64)> = self.lines.iter().enumerate().map(worth).collect();
        self.credit_exactly(of, already, &wish, delivery, reason)
    }

    /// As [`InvoiceContent::credit`], where it is known in minor units what the pieces are worth.
    ///
    /// # Errors
    /// As [`InvoiceContent::credit`].
    pub fn credit_exactly(
        &self,
        (number, issued_at): (&str, Timestamp),
        already: &[InvoiceContent],
        wish: &[(u32, i64)],
        delivery: Delivery,
        reason: &str,
    ) -> Result<InvoiceContent> {
        let mut lines = Vec::new();
        let mut problems = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            let (wished, worth) = wish.get(at).copied().unwrap_or_default();
            let (pieces, minor) = credited(already, line);
            let left = line.quantity.saturating_sub(pieces);
            if wished > left {
                problems.push(crate::FieldError::new(
                    &format!("quantity[{at}]"),
                    Problem::OutOfRange {
                        min: 0,
                        max: i64::from(left),
                    },
                ));
            } else if wished > 0 {
                let of_tax = |pieces| money::part(line.tax.minor, pieces, line.quantity);
                lines.push(InvoiceLine {
                    quantity: wished,
                    total: Money {
                        minor: worth.clamp(0, line.total.minor - minor),
                        ..line.total
                    },
                    tax: Money {
                        minor: of_tax(pieces + wished) - of_tax(pieces),
                        ..line.tax
                    },
                    ..line.clone()
                });
            }
        }
        let back: i64 = already.iter().map(|it| it.delivery.minor).sum();
        let fee = match delivery {
            Delivery::Kept => 0,
            Delivery::GivenBack => self.delivery.minor,
        };
        if fee > 0 && back > 0 {
            problems.push(crate::FieldError::new("delivery", Problem::UnknownChoice));
        }
        if problems.is_empty() && lines.is_empty() && fee == 0 {
            problems.push(crate::FieldError::new("quantity", Problem::Required));
        }
        if !problems.is_empty() {
            return Err(Error::Invalid { fields: problems });
        }
        Ok(InvoiceContent {
            lines,
            delivery: Money {
                minor: fee,
                ..self.delivery
            },
            corrects: Some((number.to_owned(), issued_at)),
            reason: Some(reason.to_owned()),
            ..self.clone()
        })
    }

    /// What credit notes gave back of each line, in minor units.
    pub fn given_back(&self, already: &[InvoiceContent]) -> Vec<i64> {
        let lines = self.lines.iter();
        lines.map(|line| credited(already, line).1).collect()
    }

    /// Pieces of each line that no credit note has given back.
    pub fn left(&self, already: &[InvoiceContent]) -> Vec<u32> {
        let left = |line: &InvoiceLine| line.quantity.saturating_sub(credited(already, line).0);
        self.lines.iter().map(left).collect()
    }
}

/// Why a credit note was issued without anyone writing a reason: printed in the paper's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditReason {
    Cancelled,
    Refused,
    Returned,
}

impl CreditReason {
    /// From what moved the money, such as `not_paid` or `returned`.
    pub fn of(why: &str) -> CreditReason {
        match why {
            "refused" => CreditReason::Refused,
            "cancelled" | "not_paid" | "no_longer_due" => CreditReason::Cancelled,
            _ => CreditReason::Returned,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            CreditReason::Cancelled => "cancelled",
            CreditReason::Refused => "refused",
            CreditReason::Returned => "returned",
        }
    }

    pub fn from_code(code: &str) -> Option<CreditReason> {
        [
            CreditReason::Cancelled,
            CreditReason::Refused,
            CreditReason::Returned,
        ]
        .into_iter()
        .find(|it| it.code() == code)
    }
}

/// What becomes of the delivery fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Kept,
    GivenBack,
}

/// Pieces of a line given back so far, and what was given back for them. An order has one line a
/// variant, which its SKU names.
fn credited(already: &[InvoiceContent], line: &InvoiceLine) -> (u32, i64) {
    already
        .iter()
        .flat_map(|note| &note.lines)
        .filter(|it| it.sku == line.sku)
        .fold((0, 0), |(pieces, minor), it| {
            (pieces + it.quantity, minor + it.total.minor)
        })
}

/// For papers that do not say it, the rate in thousandths that gives this tax: one of the law's where it fits, else the nearest.
fn rate_of(total: Money, tax: Money) -> i64 {
    const LAW: [i64; 5] = [0, 70, 100, 140, 200];
    let fits = |rate: &i64| total.unit_price(1000 + rate, *rate) == Some(tax);
    let base = total.minor - tax.minor;
    LAW.into_iter().find(fits).unwrap_or_else(|| {
        if base > 0 {
            let rate = money::divide_half_even(i128::from(tax.minor) * 1000, i128::from(base));
            i64::try_from(rate).unwrap_or(0)
        } else {
            0
        }
    })
}

/// An invoice or a credit note in a list, with what its page offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceView {
    pub id: InvoiceId,
    pub kind: InvoiceKind,
    pub number: String,
    pub total: Money,
    pub issued_at: Timestamp,
    /// Opens the paper without signing in, for a guest.
    pub token: Option<String>,
}

/// An order's papers on the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PapersView {
    pub invoices: Vec<InvoiceView>,
    /// Line by line: its name, its pack, and how many pieces can still be given back.
    pub creditable: Vec<(LocalText, PackSize, u32)>,
    /// The delivery fee, where it was not given back.
    pub delivery: Option<Money>,
}
