//! Cash at the door. The carrier collects it and remits it with a file of its parcels.

use super::{Fact, Proof, Provider, statement::Table};
use domain::{Result, marketplace::PaymentMethod};

pub struct Cash;

impl Provider for Cash {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::CashOnDelivery
    }

    fn patience(&self) -> Option<i64> {
        None
    }

    /// `tracking_number, amount, fee, remittance`: amounts in dirhams, `fee` may be left out.
    fn read(&self, bytes: &[u8]) -> Result<Vec<Fact>> {
        let table = Table::read(bytes, &["tracking_number", "amount"])?;
        Ok(table
            .rows()
            .map(|row| {
                let reference = row.text("tracking_number");
                let proves = match (row.amount("amount"), row.optional_amount("fee")) {
                    (Some(minor), Some(fee)) if minor > 0 && (0..=minor).contains(&fee) => {
                        Proof::Paid { minor, fee }
                    }
                    _ => Proof::Nothing,
                };
                Fact {
                    row: row.number(),
                    // A parcel is remitted once.
                    provider_id: format!("parcel:{reference}"),
                    reference,
                    proves,
                }
            })
            .collect())
    }
}
