//! Bank transfer: the buyer writes the order's number as the reference, and the bank's file of the
//! account's movements says what came.

use super::{Fact, Proof, Provider, statement::Table};
use domain::{Result, marketplace::PaymentMethod};

pub struct Transfer;

/// An order waits a week for its transfer.
const PATIENCE: i64 = 7 * 86_400;

impl Provider for Transfer {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::BankTransfer
    }

    fn patience(&self) -> Option<i64> {
        Some(PATIENCE)
    }

    /// `date, operation, label, amount`: the label holds the order's number somewhere.
    fn read(&self, bytes: &[u8]) -> Result<Vec<Fact>> {
        let table = Table::read(bytes, &["operation", "label", "amount"])?;
        Ok(table
            .rows()
            .map(|row| {
                let label = row.text("label");
                let reference = order_number(&label).unwrap_or(label);
                let proves = match row.amount("amount") {
                    Some(minor) if minor > 0 => Proof::Paid { minor, fee: 0 },
                    _ => Proof::Nothing,
                };
                Fact {
                    row: row.number(),
                    reference,
                    provider_id: row.text("operation"),
                    proves,
                }
            })
            .collect())
    }
}

/// `VIR SALMA T-7KQ2M9AB MERCI` names `T-7KQ2M9AB`; banks change case and drop the hyphen.
fn order_number(label: &str) -> Option<String> {
    label
        .to_uppercase()
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .find_map(|word| {
            let code = word.strip_prefix("T-").or_else(|| word.strip_prefix('T'))?;
            let is_code = code.len() == 8 && code.bytes().all(|b| b.is_ascii_alphanumeric());
            is_code.then(|| format!("T-{code}"))
        })
}

#[cfg(test)]
mod tests {
    use super::order_number;

    #[test]
    fn a_label_names_the_order_somewhere() {
        for (label, number) in [
            ("VIR SALMA BENNIS T-7KQ2M9AB", Some("T-7KQ2M9AB")),
            ("vir recu t-7kq2m9ab merci", Some("T-7KQ2M9AB")),
            ("REF T7KQ2M9AB", Some("T-7KQ2M9AB")),
            ("LOYER NOVEMBRE", None),
            ("T-7KQ", None),
        ] {
            assert_eq!(order_number(label).as_deref(), number, "{label}");
        }
    }
}
