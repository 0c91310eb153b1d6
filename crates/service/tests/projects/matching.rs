use crate::{
    bank,
    support::{NOW, TestApp},
    teams::{member, team_of},
};
use domain::{
    Error, InvitationId,
    policy::{Action, Platform, authorize},
    projects::{Availability, Distance, ProfileInput, Skill, TeamState},
};
use sea_orm::ConnectionTrait;
use service::{
    Ctx,
    projects::{
        accept_offer, decline_offer, delete_profile, offer_seat, projects_for_me, save_profile,
        show_profile, show_team, show_team_skills,
    },
};
use std::time::Instant;

pub fn profile(skills: &[&str], province: &str, findable: &str) -> ProfileInput {
    ProfileInput {
        skills: skills.iter().map(|it| (*it).to_owned()).collect(),
        languages: vec!["darija".to_owned(), "tachelhit".to_owned()],
        province: province.to_owned(),
        availability: "half".to_owned(),
        findable: findable.to_owned(),
    }
}

async fn with_profile(app: &TestApp, name: &str, skills: &[&str], findable: &str) -> Ctx {
    let person = member(app, name).await;
    save_profile(&person, &profile(skills, "09.001", findable))
        .await
        .unwrap();
    person
}

#[tokio::test]
async fn projects_come_with_reasons_and_what_is_missing_with_its_course() {
    let app = bank().await;
    let person = member(&app, "Aicha").await;
    let before = projects_for_me(&person).await.unwrap();
    assert!(!before.has_profile && before.matches.is_empty());
    save_profile(&person, &profile(&["beekeeping"], "09.541", ""))
        .await
        .unwrap();
    let page = projects_for_me(&person).await.unwrap();
    let honey = page.matches.iter().find(|it| it.card.slug == "beekeeping");
    let reasons = &honey.unwrap().reasons;
    assert_eq!(reasons.known, [Skill::Beekeeping]);
    assert!(matches!(
        reasons.distance,
        Distance::SameProvince | Distance::Away(_)
    ));
    let lack = |skill| reasons.missing.iter().find(|it| it.skill == skill);
    let books = lack(Skill::Bookkeeping).unwrap();
    assert_eq!(books.courses[0].slug, "keep-the-accounts");
    for it in &page.matches {
        assert!(
            !it.reasons.known.is_empty(),
            "{} has no reason",
            it.card.slug
        );
    }
    let visitor = projects_for_me(&app.visitor()).await;
    assert_eq!(visitor, Err(Error::Unauthenticated));
}

#[tokio::test]
async fn a_credential_proves_a_skill_that_nobody_told() {
    let app = bank().await;
    let learner = member(&app, "Aicha").await;
    save_profile(&learner, &profile(&["weaving"], "09.001", ""))
        .await
        .unwrap();
    let person = learner.actor.person().unwrap();
    let tx = app.system().db().begin().await.unwrap();
    for sql in [
        "INSERT INTO issuer_key (kid, public_key, created_at) VALUES ('test', 'none', 1)".to_owned(),
        format!(
            "INSERT INTO credential (code, person_id, course_id, name, title, outcomes, kid, document, issued_at)
             SELECT 'TEST', {person}, id, 'Aicha', title, '[]', 'test', '', 1 FROM course WHERE slug = 'keep-the-accounts'"
        ),
    ] {
        tx.execute_unprepared(&sql).await.unwrap();
    }
    store::commit(tx).await.unwrap();
    let proven = show_profile(&learner).await.unwrap().proven;
    assert_eq!(proven[0].0, Skill::Bookkeeping);
    let page = projects_for_me(&learner).await.unwrap();
    let books = page
        .matches
        .iter()
        .find(|it| it.reasons.proven == [Skill::Bookkeeping]);
    assert!(books.unwrap().reasons.known.contains(&Skill::Bookkeeping));
}

#[tokio::test]
async fn only_who_agreed_is_found_and_nothing_to_reach_them_by_is_shown() {
    let app = bank().await;
    let (team, people) = team_of(&app, &["Aicha", "Brahim"], "6").await;
    let agreed = with_profile(&app, "Chama", &["beekeeping", "sales"], "yes").await;
    let silent = with_profile(&app, "Driss", &["beekeeping", "sales"], "").await;
    let page = show_team_skills(&people[0], team).await.unwrap();
    let names: Vec<_> = page.people.iter().map(|it| it.name.as_str()).collect();
    assert!(
        names.contains(&"Chama") && !names.contains(&"Driss"),
        "{names:?}"
    );
    let chama = page.people.iter().find(|it| it.name == "Chama").unwrap();
    assert_eq!(chama.availability, Availability::Half);
    assert!(!format!("{page:?}").contains('@'), "no address anywhere");
    // A member who does not lead sees what is missing, and no people.
    let other = show_team_skills(&people[1], team).await.unwrap();
    assert!(!other.i_lead && other.people.is_empty() && !other.missing.is_empty());
    assert_eq!(show_team_skills(&agreed, team).await, Err(Error::NotFound));
    let id = |ctx: &Ctx| ctx.actor.person().unwrap();
    let refused = offer_seat(&people[0], team, id(&silent)).await;
    assert_eq!(refused, Err(Error::NotFound), "as if they were not there");
    // Who withdraws the consent is gone at once.
    save_profile(&agreed, &profile(&["beekeeping"], "09.001", ""))
        .await
        .unwrap();
    let page = show_team_skills(&people[0], team).await.unwrap();
    assert!(page.people.iter().all(|it| it.name != "Chama"));
    let audit = domain::admin::AuditQuery {
        subject: format!("person:{}", id(&agreed)),
        ..Default::default()
    };
    let audit = service::admin::search_audit(&app.system(), audit)
        .await
        .unwrap();
    assert_eq!(audit.rows.len(), 2, "the consent and its withdrawal");
}

#[tokio::test]
async fn who_was_found_is_asked_once_and_answers_on_the_platform() {
    let app = bank().await;
    let (team, people) = team_of(&app, &["Aicha", "Brahim", "Driss", "Fatna"], "6").await;
    let chama = with_profile(&app, "Chama", &["beekeeping"], "yes").await;
    let ghali = with_profile(&app, "Ghali", &["sales"], "yes").await;
    let id = |ctx: &Ctx| ctx.actor.person().unwrap();
    app.mails(NOW).await;
    for person in [&chama, &chama, &ghali] {
        offer_seat(&people[0], team, id(person)).await.unwrap();
    }
    let mails = app.mails(NOW).await;
    assert_eq!(mails.len(), 2, "asked twice is asked once");
    assert!(mails.iter().all(|mail| !mail.text.contains("invitation=")));
    let stranger = offer_seat(&people[1], team, id(&chama)).await;
    assert_eq!(stranger, Err(Error::NotFound), "only the founder asks");
    let to_chama = projects_for_me(&chama).await.unwrap().offers[0].id;
    let to_ghali = projects_for_me(&ghali).await.unwrap().offers[0].id;
    let stolen = accept_offer(&ghali, to_chama).await;
    assert_eq!(stolen, Err(Error::NotFound), "another's");
    assert_eq!(accept_offer(&chama, to_chama).await, Ok(team));
    let card = show_team(&people[0], team).await.unwrap().card;
    assert_eq!((card.joined, card.state), (5, TeamState::QuorumMet));
    decline_offer(&ghali, to_ghali).await.unwrap();
    offer_seat(&people[0], team, id(&ghali)).await.unwrap();
    let offers = projects_for_me(&ghali).await.unwrap().offers;
    assert!(offers.is_empty(), "nobody is asked again who said no");
    assert_eq!(
        accept_offer(&ghali, InvitationId(999_999)).await,
        Err(Error::NotFound)
    );
    delete_profile(&ghali).await.unwrap();
    assert_eq!(show_profile(&ghali).await.unwrap().profile, None);
}

#[tokio::test]
async fn one_person_is_matched_against_thousands_of_sheets_at_once() {
    let app = bank().await;
    let system = app.system();
    let permit = authorize(&system.actor, Action::RunWorker, &Platform {}).unwrap();
    let tx = system.db().begin().await.unwrap();
    let slugs = store::projects::slugs(&tx).await.unwrap();
    let rows = store::projects::load_sheets(&tx, &slugs).await.unwrap();
    let copies: Vec<_> = (0..2_000)
        .map(|at| {
            let row = &rows[at % rows.len()];
            store::projects::SeedSheet {
                slug: format!("copy-{at}"),
                sector: row.card.sector.clone(),
                region: row.card.region.clone(),
                province: row.card.province.clone(),
                category: None,
                illustration: row.card.illustration.clone(),
                content: row.content.clone(),
                figures: row.card.figures,
                cover: None,
                published_at: NOW,
            }
        })
        .collect();
    store::projects::insert_sheets(&tx, &permit, &copies)
        .await
        .unwrap();
    store::commit(tx).await.unwrap();
    let person = with_profile(&app, "Aicha", &["beekeeping", "sales"], "").await;
    projects_for_me(&person).await.unwrap();
    let begin = Instant::now();
    let page = projects_for_me(&person).await.unwrap();
    // The bench measures; this only sees that nothing is read anew.
    assert!(begin.elapsed().as_millis() < 1_000);
    assert_eq!(page.matches.len(), 24);
}
