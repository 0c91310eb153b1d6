//! What is held of a person is told, and goes when they ask.

use crate::support::{NOW, PASSWORD, TestApp};
use domain::{
    Error, Problem,
    accounts::{Hold, RegisterInput, SignInInput},
};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use service::{
    accounts::{account_holds, erase_account, my_data, sign_in},
    demo,
};
use std::collections::BTreeSet;
use store::accounts::HOLDINGS;

const BUYER: &str = "acheteuse@demo.taawouniya.ma";
const EMAIL: &str = "fatima@exemple.ma";

async fn strings(app: &TestApp, sql: &str) -> Vec<String> {
    let db = app.services.db.reader();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index::<String>(0).unwrap())
        .collect()
}

async fn change(app: &TestApp, sql: &str) {
    app.services
        .db
        .writer()
        .execute_unprepared(sql)
        .await
        .unwrap();
}

/// Whoever adds a table that holds a person says in `HOLDINGS` what becomes of it.
#[tokio::test]
async fn every_column_that_refers_to_a_person_is_known() {
    let app = TestApp::new().await;
    let sql = match app.services.db.reader().get_database_backend() {
        DatabaseBackend::Postgres => {
            "SELECT k.table_name || '.' || k.column_name FROM information_schema.referential_constraints r
             JOIN information_schema.key_column_usage k ON k.constraint_name = r.constraint_name
             JOIN information_schema.constraint_column_usage u ON u.constraint_name = r.constraint_name
             WHERE u.table_name = 'person'"
        }
        _ => {
            "SELECT m.name || '.' || f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table' AND f.\"table\" = 'person'"
        }
    };
    let schema: BTreeSet<String> = strings(&app, sql).await.into_iter().collect();
    let known: BTreeSet<String> = HOLDINGS
        .iter()
        .filter(|holding| !holding.whose.contains(' '))
        .map(|holding| format!("{}.{}", holding.table, holding.whose))
        .collect();
    assert!(schema.len() > 50, "{schema:?}");
    assert_eq!(schema, known);
}

#[tokio::test]
async fn a_copy_tells_everything_and_no_secret() {
    let app = TestApp::new().await;
    demo::seed(&app.system(), 1, &|_, _, _| {}).await.unwrap();
    let buyer = sign_in(
        &app.visitor(),
        SignInInput {
            login: BUYER.to_owned(),
            password: demo::PASSWORD.to_owned(),
        },
    )
    .await
    .unwrap();
    let ctx = app.with_token(&buyer.token, NOW).await.unwrap();
    let data = my_data(&ctx).await.unwrap();
    assert_eq!(data["person"][0]["email"], BUYER);
    for table in [
        "session",
        "order_group",
        "shop_order",
        "order_line",
        "person_role",
    ] {
        assert!(!data[table].as_array().unwrap().is_empty(), "{table}");
    }
    let text = data.to_string();
    assert!(!text.contains("$argon2"), "a password's hash");
    assert!(!text.contains("_hash"), "a token's hash");
    // Nobody else's address.
    for email in strings(&app, "SELECT email FROM person WHERE email IS NOT NULL").await {
        assert!(email == BUYER || !text.contains(&email), "{email}");
    }
    assert_eq!(my_data(&app.visitor()).await, Err(Error::Unauthenticated));
}

#[tokio::test]
async fn an_account_is_erased_once_nothing_waits_for_it() {
    let app = TestApp::new().await;
    demo::seed(&app.system(), 1, &|_, _, _| {}).await.unwrap();
    let login = || SignInInput {
        login: BUYER.to_owned(),
        password: demo::PASSWORD.to_owned(),
    };
    let session = sign_in(&app.visitor(), login()).await.unwrap();
    let ctx = app.with_token(&session.token, NOW).await.unwrap();
    let id = session.me.id;
    assert!(account_holds(&ctx).await.unwrap().contains(&Hold::Order));
    let held = erase_account(&ctx, demo::PASSWORD, true).await;
    assert_eq!(held, Err(Error::Conflict));

    change(
        &app,
        "UPDATE shop_order SET state = 'completed' WHERE state IN ('placed', 'confirmed')",
    )
    .await;
    change(&app, "UPDATE rfq SET state = 'withdrawn'").await;
    change(
        &app,
        "UPDATE dispute SET state = 'decided', outcome = 'refund' WHERE outcome IS NULL",
    )
    .await;
    change(&app, "UPDATE order_return SET state = 'refused'").await;
    change(&app, "UPDATE project_team SET state = 'dissolved'").await;
    assert_eq!(account_holds(&ctx).await, Ok(Vec::new()));
    change(
        &app,
        &format!(
            "INSERT INTO saved_address (person_id, label, address, used_at) VALUES ({id}, 'maison', '{{}}', 1)"
        ),
    )
    .await;

    let unsure = erase_account(&ctx, "", false).await.unwrap_err();
    let named: Vec<_> = unsure.fields().iter().map(|f| f.field.as_str()).collect();
    assert_eq!(named, ["sure", "current"]);
    let wrong = erase_account(&ctx, "pas celui-là", true).await;
    assert_eq!(wrong, Err(Error::field("current", Problem::Mismatch)));

    app.mails(NOW).await;
    let invoices = strings(&app, "SELECT number FROM invoice ORDER BY id").await;
    let name = session.me.name.clone();
    erase_account(&ctx, demo::PASSWORD, true).await.unwrap();

    let mails = app.mails(NOW).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, BUYER);
    assert!(app.with_token(&session.token, NOW).await.is_none());
    assert!(sign_in(&app.visitor(), login()).await.is_err());
    let left = strings(
        &app,
        &format!("SELECT name || ' ' || email || ' ' || password_hash || COALESCE(phone, '') FROM person WHERE id = {id}"),
    )
    .await;
    assert_eq!(left, [format!("— erased-{id} ")]);
    for table in [
        "saved_address",
        "session",
        "person_role",
        "cart",
        "enrolment",
    ] {
        let rows = strings(
            &app,
            &format!("SELECT 'left' FROM {table} WHERE person_id = {id}"),
        )
        .await;
        assert!(rows.is_empty(), "{table}");
    }
    assert!(
        strings(
            &app,
            &format!("SELECT number FROM order_group WHERE person_id = {id}")
        )
        .await
        .is_empty()
    );
    assert_eq!(
        strings(&app, "SELECT number FROM invoice ORDER BY id").await,
        invoices,
        "the law on accounts keeps them"
    );
    let mails_left = strings(&app, "SELECT recipient FROM mail_outbox").await;
    assert!(!mails_left.iter().any(|to| to == BUYER));
    let authors = strings(&app, "SELECT author FROM review").await;
    assert!(!authors.contains(&name));

    // The address is free again, and begins anew.
    let again = RegisterInput {
        name: "Encore moi".to_owned(),
        login: BUYER.to_owned(),
        password: PASSWORD.to_owned(),
        consent: "on".to_owned(),
    };
    service::accounts::register(&app.visitor(), again)
        .await
        .unwrap();
    let fresh = app.sign_in(BUYER).await.1;
    assert_ne!(fresh.me.id, id);
}

#[tokio::test]
async fn whoever_works_for_others_hands_over_first() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let (ctx, _) = app.sign_in(EMAIL).await;
    assert_eq!(account_holds(&ctx).await, Ok(Vec::new()));
    service::accounts::grant_role(
        &app.system(),
        ctx.actor.person().unwrap(),
        &domain::accounts::Role::Trainer,
    )
    .await
    .unwrap();
    assert_eq!(account_holds(&ctx).await, Ok(vec![Hold::Role]));
    assert_eq!(
        erase_account(&ctx, PASSWORD, true).await,
        Err(Error::Conflict)
    );
}
