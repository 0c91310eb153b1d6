//! How long it takes to match one person against many sheets:
//! `cargo run --release -p service --example bench_matching [sheets]`, 20,000 where nothing is
//! said, on an SQLite file of its own.
#![expect(clippy::unwrap_used, reason = "a program for measuring")]

use domain::{
    PersonId,
    accounts::Role,
    policy::{Action, Actor, Platform, authorize},
    projects::ProfileInput,
};
use service::{
    Ctx, Services,
    accounts::RateLimits,
    marketplace::{CardGateway, CatalogueCache, Writing},
    projects::{projects_for_me, save_profile},
};
use std::{sync::Arc, time::Instant};
use store::projects::SeedSheet;

const NOW: i64 = 1_790_000_000;
const ROUNDS: usize = 200;

async fn services(folder: &std::path::Path) -> Arc<Services> {
    let url = format!("sqlite://{}/bench.db", folder.display());
    let db = store::Db::connect(&store::DbOptions { url, readers: 4 })
        .await
        .unwrap();
    db.migrate().await.unwrap();
    Arc::new(Services {
        db,
        search: search::Search::in_memory().unwrap(),
        media: media::Store::open(&folder.join("media")).unwrap(),
        catalogue_cache: CatalogueCache::default(),
        writing: Writing::default(),
        sheets: service::projects::Sheets::default(),
        rate_limits: RateLimits::unlimited(),
        public_url: "http://localhost".to_owned(),
        card: CardGateway::Sandbox,
        secret_key: vec![7; 32],
    })
}

/// The demo's sheets again and again, in every province in turn.
async fn publish(ctx: &Ctx, wanted: usize) {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {}).unwrap();
    let tx = ctx.db().begin().await.unwrap();
    let slugs = store::projects::slugs(&tx).await.unwrap();
    let rows = store::projects::load_sheets(&tx, &slugs).await.unwrap();
    let provinces = store::marketplace::provinces(&tx).await.unwrap();
    let copies: Vec<SeedSheet> = (rows.len()..wanted)
        .map(|at| {
            let (row, province) = (&rows[at % rows.len()], &provinces[at % provinces.len()]);
            SeedSheet {
                slug: format!("copy-{at}"),
                sector: row.card.sector.clone(),
                region: province.region.clone(),
                province: province.code.clone(),
                category: row.category.clone(),
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
}

#[tokio::main]
async fn main() {
    let sheets = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(20_000);
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let system = Ctx::system(services.clone(), NOW);
    service::demo::seed(&system, 1, &|_, _, _| ())
        .await
        .unwrap();
    publish(&system, sheets).await;
    // The demo's first person.
    let person = Ctx {
        actor: Actor::Person {
            id: PersonId(1),
            roles: vec![Role::Member],
        },
        ..system
    };
    let profile = ProfileInput {
        skills: ["beekeeping", "sales", "growing", "quality"]
            .map(str::to_owned)
            .to_vec(),
        languages: vec!["darija".to_owned()],
        province: "09.001".to_owned(),
        availability: "half".to_owned(),
        findable: String::new(),
    };
    save_profile(&person, &profile).await.unwrap();
    let begin = Instant::now();
    let found = projects_for_me(&person).await.unwrap().matches.len();
    println!(
        "{sheets} sheets, the first time (reads them all): {:.0} ms",
        millis(begin)
    );
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        let page = projects_for_me(&person).await.unwrap();
        assert_eq!(page.matches.len(), found);
        times.push(millis(begin));
    }
    times.sort_by(f64::total_cmp);
    println!(
        "one person against {sheets} sheets: p50 {:.1} ms, p99 {:.1} ms",
        times[ROUNDS / 2],
        times[ROUNDS * 99 / 100]
    );
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
