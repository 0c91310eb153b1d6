//! How long the project bank takes where there is much of everything:
//! `cargo run --release -p service --example bench_bank [sheets] [people] [cooperatives]`; 20,000,
//! 100,000 and 65,000 where nothing is said, on an SQLite file of its own.
#![expect(clippy::unwrap_used, reason = "a program for measuring")]

use domain::{
    DossierId, Lang, PersonId,
    accounts::Role,
    policy::{Action, Actor, Platform, authorize},
    projects::{ProfileInput, SheetQuery, Skill, TeamInput},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use service::{
    Ctx, Services,
    accounts::RateLimits,
    marketplace::{CardGateway, CatalogueCache, Writing},
    projects::{
        browse_sheets, print_decision, print_sheet, projects_for_me, refresh_impact, save_profile,
        show_impact, show_team_skills, start_team,
    },
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

/// Runs statements as they are; the bench's own rows need no permit.
async fn fill(services: &Services, statements: &[String]) {
    let db = services.db.begin().await.unwrap();
    for statement in statements {
        db.execute_unprepared(statement).await.unwrap();
    }
    store::commit(db).await.unwrap();
}

/// People who agreed to be found, each with three skills and a province, in turn.
async fn gather(services: &Services, people: usize) {
    let series = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})"
    );
    let skills = Skill::ALL.len();
    let mut statements = vec![
        format!(
            "{series} INSERT INTO person (name, email, password_hash, lang, created_at, updated_at)
             SELECT 'Personne ' || i, 'bench' || i || '@exemple.ma', 'x', 'fr', {NOW}, {NOW} FROM n"
        ),
        format!(
            "INSERT INTO person_profile (person_id, province_code, languages, availability, findable_at, updated_at)
             SELECT p.id, (SELECT code FROM province ORDER BY code LIMIT 1 OFFSET p.id % 75), '[\"Darija\"]', 'half', {NOW}, {NOW}
             FROM person p WHERE p.email LIKE 'bench%'"
        ),
    ];
    for (at, skill) in Skill::ALL.iter().enumerate() {
        statements.push(format!(
            "INSERT INTO person_skill (person_id, skill) SELECT id, '{}' FROM person
             WHERE email LIKE 'bench%' AND (id % {skills} = {at} OR (id + 3) % {skills} = {at} OR (id + 7) % {skills} = {at})",
            skill.code()
        ));
    }
    fill(services, &statements).await;
}

/// Verified cooperatives of some twelve members each.
async fn found(services: &Services, cooperatives: usize) {
    let statement = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {cooperatives})
         INSERT INTO cooperative (slug, name, story, province_code, region_code, status, members, women, founded_year, ice, rib,
            created_at, updated_at)
         SELECT 'bench-' || n.i, '{{\"fr\":\"C\"}}', '{{}}', p.code, p.region_code, 'verified', 5 + n.i % 16, 3 + n.i % 3,
            1995 + n.i % 31, 'bench' || n.i, '', {NOW}, {NOW}
         FROM n JOIN (SELECT code, region_code, ROW_NUMBER() OVER (ORDER BY code) - 1 AS at FROM province) p ON p.at = n.i % 75"
    );
    fill(services, &[statement]).await;
}

/// How long `work` takes, `rounds` times.
async fn measure<T>(what: &str, aim: &str, rounds: usize, work: impl AsyncFn() -> T) {
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..rounds {
        let begin = Instant::now();
        work().await;
        times.push(millis(begin));
    }
    times.sort_by(f64::total_cmp);
    let (p50, p99) = (times[rounds / 2], times[rounds * 99 / 100]);
    println!("{what}: p50 {p50:.1} ms, p99 {p99:.1} ms  ({aim})");
}

fn number(at: usize, otherwise: usize) -> usize {
    let typed = std::env::args().nth(at).and_then(|text| text.parse().ok());
    typed.unwrap_or(otherwise)
}

fn as_person(ctx: &Ctx, id: PersonId) -> Ctx {
    Ctx {
        actor: Actor::Person {
            id,
            roles: vec![Role::Member],
        },
        ..ctx.clone()
    }
}

#[derive(FromQueryResult)]
struct Decided {
    dossier: i64,
    founder: i64,
}

#[tokio::main]
async fn main() {
    let (sheets, people, cooperatives) = (number(1, 20_000), number(2, 100_000), number(3, 65_000));
    let folder = tempfile::tempdir().unwrap();
    let services = services(folder.path()).await;
    let system = Ctx::system(services.clone(), NOW);
    service::demo::seed(&system, 1, &|_, _, _| ())
        .await
        .unwrap();
    publish(&system, sheets).await;

    // The demo's first person.
    let person = as_person(&system, PersonId(1));
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
    let found_first = projects_for_me(&person).await.unwrap().matches.len();
    println!(
        "{sheets} sheets, the first time (reads them all): {:.0} ms",
        millis(begin)
    );
    let matched = format!("one person against {sheets} sheets");
    measure(&matched, "at most 100 ms", ROUNDS, async || {
        let page = projects_for_me(&person).await.unwrap();
        assert_eq!(page.matches.len(), found_first);
    })
    .await;

    let visitor = Ctx {
        actor: Actor::Visitor,
        ..system.clone()
    };
    for (what, query) in [
        ("all", SheetQuery::default()),
        (
            "searched, two facets chosen",
            SheetQuery {
                text: "miel".to_owned(),
                regions: vec!["09".to_owned(), "05".to_owned()],
                ..SheetQuery::default()
            },
        ),
    ] {
        let listed = format!("list of {sheets} sheets with every facet, {what}");
        measure(&listed, "p99 at most 30 ms", ROUNDS, async || {
            let list = browse_sheets(&visitor, &query).await.unwrap();
            assert!(!list.facets.is_empty());
        })
        .await;
    }

    gather(&services, people).await;
    let input = TeamInput {
        name: "Miel du banc".to_owned(),
        province: "09.001".to_owned(),
        seats: "8".to_owned(),
    };
    let founder = as_person(&system, PersonId(2));
    let team = start_team(&founder, "beekeeping", &input, "")
        .await
        .unwrap();
    let matched = format!("one sheet against {people} people");
    measure(&matched, "at most 100 ms", ROUNDS / 4, async || {
        let skills = show_team_skills(&founder, team).await.unwrap();
        assert!(!skills.people.is_empty());
    })
    .await;

    found(&services, cooperatives).await;
    let begin = Instant::now();
    refresh_impact(&system).await.unwrap();
    println!(
        "results of {cooperatives} cooperatives counted by the worker, each minute: {:.0} ms",
        millis(begin)
    );
    let impact = show_impact(&visitor).await.unwrap();
    let members = impact.total.people.map_or(0, |it| it.members);
    let viewed = format!(
        "dashboard over {} cooperatives and {members} members",
        impact.total.cooperatives
    );
    measure(&viewed, "at most 100 ms", ROUNDS, async || {
        show_impact(&visitor).await.unwrap()
    })
    .await;

    let db = services.db.reader();
    let query = "SELECT d.dossier_id AS dossier, t.founder_id AS founder FROM dossier_decision d
        JOIN project_dossier p ON p.id = d.dossier_id JOIN project_team t ON t.id = p.team_id ORDER BY 1 LIMIT 1";
    let statement = Statement::from_string(db.get_database_backend(), query);
    let decided = Decided::find_by_statement(statement).one(db).await.unwrap();
    let decided = decided.unwrap();
    let team = as_person(&system, PersonId(decided.founder));
    let id = DossierId(decided.dossier);
    measure(
        "a decision in Arabic as PDF",
        "at most 300 ms",
        20,
        async || print_decision(&team, id, Lang::Ar).await.unwrap(),
    )
    .await;
    measure(
        "a sheet in Arabic as PDF",
        "at most 300 ms",
        20,
        async || print_sheet(&visitor, "beekeeping", Lang::Ar).await.unwrap(),
    )
    .await;
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
