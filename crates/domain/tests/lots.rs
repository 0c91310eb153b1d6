//! First expired, first out, as properties.

use domain::{
    LotId,
    marketplace::{LotStock, first_expired_first_out},
};
use proptest::prelude::*;

const NOW: i64 = 1_000;

fn lots() -> impl Strategy<Value = Vec<LotStock>> {
    prop::collection::vec((0_u32..30, prop::option::of(900_i64..1_300)), 0..12).prop_map(|rows| {
        rows.into_iter()
            .zip(1..)
            .map(|((remaining, expires_at), id)| LotStock {
                lot: LotId(id),
                remaining,
                expires_at,
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn gives_exactly_what_is_asked_or_says_what_is_missing(lots in lots(), wanted in 0_u32..200) {
        let usable: u32 = lots
            .iter()
            .filter(|it| it.expires_at.is_none_or(|at| at > NOW))
            .map(|it| it.remaining)
            .sum();
        match first_expired_first_out(&lots, wanted, NOW) {
            Ok(taken) => {
                prop_assert_eq!(taken.iter().map(|(_, some)| some).sum::<u32>(), wanted);
                let mut before = i64::MIN;
                for (at, (lot, some)) in taken.iter().enumerate() {
                    let stock = lots.iter().find(|it| it.lot == *lot);
                    let Some(stock) = stock else { panic!("a lot from nowhere") };
                    prop_assert!(*some > 0 && *some <= stock.remaining);
                    let expires = stock.expires_at.unwrap_or(i64::MAX);
                    prop_assert!(expires > NOW && expires >= before);
                    // Only the last lot is begun and not used up.
                    prop_assert!(at + 1 == taken.len() || *some == stock.remaining);
                    before = expires;
                }
            }
            Err(missing) => prop_assert_eq!(usable + missing, wanted),
        }
    }
}
