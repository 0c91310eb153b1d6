//! Every state machine: all states x all events.

use core::fmt::{Debug, Write as _};
use domain::{
    Error, Result,
    academy::{
        AttemptEvent, AttemptState, CourseEvent, CourseStatus, EnrolmentEvent, EnrolmentState,
    },
    cooperatives,
    marketplace::{
        Advance, Counts, DisputeEvent, DisputeState, FulfilmentEvent, FulfilmentState, GroupState,
        OrderEvent, OrderState, PaymentEvent, PaymentState, QuoteEvent, QuoteState, ReturnEvent,
        ReturnState, RfqEvent, RfqState, ShipmentEvent, ShipmentState, advance, group_state,
    },
    projects::{
        DossierEvent, DossierState, IdeaEvent, IdeaState, ReferralEvent, ReferralState,
        ReviewEvent, ReviewState, TeamEvent, TeamState,
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
fn courses() {
    insta::assert_snapshot!(table(
        CourseStatus::ALL,
        &CourseEvent::ALL,
        CourseStatus::transition
    ));
}

#[test]
fn enrolments() {
    insta::assert_snapshot!(table(
        EnrolmentState::ALL,
        &EnrolmentEvent::ALL,
        EnrolmentState::transition
    ));
}

#[test]
fn attempts() {
    insta::assert_snapshot!(table(
        AttemptState::ALL,
        &AttemptEvent::ALL,
        AttemptState::transition
    ));
}

#[test]
fn shipments() {
    insta::assert_snapshot!(table(
        ShipmentState::ALL,
        ShipmentEvent::ALL,
        ShipmentState::transition
    ));
}

#[test]
fn certificates() {
    insta::assert_snapshot!(table(
        &cooperatives::CertificateStatus::ALL,
        &cooperatives::CertificateEvent::ALL,
        cooperatives::CertificateStatus::transition
    ));
}

#[test]
fn returns() {
    insta::assert_snapshot!(table(
        ReturnState::ALL,
        ReturnEvent::ALL,
        ReturnState::transition
    ));
}

#[test]
fn disputes() {
    insta::assert_snapshot!(table(
        DisputeState::ALL,
        &DisputeEvent::ALL,
        DisputeState::transition
    ));
}

fn counts(quantity: u32, shipped: u32, cancelled: u32, refused: u32, returned: u32) -> Counts {
    Counts {
        quantity,
        shipped,
        cancelled,
        refused,
        returned,
    }
}

/// What it tests, where the order stands, its lines and parcels, and where it then stands.
type Row<'a> = (
    &'a str,
    (OrderState, FulfilmentState),
    &'a [Counts],
    &'a [ShipmentState],
    Result<(OrderState, FulfilmentState)>,
);

#[test]
fn an_order_moves_as_far_as_its_lines_and_parcels_allow() {
    use FulfilmentState::{Delivered, PartiallyShipped, Refused, Returned, Shipped, Unfulfilled};
    use OrderState::{Cancelled, Completed, Confirmed, Placed};
    use ShipmentState as Parcel;
    let none = counts(2, 0, 0, 0, 0);
    let all = counts(2, 2, 0, 0, 0);
    let rows: &[Row] = &[
        (
            "nothing happened",
            (Placed, Unfulfilled),
            &[none],
            &[],
            Ok((Placed, Unfulfilled)),
        ),
        (
            "one of two lines sent",
            (Confirmed, Unfulfilled),
            &[all, none],
            &[Parcel::Shipped],
            Ok((Confirmed, PartiallyShipped)),
        ),
        (
            "the rest sent",
            (Confirmed, PartiallyShipped),
            &[all, all],
            &[Parcel::Delivered, Parcel::Shipped],
            Ok((Confirmed, Shipped)),
        ),
        (
            "the rest cancelled",
            (Confirmed, PartiallyShipped),
            &[all, counts(2, 0, 2, 0, 0)],
            &[Parcel::Delivered],
            Ok((Completed, Delivered)),
        ),
        (
            "all cancelled",
            (Confirmed, Unfulfilled),
            &[counts(2, 0, 2, 0, 0)],
            &[],
            Ok((Cancelled, Unfulfilled)),
        ),
        (
            "all there",
            (Confirmed, Shipped),
            &[all],
            &[Parcel::Delivered],
            Ok((Completed, Delivered)),
        ),
        (
            "all refused",
            (Confirmed, Shipped),
            &[counts(2, 2, 0, 2, 0)],
            &[Parcel::Refused],
            Ok((Cancelled, Refused)),
        ),
        (
            "one refused, one there",
            (Confirmed, Shipped),
            &[all, counts(2, 2, 0, 2, 0)],
            &[Parcel::Delivered, Parcel::Refused],
            Ok((Completed, Delivered)),
        ),
        (
            "refused and back",
            (Cancelled, Refused),
            &[counts(2, 2, 0, 2, 0)],
            &[Parcel::Returned],
            Ok((Cancelled, Returned)),
        ),
        (
            "part sent back",
            (Completed, Delivered),
            &[counts(2, 2, 0, 0, 1)],
            &[Parcel::Delivered],
            Ok((Completed, Delivered)),
        ),
        (
            "all sent back",
            (Completed, Delivered),
            &[counts(2, 2, 0, 0, 2)],
            &[Parcel::Delivered],
            Ok((Completed, Returned)),
        ),
        (
            "sent though cancelled",
            (Cancelled, Shipped),
            &[all],
            &[Parcel::Delivered],
            Err(Error::Conflict),
        ),
    ];
    for (name, (state, fulfilment), lines, parcels, expected) in rows {
        let from = Advance {
            state: *state,
            fulfilment: *fulfilment,
        };
        let to = advance(from, lines, parcels).map(|to| (to.state, to.fulfilment));
        assert_eq!(&to, expected, "{name}");
    }
}

#[test]
fn a_group_stands_where_its_orders_stand() {
    use FulfilmentState::{Delivered, PartiallyShipped, Shipped, Unfulfilled};
    use OrderState::{Cancelled, Completed, Confirmed, Placed};
    let of = |orders: &[(OrderState, FulfilmentState)]| {
        let axes: Vec<Advance> = orders
            .iter()
            .map(|(state, fulfilment)| Advance {
                state: *state,
                fulfilment: *fulfilment,
            })
            .collect();
        group_state(&axes)
    };
    for (orders, expected) in [
        (&[][..], GroupState::Cancelled),
        (
            &[(Placed, Unfulfilled), (Placed, Unfulfilled)][..],
            GroupState::Placed,
        ),
        (
            &[(Confirmed, Unfulfilled), (Placed, Unfulfilled)][..],
            GroupState::Preparing,
        ),
        (
            &[(Confirmed, PartiallyShipped), (Placed, Unfulfilled)][..],
            GroupState::PartlySent,
        ),
        (
            &[(Confirmed, Shipped), (Placed, Unfulfilled)][..],
            GroupState::PartlySent,
        ),
        (
            &[(Confirmed, Shipped), (Completed, Delivered)][..],
            GroupState::Sent,
        ),
        (
            &[(Confirmed, Shipped), (Cancelled, Unfulfilled)][..],
            GroupState::Sent,
        ),
        (
            &[(Completed, Delivered), (Cancelled, Unfulfilled)][..],
            GroupState::Delivered,
        ),
        (&[(Cancelled, Unfulfilled)][..], GroupState::Cancelled),
    ] {
        assert_eq!(of(orders), expected, "{orders:?}");
    }
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

#[test]
fn teams() {
    insta::assert_snapshot!(table(TeamState::ALL, TeamEvent::ALL, TeamState::transition));
}

/// Wider than a page, so one line a step.
#[test]
fn dossiers() {
    let mut out = String::new();
    for state in DossierState::ALL {
        for event in DossierEvent::ALL {
            if let Ok(next) = state.transition(*event) {
                let _ = writeln!(out, "{state:?} + {event:?} = {next:?}");
            }
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn dossier_reviews() {
    insta::assert_snapshot!(table(
        ReviewState::ALL,
        ReviewEvent::ALL,
        ReviewState::transition
    ));
}

#[test]
fn requests_for_quotes() {
    insta::assert_snapshot!(table(RfqState::ALL, &RfqEvent::ALL, RfqState::transition));
}

#[test]
fn quotes() {
    insta::assert_snapshot!(table(
        QuoteState::ALL,
        &QuoteEvent::ALL,
        QuoteState::transition
    ));
}

#[test]
fn ideas() {
    insta::assert_snapshot!(table(IdeaState::ALL, IdeaEvent::ALL, IdeaState::transition));
}

#[test]
fn referrals() {
    insta::assert_snapshot!(table(
        ReferralState::ALL,
        ReferralEvent::ALL,
        ReferralState::transition
    ));
}
