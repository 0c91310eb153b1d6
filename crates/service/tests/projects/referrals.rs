//! Referrals: consent first, to each no more than they need, and taking it back erases.

use crate::{
    bank,
    support::TestApp,
    teams::{member, team_of},
};
use domain::{
    Error, Problem, ReferralId,
    accounts::Role,
    policy::{Action, Actor, Platform, authorize},
    projects::{ConsentWay, ReferralInput, ReferralState},
};
use sea_orm::{FromQueryResult, Statement};
use service::{
    Ctx,
    projects::{
        advance_referral, answer_consent, break_glass, decide_referral, follow_referrals,
        invite_teammate, join_team, link_referral, list_referrals, office_referrals,
        record_consent, show_consent, show_opened, show_referral, show_team, start_referral,
    },
};

async fn with_role(app: &TestApp, name: &str, role: Role) -> Ctx {
    let mut ctx = member(app, name).await;
    let id = ctx.actor.person().unwrap();
    ctx.actor = Actor::Person {
        id,
        roles: vec![role],
    };
    ctx
}

fn advisor(region: &str) -> Role {
    Role::Advisor {
        regions: vec![region.to_owned()],
    }
}

fn input() -> ReferralInput {
    ReferralInput {
        name: "Rachida Secrète".to_owned(),
        phone: "0612345678".to_owned(),
        province: "09.001".to_owned(),
        wishes: "Travailler le henné".to_owned(),
        needs: vec!["reading".to_owned()],
        situation: "Vit seule depuis mars".to_owned(),
    }
}

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

/// All that the database says about referrals, and the audit log about anything.
async fn stored(ctx: &Ctx) -> String {
    let db = ctx.db().reader();
    let query = "SELECT COALESCE(referred, '') || COALESCE(situation, '') || COALESCE(account, '') || COALESCE(province_code, '') AS text FROM referral
        UNION ALL SELECT COALESCE(reason, '') AS text FROM referral_event
        UNION ALL SELECT COALESCE(before, '') || COALESCE(after, '') AS text FROM audit_log";
    let statement = Statement::from_string(db.get_database_backend(), query);
    let rows = Text::find_by_statement(statement).all(db).await.unwrap();
    rows.into_iter().map(|row| row.text).collect()
}

#[tokio::test]
async fn a_person_is_referred_with_consent_and_each_sees_what_they_need() {
    let app = bank().await;
    let worker = with_role(&app, "Nadia", Role::SocialWorker).await;
    let other = with_role(&app, "Omar", Role::SocialWorker).await;
    let near = with_role(&app, "Samira", advisor("09")).await;
    let far = with_role(&app, "Driss", advisor("01")).await;
    let nobody = member(&app, "Hind").await;
    assert_eq!(
        start_referral(&nobody, &input()).await,
        Err(Error::NotFound)
    );
    let mut wrong = input();
    wrong.name = String::new();
    wrong.province = "99".to_owned();
    wrong.needs = vec!["magic".to_owned()];
    let refused = start_referral(&worker, &wrong).await.unwrap_err();
    for field in ["name", "province", "needs"] {
        assert!(refused.of_field(field).next().is_some(), "{field}");
    }

    let id = start_referral(&worker, &input()).await.unwrap();
    assert_eq!(show_referral(&other, id).await, Err(Error::NotFound));
    assert!(list_referrals(&other).await.unwrap().cases.is_empty());
    let content = stored(&worker).await;
    for secret in ["Rachida", "612345678", "henné", "mars"] {
        assert!(!content.contains(secret), "{secret} is stored in clear");
    }
    // Nothing goes out without consent.
    assert_eq!(
        advance_referral(&worker, id, "send").await,
        Err(Error::Conflict)
    );
    assert!(office_referrals(&near).await.unwrap().incoming.is_empty());
    let token = show_referral(&worker, id).await.unwrap().token;
    let visitor = app.visitor();
    let seen = show_consent(&visitor, &token).await.unwrap();
    assert_eq!(seen.situation.as_deref(), Some("Vit seule depuis mars"));
    answer_consent(&visitor, &token, true).await.unwrap();
    answer_consent(&visitor, &token, true).await.unwrap();
    let case = show_referral(&worker, id).await.unwrap();
    assert_eq!(case.state, ReferralState::Consented);
    assert_eq!(case.consent.map(|(way, _)| way), Some(ConsentWay::Link));
    advance_referral(&worker, id, "send").await.unwrap();

    // The advisor of the region reads what she wishes, and who she is only once it is theirs.
    assert!(office_referrals(&far).await.unwrap().incoming.is_empty());
    let page = office_referrals(&near).await.unwrap();
    assert_eq!(page.incoming[0].wishes, "Travailler le henné");
    assert_eq!(page.incoming[0].person, None);
    assert!(page.sealed.is_empty());
    assert_eq!(
        decide_referral(&far, id, true, "").await,
        Err(Error::NotFound)
    );
    assert_eq!(
        decide_referral(&near, id, false, "non").await,
        Err(Error::field("reason", Problem::TooShort { min: 15 }))
    );
    decide_referral(&near, id, true, "").await.unwrap();
    let page = office_referrals(&near).await.unwrap();
    let person = page.incoming[0].person.clone().unwrap();
    assert_eq!(person.0, "Rachida Secrète");
    // Training and team are nobody's word: they follow from what she does with her account.
    for event in ["train", "join_team"] {
        assert_eq!(
            advance_referral(&worker, id, event).await,
            Err(Error::Malformed)
        );
    }
    let herself = member(&app, "Rachida").await;
    assert_eq!(
        link_referral(&visitor, &token).await,
        Err(Error::Unauthenticated)
    );
    assert_eq!(link_referral(&worker, &token).await, Err(Error::Conflict));
    link_referral(&herself, &token).await.unwrap();
    link_referral(&herself, &token).await.unwrap();
    assert!(show_referral(&worker, id).await.unwrap().is_linked);
    assert_eq!(
        follow_referrals(&app.system()).await,
        Ok(0),
        "she did nothing"
    );
    assert_eq!(follow_referrals(&herself).await, Err(Error::Forbidden));
    let state = || async { show_referral(&worker, id).await.unwrap().state };
    service::academy::enrol(&herself, "create-a-cooperative")
        .await
        .unwrap();
    assert_eq!(follow_referrals(&app.system()).await, Ok(1));
    assert_eq!(state().await, ReferralState::InTraining);
    let (team, people) = team_of(&app, &["Karima"], "5").await;
    let link = invite_teammate(&people[0], team, "").await.unwrap();
    join_team(&herself, &link).await.unwrap();
    assert_eq!(follow_referrals(&app.system()).await, Ok(1));
    assert_eq!(follow_referrals(&app.system()).await, Ok(0), "once");
    assert_eq!(state().await, ReferralState::InTeam);
    // Her team reads of her what it reads of everyone.
    let page = show_team(&people[0], team).await.unwrap();
    let shown = serde_json::to_string(&page.members).unwrap();
    assert!(!shown.to_lowercase().contains("referr"), "{shown}");
    advance_referral(&worker, id, "follow").await.unwrap();

    // She takes it back: nothing is left, for anyone, and once more is no error.
    answer_consent(&visitor, &token, false).await.unwrap();
    answer_consent(&visitor, &token, false).await.unwrap();
    assert!(office_referrals(&near).await.unwrap().incoming.is_empty());
    let case = show_referral(&worker, id).await.unwrap();
    assert_eq!(case.state, ReferralState::Withdrawn);
    assert_eq!(
        (case.referred, case.situation, case.province),
        (None, None, None)
    );
    assert_eq!(
        advance_referral(&worker, id, "close").await,
        Err(Error::Conflict)
    );
}

#[tokio::test]
async fn an_administrator_opens_only_with_a_reason_that_everyone_concerned_sees() {
    let app = bank().await;
    let worker = with_role(&app, "Nadia", Role::SocialWorker).await;
    let admin = with_role(&app, "Karim", Role::Administrator).await;
    let id = start_referral(&worker, &input()).await.unwrap();
    record_consent(&worker, id, "Amina Témoin").await.unwrap();
    let page = office_referrals(&admin).await.unwrap();
    // The demo has one too.
    assert_eq!((page.sealed.len(), page.incoming.len()), (2, 0));
    assert_eq!(
        break_glass(&worker, id, "Un danger cette nuit").await,
        Err(Error::Forbidden)
    );
    assert_eq!(
        break_glass(&admin, id, " ").await,
        Err(Error::field("reason", Problem::Required))
    );
    assert_eq!(
        break_glass(&admin, ReferralId(999), "Un danger cette nuit").await,
        Err(Error::NotFound)
    );
    assert_eq!(
        show_opened(&admin, id).await,
        Err(Error::NotFound),
        "closed"
    );
    break_glass(&admin, id, "Un danger cette nuit")
        .await
        .unwrap();
    // Shown once, to who opened it, and not for long.
    let other = with_role(&app, "Laila", Role::Administrator).await;
    assert_eq!(show_opened(&other, id).await, Err(Error::NotFound));
    assert_eq!(show_opened(&worker, id).await, Err(Error::Forbidden));
    let mut late = admin.clone();
    late.now += 301;
    assert_eq!(show_opened(&late, id).await, Err(Error::NotFound));
    let opened = show_opened(&admin, id).await.unwrap();
    assert_eq!(opened.referred.name, "Rachida Secrète");
    assert_eq!(show_opened(&admin, id).await, Err(Error::NotFound), "once");
    let case = show_referral(&worker, id).await.unwrap();
    let last = case.history.last().unwrap();
    assert_eq!(last.event, "opened");
    assert_eq!(last.reason.as_deref(), Some("Un danger cette nuit"));
    let witness = case.history.iter().find(|step| step.event == "consent");
    assert_eq!(witness.unwrap().reason.as_deref(), Some("Amina Témoin"));
    // The log keeps that it was opened and why, also after all else is erased.
    advance_referral(&worker, id, "withdraw").await.unwrap();
    let content = stored(&admin).await;
    assert!(content.contains("Un danger cette nuit"));
    assert!(!content.contains("Rachida"));
    assert_eq!(
        break_glass(&admin, id, "Un danger cette nuit").await,
        Err(Error::NotFound)
    );
    let permit = authorize(&admin.actor, Action::ReadAudit, &Platform {});
    assert!(permit.is_ok());
}

#[tokio::test]
async fn consent_that_is_taken_back_during_review_ends_it_and_nothing_is_left() {
    let app = bank().await;
    let worker = with_role(&app, "Nadia", Role::SocialWorker).await;
    let near = with_role(&app, "Samira", advisor("09")).await;
    let id = start_referral(&worker, &input()).await.unwrap();
    record_consent(&worker, id, "Amina Témoin").await.unwrap();
    advance_referral(&worker, id, "send").await.unwrap();
    let herself = member(&app, "Rachida").await;
    let token = show_referral(&worker, id).await.unwrap().token;
    link_referral(&herself, &token).await.unwrap();
    // The advisor has the page open when she changes her mind.
    assert_eq!(office_referrals(&near).await.unwrap().incoming.len(), 1);
    answer_consent(&app.visitor(), &token, false).await.unwrap();
    assert_eq!(
        decide_referral(&near, id, true, "").await,
        Err(Error::Conflict)
    );
    assert!(office_referrals(&near).await.unwrap().incoming.is_empty());
    assert_eq!(link_referral(&herself, &token).await, Err(Error::Conflict));
    assert_eq!(follow_referrals(&app.system()).await, Ok(0));
    let case = show_referral(&worker, id).await.unwrap();
    assert_eq!((case.is_linked, case.referred), (false, None));
}
