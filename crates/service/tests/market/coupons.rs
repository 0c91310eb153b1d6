//! Coupons: for their own cooperative's lines only, as often as they may, and frozen at the sale.

use crate::shop::{Seller, Shop, form};
use domain::{
    Error, Money, Problem,
    marketplace::{CartView, CouponInput, PriceShare},
};
use service::{
    Ctx,
    marketplace::{
        add_coupon, begin_checkout, cancel_tracked_lines, confirm_order, desk_papers, drop_coupon,
        end_coupon, list_coupons, merge_cart, place_order, track_order, track_progress, use_coupon,
        view_cart,
    },
};

fn part(code: &str, percent: &str) -> CouponInput {
    CouponInput {
        code: code.to_owned(),
        kind: "part".to_owned(),
        value: percent.to_owned(),
        ..CouponInput::default()
    }
}

async fn give(shop: &Shop, seller: &Seller, input: &CouponInput) {
    let manager = shop.manager(seller).await;
    add_coupon(&manager, seller.cooperative, input)
        .await
        .unwrap();
}

fn why(refused: domain::Result<impl core::fmt::Debug>) -> Problem {
    let error = refused.unwrap_err();
    let problem = error.of_field("coupons").next().cloned();
    problem.unwrap_or_else(|| panic!("{error:?}"))
}

fn discounts(cart: &CartView) -> Vec<i64> {
    let of = |parcel: &domain::marketplace::CartParcel| {
        parcel.coupon.as_ref().map_or(0, |it| it.discount.minor)
    };
    cart.parcels.iter().map(of).collect()
}

#[tokio::test]
async fn a_coupon_lowers_its_own_cooperatives_lines_only() {
    let shop = Shop::open().await;
    give(&shop, &shop.argan, &part("TAFSUT", "33,3")).await;
    let goods = [(shop.bottle(), 3), (shop.litre(), 1), (shop.dates(), 2)];
    let guest = shop.guest_with(&goods).await;
    let cart = use_coupon(&guest, " tafsut ").await.unwrap();
    // A third of 380 DH.
    assert_eq!(discounts(&cart), [12_654, 0]);
    assert_eq!(cart.to_pay().minor, 38_000 + 18_100 - 12_654);
    // The same code again changes nothing.
    assert_eq!(use_coupon(&guest, "TAFSUT").await.unwrap(), cart);
    let page = begin_checkout(&guest).await.unwrap();
    let shares: Vec<PriceShare> = page
        .parcels
        .iter()
        .filter_map(|it| it.share.clone())
        .collect();
    let sum = |share: &PriceShare| {
        share.cooperative.minor + share.tax.minor + share.platform.minor + share.carrier.minor
    };
    assert_eq!(
        shares.iter().map(sum).collect::<Vec<_>>(),
        [38_000 - 12_654, 18_100]
    );
    let mut input = form(&page);
    input.accepted_goods_total = cart.to_pay().minor.to_string();
    let placed = place_order(&guest, input).await.unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    let [argan, dates] = group.orders.as_slice() else {
        panic!("{group:?}");
    };
    assert_eq!(argan.coupon.as_deref(), Some("TAFSUT"));
    let lines: Vec<(i64, i64)> = argan
        .lines
        .iter()
        .map(|line| (line.price().minor, line.discount().minor))
        .collect();
    assert_eq!(lines, [(18_000, 5_994), (20_000, 6_660)]);
    assert_eq!(argan.discount(), Money::mad(12_654));
    assert_eq!(argan.goods_total.minor, 38_000 - 12_654);
    assert_eq!((dates.coupon.as_deref(), dates.discount().minor), (None, 0));
    // Tax and commission are of what is paid.
    let taxes: Vec<i64> = argan.lines.iter().map(|line| line.tax.minor).collect();
    assert_eq!(taxes, [12_006 / 11, 1_213]);
    let manager = shop.manager(&shop.argan).await;
    confirm_order(&manager, argan.id).await.unwrap();
    let papers = desk_papers(&manager, argan.id).await.unwrap();
    assert_eq!(papers.invoices[0].total, argan.total);
    // Ended, it still is what was sold.
    let coupons = list_coupons(&manager, shop.argan.cooperative)
        .await
        .unwrap();
    assert_eq!(
        (coupons[0].coupon.used, coupons[0].discount.minor),
        (1, 12_654)
    );
    end_coupon(&manager, shop.argan.cooperative, coupons[0].coupon.id)
        .await
        .unwrap();
    let group = track_order(&guest, &placed.tracking_token).await.unwrap();
    assert_eq!(group.orders[0].discount(), Money::mad(12_654));
}

#[tokio::test]
async fn each_refusal_has_its_own_word_and_changes_nothing() {
    let shop = Shop::open().await;
    let cooperative = shop.argan.cooperative;
    let manager = shop.manager(&shop.argan).await;
    for input in [
        part("ENDED", "10"),
        part("GOOD", "10"),
        part("OTHER", "20"),
        CouponInput {
            starts: "2099-01-01".to_owned(),
            ..part("LATER", "10")
        },
        CouponInput {
            least: "500".to_owned(),
            ..part("MUCH", "10")
        },
        CouponInput {
            most_uses: "1".to_owned(),
            ..part("ONCE", "10")
        },
    ] {
        add_coupon(&manager, cooperative, &input).await.unwrap();
    }
    give(&shop, &shop.dates, &part("PALM", "10")).await;
    let coupons = list_coupons(&manager, cooperative).await.unwrap();
    let ended = coupons.iter().find(|it| it.coupon.code == "ENDED").unwrap();
    end_coupon(&manager, cooperative, ended.coupon.id)
        .await
        .unwrap();
    shop.run("UPDATE coupon SET used = 1 WHERE code = 'ONCE'")
        .await;
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    let before = view_cart(&guest).await.unwrap();
    let least = Money::mad(50_000);
    for (code, expected) in [
        ("", Problem::Required),
        ("NOTHING", Problem::UnknownCoupon),
        ("' OR 1=1", Problem::UnknownCoupon),
        ("PALM", Problem::CouponOfAnother),
        ("ENDED", Problem::CouponOver),
        ("LATER", Problem::CouponNotYet),
        ("MUCH", Problem::CouponBelowLeast { least }),
        ("ONCE", Problem::CouponUsedUp),
    ] {
        assert_eq!(why(use_coupon(&guest, code).await), expected, "{code}");
        assert_eq!(view_cart(&guest).await.unwrap(), before);
        let page = begin_checkout(&guest).await.unwrap();
        if !code.is_empty() {
            let mut input = form(&page);
            input.coupons = vec![code.to_owned()];
            assert_eq!(why(place_order(&guest, input).await), expected, "{code}");
        }
    }
    use_coupon(&guest, "GOOD").await.unwrap();
    assert_eq!(
        why(use_coupon(&guest, "OTHER").await),
        Problem::SecondCoupon
    );
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM order_group")
            .await,
        0
    );
    drop_coupon(&guest, "GOOD").await.unwrap();
    assert_eq!(
        discounts(&use_coupon(&guest, "OTHER").await.unwrap()),
        [1_200]
    );
    // The desk is its own cooperative's.
    let other = shop.manager(&shop.dates).await;
    assert_eq!(
        list_coupons(&other, cooperative).await,
        Err(Error::NotFound)
    );
    let stolen = end_coupon(&other, shop.dates.cooperative, ended.coupon.id).await;
    assert_eq!(stolen, Err(Error::NotFound));
    let again = add_coupon(&manager, cooperative, &part("good", "5")).await;
    let again = again.unwrap_err();
    assert_eq!(again.of_field("code").next(), Some(&Problem::InUse));
}

async fn buy(guest: Ctx, code: &'static str) -> domain::Result<String> {
    let page = begin_checkout(&guest).await?;
    let mut input = form(&page);
    input.coupons = vec![code.to_owned()];
    Ok(place_order(&guest, input).await?.tracking_token)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_buyers_who_race_for_the_last_use_exactly_one_gets_it() {
    let shop = Shop::open().await;
    let last = CouponInput {
        most_uses: "1".to_owned(),
        ..part("LAST", "10")
    };
    give(&shop, &shop.argan, &last).await;
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
        running.spawn(async move {
            let bought = buy(guest.clone(), "LAST").await;
            (guest, bought)
        });
    }
    let mut winner = None;
    while let Some(done) = running.join_next().await {
        let (guest, bought) = done.unwrap();
        match bought {
            Ok(token) => assert!(winner.replace((guest, token)).is_none(), "sold twice"),
            refused => assert_eq!(why(refused), Problem::CouponUsedUp),
        }
    }
    assert_eq!(shop.number("SELECT used AS number FROM coupon").await, 1);
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM order_group")
            .await,
        1
    );
    shop.check_books().await;
    // A cancelled order gives its use back, once.
    let (guest, token) = winner.unwrap();
    let order = track_progress(&guest, &token)
        .await
        .unwrap()
        .orders
        .remove(0);
    let pieces = [(order.lines[0].line.to_string(), "1".to_owned())].into();
    for _ in 0..2 {
        cancel_tracked_lines(&guest, &token, order.order, &pieces, "0123456789abcdef")
            .await
            .unwrap();
    }
    assert_eq!(shop.number("SELECT used AS number FROM coupon").await, 0);
    let next = shop.guest_with(&[(shop.bottle(), 1)]).await;
    buy(next, "LAST").await.unwrap();
}

#[tokio::test]
async fn one_buyer_uses_it_as_often_as_one_may() {
    let shop = Shop::open().await;
    let once = CouponInput {
        most_per_buyer: "1".to_owned(),
        ..part("HELLO", "10")
    };
    give(&shop, &shop.argan, &once).await;
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    buy(guest, "HELLO").await.unwrap();
    // The same telephone, whoever says to be a new guest.
    let again = shop.guest_with(&[(shop.bottle(), 1)]).await;
    assert_eq!(why(buy(again, "HELLO").await), Problem::CouponUsedBefore);
}

#[tokio::test]
async fn a_kept_coupon_that_lapsed_is_said_and_never_silently_dropped() {
    let shop = Shop::open().await;
    give(&shop, &shop.argan, &part("SOON", "10")).await;
    let guest = shop.guest_with(&[(shop.bottle(), 1)]).await;
    use_coupon(&guest, "SOON").await.unwrap();
    let seen = begin_checkout(&guest).await.unwrap();
    shop.run("UPDATE coupon SET ended_at = 1").await;
    let mut input = form(&seen);
    input.accepted_goods_total = seen.cart.to_pay().minor.to_string();
    assert_eq!(why(place_order(&guest, input).await), Problem::CouponOver);
    // Who sees the price without it may go on.
    let page = begin_checkout(&guest).await.unwrap();
    let coupon = page.cart.parcels[0].coupon.clone().unwrap();
    assert_eq!(coupon.problem, Some(Problem::CouponOver));
    let mut input = form(&page);
    input.accepted_goods_total = page.cart.to_pay().minor.to_string();
    place_order(&guest, input).await.unwrap();
    assert_eq!(
        shop.number("SELECT COUNT(*) AS number FROM coupon_use")
            .await,
        0
    );
}

#[tokio::test]
async fn a_guests_coupon_goes_with_the_goods_into_the_persons_cart() {
    let shop = Shop::open().await;
    give(&shop, &shop.argan, &part("MERGE", "10")).await;
    let guest = shop.guest_with(&[(shop.bottle(), 2)]).await;
    use_coupon(&guest, "MERGE").await.unwrap();
    let buyer = shop.buyer().await;
    let token = guest.cart_token.clone().unwrap();
    merge_cart(&buyer, &token).await.unwrap();
    assert_eq!(discounts(&view_cart(&buyer).await.unwrap()), [1_200]);
}
