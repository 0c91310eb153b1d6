//! The demo data.

use crate::{
    shop::number,
    support::{NOW, TestApp},
};
use domain::{
    Error,
    marketplace::{CatalogueQuery, QuoteState},
};
use service::{
    demo,
    marketplace::{
        browse_catalogue, desk_orders, desk_quotes, home, list_categories, my_orders, my_quotes,
        show_listing,
    },
};
use std::sync::Mutex;

async fn seeded() -> (TestApp, demo::DemoAccounts) {
    let app = TestApp::new().await;
    let accounts = demo::seed(&app.system(), 1, &|_, _, _| {}).await.unwrap();
    while service::jobs::index_listings(&app.services).await.unwrap() > 0 {}
    (app, accounts)
}

async fn sign_in(app: &TestApp, email: &str) -> service::Ctx {
    let input = domain::accounts::SignInInput {
        login: email.to_owned(),
        password: demo::PASSWORD.to_owned(),
    };
    let session = service::accounts::sign_in(&app.visitor(), input)
        .await
        .unwrap();
    app.with_token(&session.token, NOW).await.unwrap()
}

#[tokio::test]
async fn the_demo_fills_every_region_and_category() {
    let (app, accounts) = seeded().await;
    assert_eq!(accounts.managers.len(), 24);
    let front = home(&app.visitor()).await.unwrap();
    // With the one that came of a followed project.
    assert_eq!((front.cooperatives, front.regions), (25, 12));
    assert!(front.products >= 50, "{}", front.products);
    assert!(number(&app, "SELECT COUNT(*) AS number FROM variant").await >= 120);
    let all = browse_catalogue(&app.visitor(), CatalogueQuery::default())
        .await
        .unwrap();
    assert_eq!(all.total, front.products);
    let of = |name: &str| {
        all.facets
            .iter()
            .find(|facet| facet.name == name)
            .unwrap()
            .values
            .len()
    };
    assert_eq!((of("region"), of("category"), of("label")), (12, 11, 3));
    // Every required attribute is stated, and every text is there in three languages.
    let categories = list_categories(&app.visitor()).await.unwrap();
    for card in &all.cards {
        let page = show_listing(&app.visitor(), &card.slug).await.unwrap();
        let category = categories
            .iter()
            .find(|it| it.id == page.category.id)
            .unwrap();
        domain::marketplace::check_attributes(category, &page.attributes).unwrap();
        for text in [
            &page.name,
            &page.description,
            &page.cooperative_name,
            &page.cooperative_story,
        ] {
            assert!(
                text.fr.is_some() && text.ar.is_some() && text.en.is_some(),
                "{text:?}"
            );
        }
        assert!(page.cooperative_name.fr.unwrap().ends_with("(démo)"));
        assert!(!page.pictures.is_empty() && !page.variants.is_empty());
        if page.unique_piece {
            assert!(page.variants.iter().all(|variant| variant.available <= 1));
        }
    }
}

#[tokio::test]
async fn one_certificate_has_expired_and_its_badge_is_gone() {
    let (app, _) = seeded().await;
    assert!(
        show_listing(&app.visitor(), "doukkala-grapes")
            .await
            .unwrap()
            .origin
            .is_none()
    );
    assert!(
        show_listing(&app.visitor(), "taliouine-saffron")
            .await
            .unwrap()
            .origin
            .is_some()
    );
}

#[tokio::test]
async fn the_demo_accounts_sign_in_and_have_a_past() {
    let (app, accounts) = seeded().await;
    let buyer = sign_in(&app, &accounts.buyer).await;
    assert_eq!(my_orders(&buyer).await.unwrap().len(), 3);
    let administrator = sign_in(&app, &accounts.administrator).await;
    assert!(
        administrator
            .actor
            .roles()
            .contains(&domain::accounts::Role::Administrator)
    );
    let mut waiting = 0;
    for (email, _) in &accounts.managers {
        let manager = sign_in(&app, email).await;
        let cooperative = service::accounts::me(&manager)
            .await
            .unwrap()
            .unwrap()
            .cooperative()
            .unwrap();
        waiting += desk_orders(&manager, cooperative)
            .await
            .unwrap()
            .to_confirm
            .len();
    }
    assert!((1..=2).contains(&waiting), "{waiting}");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_data() {
    let (one, _) = seeded().await;
    let (other, _) = seeded().await;
    let of = |app: &TestApp| {
        let visitor = app.visitor();
        async move {
            let mut pages = Vec::new();
            for page in 1..=3 {
                pages.push(
                    browse_catalogue(
                        &visitor,
                        CatalogueQuery {
                            page,
                            ..Default::default()
                        },
                    )
                    .await
                    .unwrap(),
                );
            }
            pages
        }
    };
    assert_eq!(of(&one).await, of(&other).await);
}

#[tokio::test]
async fn a_scale_gives_as_much_more_and_a_second_seed_nothing() {
    let app = TestApp::new().await;
    let heard = Mutex::new(Vec::new());
    demo::seed(&app.system(), 3, &|_, done, total| {
        heard.lock().unwrap().push((done, total))
    })
    .await
    .unwrap();
    assert_eq!(*heard.lock().unwrap(), [(1, 3), (2, 3), (3, 3)]);
    let front = home(&app.visitor()).await.unwrap();
    // Once more, whatever the scale: the project that became a cooperative.
    assert_eq!((front.cooperatives, front.products % 3), (3 * 24 + 1, 0));
    let again = demo::seed(&app.system(), 1, &|_, _, _| {}).await;
    assert!(matches!(again, Err(Error::Conflict)), "{again:?}");
    let visitor = demo::seed(&app.visitor(), 1, &|_, _, _| {}).await;
    assert!(visitor.is_err());
}

#[tokio::test]
async fn the_demo_has_requests_for_quotes_on_both_sides() {
    let (app, accounts) = seeded().await;
    let buyer = sign_in(&app, &accounts.buyer).await;
    let mine = my_quotes(&buyer).await.unwrap();
    assert_eq!(mine.len(), 2);
    assert_eq!(mine[1].offers, 2, "the first one has two offers");
    let manager = sign_in(&app, &accounts.managers[0].0).await;
    let cooperative = manager.actor.cooperative().unwrap();
    let desk = desk_quotes(&manager, cooperative).await.unwrap();
    let own: Vec<_> = desk.iter().filter_map(|it| it.own).collect();
    assert_eq!(own, [QuoteState::Asked, QuoteState::Offered]);
}
