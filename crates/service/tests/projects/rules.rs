//! The dated tables: a row is succeeded on a day to come, and what is decided stays.

use crate::{
    bank,
    dossiers::{bank_without_advisors, submitted},
    support::{NOW, TestApp},
    teams::{member, team_of},
};
use domain::{
    Error, Lang, Problem,
    accounts::Role,
    policy::Actor,
    projects::{FundingRule, Rule, RuleInput, StepInput, Term, TermsInput},
};
use service::{
    Ctx,
    projects::{add_rule, add_terms, begin_dossier, list_rules, save_dossier, show_dossier},
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

fn terms(programme: &str) -> TermsInput {
    TermsInput {
        programme: programme.to_owned(),
        at_most: "50 000".to_owned(),
        share: "35".to_owned(),
        years: "1".to_owned(),
        members_least: "9".to_owned(),
        sectors: vec!["agriculture".to_owned()],
        regions: vec!["01".to_owned()],
        valid_from: "2027-01-01".to_owned(),
        source: "Convention 2027".to_owned(),
        ..TermsInput::default()
    }
}

#[tokio::test]
async fn a_programmes_terms_are_succeeded_with_what_it_asks() {
    let app = bank().await;
    let admin = admin(&app).await;
    let before = list_rules(&admin).await.unwrap().programmes;
    let known = before[0].terms.clone();
    assert_eq!(
        add_terms(&admin, &terms("nothing")).await,
        Err(Error::field("programme", Problem::UnknownChoice))
    );
    let unknown = TermsInput {
        sectors: vec!["magic".to_owned()],
        regions: vec!["13".to_owned()],
        members_least: "0".to_owned(),
        ..terms(&known.code)
    };
    let refused = add_terms(&admin, &unknown).await.unwrap_err();
    for field in ["sectors", "regions", "members_least"] {
        assert!(refused.of_field(field).next().is_some(), "{field}");
    }
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
    assert_eq!(of(admin.now).await, known, "until then nothing changes");
    let next = of(admin.now + 200 * 86_400).await;
    assert_eq!((next.at_most, next.share_at_most), (5_000_000, 350_000));
    assert_eq!(next.name, known.name);
    assert_eq!(
        next.rules,
        [
            FundingRule::MembersAtLeast(9),
            FundingRule::Sectors(vec!["agriculture".to_owned()]),
            FundingRule::Regions(vec!["01".to_owned()]),
        ]
    );
}

/// A programme is edited while one team writes its dossier and another's is with the office.
#[tokio::test]
async fn who_applies_reads_which_rule_changed_and_what_was_sent_keeps_its_terms() {
    let app = bank_without_advisors().await;
    let admin = admin(&app).await;
    let (sent, people, dossier, _) = submitted(&app).await;
    let (writing, founders) = team_of(&app, &["Karima"], "5").await;
    let founder = founders[0].clone();
    begin_dossier(&founder, writing).await.unwrap();
    let answer = StepInput::Place("Douar Imouzzer, une salle de la commune".to_owned());
    save_dossier(&founder, writing, &answer).await.unwrap();
    let known = list_rules(&admin).await.unwrap().programmes[0]
        .terms
        .clone();
    for (ctx, team) in [(&people[0], sent), (&founder, writing)] {
        assert_eq!(show_dossier(ctx, team).await.unwrap().changes, []);
    }
    app.mails(NOW).await;

    add_terms(&admin, &terms(&known.code)).await.unwrap();
    for (ctx, team) in [(&people[0], sent), (&founder, writing)] {
        let page = show_dossier(ctx, team).await.unwrap();
        let change = &page.changes[0];
        assert_eq!(change.programme, known.name);
        let after: Vec<_> = change.changes.iter().map(|it| it.after.clone()).collect();
        assert!(after.contains(&Some(Term::AtMost(5_000_000))));
        assert!(after.contains(&Some(Term::Rule(FundingRule::MembersAtLeast(9)))));
    }
    let kept = show_dossier(&founder, writing)
        .await
        .unwrap()
        .dossier
        .unwrap();
    assert!(kept.answers.place.contains("Imouzzer"), "nothing is lost");
    let told: Vec<String> = app
        .mails(NOW)
        .await
        .into_iter()
        .map(|it| it.subject)
        .collect();
    let name = known.name.pick(Lang::Fr).text;
    assert!(told.iter().any(|it| it.contains(&name)), "{told:?}");

    // After its first day too: what was sent keeps the terms it was sent with.
    let mut later = people[0].clone();
    later.now += 200 * 86_400;
    let page = show_dossier(&later, sent).await.unwrap();
    let frozen = page.dossier.unwrap().programmes;
    assert!(frozen.contains(&known), "{dossier}");
    let today = store::projects::programmes(later.db().reader(), later.now)
        .await
        .unwrap();
    assert!(!today.contains(&known));
}
