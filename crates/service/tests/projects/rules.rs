//! The dated tables: a row is succeeded on a day to come, and what is decided stays.

use crate::{bank, support::TestApp, teams::member};
use domain::{
    Error, Problem,
    accounts::Role,
    policy::Actor,
    projects::{Rule, RuleInput, TermsInput},
};
use service::{
    Ctx,
    projects::{add_rule, add_terms, list_rules},
};

async fn admin(app: &TestApp) -> Ctx {
    let mut ctx = member(app, "Karim").await;
    let id = ctx.actor.person().unwrap();
    ctx.actor = Actor::Person {
        id,
        roles: vec![Role::Administrator],
    };
    ctx
}

fn rule(value: &str, from: &str) -> RuleInput {
    RuleInput {
        code: "founders".to_owned(),
        value: value.to_owned(),
        valid_from: from.to_owned(),
        source: "Loi 112-12 modifiée".to_owned(),
    }
}

#[tokio::test]
async fn a_rule_is_succeeded_on_a_day_to_come() {
    let app = bank().await;
    let admin = admin(&app).await;
    let nobody = member(&app, "Hind").await;
    assert_eq!(list_rules(&nobody).await, Err(Error::Forbidden));
    assert_eq!(
        add_rule(&nobody, &rule("7", "2027-01-01")).await,
        Err(Error::Forbidden)
    );
    assert_eq!(
        add_rule(&admin, &rule("7", "2026-01-01")).await,
        Err(Error::field("rule_from", Problem::InvalidDate))
    );
    add_rule(&admin, &rule("7", "2027-01-01")).await.unwrap();
    assert_eq!(
        add_rule(&admin, &rule("6", "2027-01-01")).await,
        Err(Error::Conflict)
    );
    let page = list_rules(&admin).await.unwrap();
    let rows: Vec<_> = page
        .rules
        .iter()
        .filter(|row| row.rule == Rule::Founders)
        .collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].valid_to, Some(rows[1].valid_from));
    assert_eq!((rows[1].value, rows[1].valid_to), (7, None));
    // Today's stands.
    let db = admin.db().reader();
    let today = store::projects::rules(db, admin.now).await.unwrap();
    assert_eq!(today.founders(), 5);
    let then = store::projects::rules(db, rows[1].valid_from)
        .await
        .unwrap();
    assert_eq!(then.founders(), 7);
}

#[tokio::test]
async fn a_programmes_terms_are_succeeded_and_what_it_asks_stays() {
    let app = bank().await;
    let admin = admin(&app).await;
    let before = list_rules(&admin).await.unwrap().programmes;
    let known = before[0].terms.clone();
    let terms = |programme: &str| TermsInput {
        programme: programme.to_owned(),
        at_most: "50 000".to_owned(),
        share: "35".to_owned(),
        rate: String::new(),
        years: "1".to_owned(),
        valid_from: "2027-01-01".to_owned(),
        source: "Convention 2027".to_owned(),
    };
    assert_eq!(
        add_terms(&admin, &terms("nothing")).await,
        Err(Error::field("programme", Problem::UnknownChoice))
    );
    add_terms(&admin, &terms(&known.code)).await.unwrap();
    assert_eq!(
        add_terms(&admin, &terms(&known.code)).await,
        Err(Error::Conflict)
    );
    let db = admin.db().reader();
    let of = async |now| {
        let all = store::projects::programmes(db, now).await.unwrap();
        all.into_iter().find(|it| it.code == known.code).unwrap()
    };
    assert_eq!(of(admin.now).await, known);
    let next = of(admin.now + 200 * 86_400).await;
    assert_eq!((next.at_most, next.share_at_most), (5_000_000, 350_000));
    assert_eq!(
        (next.rules, next.name),
        (known.rules.clone(), known.name.clone())
    );
}
