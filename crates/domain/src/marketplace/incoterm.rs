//! The terms of delivery that export prices are made under: Incoterms 2020 of the International
//! Chamber of Commerce.

use super::{PackSize, Unit, order::coded};
use crate::{LocalText, OrderId, RfqId};
use serde::{Deserialize, Serialize};

/// How goods leave the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Transport {
    Sea,
    Air,
    Road,
}
coded!(Transport { Sea = "sea", Air = "air", Road = "road" });

/// One of the eleven terms; a price under it covers everything up to its named place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Incoterm {
    Exw,
    Fca,
    Fas,
    Fob,
    Cfr,
    Cif,
    Cpt,
    Cip,
    Dap,
    Dpu,
    Ddp,
}
coded!(Incoterm {
    Exw = "EXW", Fca = "FCA", Fas = "FAS", Fob = "FOB", Cfr = "CFR", Cif = "CIF",
    Cpt = "CPT", Cip = "CIP", Dap = "DAP", Dpu = "DPU", Ddp = "DDP",
});

impl Incoterm {
    /// Whether the rules keep it for sea and inland waterway.
    pub const fn is_sea_only(self) -> bool {
        matches!(
            self,
            Incoterm::Fas | Incoterm::Fob | Incoterm::Cfr | Incoterm::Cif
        )
    }

    pub fn allows(self, transport: Transport) -> bool {
        transport == Transport::Sea || !self.is_sea_only()
    }

    /// Whether the buyer fetches the goods at the cooperative's door.
    pub const fn is_collected(self) -> bool {
        matches!(self, Incoterm::Exw)
    }
}

/// The terms that an order was sold under, and how it was packed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderTerms {
    pub order: OrderId,
    pub number: String,
    pub cooperative: LocalText,
    pub rfq: RfqId,
    pub incoterm: Incoterm,
    /// The term's named place: a port, a town.
    pub place: String,
    pub transport: Transport,
    /// As the seller packed it; none until they say.
    pub packages: Option<u32>,
    pub gross_grams: Option<i64>,
}

/// What so many packs weigh without what is around them, in grams; `None` for what is not sold by
/// weight.
pub const fn net_weight(pack: PackSize, quantity: u32) -> Option<i64> {
    match pack.unit {
        Unit::Gram => Some(pack.amount.saturating_mul(quantity as i64)),
        _ => None,
    }
}
