//! How long 10,000 rows of listings take from file to database, and in how much memory:
//! `cargo run --release -p service --example bench_import [rows] [csv|xlsx]`, on the empty database that
//! `DATABASE_URL` names or on an SQLite file of its own. First as new listings, then every one of
//! them changed, with four sizes a listing.
#![expect(clippy::unwrap_used, reason = "a program for measuring")]

use domain::{
    CooperativeId, PersonId,
    accounts::Role,
    marketplace::SpreadsheetState,
    policy::{Action, Actor, Platform, authorize},
};
use sea_orm::ConnectionTrait;
use service::{
    Ctx, Services,
    accounts::RateLimits,
    marketplace::{
        CardGateway, CatalogueCache, SheetContent, SheetFormat, Writing, confirm_spreadsheet,
        export_spreadsheet, send_spreadsheet, show_spreadsheet,
    },
};
use std::{sync::Arc, time::Instant};

const NOW: i64 = 1_790_000_000;
const SIZES: usize = 4;
const COOPERATIVE: CooperativeId = CooperativeId(1);

/// The most memory that the process ever had, in MB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok())
        .map_or(0, |kilobytes| kilobytes / 1_024)
}

fn file(rows: usize, price: usize) -> Vec<Vec<String>> {
    let headings = [
        "listing",
        "sku",
        "category",
        "name_fr",
        "name_ar",
        "description_fr",
        "description_ar",
        "origin",
        "amount",
        "unit",
        "price",
        "eur",
        "stock",
    ];
    let mut file = vec![headings.map(str::to_owned).to_vec()];
    for at in 0..rows {
        let (listing, size) = (at / SIZES, at % SIZES);
        let of_listing = |text: String| if size == 0 { text } else { String::new() };
        file.push(vec![
            format!("bench {listing}"),
            format!("BENCH-{at}"),
            of_listing("Huiles".to_owned()),
            of_listing(format!(
                "Huile d'argane de la maison {}",
                "abcdefghij".repeat(2)
            )),
            of_listing("زيت أركان الأصيل من تعاونية النساء".to_owned()),
            of_listing("Pressée à froid au village, en petites quantités. ".repeat(6)),
            of_listing("معصور على البارد في القرية بكميات صغيرة. ".repeat(6)),
            of_listing("Tiznit".to_owned()),
            (100 * (size + 1)).to_string(),
            "ml".to_owned(),
            format!("{}.50", price * (size + 1)),
            "12".to_owned(),
            "40".to_owned(),
        ]);
    }
    file
}

#[tokio::main]
async fn main() {
    let rows = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(10_000);
    let kind = std::env::args().nth(2).unwrap_or_else(|| "xlsx".to_owned());
    let folder = tempfile::tempdir().unwrap();
    let url = std::env::var("DATABASE_URL")
        .unwrap_or_else(|_| format!("sqlite://{}/bench.db", folder.path().display()));
    let name = url.split(':').next().unwrap_or_default().to_owned();
    let options = store::DbOptions { url, readers: 4 };
    let db = store::Db::connect(&options).await.unwrap();
    db.migrate().await.unwrap();
    let services = Arc::new(Services {
        db,
        search: search::Search::in_memory().unwrap(),
        media: media::Store::open(&folder.path().join("media")).unwrap(),
        catalogue_cache: CatalogueCache::default(),
        writing: Writing::default(),
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
    let manager = Ctx {
        actor: Actor::Person {
            id: PersonId(1),
            roles: vec![Role::CooperativeManager {
                cooperative: COOPERATIVE,
            }],
        },
        ..system.clone()
    };
    println!("{name}: {} MB before", peak());
    run(&manager, "new", &kind, written(&kind, file(rows, 20))).await;
    publish_all(&system).await;
    let changed = written(&kind, file(rows, 30));
    run(&manager, "changed", &kind, changed).await;
    let begun = Instant::now();
    let content = SheetContent::Listings;
    let out = export_spreadsheet(&manager, COOPERATIVE, content, SheetFormat::Xlsx)
        .await
        .unwrap();
    println!(
        "export of {} KB took {:.1} s, peak {} MB",
        out.len() / 1_024,
        begun.elapsed().as_secs_f64(),
        peak()
    );
}

fn written(kind: &str, rows: Vec<Vec<String>>) -> Vec<u8> {
    match kind {
        "csv" => spreadsheets::to_csv(rows),
        _ => spreadsheets::to_xlsx("bench", rows).unwrap(),
    }
}

async fn run(manager: &Ctx, what: &str, kind: &str, file: Vec<u8>) {
    let size = file.len() / 1_024;
    let begun = Instant::now();
    let name = format!("bench.{kind}");
    let id = send_spreadsheet(manager, COOPERATIVE, &name, file)
        .await
        .unwrap();
    let checked = begun.elapsed();
    let view = show_spreadsheet(manager, COOPERATIVE)
        .await
        .unwrap()
        .unwrap();
    let first = view.report.errors.first();
    assert_eq!(view.state, SpreadsheetState::Checked, "{first:?}");
    let begun = Instant::now();
    confirm_spreadsheet(manager, id).await.unwrap();
    println!(
        "{what} {kind}: {} rows of {size} KB: checked in {:.1} s, written in {:.1} s (at most 20 s together), peak {} MB; {} new, {} changed",
        view.report.rows,
        checked.as_secs_f64(),
        begun.elapsed().as_secs_f64(),
        peak(),
        view.report.new_listings,
        view.report.changed,
    );
}

/// As if an advisor had read them all, so that the second file changes what is on sale.
async fn publish_all(system: &Ctx) {
    let permit = authorize(&system.actor, Action::RunWorker, &Platform {}).unwrap();
    let listings = store::marketplace::load_all(system.db().reader(), COOPERATIVE)
        .await
        .unwrap();
    let tx = system.db().begin().await.unwrap();
    for it in listings.iter().filter(|it| it.published.is_none()) {
        let slug = format!("bench-{}", it.id);
        store::marketplace::publish_draft(&tx, &permit, it.id, &it.draft, &slug, None, NOW)
            .await
            .unwrap();
    }
    // Whoever has no picture stays a draft: the second file is to be published at once.
    let pictures = "INSERT INTO picture (listing_id, position, kind, name, widths, width, height, alt, status, shown)
        SELECT id, 1, 'illustration', 'x', '[]', 1, 1, '{}', 'ready', 1 FROM listing WHERE slug LIKE 'bench-%'";
    tx.execute_unprepared(pictures).await.unwrap();
    let facts = "UPDATE listing SET attributes = (SELECT o.attributes FROM listing o WHERE o.category_id = listing.category_id
        AND o.attributes <> '[]' ORDER BY o.id LIMIT 1) WHERE slug LIKE 'bench-%' AND attributes = '[]'";
    tx.execute_unprepared(facts).await.unwrap();
    store::commit(tx).await.unwrap();
}
