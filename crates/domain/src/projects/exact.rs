//! Exact numbers: decimal text to integers and back, and integer products that cannot overflow
//! unseen.

use crate::{Problem, text::western_digit};

/// One, in millionths.
pub(super) const ONE: i64 = 1_000_000;

/// `value x rate`, the rate in millionths, rounded half to even.
pub(super) fn share(value: i64, rate: i64) -> i64 {
    ratio(i128::from(value) * i128::from(rate), i128::from(ONE))
}

/// A quotient rounded half to even; `divisor` is positive. What no `i64` holds is cut to its
/// largest, which the bounds on the inputs keep out of reach.
pub(super) fn ratio(dividend: i128, divisor: i128) -> i64 {
    let quotient = crate::money::divide_half_even(dividend, divisor);
    i64::try_from(quotient).unwrap_or(if quotient < 0 { i64::MIN } else { i64::MAX })
}

/// Reads a decimal as people type it: Western or Arabic digits, a comma or a point, spaces between
/// groups. Answers it times ten to the power of `places`, digits beyond rounded half to even.
///
/// # Errors
/// `Required` where nothing is typed; `NotANumber`; `OutOfRange` where it is longer than any
/// number here.
pub fn parse_decimal(text: &str, places: u32) -> Result<i64, Problem> {
    let mut number: i128 = 0;
    // Decimals read so far; `None` before the point.
    let mut decimals: Option<u32> = None;
    let (mut is_negative, mut digits) = (false, 0_u32);
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    for (at, c) in text.chars().map(western_digit).enumerate() {
        match c {
            '-' | '\u{2212}' if at == 0 => is_negative = true,
            '.' | ',' | '\u{66b}' if decimals.is_none() => decimals = Some(0),
            ' ' | '\u{a0}' | '\u{202f}' => {}
            '0'..='9' => {
                digits += 1;
                if digits > 30 {
                    return Err(Problem::OutOfRange {
                        min: 0,
                        max: i64::MAX,
                    });
                }
                number = number * 10 + i128::from(c as u32 - '0' as u32);
                decimals = decimals.map(|count| count + 1);
            }
            _ => return Err(Problem::NotANumber),
        }
    }
    if digits == 0 {
        return Err(Problem::NotANumber);
    }
    let decimals = decimals.unwrap_or(0);
    let scaled = if decimals <= places {
        number.checked_mul(10_i128.pow(places - decimals))
    } else {
        Some(crate::money::divide_half_even(
            number,
            10_i128.pow(decimals - places),
        ))
    };
    let signed = scaled.map(|number| if is_negative { -number } else { number });
    signed
        .and_then(|number| i64::try_from(number).ok())
        .ok_or(Problem::OutOfRange {
            min: 0,
            max: i64::MAX,
        })
}

/// The decimal that `value` thousandths, hundredths and so on are, with a point and without zeros
/// at its end: 1750 with 3 places is `1.75`.
pub fn decimal_text(value: i64, places: u32) -> String {
    let mut digits = value.unsigned_abs().to_string();
    while digits.len() <= places as usize {
        digits.insert(0, '0');
    }
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0 { "-" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}
