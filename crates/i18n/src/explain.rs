//! What went wrong, in the reader's words. A new variant in `domain` does not compile until it
//! has some.

use crate::{
    Words,
    keys::{marketplace, orders, shell},
};
use domain::{Error, Problem, academy::CaptionFault};

impl Words {
    /// A booking in a cooperative's purse, by its kind.
    pub fn booking(&self, kind: &str) -> String {
        self.t(match kind {
            "capture" => orders::KIND_CAPTURE,
            "collect" => orders::KIND_COLLECT,
            "release" => orders::KIND_RELEASE,
            "refund" => orders::KIND_REFUND,
            _ => orders::KIND_PAYOUT,
        })
    }

    /// What is wrong with a field and how to mend it.
    pub fn problem(&self, problem: &Problem) -> String {
        let number = |n: i64| self.number(n);
        match problem {
            Problem::Required => self.t(shell::PROBLEM_REQUIRED),
            Problem::TooLong { max } => {
                self.with(shell::PROBLEM_TOO_LONG, &[("max", &number((*max).into()))])
            }
            Problem::TooShort { min } => {
                self.with(shell::PROBLEM_TOO_SHORT, &[("min", &number((*min).into()))])
            }
            Problem::ControlCharacters => self.t(shell::PROBLEM_CONTROL_CHARACTERS),
            Problem::WrongScript => self.t(shell::PROBLEM_WRONG_SCRIPT),
            Problem::NotANumber => self.t(shell::PROBLEM_NOT_A_NUMBER),
            Problem::OutOfRange { min, max } => self.with(
                shell::PROBLEM_OUT_OF_RANGE,
                &[("min", &number(*min)), ("max", &number(*max))],
            ),
            Problem::UnknownChoice => self.t(shell::PROBLEM_UNKNOWN_CHOICE),
            Problem::InvalidEmail => self.t(shell::PROBLEM_INVALID_EMAIL),
            Problem::InvalidPhone => self.t(shell::PROBLEM_INVALID_PHONE),
            Problem::WeakPassword => self.t(shell::PROBLEM_WEAK_PASSWORD),
            Problem::Mismatch => self.t(shell::PROBLEM_MISMATCH),
            Problem::InUse => self.t(shell::PROBLEM_IN_USE),
            Problem::Expired => self.t(shell::PROBLEM_EXPIRED),
            Problem::NegativeBalance => self.t(shell::PROBLEM_NEGATIVE_BALANCE),
            Problem::NothingToPay => self.t(shell::PROBLEM_NOTHING_TO_PAY),
            Problem::UnknownCoupon => self.t(marketplace::COUPON_UNKNOWN),
            Problem::CouponOfAnother => self.t(marketplace::COUPON_OF_ANOTHER),
            Problem::CouponOver => self.t(marketplace::COUPON_OVER),
            Problem::CouponNotYet => self.t(marketplace::COUPON_NOT_YET),
            Problem::CouponUsedUp => self.t(marketplace::COUPON_USED_UP),
            Problem::CouponUsedBefore => self.t(marketplace::COUPON_USED_BEFORE),
            Problem::CouponBelowLeast { least } => self.with(
                marketplace::COUPON_BELOW_LEAST,
                &[("least", &self.money(*least))],
            ),
            Problem::SecondCoupon => self.t(marketplace::COUPON_SECOND),
            Problem::InvalidIce => self.t(shell::PROBLEM_INVALID_ICE),
            Problem::InvalidHsCode => self.t(shell::PROBLEM_INVALID_HS_CODE),
            Problem::InvalidDate => self.t(shell::PROBLEM_INVALID_DATE),
            Problem::InvalidRib => self.t(shell::PROBLEM_INVALID_RIB),
            Problem::NotADocument => self.t(shell::PROBLEM_NOT_A_DOCUMENT),
            Problem::ActiveDocument => self.t(shell::PROBLEM_ACTIVE_DOCUMENT),
            Problem::NotAPicture => self.t(shell::PROBLEM_NOT_A_PICTURE),
            Problem::TooManyPixels => self.t(shell::PROBLEM_TOO_MANY_PIXELS),
            Problem::Damaged => self.t(shell::PROBLEM_DAMAGED),
            Problem::NotAudio => self.t(shell::PROBLEM_NOT_AUDIO),
            Problem::ChangedMeanwhile { by, saved, .. } => self.with(
                shell::PROBLEM_CHANGED_MEANWHILE,
                &[("name", by), ("saved", saved)],
            ),
            Problem::NotMedia { name } => self.with(shell::PROBLEM_NOT_MEDIA, &[("name", name)]),
            Problem::OtherContent { name } => {
                self.with(shell::PROBLEM_OTHER_CONTENT, &[("name", name)])
            }
            Problem::NoDuration => self.t(shell::PROBLEM_NO_DURATION),
            Problem::RefersOutside => self.t(shell::PROBLEM_REFERS_OUTSIDE),
            Problem::BadCaptions { cue, line, fault } => self.with(
                match fault {
                    CaptionFault::NotWebVtt => shell::PROBLEM_NOT_WEBVTT,
                    CaptionFault::BadTime => shell::PROBLEM_CUE_TIME,
                    CaptionFault::Reversed => shell::PROBLEM_CUE_REVERSED,
                    CaptionFault::Overlapping => shell::PROBLEM_CUE_OVERLAPS,
                    CaptionFault::BeyondEnd => shell::PROBLEM_CUE_BEYOND,
                },
                &[
                    ("cue", &number((*cue).into())),
                    ("line", &number((*line).into())),
                ],
            ),
            Problem::WrongChecksum => self.t(shell::PROBLEM_WRONG_CHECKSUM),
            Problem::OverQuota => self.t(shell::PROBLEM_OVER_QUOTA),
            // The page that took it says what is wrong with it.
            Problem::Package(_) => self.t(shell::PROBLEM_PACKAGE),
        }
    }

    /// Why a request was refused and what to do now. For `Invalid`, the summary's title.
    pub fn error(&self, error: &Error) -> String {
        match error {
            Error::NotFound => self.t(shell::ERROR_NOT_FOUND),
            Error::Unauthenticated => self.t(shell::ERROR_UNAUTHENTICATED),
            Error::WrongCredentials => self.t(shell::ERROR_WRONG_CREDENTIALS),
            Error::Forbidden => self.t(shell::ERROR_FORBIDDEN),
            Error::Invalid { fields } => {
                self.count(shell::ERROR_SUMMARY_TITLE, fields.len() as u64, &[])
            }
            Error::OutOfStock { available: 0, .. } => self.t(shell::ERROR_SOLD_OUT),
            Error::OutOfStock { available, .. } => self.with(
                shell::ERROR_OUT_OF_STOCK,
                &[("available", &self.number((*available).into()))],
            ),
            Error::PriceChanged { now, .. } => {
                self.with(shell::ERROR_PRICE_CHANGED, &[("price", &self.money(*now))])
            }
            Error::NotExportable { name } => self.with(
                shell::ERROR_NOT_EXPORTABLE,
                &[("name", &name.pick(self.lang()).text)],
            ),
            Error::MissingPrerequisites { courses } => {
                let names: Vec<String> = courses
                    .iter()
                    .map(|name| name.pick(self.lang()).text)
                    .collect();
                self.with(
                    shell::ERROR_MISSING_PREREQUISITES,
                    &[("courses", &names.join(" · "))],
                )
            }
            Error::Conflict => self.t(shell::ERROR_CONFLICT),
            Error::IdempotencyKeyReused => self.t(shell::ERROR_IDEMPOTENCY_KEY_REUSED),
            Error::RateLimited { retry_after } => {
                let wait = self.wait(*retry_after);
                self.with(shell::ERROR_RATE_LIMITED, &[("wait", &wait)])
            }
            Error::CrossSite => self.t(shell::ERROR_CROSS_SITE),
            Error::TooLarge { max_bytes } => {
                // Hundredths of a megabyte.
                let max = i64::try_from(max_bytes / 10_000).unwrap_or(i64::MAX);
                self.with(
                    shell::ERROR_TOO_LARGE,
                    &[("megabytes", &self.decimal(max, 2))],
                )
            }
            Error::Malformed => self.t(shell::ERROR_MALFORMED),
            Error::Internal { request_id } => {
                self.with(shell::ERROR_INTERNAL, &[("request_id", request_id)])
            }
        }
    }

    /// "30 secondes", "15 minutes": never less than what is left.
    fn wait(&self, seconds: u32) -> String {
        if seconds < 60 {
            self.count(shell::WAIT_SECONDS, seconds.into(), &[])
        } else {
            self.count(shell::WAIT_MINUTES, seconds.div_ceil(60).into(), &[])
        }
    }
}
