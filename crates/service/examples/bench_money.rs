//! How many durable checkouts a second, how long reconciling many orders takes, and the desk of a
//! cooperative with a fifth of them:
//! `cargo run --release -p service --example bench_money [checkouts] [orders]`, on the empty database
//! that `DATABASE_URL` names or on an SQLite file of its own.
#![expect(clippy::unwrap_used, reason = "a program for measuring")]

use domain::{
    CooperativeId, Lang, LocalText, PersonId, VariantId,
    accounts::Role,
    marketplace::{Address, CheckoutInput},
    policy::Actor,
};
use sea_orm::ConnectionTrait;
use service::{
    Ctx, Services,
    accounts::RateLimits,
    marketplace::{
        CardGateway, CatalogueCache, add_to_cart, begin_checkout, desk_orders, place_order,
        reconcile,
    },
};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

const CLIENTS: usize = 16;
const NOW: i64 = 1_790_000_000;

fn argument(at: usize, default: usize) -> usize {
    std::env::args()
        .nth(at)
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let url = std::env::var("DATABASE_URL")
        .unwrap_or_else(|_| format!("sqlite://{}/bench.db", folder.path().display()));
    let name = url.split(':').next().unwrap_or_default().to_owned();
    let options = store::DbOptions { url, readers: 20 };
    let db = store::Db::connect(&options).await.unwrap();
    db.migrate().await.unwrap();
    let services = Arc::new(Services {
        db,
        search: search::Search::in_memory().unwrap(),
        media: media::Store::open(&folder.path().join("media")).unwrap(),
        catalogue_cache: CatalogueCache::default(),
        writing: service::marketplace::Writing::default(),
        sheets: service::projects::Sheets::default(),
        rate_limits: RateLimits::unlimited(),
        public_url: "http://localhost".to_owned(),
        card: CardGateway::Sandbox,
        secret_key: vec![7; 32],
    });
    let system = Ctx::system(services.clone(), NOW);
    service::demo::seed(&system, 1, &|_, _, _| ())
        .await
        .unwrap();
    let more = "UPDATE stock_level SET on_hand = on_hand + 900000";
    services.db.writer().execute_unprepared(more).await.unwrap();
    checkouts(&services, argument(1, 3_000), &name).await;
    many_orders(&services, argument(2, 100_000)).await;
    desk(&system, &name).await;
    let begin = Instant::now();
    let report = reconcile(&system).await.unwrap();
    println!(
        "{name}: reconciling {} orders and {} bookings took {:.1} s (at most 20 s), {} differences",
        report.orders,
        report.transactions,
        begin.elapsed().as_secs_f64(),
        report.problems.len()
    );
}

type Ready = Arc<Mutex<Vec<(Ctx, CheckoutInput)>>>;

/// Three lines of two cooperatives in a cart at its open checkout.
async fn fill(services: Arc<Services>, ready: Ready, count: usize) {
    for _ in 0..count {
        let mut buyer = Ctx {
            services: services.clone(),
            actor: Actor::Visitor,
            session: None,
            lang: Lang::Fr,
            now: NOW,
            cart_token: None,
            client: String::new(),
            device: String::new(),
            request_id: "bench".to_owned(),
        };
        for variant in [VariantId(1), VariantId(2), VariantId(40)] {
            let change = add_to_cart(&buyer, variant, 1).await.unwrap();
            buyer.cart_token = change.new_token.or(buyer.cart_token);
        }
        let page = begin_checkout(&buyer).await.unwrap();
        let input = CheckoutInput {
            name: "Salma Bennis".to_owned(),
            phone: "0612345678".to_owned(),
            province: "06.141".to_owned(),
            city: "Casablanca".to_owned(),
            street: "12, rue des Orangers".to_owned(),
            payment: "cash_on_delivery".to_owned(),
            delivery: page
                .parcels
                .iter()
                .map(|it| (it.cooperative.to_string(), "home".to_owned()))
                .collect(),
            idempotency_key: page.idempotency_key,
            ..CheckoutInput::default()
        };
        ready.lock().unwrap().push((buyer, input));
    }
}

async fn place(ready: Ready, times: Arc<Mutex<Vec<Duration>>>) {
    loop {
        let Some((buyer, input)) = ready.lock().unwrap().pop() else {
            return;
        };
        let begin = Instant::now();
        place_order(&buyer, input).await.unwrap();
        times.lock().unwrap().push(begin.elapsed());
    }
}

/// Carts are filled beforehand; placing the orders is measured.
async fn checkouts(services: &Arc<Services>, count: usize, name: &str) {
    let (ready, times) = (Ready::default(), Arc::<Mutex<Vec<Duration>>>::default());
    let filling: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (services, ready) = (services.clone(), ready.clone());
            tokio::spawn(fill(services, ready, count.div_ceil(CLIENTS)))
        })
        .collect();
    for task in filling {
        task.await.unwrap();
    }
    let begin = Instant::now();
    let placing: Vec<_> = (0..CLIENTS)
        .map(|_| tokio::spawn(place(ready.clone(), times.clone())))
        .collect();
    for task in placing {
        task.await.unwrap();
    }
    let seconds = begin.elapsed().as_secs_f64();
    let mut times = times.lock().unwrap().clone();
    times.sort_unstable();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64();
    println!(
        "{name}: {:.0} durable checkouts/s with {CLIENTS} clients (at least {}), p50 {:.1} ms, p99 {:.1} ms (at most 150)",
        times.len() as f64 / seconds,
        if name == "sqlite" { 300 } else { 200 },
        at(50) * 1_000.0,
        at(99) * 1_000.0
    );
}

/// The first page of the desk of the cooperative with the most orders.
async fn desk(system: &Ctx, name: &str) {
    let cooperative = CooperativeId(1);
    let manager = Ctx {
        actor: Actor::Person {
            id: PersonId(1),
            roles: vec![Role::CooperativeManager { cooperative }],
        },
        ..system.clone()
    };
    let mut times = Vec::new();
    let mut shown = 0;
    for _ in 0..20 {
        let begin = Instant::now();
        let desk = desk_orders(&manager, cooperative).await.unwrap();
        times.push(begin.elapsed().as_secs_f64() * 1_000.0);
        shown = desk.to_confirm.len() + desk.today.len() + desk.earlier.len();
    }
    times.sort_unstable_by(f64::total_cmp);
    println!(
        "{name}: the desk's first page, {shown} of its cooperative's orders: p50 {:.1} ms, at most {:.1} ms (at most 50)",
        times[times.len() / 2],
        times[times.len() - 1],
    );
}

/// Orders paid by card, written as they would be, without the way there.
async fn many_orders(services: &Arc<Services>, count: usize) {
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    );
    let address = Address {
        name: "Salma Bennis".to_owned(),
        phone: "+212612345678".to_owned(),
        province: "06.141".to_owned(),
        city: "Casablanca".to_owned(),
        street: "12, rue des Orangers".to_owned(),
        ..Address::default()
    };
    let address = serde_json::to_string(&address).unwrap();
    let goods = serde_json::to_string(&LocalText::new("Huile", "زيت", "Oil")).unwrap();
    let groups = format!(
        "INSERT INTO order_group (number, token_hash, lang, payment_method, total_minor, currency, address, placed_at)
         {numbers} SELECT 'B-' || i, 'b' || i, 'fr', 'card', 13500, 'MAD', '{address}', 1780000000 + i FROM n"
    );
    let lines = format!(
        "INSERT INTO order_line (order_id, variant_id, name, sku, pack_amount, pack_unit, quantity, unit_price_minor,
            total_minor, tax_minor, commission_minor)
         SELECT id, 1, '{goods}', 'B', 1, 'piece', 2, 5000, 10000, 909, 500 FROM shop_order WHERE number LIKE 'B-%'"
    );
    let statements = [
        groups.as_str(),
        "INSERT INTO shop_order (group_id, cooperative_id, number, state, payment_state, fulfilment_state, delivery_method,
            delivery_fee_minor, goods_minor, total_minor, placed_at)
         SELECT id, CASE WHEN id % 5 = 0 THEN 1 ELSE 2 + id % 19 END, number || '-1',
            CASE WHEN id % 500 = 0 THEN 'placed' ELSE 'confirmed' END, 'captured', 'unfulfilled', 'home', 3500, 10000, 13500, placed_at
         FROM order_group WHERE number LIKE 'B-%'",
        lines.as_str(),
        "INSERT INTO payment (group_id, method, reference, state, amount_minor, captured_minor, created_at)
         SELECT id, 'card', number, 'captured', 13500, 13500, placed_at FROM order_group WHERE number LIKE 'B-%'",
        "INSERT INTO payment_split (payment_id, order_id, cooperative_minor, tax_minor, commission_minor, delivery_minor)
         SELECT p.id, o.id, 8591, 909, 500, 3500 FROM payment p JOIN shop_order o ON o.group_id = p.group_id
         WHERE p.reference LIKE 'B-%'",
        "INSERT INTO ledger_transaction (key, kind, at, payment_id)
         SELECT 'b:' || id, 'capture', created_at, id FROM payment WHERE reference LIKE 'B-%'",
        "INSERT INTO ledger_entry (transaction_id, account, minor) SELECT id, 'card_clearing', 13500 FROM ledger_transaction WHERE sealed = 0",
        "INSERT INTO ledger_entry (transaction_id, account, minor) SELECT id, 'commission', -500 FROM ledger_transaction WHERE sealed = 0",
        "INSERT INTO ledger_entry (transaction_id, account, minor) SELECT id, 'carrier', -3500 FROM ledger_transaction WHERE sealed = 0",
        "INSERT INTO ledger_entry (transaction_id, account, cooperative_id, minor)
         SELECT t.id, 'held', o.cooperative_id, -9500 FROM ledger_transaction t JOIN payment p ON p.id = t.payment_id
         JOIN shop_order o ON o.group_id = p.group_id WHERE t.sealed = 0",
        "UPDATE ledger_transaction SET sealed = 1 WHERE sealed = 0",
    ];
    let tx = services.db.begin().await.unwrap();
    for statement in statements {
        tx.execute_unprepared(statement).await.unwrap();
    }
    store::commit(tx).await.unwrap();
}
