//! What visitors may see.

use crate::{shop::Shop, support::NOW};
use domain::{
    Error, Money,
    marketplace::{CatalogueQuery, Unit},
};
use service::{
    Ctx,
    cooperatives::show_cooperative,
    marketplace::{
        begin_checkout, browse_catalogue, home, list_categories, list_provinces, list_regions,
        place_order, refuse_order, set_stock, show_listing, sitemap, suggest,
    },
};

fn question(pairs: &[(&str, &str)]) -> CatalogueQuery {
    CatalogueQuery::from_pairs(pairs.iter().copied())
}

#[tokio::test]
async fn only_what_verified_cooperatives_published_is_seen() {
    let shop = Shop::open().await;
    let visitor = shop.visitor();
    let all = browse_catalogue(&visitor, CatalogueQuery::default())
        .await
        .unwrap();
    let slugs: Vec<&str> = all.cards.iter().map(|card| card.slug.as_str()).collect();
    assert_eq!(slugs, ["produit-1", "produit-2"]);
    assert_eq!((all.total, all.pages, all.in_stock_count), (2, 1, 2));
    assert_eq!(
        show_listing(&visitor, "produit-3").await,
        Err(Error::NotFound)
    );
    assert_eq!(
        show_cooperative(&visitor, "fermée").await,
        Err(Error::NotFound)
    );
    let front = home(&visitor).await.unwrap();
    assert_eq!(
        (front.products, front.cooperatives, front.regions),
        (2, 2, 2)
    );
    assert_eq!(sitemap(&visitor).await.unwrap().len(), 4);
    shop.run("UPDATE listing SET status = 'draft' WHERE slug = 'produit-1'")
        .await;
    assert_eq!(
        show_listing(&visitor, "produit-1").await,
        Err(Error::NotFound)
    );
    assert!(
        show_cooperative(&visitor, "tafsut")
            .await
            .unwrap()
            .listings
            .is_empty()
    );
}

#[tokio::test]
async fn a_listing_tells_its_packs_and_what_a_kilogram_costs() {
    let shop = Shop::open().await;
    let page = show_listing(&shop.visitor(), "produit-1").await.unwrap();
    let variants: Vec<_> = page
        .variants
        .iter()
        .map(|v| (v.price, v.unit_price, v.available))
        .collect();
    assert_eq!(
        variants,
        [
            (
                Money::mad(6_000),
                Some((Money::mad(24_000), Unit::Kilogram)),
                10
            ),
            (
                Money::mad(20_000),
                Some((Money::mad(20_000), Unit::Kilogram)),
                3
            ),
        ]
    );
    assert_eq!(page.origin.unwrap().number, "IGP-1");
    assert_eq!(page.region_code, "09");
}

#[tokio::test]
async fn a_label_goes_when_its_certificate_expires() {
    let shop = Shop::open().await;
    let later = Ctx {
        now: NOW + 86_400 * 100,
        ..shop.visitor()
    };
    assert!(
        show_listing(&later, "produit-1")
            .await
            .unwrap()
            .origin
            .is_none()
    );
    assert!(
        show_cooperative(&later, "tafsut")
            .await
            .unwrap()
            .certificates
            .is_empty()
    );
    let all = browse_catalogue(&later, CatalogueQuery::default())
        .await
        .unwrap();
    assert!(all.cards.iter().all(|card| card.label.is_none()));
    assert!(
        all.facets
            .iter()
            .find(|facet| facet.name == "label")
            .unwrap()
            .values
            .is_empty()
    );
}

#[tokio::test]
async fn facets_count_without_their_own_choice() {
    let shop = Shop::open().await;
    let answer = browse_catalogue(
        &shop.visitor(),
        question(&[("region", "09"), ("label", "IGP")]),
    )
    .await
    .unwrap();
    assert_eq!(answer.total, 1);
    let regions = &answer
        .facets
        .iter()
        .find(|facet| facet.name == "region")
        .unwrap()
        .values;
    let counts: Vec<_> = regions
        .iter()
        .map(|it| (it.value.as_str(), it.count, it.chosen))
        .collect();
    assert_eq!(counts, [("08", 1, false), ("09", 1, true)]);
    assert_eq!(answer.price_range, Some((60, 60)));
}

#[tokio::test]
async fn selling_out_and_refusing_reach_the_catalogue() {
    let shop = Shop::open().await;
    let in_stock = question(&[("stock", "1")]);
    let (guest, input) = shop.guest_at_checkout(&[(shop.dates(), 20)]).await;
    shop.index().await;
    assert_eq!(
        browse_catalogue(&guest, in_stock.clone())
            .await
            .unwrap()
            .total,
        1
    );
    let placement = place_order(&guest, input).await.unwrap();
    let order = service::marketplace::track_order(&guest, &placement.tracking_token)
        .await
        .unwrap()
        .orders[0]
        .id;
    shop.index().await;
    assert_eq!(
        browse_catalogue(&guest, in_stock.clone())
            .await
            .unwrap()
            .total,
        1
    );
    refuse_order(&shop.manager(&shop.dates).await, order, "Récolte perdue")
        .await
        .unwrap();
    shop.index().await;
    assert_eq!(browse_catalogue(&guest, in_stock).await.unwrap().total, 2);
}

#[tokio::test]
async fn what_expires_is_in_stock_again_in_the_catalogue() {
    let shop = Shop::open().await;
    let in_stock = question(&[("stock", "1")]);
    let guest = shop.guest_with(&[(shop.dates(), 20)]).await;
    begin_checkout(&guest).await.unwrap();
    shop.index().await;
    assert_eq!(
        browse_catalogue(&guest, in_stock.clone())
            .await
            .unwrap()
            .total,
        1
    );
    let later = Ctx {
        now: NOW + 3_600,
        ..shop.app.system()
    };
    assert_eq!(
        service::marketplace::sweep_reservations(&later)
            .await
            .unwrap(),
        1
    );
    shop.index().await;
    assert_eq!(browse_catalogue(&guest, in_stock).await.unwrap().total, 2);
}

#[tokio::test]
async fn an_index_that_starts_anew_catches_up() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.dates).await;
    set_stock(&manager, shop.dates(), "0", 1).await.unwrap();
    let search = search::Search::in_memory().unwrap();
    let services = service::Services {
        db: shop.app.services.db.clone(),
        search,
        media: shop.app.services.media.clone(),
        catalogue_cache: Default::default(),
        writing: Default::default(),
        sheets: service::projects::Sheets::default(),
        rate_limits: service::accounts::RateLimits::unlimited(),
        public_url: String::new(),
        card: service::marketplace::CardGateway::Off,
        secret_key: vec![7; 32],
    };
    while service::jobs::index_listings(&services).await.unwrap() > 0 {}
    let answer = services
        .search
        .query(&CatalogueQuery::default(), NOW)
        .unwrap();
    assert_eq!((answer.total, answer.in_stock_count), (2, 1));
}

#[tokio::test]
async fn suggestions_come_in_the_readers_language() {
    let shop = Shop::open().await;
    let found = suggest(&shop.visitor(), "arg").await.unwrap();
    assert_eq!(
        found.iter().map(|it| it.slug.as_str()).collect::<Vec<_>>(),
        ["produit-1"]
    );
    assert_eq!(found[0].name.text, "Huile d'argane");
    assert!(suggest(&shop.visitor(), "").await.unwrap().is_empty());
}

#[tokio::test]
async fn the_official_lists_are_whole() {
    let shop = Shop::open().await;
    let visitor = shop.visitor();
    assert_eq!(list_regions(&visitor).await.unwrap().len(), 12);
    assert_eq!(list_provinces(&visitor).await.unwrap().len(), 75);
    assert_eq!(list_categories(&visitor).await.unwrap().len(), 2);
}
