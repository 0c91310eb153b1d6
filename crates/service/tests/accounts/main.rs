//! Accounts on a real database: who may come in, who is told what, what stays secret.
#![expect(clippy::unwrap_used, reason = "tests")]

mod personal_data;
#[path = "../support/mod.rs"]
mod support;

use domain::{
    CooperativeId, Error, Lang, PersonId, Problem, SessionId,
    accounts::{Me, ProfileInput, RegisterInput, ResetPasswordInput, Role, SignInInput},
    policy::{Account, Action, Actor, Platform, authorize},
};
use sea_orm::{ConnectionTrait, EntityTrait};
use service::{
    Ctx,
    accounts::{
        Quotas, SESSION_LIFE, Session, change_language, change_password, create_administrator,
        grant_role, list_sessions, me, register, request_password_reset, reset_password,
        revoke_session, sign_in, sign_out, update_profile,
    },
};
use std::sync::atomic::Ordering;
use store::{accounts::entities, jobs::MAX_ATTEMPTS};
use support::{NOW, PASSWORD, TestApp};

const EMAIL: &str = "fatima@exemple.ma";
const NEW_PASSWORD: &str = "un autre mot assez long";

fn registration(login: &str) -> RegisterInput {
    RegisterInput {
        name: "Fatima Zahra".to_owned(),
        login: login.to_owned(),
        password: PASSWORD.to_owned(),
        consent: "on".to_owned(),
    }
}

async fn try_sign_in(ctx: &Ctx, login: &str, password: &str) -> domain::Result<Session> {
    let input = SignInInput {
        login: login.to_owned(),
        password: password.to_owned(),
    };
    sign_in(ctx, input).await
}

fn problems(error: &Error) -> Vec<(&str, &Problem)> {
    match error {
        Error::Invalid { fields } => fields
            .iter()
            .map(|f| (f.field.as_str(), &f.problem))
            .collect(),
        other => panic!("{other:?} is not a refusal of fields"),
    }
}

/// The reset link's token in a mail.
fn token_in(text: &str) -> String {
    let (_, rest) = text.split_once("/reset?token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

fn reset_form(token: &str, password: &str) -> ResetPasswordInput {
    ResetPasswordInput {
        token: token.to_owned(),
        password: password.to_owned(),
        password_again: password.to_owned(),
    }
}

#[tokio::test]
async fn who_registers_signs_in_and_is_known() {
    let app = TestApp::new().await;
    register(&app.visitor(), registration("Fatima@Exemple.ma"))
        .await
        .unwrap();
    let session = try_sign_in(&app.visitor(), " FATIMA@exemple.ma ", PASSWORD)
        .await
        .unwrap();
    assert_eq!(session.expires_at, NOW + SESSION_LIFE);
    let ctx = app.with_token(&session.token, NOW).await.unwrap();
    let known = me(&ctx).await.unwrap().unwrap();
    assert_eq!(known, session.me);
    let expected = Me {
        id: known.id,
        name: "Fatima Zahra".to_owned(),
        email: Some(EMAIL.to_owned()),
        phone: None,
        lang: Lang::Fr,
        roles: vec![Role::Member],
    };
    assert_eq!(known, expected);
    assert_eq!(me(&app.visitor()).await.unwrap(), None);
}

#[tokio::test]
async fn a_phone_number_signs_in_however_it_is_written() {
    let app = TestApp::new().await;
    app.register("يوسف", "06 12 34 56 78").await;
    let session = try_sign_in(&app.visitor(), "+212 (6) 12-34-56-78", PASSWORD)
        .await
        .unwrap();
    assert_eq!(session.me.phone.as_deref(), Some("+212612345678"));
    assert!(app.mails(NOW).await.is_empty());
}

#[tokio::test]
async fn a_form_is_told_all_its_mistakes_and_nothing_is_kept() {
    let app = TestApp::new().await;
    let input = RegisterInput {
        name: "\u{202e}abc".to_owned(),
        login: "nobody".to_owned(),
        password: "court".to_owned(),
        consent: String::new(),
    };
    let error = register(&app.visitor(), input).await.unwrap_err();
    assert_eq!(
        problems(&error),
        [
            ("name", &Problem::ControlCharacters),
            ("login", &Problem::InvalidPhone),
            ("password", &Problem::TooShort { min: 10 }),
            ("consent", &Problem::Required),
        ]
    );
    let people = entities::person::Entity::find()
        .all(app.services.db.reader())
        .await
        .unwrap();
    assert!(people.is_empty());
}

#[tokio::test]
async fn a_taken_address_gets_the_same_answer_and_its_owner_a_mail() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let welcome = app.mails(NOW).await;
    assert_eq!(welcome.len(), 1);
    assert_eq!(
        (welcome[0].to.as_str(), welcome[0].subject.as_str()),
        (EMAIL, "Bienvenue sur Taawouniya")
    );
    assert!(
        welcome[0]
            .text
            .contains("https://taawouniya.example/fr/sign-in")
    );

    let mut again = registration(EMAIL);
    again.name = "Intruse".to_owned();
    again.password = NEW_PASSWORD.to_owned();
    let in_arabic = Ctx {
        lang: Lang::Ar,
        ..app.visitor()
    };
    assert_eq!(register(&in_arabic, again).await, Ok(()));

    // In the owner's language and with the owner's name.
    let known = app.mails(NOW).await;
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].subject, "Vous avez déjà un compte");
    assert!(known[0].text.starts_with("Bonjour Fatima,"));
    assert!(!known[0].text.contains("Intruse"));
    assert!(try_sign_in(&app.visitor(), EMAIL, PASSWORD).await.is_ok());
    let refused = try_sign_in(&app.visitor(), EMAIL, NEW_PASSWORD).await;
    assert_eq!(refused.err(), Some(Error::WrongCredentials));
}

#[tokio::test]
async fn a_welcome_carries_no_strangers_link() {
    let app = TestApp::new().await;
    app.register("Gagnez sur www.exemple.com", EMAIL).await;
    let mails = app.mails(NOW).await;
    assert!(mails[0].text.starts_with("Bonjour,\n"), "{}", mails[0].text);
    assert!(!mails[0].text.contains("exemple.com"));
}

#[tokio::test]
async fn two_registrations_at_once_make_one_account() {
    let app = TestApp::new().await;
    let ctx = app.visitor();
    let (one, other) = tokio::join!(
        register(&ctx, registration(EMAIL)),
        register(&ctx, registration(EMAIL))
    );
    assert_eq!((one, other), (Ok(()), Ok(())));
    let people = entities::person::Entity::find()
        .all(app.services.db.reader())
        .await
        .unwrap();
    assert_eq!(people.len(), 1);
    assert_eq!(app.mails(NOW).await.len(), 2);
}

#[tokio::test]
async fn unknown_login_and_wrong_password_answer_alike() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let wrong = try_sign_in(&app.visitor(), EMAIL, NEW_PASSWORD).await;
    let unknown = try_sign_in(&app.visitor(), "nobody@exemple.ma", NEW_PASSWORD).await;
    assert_eq!(wrong.err(), Some(Error::WrongCredentials));
    assert_eq!(unknown.err(), Some(Error::WrongCredentials));
    let error = try_sign_in(&app.visitor(), "fatima", "").await.unwrap_err();
    assert_eq!(
        problems(&error),
        [
            ("login", &Problem::InvalidPhone),
            ("password", &Problem::Required)
        ]
    );
}

#[tokio::test]
async fn the_database_keeps_no_secret_in_the_clear() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let (_, session) = app.sign_in(EMAIL).await;
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    let mails = app.mails(NOW).await;
    let reset = token_in(&mails[1].text);
    let db = app.services.db.reader();
    let mut rows = Vec::new();
    for row in entities::person::Entity::find().all(db).await.unwrap() {
        assert!(
            row.password_hash
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
        rows.push(format!("{row:?}"));
    }
    for row in entities::session::Entity::find().all(db).await.unwrap() {
        rows.push(format!("{row:?}"));
    }
    for row in entities::password_reset::Entity::find()
        .all(db)
        .await
        .unwrap()
    {
        rows.push(format!("{row:?}"));
    }
    // A sent mail's text is forgotten, with the link in it.
    for row in store::jobs::entities::mail_outbox::Entity::find()
        .all(db)
        .await
        .unwrap()
    {
        rows.push(format!("{row:?}"));
    }
    let all = rows.join("\n");
    for secret in [PASSWORD, session.token.as_str(), reset.as_str()] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[tokio::test]
async fn a_session_slides_while_used_and_ends_when_not() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let (ctx, session) = app.sign_in(EMAIL).await;
    // Seen within the minute: not written.
    assert!(app.with_token(&session.token, NOW + 59).await.is_some());
    assert_eq!(list_sessions(&ctx).await.unwrap()[0].seen_at, NOW);
    let later = NOW + SESSION_LIFE - 1;
    let ctx = app.with_token(&session.token, later).await.unwrap();
    let sessions = list_sessions(&ctx).await.unwrap();
    assert_eq!((sessions[0].created_at, sessions[0].seen_at), (NOW, later));
    assert!(
        app.with_token(&session.token, NOW + SESSION_LIFE + 1)
            .await
            .is_some()
    );
    assert!(
        app.with_token(&session.token, later + 3 * SESSION_LIFE)
            .await
            .is_none()
    );
    assert!(app.with_token("", NOW).await.is_none());
    assert!(app.with_token(&"0".repeat(64), NOW).await.is_none());
}

#[tokio::test]
async fn signing_in_again_rotates_the_session() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let (ctx, old) = app.sign_in(EMAIL).await;
    let new = try_sign_in(&ctx, EMAIL, PASSWORD).await.unwrap();
    assert_ne!(old.token, new.token);
    assert!(app.with_token(&old.token, NOW).await.is_none());
    assert!(app.with_token(&new.token, NOW).await.is_some());
}

#[tokio::test]
async fn signing_out_ends_this_session_alone() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let (phone, phone_session) = app.sign_in(EMAIL).await;
    let (_, desk_session) = app.sign_in(EMAIL).await;
    sign_out(&phone).await.unwrap();
    assert!(app.with_token(&phone_session.token, NOW).await.is_none());
    assert!(app.with_token(&desk_session.token, NOW).await.is_some());
    // Again, and without a session: nothing to do.
    sign_out(&phone).await.unwrap();
    sign_out(&app.visitor()).await.unwrap();
}

#[tokio::test]
async fn an_owner_sees_and_revokes_sessions_and_a_stranger_does_not() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    app.register("Youssef", "0612345678").await;
    let (owner, _) = app.sign_in(EMAIL).await;
    let (_, other_device) = app.sign_in(EMAIL).await;
    let (stranger, _) = app.sign_in("0612345678").await;

    let sessions = list_sessions(&owner).await.unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions.iter().filter(|session| session.current).count(), 1);
    assert_eq!(sessions[0].device, "Firefox, Android");
    let other = sessions.iter().find(|session| !session.current).unwrap().id;

    assert_eq!(revoke_session(&stranger, other).await, Err(Error::NotFound));
    assert_eq!(
        revoke_session(&app.visitor(), other).await,
        Err(Error::Unauthenticated)
    );
    assert_eq!(
        revoke_session(&owner, SessionId(999_999)).await,
        Err(Error::NotFound)
    );
    assert!(app.with_token(&other_device.token, NOW).await.is_some());
    revoke_session(&owner, other).await.unwrap();
    assert!(app.with_token(&other_device.token, NOW).await.is_none());
    assert_eq!(
        list_sessions(&app.visitor()).await,
        Err(Error::Unauthenticated)
    );
}

#[tokio::test]
async fn a_reset_link_works_once_and_signs_out_every_device() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let (_, session) = app.sign_in(EMAIL).await;
    app.mails(NOW).await;
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    let mails = app.mails(NOW).await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].to, EMAIL);
    assert!(
        mails[0]
            .text
            .contains("https://taawouniya.example/fr/reset?token=")
    );
    let token = token_in(&mails[0].text);

    // A refused password does not spend the link.
    let weak = reset_password(&app.visitor(), reset_form(&token, "1234567890"))
        .await
        .unwrap_err();
    assert_eq!(problems(&weak), [("password", &Problem::WeakPassword)]);
    let own_address = reset_password(&app.visitor(), reset_form(&token, EMAIL))
        .await
        .unwrap_err();
    assert_eq!(
        problems(&own_address),
        [("password", &Problem::WeakPassword)]
    );
    let mut form = reset_form(&token, NEW_PASSWORD);
    form.password_again = PASSWORD.to_owned();
    let differ = reset_password(&app.visitor(), form).await.unwrap_err();
    assert_eq!(problems(&differ), [("password_again", &Problem::Mismatch)]);

    reset_password(&app.visitor(), reset_form(&token, NEW_PASSWORD))
        .await
        .unwrap();
    assert!(app.with_token(&session.token, NOW).await.is_none());
    assert!(
        try_sign_in(&app.visitor(), EMAIL, NEW_PASSWORD)
            .await
            .is_ok()
    );
    assert!(try_sign_in(&app.visitor(), EMAIL, PASSWORD).await.is_err());
    assert_eq!(
        app.mails(NOW).await[0].subject,
        "Votre mot de passe a changé"
    );

    // Neither this link nor the other one.
    for mail in &mails {
        let again = reset_form(&token_in(&mail.text), PASSWORD);
        let error = reset_password(&app.visitor(), again).await.unwrap_err();
        assert_eq!(problems(&error), [("token", &Problem::Expired)]);
    }
}

#[tokio::test]
async fn a_reset_link_lives_an_hour() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    app.mails(NOW).await;
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    let token = token_in(&app.mails(NOW).await[0].text);
    let late = Ctx {
        now: NOW + 3600,
        ..app.visitor()
    };
    let error = reset_password(&late, reset_form(&token, NEW_PASSWORD))
        .await
        .unwrap_err();
    assert_eq!(problems(&error), [("token", &Problem::Expired)]);
    let in_time = Ctx {
        now: NOW + 3599,
        ..app.visitor()
    };
    reset_password(&in_time, reset_form(&token, NEW_PASSWORD))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_reset_link_used_twice_at_once_works_once() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    app.mails(NOW).await;
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    let token = token_in(&app.mails(NOW).await[0].text);
    let ctx = app.visitor();
    let (one, other) = tokio::join!(
        reset_password(&ctx, reset_form(&token, NEW_PASSWORD)),
        reset_password(&ctx, reset_form(&token, PASSWORD))
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}

#[tokio::test]
async fn an_unknown_address_asks_for_a_link_in_vain_and_is_not_told() {
    let app = TestApp::new().await;
    app.register("Youssef", "0612345678").await;
    assert_eq!(
        request_password_reset(&app.visitor(), "nobody@exemple.ma").await,
        Ok(())
    );
    // An account without an address: nowhere to send to.
    assert_eq!(
        request_password_reset(&app.visitor(), "0612345678").await,
        Ok(())
    );
    assert!(app.mails(NOW).await.is_empty());
    let error = request_password_reset(&app.visitor(), "")
        .await
        .unwrap_err();
    assert_eq!(problems(&error), [("login", &Problem::Required)]);
}

#[tokio::test]
async fn a_changed_password_keeps_this_device_and_signs_out_the_others() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let (ctx, session) = app.sign_in(EMAIL).await;
    let (_, other) = app.sign_in(EMAIL).await;
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    let mails = app.mails(NOW).await;
    let wrong = change_password(&ctx, NEW_PASSWORD, NEW_PASSWORD)
        .await
        .unwrap_err();
    assert_eq!(problems(&wrong), [("current", &Problem::Mismatch)]);
    let weak = change_password(&ctx, "", "court").await.unwrap_err();
    assert_eq!(
        problems(&weak),
        [
            ("current", &Problem::Required),
            ("password", &Problem::TooShort { min: 10 })
        ]
    );
    change_password(&ctx, PASSWORD, NEW_PASSWORD).await.unwrap();
    assert!(app.with_token(&session.token, NOW).await.is_some());
    assert!(app.with_token(&other.token, NOW).await.is_none());
    assert!(
        try_sign_in(&app.visitor(), EMAIL, NEW_PASSWORD)
            .await
            .is_ok()
    );
    let link = reset_form(&token_in(&mails[1].text), PASSWORD);
    assert!(reset_password(&app.visitor(), link).await.is_err());
    let visitor = change_password(&app.visitor(), PASSWORD, NEW_PASSWORD).await;
    assert_eq!(visitor, Err(Error::Unauthenticated));
}

#[tokio::test]
async fn a_profile_changes_and_the_old_address_is_told() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    app.register("Youssef", "0612345678").await;
    app.mails(NOW).await;
    let (ctx, _) = app.sign_in(EMAIL).await;
    let profile = |email: &str, phone: &str, lang: &str| ProfileInput {
        name: " Fatima  Zahra ".to_owned(),
        email: email.to_owned(),
        phone: phone.to_owned(),
        lang: lang.to_owned(),
    };

    // The same login in another language: no mail.
    update_profile(&ctx, profile(EMAIL, "", "ar"))
        .await
        .unwrap();
    assert!(app.mails(NOW).await.is_empty());
    update_profile(&ctx, profile("Fz@Exemple.ma", "0712345678", "ar"))
        .await
        .unwrap();
    let known = me(&ctx).await.unwrap().unwrap();
    assert_eq!(known.name, "Fatima Zahra");
    assert_eq!(known.email.as_deref(), Some("fz@exemple.ma"));
    assert_eq!(known.phone.as_deref(), Some("+212712345678"));
    assert_eq!(known.lang, Lang::Ar);
    let mails = app.mails(NOW).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].to.as_str(), mails[0].subject.as_str()),
        (EMAIL, "تغيّر عنوانكم")
    );

    let taken = update_profile(&ctx, profile("", "0612345678", "ar"))
        .await
        .unwrap_err();
    assert_eq!(problems(&taken), [("phone", &Problem::InUse)]);
    let none = update_profile(&ctx, profile("", " ", "xx"))
        .await
        .unwrap_err();
    assert_eq!(
        problems(&none),
        [
            ("email", &Problem::Required),
            ("lang", &Problem::UnknownChoice)
        ]
    );
    // What was refused is not half-written, and no mail was promised.
    assert_eq!(
        me(&ctx).await.unwrap().unwrap().phone.as_deref(),
        Some("+212712345678")
    );
    assert!(app.mails(NOW).await.is_empty());

    app.register("Aïcha", EMAIL).await;
    let taken = update_profile(&ctx, profile(EMAIL, "", "ar"))
        .await
        .unwrap_err();
    assert_eq!(problems(&taken), [("email", &Problem::InUse)]);
}

#[tokio::test]
async fn the_language_is_the_persons() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    app.mails(NOW).await;
    let (ctx, _) = app.sign_in(EMAIL).await;
    change_language(&ctx, Lang::En).await.unwrap();
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    let mails = app.mails(NOW).await;
    assert_eq!(mails[0].subject, "Your new password");
    assert!(
        mails[0]
            .text
            .contains("https://taawouniya.example/en/reset?token=")
    );
    // Tamazight lacks the words: they come in French, the page in Tamazight.
    change_language(&ctx, Lang::Zgh).await.unwrap();
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    let mails = app.mails(NOW).await;
    assert_eq!(mails[0].subject, "Votre nouveau mot de passe");
    assert!(
        mails[0]
            .text
            .contains("https://taawouniya.example/zgh/reset?token=")
    );
    let visitor = change_language(&app.visitor(), Lang::En).await;
    assert_eq!(visitor, Err(Error::Unauthenticated));
}

#[tokio::test]
async fn an_account_is_closed_after_five_failures_and_opens_again() {
    let quotas = Quotas {
        sign_in_by_client: None,
        ..Quotas::default()
    };
    let app = TestApp::with_quotas(&quotas).await;
    app.register("Fatima", EMAIL).await;
    for login in [EMAIL, "nobody@exemple.ma"] {
        for _ in 0..5 {
            let wrong = try_sign_in(&app.visitor(), login, NEW_PASSWORD).await;
            assert_eq!(wrong.err(), Some(Error::WrongCredentials));
        }
        // Alike for who exists and who does not, and even with the right password.
        let closed = try_sign_in(&app.visitor(), login, PASSWORD).await;
        assert_eq!(closed.err(), Some(Error::RateLimited { retry_after: 900 }));
    }
    let later = Ctx {
        now: NOW + 900,
        ..app.visitor()
    };
    assert!(try_sign_in(&later, EMAIL, PASSWORD).await.is_ok());
    // A success forgets the failures.
    for _ in 0..20 {
        assert!(try_sign_in(&later, EMAIL, PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn a_client_is_slowed_down() {
    let app = TestApp::with_quotas(&Quotas::default()).await;
    for number in 0..10 {
        let login = format!("nobody{number}@exemple.ma");
        let wrong = try_sign_in(&app.visitor(), &login, PASSWORD).await;
        assert_eq!(wrong.err(), Some(Error::WrongCredentials));
    }
    let slowed = try_sign_in(&app.visitor(), "other@exemple.ma", PASSWORD).await;
    assert!(
        matches!(slowed, Err(Error::RateLimited { retry_after: 1..=6 })),
        "{slowed:?}"
    );
    let elsewhere = Ctx {
        client: "198.51.100.7".to_owned(),
        ..app.visitor()
    };
    let wrong = try_sign_in(&elsewhere, "other@exemple.ma", PASSWORD).await;
    assert_eq!(wrong.err(), Some(Error::WrongCredentials));

    for number in 0..5 {
        register(
            &app.visitor(),
            registration(&format!("new{number}@exemple.ma")),
        )
        .await
        .unwrap();
    }
    let slowed = register(&app.visitor(), registration("new5@exemple.ma")).await;
    assert!(
        matches!(slowed, Err(Error::RateLimited { .. })),
        "{slowed:?}"
    );

    // By address, known or not, whoever asks.
    for number in 0..3 {
        let client = Ctx {
            client: format!("203.0.113.{number}"),
            ..app.visitor()
        };
        request_password_reset(&client, "nobody@exemple.ma")
            .await
            .unwrap();
    }
    let slowed = request_password_reset(&elsewhere, "nobody@exemple.ma").await;
    assert!(
        matches!(slowed, Err(Error::RateLimited { .. })),
        "{slowed:?}"
    );
}

#[tokio::test]
async fn an_administrator_is_made_and_the_chain_tells_it() {
    let app = TestApp::new().await;
    let system = app.system();
    let id = create_administrator(&system, "Samira", "admin@exemple.ma", PASSWORD)
        .await
        .unwrap();
    let (admin, _) = app.sign_in("admin@exemple.ma").await;
    assert!(admin.actor.roles().contains(&Role::Administrator));
    app.register("Fatima", EMAIL).await;
    let (fatima, session) = app.sign_in(EMAIL).await;
    let fatima_id = fatima.actor.person().unwrap();
    let manager = Role::CooperativeManager {
        cooperative: CooperativeId(5),
    };
    let advisor = Role::Advisor {
        regions: vec!["07".to_owned(), "09".to_owned()],
    };
    for role in [&manager, &advisor, &manager] {
        grant_role(&admin, fatima_id, role).await.unwrap();
    }
    // A running session has the new roles at its next request.
    let fatima = app.with_token(&session.token, NOW).await.unwrap();
    assert_eq!(
        fatima.actor.roles(),
        [Role::Member, manager.clone(), advisor]
    );
    let managers = store::accounts::list_managers(app.services.db.reader(), CooperativeId(5)).await;
    assert_eq!(managers.unwrap(), [fatima_id]);

    let rows = entities::audit_log::Entity::find()
        .all(app.services.db.reader())
        .await
        .unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.actor.as_str(),
                row.action.as_str(),
                row.subject.as_str(),
            )
        })
        .collect();
    let (admin_name, fatima_name) = (format!("person:{id}"), format!("person:{fatima_id}"));
    assert_eq!(
        told,
        [
            ("system", "create_administrator", admin_name.as_str()),
            ("system", "grant_role", &admin_name),
            (&admin_name, "grant_role", &fatima_name),
            (&admin_name, "grant_role", &fatima_name),
        ]
    );
    assert_eq!(
        store::accounts::verify_audit(app.services.db.reader())
            .await
            .unwrap(),
        None
    );

    let again = create_administrator(&system, "Samira", "admin@exemple.ma", PASSWORD).await;
    assert_eq!(problems(&again.unwrap_err()), [("email", &Problem::InUse)]);
    assert_eq!(
        create_administrator(&fatima, "Samira", "x@exemple.ma", PASSWORD).await,
        Err(Error::Forbidden)
    );
    assert_eq!(
        grant_role(&fatima, fatima_id, &Role::Administrator).await,
        Err(Error::Forbidden)
    );
    assert_eq!(
        grant_role(&app.visitor(), fatima_id, &manager).await,
        Err(Error::Unauthenticated)
    );
    assert_eq!(
        grant_role(&admin, PersonId(999_999), &manager).await,
        Err(Error::NotFound)
    );
}

#[tokio::test]
async fn the_audit_log_refuses_change_and_shows_it_where_forced() {
    let app = TestApp::new().await;
    let system = app.system();
    create_administrator(&system, "Samira", "admin@exemple.ma", PASSWORD)
        .await
        .unwrap();
    let db = app.services.db.writer();
    for statement in [
        "UPDATE audit_log SET actor = 'nobody'",
        "DELETE FROM audit_log",
    ] {
        let refused = db
            .execute_unprepared(statement)
            .await
            .unwrap_err()
            .to_string();
        assert!(refused.contains("append-only"), "{refused}");
    }
    let off: &[&str] = match app.services.db.backend() {
        sea_orm::DatabaseBackend::Sqlite => &["DROP TRIGGER audit_log_no_update"],
        _ => &["DROP TRIGGER audit_log_no_change ON audit_log"],
    };
    for statement in off {
        db.execute_unprepared(statement).await.unwrap();
    }
    db.execute_unprepared("UPDATE audit_log SET after = '{}' WHERE action = 'grant_role'")
        .await
        .unwrap();
    let rows = entities::audit_log::Entity::find().all(db).await.unwrap();
    let broken = store::accounts::verify_audit(db).await.unwrap();
    assert_eq!(
        broken,
        rows.iter()
            .find(|row| row.action == "grant_role")
            .map(|row| row.id)
    );
}

#[tokio::test]
async fn grants_at_once_make_one_chain() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    let (fatima, _) = app.sign_in(EMAIL).await;
    let id = fatima.actor.person().unwrap();
    let system = app.system();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 1..=12 {
        let system = system.clone();
        tasks.spawn(async move {
            let role = Role::CooperativeManager {
                cooperative: CooperativeId(number),
            };
            grant_role(&system, id, &role).await
        });
    }
    for result in tasks.join_all().await {
        assert_eq!(result, Ok(()));
    }
    let rows = entities::audit_log::Entity::find()
        .all(app.services.db.reader())
        .await
        .unwrap();
    assert_eq!(rows.len(), 12);
    assert_eq!(
        store::accounts::verify_audit(app.services.db.reader())
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_permit_touches_its_owners_rows_alone() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    app.register("Youssef", "0612345678").await;
    let (fatima, fatima_session) = app.sign_in(EMAIL).await;
    let (youssef, _) = app.sign_in("0612345678").await;
    let owner = youssef.actor.person().unwrap();
    let permit = authorize(&youssef.actor, Action::ManageOwnAccount, &Account { owner }).unwrap();
    let db = app.services.db.writer();
    let other = fatima.session.unwrap();
    assert!(
        store::accounts::delete_session(db, &permit, other)
            .await
            .is_err()
    );
    store::accounts::touch_session(db, &permit, other, NOW + 1000, NOW + 1)
        .await
        .unwrap();
    store::accounts::delete_sessions(db, &permit, None)
        .await
        .unwrap();
    store::accounts::update_password(db, &permit, "x", NOW)
        .await
        .unwrap();
    assert!(
        app.with_token(&fatima_session.token, NOW + 10)
            .await
            .is_some()
    );
    assert!(try_sign_in(&app.visitor(), EMAIL, PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_mail_that_fails_comes_again_ever_later_and_is_given_up() {
    let app = TestApp::new().await;
    app.register("Fatima", EMAIL).await;
    app.mailbox.broken.store(true, Ordering::Relaxed);
    assert!(app.mails(NOW).await.is_empty());
    // Not at once again.
    app.mailbox.broken.store(false, Ordering::Relaxed);
    assert!(app.mails(NOW + 59).await.is_empty());
    assert_eq!(app.mails(NOW + 60).await.len(), 1);
    assert!(app.mails(NOW + 1_000_000).await.is_empty());

    app.mailbox.broken.store(true, Ordering::Relaxed);
    request_password_reset(&app.visitor(), EMAIL).await.unwrap();
    for attempt in 0..i64::from(MAX_ATTEMPTS) {
        assert!(app.mails(NOW + attempt * 30_000).await.is_empty());
    }
    app.mailbox.broken.store(false, Ordering::Relaxed);
    assert!(app.mails(NOW + 9_000_000).await.is_empty());
    let rows = store::jobs::entities::mail_outbox::Entity::find()
        .all(app.services.db.reader())
        .await
        .unwrap();
    let kept = rows.iter().find(|row| row.sent_at.is_none()).unwrap();
    assert_eq!(kept.attempts, MAX_ATTEMPTS);
    assert_eq!(kept.last_error.as_deref(), Some("no route to host"));
}

#[tokio::test]
async fn two_workers_send_each_mail_once() {
    let app = TestApp::new().await;
    let permit = authorize(&Actor::System, Action::RunWorker, &Platform {}).unwrap();
    for number in 0..20 {
        let mail = store::jobs::NewMail {
            recipient: format!("a{number}@exemple.ma"),
            subject: "x".to_owned(),
            body: "x".to_owned(),
        };
        store::jobs::enqueue_mail(app.services.db.writer(), &permit, mail, NOW)
            .await
            .unwrap();
    }
    let (one, other) = tokio::join!(
        service::jobs::send_mail(&app.services, &app.mailbox, NOW),
        service::jobs::send_mail(&app.services, &app.mailbox, NOW)
    );
    assert_eq!(one.unwrap() + other.unwrap(), 20);
    let mut to: Vec<_> = app.mailbox.take().into_iter().map(|mail| mail.to).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 20);
}
