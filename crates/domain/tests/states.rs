//! Every state machine: all states x all events.

use core::fmt::{Debug, Write as _};
use domain::{
    Error, Result, cooperatives,
    marketplace::{
        FulfilmentEvent, FulfilmentState, OrderEvent, OrderState, PaymentEvent, PaymentState,
    },
};

/// A row a state, a column an event; a dash where the state refuses it.
fn table<S: Copy + Debug, E: Copy + Debug>(
    states: &[S],
    events: &[E],
    transition: impl Fn(S, E) -> Result<S>,
) -> String {
    let mut out = format!("{:<18}", "");
    for event in events {
        let _ = write!(out, "{:<18}", format!("{event:?}"));
    }
    for state in states {
        out = format!("{}\n{:<18}", out.trim_end(), format!("{state:?}"));
        for event in events {
            let cell = match transition(*state, *event) {
                Ok(next) => format!("{next:?}"),
                Err(Error::Conflict) => "-".to_owned(),
                Err(other) => format!("{other:?}"),
            };
            let _ = write!(out, "{cell:<18}");
        }
    }
    out.trim_end().to_owned()
}

#[test]
fn orders() {
    insta::assert_snapshot!(table(
        OrderState::ALL,
        &OrderEvent::ALL,
        OrderState::transition
    ));
}

#[test]
fn payments() {
    insta::assert_snapshot!(table(
        PaymentState::ALL,
        &PaymentEvent::ALL,
        PaymentState::transition
    ));
}

#[test]
fn fulfilments() {
    insta::assert_snapshot!(table(
        FulfilmentState::ALL,
        &FulfilmentEvent::ALL,
        FulfilmentState::transition
    ));
}

#[test]
fn cooperatives() {
    insta::assert_snapshot!(table(
        &cooperatives::Status::ALL,
        &cooperatives::Event::ALL,
        cooperatives::Status::transition
    ));
}

#[test]
fn codes_are_read_back() {
    for state in OrderState::ALL {
        assert_eq!(OrderState::from_code(state.code()), Some(*state));
    }
    for state in PaymentState::ALL {
        assert_eq!(PaymentState::from_code(state.code()), Some(*state));
    }
    for state in FulfilmentState::ALL {
        assert_eq!(FulfilmentState::from_code(state.code()), Some(*state));
    }
    assert_eq!(OrderState::from_code("Placed"), None);
}
