//! The matrix: every role x every action x every scope, as a snapshot that a review must see.

use core::fmt::Write as _;
use domain::{
    CooperativeId, Error, PersonId, StatementClientId, TeamId,
    academy::RecordScope,
    accounts::Role,
    geography::RegionCode,
    integrations::TokenScope,
    policy::{
        Account, Action, Actor, Cart, Listing, Order, Platform, PublicSite, Resource, Scope, Stock,
        authorize,
    },
};

const ME: PersonId = PersonId(1);
const OTHER: PersonId = PersonId(2);
const MINE: CooperativeId = CooperativeId(1);
const THEIRS: CooperativeId = CooperativeId(2);

/// A thing of any scope, so that the matrix has no hole.
struct Thing(Scope);

impl Resource for Thing {
    fn scope(&self) -> Scope {
        self.0
    }
}

fn person(roles: Vec<Role>) -> Actor {
    Actor::Person { id: ME, roles }
}

fn manager() -> Actor {
    person(vec![Role::CooperativeManager { cooperative: MINE }])
}

fn program(scope: TokenScope) -> Actor {
    Actor::Program {
        cooperative: MINE,
        scopes: vec![scope],
    }
}

fn recorder(scope: RecordScope) -> Actor {
    Actor::Recorder {
        client: StatementClientId(1),
        scopes: vec![scope],
    }
}

fn actors() -> Vec<(&'static str, Actor)> {
    vec![
        ("visitor", Actor::Visitor),
        ("person without a role", person(Vec::new())),
        ("member", person(vec![Role::Member])),
        ("cooperative manager", manager()),
        (
            "cooperative sales",
            person(vec![Role::CooperativeSales { cooperative: MINE }]),
        ),
        (
            "cooperative stock",
            person(vec![Role::CooperativeStock { cooperative: MINE }]),
        ),
        (
            "advisor",
            person(vec![Role::Advisor {
                regions: vec!["09".to_owned()],
            }]),
        ),
        ("social worker", person(vec![Role::SocialWorker])),
        ("trainer", person(vec![Role::Trainer])),
        ("administrator", person(vec![Role::Administrator])),
        ("program: stock", program(TokenScope::Stock)),
        ("program: prices", program(TokenScope::Prices)),
        ("program: shipments", program(TokenScope::Shipments)),
        ("recorder: read", recorder(RecordScope::Read)),
        ("recorder: write", recorder(RecordScope::Write)),
        ("system", Actor::System),
    ]
}

/// As seen by the actor with the id `ME`, who manages `MINE` where they manage anything.
fn scopes() -> Vec<(&'static str, Scope)> {
    vec![
        ("public", Scope::Public),
        ("me", Scope::Person(ME)),
        ("other", Scope::Person(OTHER)),
        ("bearer", Scope::Bearer),
        ("coop", Scope::Cooperative(MINE)),
        ("coop2", Scope::Cooperative(THEIRS)),
        (
            "sold",
            Scope::Order {
                seller: MINE,
                buyer: Some(OTHER),
            },
        ),
        (
            "bought",
            Scope::Order {
                seller: THEIRS,
                buyer: Some(ME),
            },
        ),
        (
            "alien",
            Scope::Order {
                seller: THEIRS,
                buyer: Some(OTHER),
            },
        ),
        (
            "guest",
            Scope::Order {
                seller: THEIRS,
                buyer: None,
            },
        ),
        ("region", region("09")),
        ("region2", region("01")),
        ("team", team(OTHER, Some(ME))),
        ("leader", team(ME, Some(ME))),
        ("team2", team(OTHER, None)),
        (
            "draft",
            Scope::Authored {
                owner: ME,
                author: None,
            },
        ),
        (
            "shared",
            Scope::Authored {
                owner: OTHER,
                author: Some(ME),
            },
        ),
        (
            "draft2",
            Scope::Authored {
                owner: OTHER,
                author: None,
            },
        ),
        ("review", review("09", ME)),
        ("review2", review("09", OTHER)),
        ("review3", review("01", ME)),
    ]
}

fn region(code: &str) -> Scope {
    Scope::Region(RegionCode::parse(code).expect("an official code"))
}

fn team(founder: PersonId, member: Option<PersonId>) -> Scope {
    Scope::Team {
        team: TeamId(1),
        founder,
        member,
    }
}

fn review(code: &str, reviewer: PersonId) -> Scope {
    Scope::Review {
        region: RegionCode::parse(code).expect("an official code"),
        reviewer,
    }
}

#[test]
fn matrix() {
    let mut out = String::new();
    for (name, actor) in actors() {
        let _ = write!(out, "{name:<22}");
        for (scope, _) in scopes() {
            let _ = write!(out, "{scope:<8}");
        }
        for action in Action::ALL {
            out = format!("{}\n  {:<20}", out.trim_end(), format!("{action:?}"));
            for (_, scope) in scopes() {
                let cell = match authorize(&actor, action, &Thing(scope)) {
                    Ok(_) => "yes".to_owned(),
                    Err(error) => error.status().to_string(),
                };
                let _ = write!(out, "{cell:<8}");
            }
        }
        out = format!("{}\n\n", out.trim_end());
    }
    insta::assert_snapshot!(out.trim_end());
}

#[test]
fn a_permit_remembers_what_it_is_for() {
    let permit = authorize(
        &person(Vec::new()),
        Action::ManageOwnAccount,
        &Account { owner: ME },
    );
    let permit = permit.map(|permit| (permit.action(), permit.scope()));
    assert_eq!(permit, Ok((Action::ManageOwnAccount, Scope::Person(ME))));
}

#[test]
fn a_stranger_gets_no_permit_for_an_account() {
    for (name, actor) in actors() {
        for action in Action::ALL {
            let allowed = authorize(&actor, action, &Account { owner: OTHER }).is_ok();
            let expected = match action {
                Action::ManageAccounts => ["administrator", "system"].contains(&name),
                Action::RunWorker => name == "system",
                _ => false,
            };
            assert_eq!(allowed, expected, "{name} {action:?}");
        }
    }
}

#[test]
fn another_cooperatives_things_do_not_exist_for_a_manager() {
    let manager = manager();
    let order = Order {
        seller: THEIRS,
        buyer: Some(OTHER),
    };
    assert_eq!(
        authorize(&manager, Action::ReadOrder, &order).err(),
        Some(Error::NotFound)
    );
    assert_eq!(
        authorize(&manager, Action::DecideOrder, &order).err(),
        Some(Error::NotFound)
    );
    let stock = Stock {
        cooperative: THEIRS,
    };
    assert_eq!(
        authorize(&manager, Action::EditStock, &stock).err(),
        Some(Error::NotFound)
    );
    let listing = Listing {
        cooperative: THEIRS,
    };
    assert_eq!(
        authorize(&manager, Action::EditListing, &listing).err(),
        Some(Error::NotFound)
    );
}

#[test]
fn a_buyer_reads_an_order_but_does_not_decide_it() {
    let buyer = person(vec![Role::Member]);
    let order = Order {
        seller: THEIRS,
        buyer: Some(ME),
    };
    assert!(authorize(&buyer, Action::ReadOrder, &order).is_ok());
    assert_eq!(
        authorize(&buyer, Action::DecideOrder, &order).err(),
        Some(Error::NotFound)
    );
}

#[test]
fn a_guests_cart_is_its_bearers_and_an_owned_one_its_owners() {
    let guest = Cart { owner: None };
    let owned = Cart { owner: Some(OTHER) };
    assert!(authorize(&Actor::Visitor, Action::ManageCart, &guest).is_ok());
    assert_eq!(
        authorize(&Actor::Visitor, Action::ManageCart, &owned).err(),
        Some(Error::Unauthenticated)
    );
    assert_eq!(
        authorize(&person(Vec::new()), Action::ManageCart, &owned).err(),
        Some(Error::NotFound)
    );
}

#[test]
fn the_worker_is_nobody_who_can_sign_in() {
    for (name, actor) in actors() {
        let allowed = authorize(&actor, Action::RunWorker, &Platform {}).is_ok();
        assert_eq!(allowed, name == "system", "{name}");
        assert!(
            authorize(&actor, Action::BrowseCatalogue, &PublicSite {}).is_ok(),
            "{name}"
        );
    }
}
