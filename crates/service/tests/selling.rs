//! What a cooperative is and sells, on a real database: its team, its listings' working copies,
//! its certificates.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "market/shop.rs"]
#[allow(dead_code, reason = "a part of the market's shop")]
mod shop;
mod support;

use domain::{
    Error, InvitationId, ListingId, PersonId, Problem,
    accounts::Role,
    admin::Queue,
    cooperatives::{CertificateInput, CertificateStatus, Part},
    marketplace::{DraftState, LotInput, VariantInput},
};
use service::{
    Ctx,
    accounts::grant_role,
    admin as office, cooperatives as coop,
    marketplace::{self as market, FactsInput, PictureChange},
};
use shop::Shop;
use support::NOW;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

async fn person(shop: &Shop, name: &str, login: &str) -> PersonId {
    shop.app.register(name, login).await;
    shop.app.sign_in(login).await.0.actor.person().unwrap()
}

async fn advisor(shop: &Shop, region: &str) -> Ctx {
    let id = person(shop, "Conseillère", &format!("conseil{region}@exemple.ma")).await;
    let role = Role::Advisor {
        regions: vec![region.to_owned()],
    };
    grant_role(&shop.app.system(), id, &role).await.unwrap();
    shop.app.person(id).await
}

fn four(fr: &str) -> [String; 4] {
    [fr.to_owned(), String::new(), String::new(), String::new()]
}

fn size(amount: &str, price: &str, stock: &str) -> VariantInput {
    VariantInput {
        amount: amount.to_owned(),
        unit: "ml".to_owned(),
        price: price.to_owned(),
        eur: "12".to_owned(),
        stock: stock.to_owned(),
        breaks: [
            ("6".to_owned(), "90".to_owned()),
            Default::default(),
            Default::default(),
        ],
        ..VariantInput::default()
    }
}

fn facts() -> FactsInput {
    FactsInput {
        attributes: vec![four("Première pression à froid")],
        origin: "Tiznit".to_owned(),
        hs_code: "151590".to_owned(),
        certification: String::new(),
    }
}

async fn version(seller: &Ctx, listing: ListingId) -> i64 {
    market::show_draft(seller, listing).await.unwrap().version
}

/// A whole new listing, not submitted yet.
async fn write(shop: &Shop, seller: &Ctx) -> ListingId {
    let category = shop
        .number("SELECT id AS number FROM category WHERE slug = 'oils'")
        .await;
    let cooperative = shop.argan.cooperative;
    let id = market::begin_listing(seller, cooperative, &category.to_string())
        .await
        .unwrap();
    market::save_name(seller, id, four("Huile d'amande douce"))
        .await
        .unwrap();
    market::save_description(seller, id, four("Pressée au village."))
        .await
        .unwrap();
    market::save_facts(seller, id, facts()).await.unwrap();
    market::save_variant(seller, id, 0, size("250", "100", "8"))
        .await
        .unwrap();
    market::save_terms(seller, id, "3", "2", "").await.unwrap();
    let picture = include_bytes!("market/grey.png");
    market::add_picture(seller, id, picture, "Une bouteille d'huile")
        .await
        .unwrap();
    while service::jobs::render_pictures(&shop.app.services)
        .await
        .unwrap()
        > 0
    {}
    id
}

#[tokio::test]
async fn a_listing_is_written_read_by_an_advisor_and_sold() {
    let shop = Shop::open().await;
    let seller = shop.manager(&shop.argan).await;
    let souss = advisor(&shop, "09").await;
    let id = write(&shop, &seller).await;
    shop.app.mails(NOW).await;
    let seen = market::show_listing(&shop.visitor(), "huile-d-amande-douce").await;
    assert_eq!(seen.err(), Some(Error::NotFound), "nobody sees a draft");
    let draft = version(&seller, id).await;
    assert_eq!(
        market::submit_listing(&seller, id, draft - 1).await,
        Err(Error::Conflict)
    );
    assert_eq!(
        market::submit_listing(&seller, id, draft).await,
        Ok(DraftState::Submitted)
    );
    assert_eq!(
        market::submit_listing(&seller, id, draft).await,
        Ok(DraftState::Submitted)
    );
    let frozen = market::save_name(&seller, id, four("Autre")).await;
    assert_eq!(frozen, Err(Error::Conflict), "an advisor is reading it");

    let queue = office::list_queue(&souss, Queue::Listings).await.unwrap();
    assert_eq!((queue.len(), queue[0].id), (1, id.0));
    let case = office::show_listing(&souss, id).await.unwrap();
    assert_eq!(case.published, None);
    let at = case.page.version;
    office::return_listing(&souss, id, at, "La photo est trop sombre")
        .await
        .unwrap();
    let returned = market::show_draft(&seller, id).await.unwrap();
    assert_eq!(returned.state, DraftState::Returned);
    assert_eq!(
        returned.reasons.as_deref(),
        Some("La photo est trop sombre")
    );
    market::submit_listing(&seller, id, returned.version)
        .await
        .unwrap();
    let at = office::show_listing(&souss, id).await.unwrap().page.version;
    assert_eq!(
        office::approve_listing(&souss, id, at - 1).await,
        Err(Error::Conflict)
    );
    office::approve_listing(&souss, id, at).await.unwrap();
    assert_eq!(
        shop.app.mails(NOW).await.len(),
        2,
        "given back, then on sale"
    );

    let page = market::show_listing(&shop.visitor(), "huile-d-amande-douce")
        .await
        .unwrap();
    assert_eq!((page.variants.len(), page.variants[0].available), (1, 8));
    assert_eq!(page.pictures.len(), 1);
    shop.index().await;
    shop.check_books().await;
}

#[tokio::test]
async fn what_matters_waits_and_what_is_published_stays() {
    let shop = Shop::open().await;
    let seller = shop.manager(&shop.argan).await;
    let souss = advisor(&shop, "09").await;
    let id = shop.argan.listing;
    // Somebody buys before anything changes.
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 2)]).await;
    let placed = market::place_order(&guest, input).await.unwrap();
    market::save_facts(&seller, id, facts()).await.unwrap();
    market::save_name(&seller, id, four("Nouveau nom"))
        .await
        .unwrap();
    assert!(market::show_draft(&seller, id).await.unwrap().needs_review);
    market::submit_listing(&seller, id, version(&seller, id).await)
        .await
        .unwrap();
    let seen = market::show_listing(&shop.visitor(), "produit-1")
        .await
        .unwrap();
    assert_eq!(
        seen.name.fr.as_deref(),
        Some("Huile d'argane"),
        "still as it was"
    );
    let at = office::show_listing(&souss, id).await.unwrap().page.version;
    office::approve_listing(&souss, id, at).await.unwrap();
    let seen = market::show_listing(&shop.visitor(), "produit-1")
        .await
        .unwrap();
    assert_eq!(seen.name.fr.as_deref(), Some("Nouveau nom"));

    // A price needs nobody.
    let mut dearer = size("250", "70", "");
    dearer.unit = "g".to_owned();
    dearer.breaks = Default::default();
    market::save_variant(&seller, id, 0, dearer).await.unwrap();
    assert!(!market::show_draft(&seller, id).await.unwrap().needs_review);
    let done = market::submit_listing(&seller, id, version(&seller, id).await).await;
    assert_eq!(done, Ok(DraftState::Unchanged));
    let seen = market::show_listing(&shop.visitor(), "produit-1")
        .await
        .unwrap();
    assert_eq!(seen.variants[0].price.minor, 7_000);

    // What was sold says what it said.
    let group = market::track_order(&guest, &placed.tracking_token)
        .await
        .unwrap();
    let line = &group.orders[0].lines[0];
    assert_eq!(line.name.fr.as_deref(), Some("Huile d'argane"));
    assert_eq!((line.unit_price.minor, line.quantity), (6_000, 2));

    // A size that goes is only switched off.
    market::remove_variant(&seller, id, 1).await.unwrap();
    market::submit_listing(&seller, id, version(&seller, id).await)
        .await
        .unwrap();
    let at = office::show_listing(&souss, id).await.unwrap().page.version;
    office::approve_listing(&souss, id, at).await.unwrap();
    let seen = market::show_listing(&shop.visitor(), "produit-1")
        .await
        .unwrap();
    assert_eq!(seen.variants.len(), 1);
    let gone = market::add_to_cart(&shop.visitor(), shop.litre(), 1).await;
    assert_eq!(gone.err(), Some(Error::NotFound));
    shop.check_books().await;
}

#[tokio::test]
async fn pictures_are_ordered_described_and_removed_in_the_working_copy() {
    let shop = Shop::open().await;
    let seller = shop.manager(&shop.argan).await;
    let id = write(&shop, &seller).await;
    let script = market::add_picture(&seller, id, b"<svg onload='x'/>", "Script").await;
    assert_eq!(script, Err(Error::field("picture", Problem::NotAPicture)));
    let silent = market::add_picture(&seller, id, include_bytes!("market/grey.png"), " ").await;
    assert_eq!(silent, Err(Error::field("alt", Problem::Required)));
    let photo = include_bytes!("../../../server/demo/photos/sample.jpg");
    market::add_picture(&seller, id, photo, "Le marché")
        .await
        .unwrap();
    let pictures = |page: domain::marketplace::DraftPage| -> Vec<String> {
        page.draft
            .pictures
            .iter()
            .map(|it| it.alt.fr.clone().unwrap())
            .collect()
    };
    let page = market::show_draft(&seller, id).await.unwrap();
    let second = page.draft.pictures[1].id;
    market::change_picture(&seller, id, second, PictureChange::Forward)
        .await
        .unwrap();
    market::change_picture(
        &seller,
        id,
        second,
        PictureChange::Describe(four("La place")),
    )
    .await
    .unwrap();
    let page = market::show_draft(&seller, id).await.unwrap();
    assert_eq!(pictures(page), ["La place", "Une bouteille d'huile"]);
    market::change_picture(&seller, id, second, PictureChange::Remove)
        .await
        .unwrap();
    let page = market::show_draft(&seller, id).await.unwrap();
    assert_eq!(pictures(page), ["Une bouteille d'huile"]);
}

#[tokio::test]
async fn a_team_has_parts_and_is_closed_to_others() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let other = shop.manager(&shop.dates).await;
    assert_eq!(
        coop::show_team(&other, cooperative).await.err(),
        Some(Error::NotFound)
    );
    assert_eq!(
        coop::invite_member(&other, cooperative, "x@exemple.ma", "stock")
            .await
            .err(),
        Some(Error::NotFound)
    );
    // By e-mail the link leaves by mail.
    shop.app.mails(NOW).await;
    let told = coop::invite_member(&manager, cooperative, "vente@exemple.ma", "sales")
        .await
        .unwrap();
    assert_eq!(told, None);
    let mail = shop.app.mails(NOW).await.pop().unwrap();
    let token = mail
        .text
        .split("invitation=")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    // By phone the manager sends it on.
    let phone = coop::invite_member(&manager, cooperative, "0612345678", "stock")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        coop::show_team(&manager, cooperative)
            .await
            .unwrap()
            .invitations
            .len(),
        2
    );

    let seller = person(&shop, "Vendeuse", "vente@exemple.ma").await;
    let keeper = person(&shop, "Magasinier", "stock@exemple.ma").await;
    let seen = coop::show_invitation(&shop.app.person(seller).await, token)
        .await
        .unwrap();
    assert_eq!(seen.part, Part::Sales);
    coop::accept_invitation(&shop.app.person(seller).await, token)
        .await
        .unwrap();
    let again = coop::accept_invitation(&shop.app.person(keeper).await, token).await;
    assert_eq!(
        again.err(),
        Some(Error::NotFound),
        "an invitation is used once"
    );
    coop::accept_invitation(&shop.app.person(keeper).await, &phone)
        .await
        .unwrap();

    let (seller_id, keeper_id) = (seller, keeper);
    let (seller, keeper) = (shop.app.person(seller).await, shop.app.person(keeper).await);
    assert!(market::list_listings(&seller, cooperative).await.is_ok());
    assert_eq!(
        market::list_listings(&keeper, cooperative).await.err(),
        Some(Error::NotFound)
    );
    assert!(market::list_stock(&seller, cooperative).await.is_ok());
    let version = market::list_stock(&keeper, cooperative).await.unwrap()[0].version;
    let count = market::set_stock(&seller, shop.bottle(), "9", version).await;
    assert_eq!(count.err(), Some(Error::NotFound));
    assert!(
        market::set_stock(&keeper, shop.bottle(), "9", version)
            .await
            .is_ok()
    );
    for who in [&seller, &keeper] {
        assert_eq!(
            coop::show_team(who, cooperative).await.err(),
            Some(Error::NotFound)
        );
        assert_eq!(
            market::list_stock(who, shop.dates.cooperative).await.err(),
            Some(Error::NotFound)
        );
    }
    let boss = shop.argan.manager;
    let last = coop::remove_member(&manager, cooperative, boss, "manager").await;
    assert_eq!(last, Err(Error::Conflict), "the last manager stays");
    coop::remove_member(&manager, cooperative, keeper_id, "stock")
        .await
        .unwrap();
    let gone = shop.app.person(keeper_id).await;
    assert_eq!(
        market::list_stock(&gone, cooperative).await.err(),
        Some(Error::NotFound)
    );
    assert_ne!(seller_id, keeper_id);
    let unknown = coop::revoke_invitation(&manager, cooperative, InvitationId(999)).await;
    assert_eq!(unknown, Err(Error::NotFound));
}

fn certificate(expires: &str) -> CertificateInput {
    CertificateInput {
        label: "AOP".to_owned(),
        certifier: "Normacert".to_owned(),
        number: "AOP-77".to_owned(),
        area: "Souss".to_owned(),
        expires: expires.to_owned(),
    }
}

#[tokio::test]
async fn a_certificate_is_checked_shown_warned_about_and_goes_by_itself() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let souss = advisor(&shop, "09").await;
    let cooperative = shop.argan.cooperative;
    let paper = || PDF.to_vec();
    // NOW is in September 2026.
    let old = coop::send_certificate(
        &manager,
        cooperative,
        &certificate("2026-01-01"),
        "a.pdf",
        paper(),
    )
    .await;
    assert_eq!(old, Err(Error::field("expires", Problem::Expired)));
    let id = coop::send_certificate(
        &manager,
        cooperative,
        &certificate("2026-11-30"),
        "a.pdf",
        paper(),
    )
    .await
    .unwrap();
    let choices = market::show_draft(&manager, shop.argan.listing)
        .await
        .unwrap()
        .certificates;
    assert!(
        choices.iter().all(|it| it.id != id),
        "not before it was checked"
    );
    let case = office::show_certificate(&souss, id).await.unwrap();
    let document = case.document.unwrap();
    assert!(coop::read_document(&souss, document).await.is_ok());
    assert!(coop::read_document(&manager, document).await.is_ok());
    let stranger = shop.manager(&shop.dates).await;
    assert_eq!(
        coop::read_document(&stranger, document).await.err(),
        Some(Error::NotFound)
    );
    assert_eq!(
        office::list_queue(&souss, Queue::Certificates)
            .await
            .unwrap()
            .len(),
        1
    );
    office::accept_certificate(&souss, id).await.unwrap();
    assert_eq!(
        office::accept_certificate(&souss, id).await,
        Err(Error::Conflict)
    );

    // On a listing, after its own review.
    let listing = shop.argan.listing;
    let with = FactsInput {
        certification: id.to_string(),
        ..facts()
    };
    market::save_facts(&manager, listing, with).await.unwrap();
    market::submit_listing(&manager, listing, version(&manager, listing).await)
        .await
        .unwrap();
    let at = office::show_listing(&souss, listing)
        .await
        .unwrap()
        .page
        .version;
    office::approve_listing(&souss, listing, at).await.unwrap();
    let badge = |now| {
        let visitor = Ctx {
            now,
            ..shop.visitor()
        };
        async move {
            let page = market::show_listing(&visitor, "produit-1").await.unwrap();
            page.origin.map(|origin| origin.number)
        }
    };
    assert_eq!(badge(NOW).await.as_deref(), Some("AOP-77"));

    shop.app.mails(NOW).await;
    let system = |now| Ctx {
        now,
        ..shop.app.system()
    };
    let end = domain::text::end_of_date("2026-11-30").unwrap();
    assert_eq!(
        coop::warn_of_ending_certificates(&system(end - 31 * 86_400)).await,
        Ok(0)
    );
    let soon = end - 29 * 86_400;
    assert_eq!(
        coop::warn_of_ending_certificates(&system(soon)).await,
        Ok(1)
    );
    assert_eq!(
        coop::warn_of_ending_certificates(&system(soon)).await,
        Ok(0),
        "each once"
    );
    let mails = shop.app.mails(soon).await;
    assert!(
        mails.iter().any(|mail| mail.subject.contains("AOP-77")),
        "{mails:?}"
    );
    assert_eq!(badge(end + 1).await, None, "the badge goes by itself");

    let other = coop::send_certificate(
        &manager,
        cooperative,
        &certificate("2027-01-01"),
        "b.pdf",
        paper(),
    )
    .await
    .unwrap();
    office::refuse_certificate(&souss, other, "Le numéro est illisible")
        .await
        .unwrap();
    let mine = coop::list_certificates(&manager, cooperative)
        .await
        .unwrap();
    assert_eq!(mine[0].status, CertificateStatus::Refused);
    coop::withdraw_certificate(&manager, id).await.unwrap();
    assert_eq!(badge(NOW).await, None);
}

fn lot(shop: &Shop, code: &str, expires: &str, quantity: &str) -> LotInput {
    LotInput {
        variant: shop.bottle().to_string(),
        code: code.to_owned(),
        place: "Tiznit".to_owned(),
        harvested: "2026-08-01".to_owned(),
        expires: expires.to_owned(),
        quantity: quantity.to_owned(),
    }
}

#[tokio::test]
async fn what_expires_first_leaves_first_and_can_be_called_back() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let stranger = shop.manager(&shop.dates).await;
    let late = market::add_lot(
        &manager,
        cooperative,
        &lot(&shop, "L-2", "2027-06-30", "50"),
    )
    .await
    .unwrap();
    let soon = market::add_lot(&manager, cooperative, &lot(&shop, "L-1", "2026-12-31", "3"))
        .await
        .unwrap();
    let twice = market::add_lot(&manager, cooperative, &lot(&shop, "L-1", "", "3")).await;
    assert_eq!(twice, Err(Error::field("code", Problem::InUse)));
    let alien = market::add_lot(&stranger, shop.dates.cooperative, &lot(&shop, "X", "", "3")).await;
    assert_eq!(alien, Err(Error::NotFound), "goods of another cooperative");
    let past = market::add_lot(&manager, cooperative, &lot(&shop, "L-3", "2026-01-01", "3")).await;
    assert_eq!(past, Err(Error::field("expires", Problem::Expired)));

    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 5)]).await;
    let placed = market::place_order(&guest, input).await.unwrap();
    let order = market::track_order(&guest, &placed.tracking_token)
        .await
        .unwrap()
        .orders[0]
        .id;
    market::pack_order(&manager, order).await.unwrap();
    let untouched = market::show_lot(&manager, soon).await.unwrap();
    assert_eq!(
        untouched.lot.remaining, 3,
        "only a confirmed order is packed"
    );
    market::confirm_order(&manager, order).await.unwrap();
    assert_eq!(
        market::pack_order(&stranger, order).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        market::list_lots(&manager, cooperative)
            .await
            .unwrap()
            .to_pack
            .len(),
        1
    );
    market::pack_order(&manager, order).await.unwrap();
    market::pack_order(&manager, order).await.unwrap();
    let left = |id| {
        let manager = manager.clone();
        async move { market::show_lot(&manager, id).await.unwrap().lot.remaining }
    };
    assert_eq!(
        (left(soon).await, left(late).await),
        (0, 48),
        "three of the first, two of the next"
    );
    assert_eq!(
        market::list_lots(&manager, cooperative)
            .await
            .unwrap()
            .to_pack
            .len(),
        0
    );

    let page = market::show_lot(&manager, soon).await.unwrap();
    assert_eq!((page.buyers.len(), page.buyers[0].quantity), (1, 3));
    assert_eq!(
        market::show_lot(&stranger, soon).await.err(),
        Some(Error::NotFound)
    );
    let passport = market::show_passport(&shop.visitor(), &page.lot.token)
        .await
        .unwrap();
    assert_eq!(
        (passport.code.as_str(), passport.label.as_deref()),
        ("L-1", Some("IGP"))
    );
    assert_eq!(
        market::show_passport(&shop.visitor(), "0000").await.err(),
        Some(Error::NotFound)
    );

    shop.app.mails(NOW).await;
    let why = "Un bouchon peut fuir";
    assert_eq!(
        market::recall_lot(&stranger, soon, why).await,
        Err(Error::NotFound)
    );
    market::recall_lot(&manager, soon, why).await.unwrap();
    assert_eq!(
        market::recall_lot(&manager, soon, why).await,
        Err(Error::Conflict)
    );
    let mails = shop.app.mails(NOW).await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, "salma@exemple.ma"));
    assert!(mails[0].text.contains(why) && mails[0].subject.contains("L-1"));
    let passport = market::show_passport(&shop.visitor(), &page.lot.token)
        .await
        .unwrap();
    assert_eq!(passport.recall_reason.as_deref(), Some(why));
}

#[tokio::test]
async fn more_pieces_cost_less_each_and_fewer_than_the_least_are_not_sold() {
    let shop = Shop::open().await;
    let seller = shop.manager(&shop.argan).await;
    let souss = advisor(&shop, "09").await;
    let id = write(&shop, &seller).await;
    market::submit_listing(&seller, id, version(&seller, id).await)
        .await
        .unwrap();
    let at = office::show_listing(&souss, id).await.unwrap().page.version;
    office::approve_listing(&souss, id, at).await.unwrap();
    let page = market::show_listing(&shop.visitor(), "huile-d-amande-douce")
        .await
        .unwrap();
    let oil = page.variants[0].id;
    assert_eq!(
        (
            page.variants[0].breaks.len(),
            page.variants[0].abroad[0].minor
        ),
        (1, 1_200)
    );
    // Two at least; six cost 90 each.
    let few = market::add_to_cart(&shop.visitor(), oil, 1).await;
    let problem = Problem::OutOfRange { min: 2, max: 999 };
    assert_eq!(few.err(), Some(Error::field("quantity", problem)));
    let guest = shop.guest_with(&[(oil, 2)]).await;
    let cart = market::view_cart(&guest).await.unwrap();
    assert_eq!((cart.total.minor, cart.needs_acceptance), (20_000, false));
    let cart = market::set_cart_quantity(&guest, oil, 6).await.unwrap();
    assert_eq!((cart.total.minor, cart.needs_acceptance), (54_000, false));
    let cart = market::add_to_cart(&guest, oil, 1).await.unwrap().view;
    assert_eq!((cart.total.minor, cart.needs_acceptance), (63_000, false));
    let cart = market::set_cart_quantity(&guest, oil, 5).await.unwrap();
    assert_eq!((cart.total.minor, cart.needs_acceptance), (50_000, false));
    market::set_cart_quantity(&guest, oil, 6).await.unwrap();
    let checkout = market::begin_checkout(&guest).await.unwrap();
    let placed = market::place_order(&guest, shop::form(&checkout))
        .await
        .unwrap();
    let group = market::track_order(&guest, &placed.tracking_token)
        .await
        .unwrap();
    assert_eq!(group.orders[0].lines[0].unit_price.minor, 9_000);
    shop.check_books().await;
}

#[tokio::test]
async fn what_is_sent_comes_from_lots_though_nobody_packed_it() {
    let shop = Shop::open().await;
    let manager = shop.manager(&shop.argan).await;
    let cooperative = shop.argan.cooperative;
    let mut ids = Vec::new();
    for (code, expires, pieces) in [("L-2", "2027-06-30", "3"), ("L-1", "2026-12-31", "3")] {
        let input = lot(&shop, code, expires, pieces);
        let added = market::add_lot(&manager, cooperative, &input).await;
        ids.push(added.unwrap());
    }
    let (guest, input) = shop.guest_at_checkout(&[(shop.bottle(), 8)]).await;
    let placed = market::place_order(&guest, input).await.unwrap();
    let group = market::track_order(&guest, &placed.tracking_token).await;
    let order = group.unwrap().orders[0].id;
    market::confirm_order(&manager, order).await.unwrap();
    let left = async || {
        let mut left = Vec::new();
        for id in &ids {
            left.push(market::show_lot(&manager, *id).await.unwrap().lot.remaining);
        }
        left
    };
    let send = async |pieces: u32| {
        let line = market::show_progress(&manager, order).await.unwrap().lines[0].line;
        let input = market::ShipInput {
            carrier: "Amana".to_owned(),
            tracking_number: format!("T{pieces}"),
            pieces: [(line.to_string(), pieces.to_string())].into(),
            // Another one for each parcel.
            request_key: format!("parcel-with-{}-in-lots", left().await.iter().sum::<u32>()),
        };
        market::ship_order(&manager, order, input.clone())
            .await
            .unwrap();
        // The same form twice is one parcel.
        market::ship_order(&manager, order, input).await.unwrap();
    };
    send(2).await;
    assert_eq!(left().await, [3, 1], "what expires first leaves first");
    send(3).await;
    assert_eq!(left().await, [1, 0]);
    // One piece is left in a lot and three are to be sent: what left has left.
    send(3).await;
    assert_eq!(left().await, [0, 0]);
}
