//! Delivery: what is offered where, addresses abroad, what may not be exported, kept addresses.

use crate::shop::Shop;
use domain::{
    Error, Money, Problem,
    marketplace::{
        AddressInput, CheckoutInput, CheckoutPage, DeliveryMethod, RateInput, SaleRateInput,
    },
};
use service::{
    cooperatives::read_document,
    marketplace::{
        Destination, ProofInput, add_rate, add_sale_rate, begin_checkout, begin_checkout_to,
        delete_address, desk_delivery, list_rates, list_sale_rates, place_order, prove_export,
        save_address, set_exportable, set_free_delivery, set_weight, show_addresses,
        show_export_sale, track_order,
    },
};

fn abroad() -> Destination {
    Destination {
        country: "FR".to_owned(),
        ..Destination::default()
    }
}

fn order(page: &CheckoutPage, country: &str, method: &str) -> CheckoutInput {
    let home = country.is_empty();
    CheckoutInput {
        name: "Salma Bennis".to_owned(),
        phone: if home { "0612345678" } else { "+33612345678" }.to_owned(),
        country: country.to_owned(),
        province: if home { "06.141" } else { "" }.to_owned(),
        postcode: if home { "" } else { "69001" }.to_owned(),
        city: "Lyon".to_owned(),
        street: "3, rue des Fleurs".to_owned(),
        payment: "bank_transfer".to_owned(),
        delivery: page
            .parcels
            .iter()
            .map(|it| (it.cooperative.to_string(), method.to_owned()))
            .collect(),
        idempotency_key: page.idempotency_key.clone(),
        ..CheckoutInput::default()
    }
}

fn fee(page: &CheckoutPage, method: DeliveryMethod) -> Option<Money> {
    let options = &page.parcels[0].options;
    options
        .iter()
        .find(|it| it.method == method)
        .map(|it| it.fee)
}

#[tokio::test]
async fn abroad_only_home_delivery_is_offered_and_paid_beforehand() {
    let shop = Shop::open().await;
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let page = begin_checkout_to(&guest, &abroad()).await.unwrap();
    assert_eq!(page.country, "FR");
    assert_eq!(page.parcels[0].options.len(), 1);
    // 250 g with its wrapping and its box: 425 g.
    assert_eq!(fee(&page, DeliveryMethod::Home), Some(Money::mad(16_000)));
    let mut cash = order(&page, "FR", "home");
    cash.payment = "cash_on_delivery".to_owned();
    let refused = place_order(&guest, cash).await.unwrap_err();
    assert_eq!(refused.of_field("payment").count(), 1);
    let placed = place_order(&guest, order(&page, "FR", "home"))
        .await
        .unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    assert_eq!(group.total, Money::mad(6_000 + 16_000));
    assert_eq!(group.orders[0].address.country.as_deref(), Some("FR"));
}

#[tokio::test]
async fn a_product_that_may_not_be_exported_is_refused_by_name() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    set_exportable(&manager, shop.argan.cooperative, shop.argan.listing, false)
        .await
        .unwrap();
    let other = shop.manager(&shop.dates).await;
    let theirs = set_exportable(&other, shop.dates.cooperative, shop.argan.listing, true).await;
    assert_eq!(theirs, Err(Error::NotFound));
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let page = begin_checkout_to(&guest, &abroad()).await.unwrap();
    let refused = place_order(&guest, order(&page, "FR", "home"))
        .await
        .unwrap_err();
    let Error::NotExportable { name } = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(name.fr.as_deref(), Some("Huile d'argane"));
    // At home it is sold.
    let page = begin_checkout(&guest).await.unwrap();
    place_order(&guest, order(&page, "", "home")).await.unwrap();
}

#[tokio::test]
async fn the_weight_makes_the_fee_and_a_point_its_region() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    set_weight(&manager, cooperative, shop.bottle(), "4900")
        .await
        .unwrap();
    let desk = desk_delivery(&manager, cooperative).await.unwrap();
    assert!(
        desk.goods
            .iter()
            .any(|it| it.grams == 4900 && !it.is_estimate)
    );
    shop.run(
        "INSERT INTO pickup_point (code, region_code, name_fr, name_ar, street, city, hours, pooled)
         VALUES ('a', '12', 'Relais', 'نقطة', 'Rue 1', 'Dakhla', '9-18', 0)",
    )
    .await;
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let page = begin_checkout(&guest).await.unwrap();
    // Not known yet: the dearest of the country, and each zone's.
    let home = page.parcels[0]
        .options
        .iter()
        .find(|it| it.method == DeliveryMethod::Home);
    assert_eq!(home.unwrap().fee, Money::mad(9_400));
    assert_eq!(home.unwrap().by_zone.len(), 12);
    let mut input = order(&page, "", "collection_point");
    input.point = page.points[0].id.to_string();
    let refused = place_order(&guest, input.clone()).await.unwrap_err();
    assert_eq!(refused.of_field("point").count(), 1, "it is not pooled");
    input
        .delivery
        .values_mut()
        .for_each(|method| *method = "pickup_point".to_owned());
    let placed = place_order(&guest, input).await.unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    // Up to 10 kg to the south: 45 DH and 35 %.
    assert_eq!(group.orders[0].delivery_fee, Money::mad(6_100));
    assert_eq!(
        group.orders[0].address.point.as_deref(),
        Some("Relais, Rue 1, Dakhla")
    );
}

#[tokio::test]
async fn the_threshold_is_the_cooperatives_own() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let refused = set_free_delivery(&manager, cooperative, "0")
        .await
        .unwrap_err();
    assert_eq!(refused.of_field("free_from").count(), 1);
    set_free_delivery(&manager, cooperative, "60")
        .await
        .unwrap();
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let page = begin_checkout(&guest).await.unwrap();
    assert_eq!(fee(&page, DeliveryMethod::Home), Some(Money::mad(0)));
    set_free_delivery(&manager, cooperative, "").await.unwrap();
    let page = begin_checkout(&guest).await.unwrap();
    assert_ne!(fee(&page, DeliveryMethod::Home), Some(Money::mad(0)));
}

#[tokio::test]
async fn a_rate_succeeds_the_one_before_on_its_day() {
    let shop = Shop::open().await;
    let mut admin = shop.buyer().await;
    let input = |from: &str| RateInput {
        method: "home".to_owned(),
        zone: "06".to_owned(),
        up_to_grams: "2000".to_owned(),
        fee: "40".to_owned(),
        valid_from: from.to_owned(),
        source: "Contrat 2026".to_owned(),
    };
    assert_eq!(
        add_rate(&admin, &input("2026-10-01")).await,
        Err(Error::Forbidden)
    );
    admin.actor = domain::policy::Actor::Person {
        id: shop.buyer,
        roles: vec![domain::accounts::Role::Administrator],
    };
    // The tests' clock stands in September 2026.
    add_rate(&admin, &input("2026-10-01")).await.unwrap();
    assert_eq!(
        add_rate(&admin, &input("2026-10-01")).await,
        Err(Error::Conflict)
    );
    let rates = list_rates(&admin).await.unwrap().rates;
    let ours = rates.iter().filter(|rate| {
        rate.zone.code() == "06" && rate.up_to_grams == 2000 && rate.method == DeliveryMethod::Home
    });
    assert_eq!(ours.count(), 2);
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let placed = place_order(
        &guest,
        order(&begin_checkout(&guest).await.unwrap(), "", "home"),
    )
    .await
    .unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    assert_eq!(group.orders[0].delivery_fee, Money::mad(3_500));
    let later = service::Ctx {
        now: guest.now + 60 * 86_400,
        ..shop.guest_with(&[(shop.bottle(), 1)]).await
    };
    let page = begin_checkout(&later).await.unwrap();
    let placed = place_order(&later, order(&page, "", "home")).await.unwrap();
    let group = track_order(&later, &placed.tracking_token).await.unwrap();
    assert_eq!(group.orders[0].delivery_fee, Money::mad(4_000));
}

#[tokio::test]
async fn kept_addresses_are_their_owners_and_fill_the_checkout() {
    let shop = Shop::open().await;
    let buyer = shop.buyer().await;
    let input = AddressInput {
        name: "Salma Bennis".to_owned(),
        phone: "+33612345678".to_owned(),
        country: "FR".to_owned(),
        postcode: "69001".to_owned(),
        city: "Lyon".to_owned(),
        street: "3, rue des Fleurs".to_owned(),
        ..AddressInput::default()
    };
    let visitor = save_address(&shop.visitor(), None, "Maison", &input).await;
    assert_eq!(visitor, Err(Error::Unauthenticated));
    save_address(&buyer, None, "Maison", &input).await.unwrap();
    let kept = show_addresses(&buyer).await.unwrap().kept;
    assert_eq!(kept[0].label, "Maison");
    let other = shop.manager(&shop.dates).await;
    assert_eq!(
        delete_address(&other, kept[0].id).await,
        Err(Error::NotFound)
    );
    let changed = save_address(&other, Some(kept[0].id), "Vol", &input).await;
    assert_eq!(changed, Err(Error::NotFound));
    service::marketplace::add_to_cart(&buyer, shop.bottle(), 1)
        .await
        .unwrap();
    let page = begin_checkout(&buyer).await.unwrap();
    assert_eq!(page.country, "FR");
    assert_eq!(page.address.unwrap().city, "Lyon");
    delete_address(&buyer, kept[0].id).await.unwrap();
    assert!(show_addresses(&buyer).await.unwrap().kept.is_empty());
}

fn sale_rate(kind: &str, category: &str, percent: &str, from: &str) -> SaleRateInput {
    SaleRateInput {
        kind: kind.to_owned(),
        ice: String::new(),
        category: category.to_owned(),
        percent: percent.to_owned(),
        valid_from: from.to_owned(),
        source: "Loi de finances".to_owned(),
    }
}

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

#[tokio::test]
async fn what_goes_abroad_is_sold_without_tax_and_its_seller_proves_that_it_left() {
    let shop = Shop::open().await;
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let page = begin_checkout_to(&guest, &abroad()).await.unwrap();
    let placed = place_order(&guest, order(&page, "FR", "home"))
        .await
        .unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    let sold = &group.orders[0];
    assert_eq!(
        (sold.lines[0].tax, sold.lines[0].tax_thousandths),
        (Money::mad(0), Some(0))
    );
    let manager = shop.manager(&shop.argan).await;
    let admin = shop.admin().await;
    let waiting = list_sale_rates(&admin).await.unwrap();
    assert_eq!((waiting.unproven.len(), waiting.unproven_count), (1, 1));
    assert_eq!(waiting.unproven[0].country, "FR");
    // Nobody else's, not of a day to come, and only where it went abroad.
    let prove = async |ctx, id, day: &str, bytes: &[u8]| {
        let input = ProofInput {
            declaration: "DUM 2026-17".to_owned(),
            declared: day.to_owned(),
            file_name: "dum.pdf".to_owned(),
            bytes: bytes.to_vec(),
        };
        prove_export(ctx, id, input).await
    };
    assert_eq!(
        prove(&guest, sold.id, "2026-09-01", PDF).await,
        Err(Error::Unauthenticated)
    );
    assert_eq!(
        prove(&manager, sold.id, "2199-01-01", PDF).await,
        Err(Error::field("declared", Problem::InvalidDate))
    );
    // The paper itself, by its content, and not without one.
    for (bytes, problem) in [
        (&b""[..], Problem::Required),
        (b"<script>", Problem::NotADocument),
        (
            b"%PDF-1.4\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF\n",
            Problem::ActiveDocument,
        ),
    ] {
        let refused = prove(&manager, sold.id, "2026-09-01", bytes).await;
        assert_eq!(refused, Err(Error::field("file", problem)));
    }
    assert_eq!(list_sale_rates(&admin).await.unwrap().unproven_count, 1);
    prove(&manager, sold.id, "2026-09-01", PDF).await.unwrap();
    let sale = show_export_sale(&manager, sold.id).await.unwrap().unwrap();
    assert_eq!(sale.proof.unwrap().declaration, "DUM 2026-17");
    let paper = sale.document.unwrap();
    // Corrected without a new file, the paper stays.
    prove(&manager, sold.id, "2026-09-02", b"").await.unwrap();
    let rates = list_sale_rates(&admin).await.unwrap();
    assert_eq!(rates.unproven_count, 0);
    assert_eq!(rates.proven[0].document, Some(paper));
    // To the cooperative and the office, and to nobody else.
    let near = shop.advisor("09");
    for reader in [&manager, &admin, &near] {
        assert_eq!(read_document(reader, paper).await.unwrap().bytes, PDF);
    }
    let strangers = [
        shop.manager(&shop.dates).await,
        shop.buyer().await,
        shop.advisor("01"),
    ];
    for stranger in &strangers {
        let refused = read_document(stranger, paper).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    let refused = read_document(&guest, paper).await;
    assert!(matches!(refused, Err(Error::Unauthenticated)));
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let page = begin_checkout(&guest).await.unwrap();
    let placed = place_order(&guest, order(&page, "", "home")).await.unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    let home = &group.orders[0];
    assert_eq!(home.lines[0].tax_thousandths, Some(100));
    assert_eq!(show_export_sale(&manager, home.id).await, Ok(None));
    assert_eq!(
        prove(&manager, home.id, "2026-09-01", PDF).await,
        Err(Error::NotFound)
    );
}

#[tokio::test]
async fn a_rate_of_tax_succeeds_and_what_is_sold_keeps_its_own() {
    let shop = Shop::open().await;
    let (admin, buyer) = (shop.admin().await, shop.buyer().await);
    let oils = sale_rate("tax_home", "oils", "20", "2026-09-01");
    assert_eq!(add_sale_rate(&buyer, &oils).await, Err(Error::Forbidden));
    for (wrong, field) in [
        (sale_rate("vat", "oils", "20", "2026-09-01"), "kind"),
        (
            sale_rate("tax_home", "stones", "20", "2026-09-01"),
            "category",
        ),
        (sale_rate("tax_home", "oils", "31", "2026-09-01"), "percent"),
        (
            sale_rate("tax_home", "oils", "20", "tomorrow"),
            "valid_from",
        ),
    ] {
        let refused = add_sale_rate(&admin, &wrong).await.unwrap_err();
        assert!(
            refused.of_field(field).next().is_some(),
            "{field}: {refused:?}"
        );
    }
    let mut nobody = oils.clone();
    nobody.ice = "001234567000099".to_owned();
    assert_eq!(
        add_sale_rate(&admin, &nobody).await,
        Err(Error::field("ice", Problem::UnknownChoice))
    );
    let sell = async || {
        let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
        let page = begin_checkout(&guest).await.unwrap();
        let placed = place_order(&guest, order(&page, "", "home")).await.unwrap();
        (guest, placed.tracking_token)
    };
    let (before, token) = sell().await;
    add_sale_rate(&admin, &oils).await.unwrap();
    assert_eq!(add_sale_rate(&admin, &oils).await, Err(Error::Conflict));
    let rate = async |ctx, token: &str| {
        let group = track_order(ctx, token).await.unwrap();
        group.orders[0].lines[0].tax_thousandths
    };
    assert_eq!(rate(&before, &token).await, Some(100));
    let (after, token) = sell().await;
    assert_eq!(rate(&after, &token).await, Some(200));
}
