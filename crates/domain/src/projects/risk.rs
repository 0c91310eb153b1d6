//! Ten thousand futures: price, volumes and costs drawn from stated ranges, a member's income of
//! each, and how it is spread.
//!
//! Deterministic: the generator is given, so both sides and every test draw the same. Runs in
//! slices, so that a browser stays responsive.

use super::{exact::ratio, inputs::Inputs, sensitivity::Driver, simulation::accounts};

/// Draws of a whole study.
pub const RUNS: u32 = 10_000;
const BINS: usize = 20;

/// SplitMix64 (Steele, Lea and Flood, 2014): 64 bits of state, equally likely outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prng(pub u64);

impl Prng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// How far something may move, in percent of the sheet's value; likeliest is no change at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub driver: Driver,
    pub low: i64,
    pub high: i64,
}

impl Range {
    /// The ranges the study states.
    pub const ALL: [Range; 4] = [
        Range {
            driver: Driver::Price,
            low: -15,
            high: 10,
        },
        Range {
            driver: Driver::Volume,
            low: -30,
            high: 15,
        },
        Range {
            driver: Driver::OtherCosts,
            low: -10,
            high: 25,
        },
        Range {
            driver: Driver::FixedCosts,
            low: -5,
            high: 20,
        },
    ];

    /// A factor in millionths from the triangle low, 0, high.
    fn draw(self, prng: &mut Prng) -> i64 {
        // 32 random bits, and the share of the triangle that lies below its top.
        let random = i128::from(prng.next() >> 32);
        let whole = 1_i128 << 32;
        let (low, high) = (
            i128::from(self.low) * 10_000,
            i128::from(self.high) * 10_000,
        );
        let width = high - low;
        if width <= 0 {
            return 1_000_000;
        }
        let change = if random * width < -low * whole {
            low + (random * width * -low / whole).isqrt()
        } else {
            high - ((whole - random) * width * high / whole).isqrt()
        };
        i64::try_from(1_000_000 + change).unwrap_or(1_000_000)
    }
}

/// A study under way.
#[derive(Clone, Debug)]
pub struct Risk {
    inputs: Inputs,
    prng: Prng,
    /// A member's income a year, averaged over three.
    incomes: Vec<i64>,
    first_year_losses: u32,
}

impl Risk {
    /// Of inputs within their bounds; others give an empty study.
    pub fn new(inputs: Inputs, prng: Prng) -> Risk {
        Risk {
            inputs,
            prng,
            incomes: Vec::new(),
            first_year_losses: 0,
        }
    }

    pub fn done(&self) -> u32 {
        u32::try_from(self.incomes.len()).unwrap_or(u32::MAX)
    }

    pub fn is_complete(&self) -> bool {
        self.done() >= RUNS
    }

    /// Draws up to `runs` more.
    pub fn advance(&mut self, runs: u32) {
        if self.inputs.check().is_err() {
            return;
        }
        for _ in 0..runs.min(RUNS - self.done().min(RUNS)) {
            let mut drawn = self.inputs.clone();
            for range in Range::ALL {
                range.driver.scale(&mut drawn, range.draw(&mut self.prng));
            }
            let accounts = accounts(&drawn);
            self.first_year_losses += u32::from(accounts.surplus[0] < 0);
            let sum = accounts
                .income_per_member
                .iter()
                .map(|it| i128::from(*it))
                .sum();
            self.incomes
                .push(ratio(sum, accounts.income_per_member.len() as i128));
        }
    }

    /// How the incomes drawn so far are spread; `None` before the first.
    pub fn distribution(&self) -> Option<Distribution> {
        let mut sorted = self.incomes.clone();
        sorted.sort_unstable();
        let (first, last) = (*sorted.first()?, *sorted.last()?);
        let at = |percent: usize| sorted[(sorted.len() - 1) * percent / 100];
        let width = (last - first) / BINS as i64 + 1;
        let mut bins = vec![0_u32; BINS];
        for income in &sorted {
            let bin = usize::try_from((income - first) / width).unwrap_or(0);
            bins[bin.min(BINS - 1)] += 1;
        }
        Some(Distribution {
            runs: self.done(),
            first_year_losses: self.first_year_losses,
            lowest: first,
            p10: at(10),
            p50: at(50),
            p90: at(90),
            width,
            bins,
        })
    }
}

/// Yearly incomes of a member, in centimes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    pub runs: u32,
    /// Draws whose first year makes a loss.
    pub first_year_losses: u32,
    pub lowest: i64,
    pub p10: i64,
    pub p50: i64,
    pub p90: i64,
    /// Of each bin; the first begins at `lowest`.
    pub width: i64,
    pub bins: Vec<u32>,
}
