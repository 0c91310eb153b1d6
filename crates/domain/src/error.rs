//! The one error type that crosses the wire. Variants carry data; the screen finds the words.

use crate::{LocalText, Money, VariantId, academy::PackageFault};
use serde::{Deserialize, Serialize};

pub type Result<T> = core::result::Result<T, Error>;

/// Why a use case refused. Never a cause from inside: those are logged once, under `request_id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Error {
    /// Also the answer for what the actor may not read.
    #[error("not found")]
    NotFound,
    #[error("not signed in")]
    Unauthenticated,
    /// Login and password do not belong together; says nothing of which is wrong.
    #[error("wrong login or password")]
    WrongCredentials,
    #[error("not allowed")]
    Forbidden,
    #[error("{} invalid fields", fields.len())]
    Invalid { fields: Vec<FieldError> },
    #[error("variant {variant} has {available} left")]
    OutOfStock { variant: VariantId, available: u32 },
    /// The price shown is no longer the price; the buyer must accept the new one.
    #[error("variant {variant} now costs {}", now.minor)]
    PriceChanged { variant: VariantId, now: Money },
    /// This product may not leave the country.
    #[error("listing {} may not be exported", name.get(crate::Lang::Fr).unwrap_or_default())]
    NotExportable { name: LocalText },
    /// These courses come first.
    #[error("{} courses come first", courses.len())]
    MissingPrerequisites { courses: Vec<LocalText> },
    /// The thing changed meanwhile, or its state does not allow the act.
    #[error("conflict")]
    Conflict,
    /// The same idempotency key came with another body.
    #[error("idempotency key reused")]
    IdempotencyKeyReused,
    #[error("too many attempts, retry in {retry_after} s")]
    RateLimited { retry_after: u32 },
    #[error("request is not from this site")]
    CrossSite,
    #[error("more than {max_bytes} bytes")]
    TooLarge { max_bytes: u64 },
    #[error("malformed request")]
    Malformed,
    #[error("internal error {request_id}")]
    Internal { request_id: String },
}

impl Error {
    /// A refusal of one field.
    pub fn field(field: &str, problem: Problem) -> Error {
        Error::Invalid {
            fields: vec![FieldError::new(field, problem)],
        }
    }

    /// The HTTP status that says the same.
    pub const fn status(&self) -> u16 {
        match self {
            Error::NotFound => 404,
            Error::Unauthenticated | Error::WrongCredentials => 401,
            Error::Forbidden | Error::CrossSite => 403,
            Error::Invalid { .. } | Error::IdempotencyKeyReused | Error::NotExportable { .. } => {
                422
            }
            Error::OutOfStock { .. }
            | Error::PriceChanged { .. }
            | Error::MissingPrerequisites { .. }
            | Error::Conflict => 409,
            Error::RateLimited { .. } => 429,
            Error::TooLarge { .. } => 413,
            Error::Malformed => 400,
            Error::Internal { .. } => 500,
        }
    }

    /// What is wrong with which fields; nothing where the error is another.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Error::Invalid { fields } => fields,
            _ => &[],
        }
    }

    /// The version that a form must name to replace what others wrote meanwhile.
    pub fn changed_version(&self) -> Option<i64> {
        self.fields().iter().find_map(|it| match &it.problem {
            Problem::ChangedMeanwhile { version, .. } => Some(*version),
            _ => None,
        })
    }

    /// The problems of one field, in the order found.
    pub fn of_field<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Problem> + 'a {
        self.fields()
            .iter()
            .filter(move |f| f.field == name)
            .map(|f| &f.problem)
    }
}

/// What is wrong with one field of a form; `field` is its `name` in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub problem: Problem,
}

impl FieldError {
    pub fn new(field: &str, problem: Problem) -> FieldError {
        FieldError {
            field: field.to_owned(),
            problem,
        }
    }
}

/// Each has its words in every language (`shell` feature, `problem_*`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    Required,
    TooLong {
        max: u32,
    },
    TooShort {
        min: u32,
    },
    ControlCharacters,
    WrongScript,
    NotANumber,
    OutOfRange {
        min: i64,
        max: i64,
    },
    UnknownChoice,
    InvalidEmail,
    InvalidPhone,
    WeakPassword,
    Mismatch,
    InUse,
    Expired,
    /// A payout of what is owed to the platform.
    NegativeBalance,
    NothingToPay,
    UnknownCoupon,
    /// Of a cooperative that has nothing in the cart.
    CouponOfAnother,
    /// Ended, or its last day is over.
    CouponOver,
    CouponNotYet,
    CouponUsedUp,
    /// As often as one buyer may.
    CouponUsedBefore,
    /// Fewer goods of its cooperative than it asks for.
    CouponBelowLeast {
        least: Money,
    },
    /// The cooperative's part of the cart has another one.
    SecondCoupon,
    InvalidIce,
    InvalidRib,
    InvalidHsCode,
    InvalidDate,
    /// Neither a PDF nor a picture, by its content.
    NotADocument,
    /// A PDF that carries a program or another file.
    ActiveDocument,
    /// Not a picture by its content, whatever its name says.
    NotAPicture,
    /// More pixels than may be decoded.
    TooManyPixels,
    /// Damaged: it cannot be read to its end.
    Damaged,
    /// Not a sound recording by its content.
    NotAudio,
    /// Someone else changed the field since the form was opened; a form that names `version` puts
    /// its own text in the place of `saved`.
    ChangedMeanwhile {
        by: String,
        saved: String,
        version: i64,
    },
    /// No recording, captions, PDF or picture by its content.
    NotMedia {
        name: String,
    },
    /// Its content is another than its name says.
    OtherContent {
        name: String,
    },
    /// Plays nothing.
    NoDuration,
    /// Refers to what lies outside of it.
    RefersOutside,
    /// Captions that cannot be followed; `cue` and `line` count from 1.
    BadCaptions {
        cue: u32,
        line: u32,
        fault: crate::academy::CaptionFault,
    },
    /// What came is not what was sent.
    WrongChecksum,
    /// More than one person may keep.
    OverQuota,
    /// A package of which nothing can be taken.
    Package(PackageFault),
}
