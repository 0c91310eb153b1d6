//! What crosses the wire comes back the same, and says the right status.
#![expect(clippy::unwrap_used, reason = "tests")]

use domain::{Error, FieldError, Money, Problem, VariantId, text::Check};

#[test]
fn every_error_has_its_status_and_survives_the_wire() {
    for (error, status) in [
        (Error::NotFound, 404),
        (Error::Unauthenticated, 401),
        (Error::WrongCredentials, 401),
        (Error::Forbidden, 403),
        (Error::field("name", Problem::TooLong { max: 80 }), 422),
        (
            Error::OutOfStock {
                variant: VariantId(3),
                available: 2,
            },
            409,
        ),
        (
            Error::PriceChanged {
                variant: VariantId(3),
                now: Money::mad(500),
            },
            409,
        ),
        (Error::Conflict, 409),
        (Error::IdempotencyKeyReused, 422),
        (Error::RateLimited { retry_after: 60 }, 429),
        (Error::CrossSite, 403),
        (Error::TooLarge { max_bytes: 1 }, 413),
        (Error::Malformed, 400),
        (
            Error::Internal {
                request_id: "r1".to_owned(),
            },
            500,
        ),
    ] {
        assert_eq!(error.status(), status, "{error:?}");
        let wire = serde_json::to_string(&error).unwrap();
        assert_eq!(
            serde_json::from_str::<Error>(&wire).unwrap(),
            error,
            "{wire}"
        );
        let text = error.to_string();
        assert!(
            !text.ends_with('.') && !text.starts_with(char::is_uppercase),
            "{text}"
        );
    }
}

#[test]
fn all_problems_of_a_form_are_told_at_once() {
    let mut check = Check::default();
    assert_eq!(check.take("name", Ok(1)), Some(1));
    assert_eq!(check.take::<i64>("phone", Err(Problem::InvalidPhone)), None);
    check.refuse("city", Problem::Required);
    check.refuse("city", Problem::UnknownChoice);
    let error = check.finish().unwrap_err();
    let expected = [
        FieldError::new("phone", Problem::InvalidPhone),
        FieldError::new("city", Problem::Required),
        FieldError::new("city", Problem::UnknownChoice),
    ];
    assert_eq!(
        error,
        Error::Invalid {
            fields: expected.to_vec()
        }
    );
    let city: Vec<_> = error.of_field("city").collect();
    assert_eq!(city, [&Problem::Required, &Problem::UnknownChoice]);
    assert_eq!(error.of_field("name").count(), 0);
    assert_eq!(Error::Conflict.of_field("city").count(), 0);
    assert_eq!(Check::default().finish(), Ok(()));
}
