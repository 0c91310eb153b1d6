//! How long a search takes over many listings: prints the 50th and the 99th percentile of each
//! kind of question. `make bench` runs it; the first argument is the number of listings.

use domain::{
    ListingId, LocalText,
    marketplace::{CatalogueQuery, Sort},
};
use search::{Change, Document, Result, Search};
use std::{
    io::Write,
    time::{Duration, Instant},
};

const NAMES: [[&str; 3]; 16] = [
    [
        "Huile d'argane alimentaire",
        "زيت أركان الغذائي",
        "Culinary argan oil",
    ],
    [
        "Huile d'argane cosmétique",
        "زيت أركان التجميلي",
        "Cosmetic argan oil",
    ],
    [
        "Amlou aux amandes",
        "أملو باللوز",
        "Almond and argan spread",
    ],
    ["Safran de Taliouine", "زعفران تالوين", "Taliouine saffron"],
    [
        "Dattes Majhoul du Tafilalet",
        "تمر المجهول لتافيلالت",
        "Tafilalet Majhoul dates",
    ],
    ["Miel d'euphorbe", "عسل الزقوم", "Euphorbia honey"],
    ["Miel de romarin", "عسل أزير", "Rosemary honey"],
    [
        "Huile d'olive Tyout Chiadma",
        "زيت زيتون تيوت شياظمة",
        "Tyout Chiadma olive oil",
    ],
    [
        "Eau de rose de Kelâat M'Gouna",
        "ماء ورد قلعة مكونة",
        "Kelaat M'Gouna rose water",
    ],
    ["Amandes de Tafraout", "لوز تافراوت", "Tafraout almonds"],
    [
        "Fromage de chèvre de Chefchaouen",
        "جبن الماعز شفشاون",
        "Chefchaouen goat cheese",
    ],
    [
        "Cumin Beldi de Rhamna",
        "كمون بلدي الرحامنة",
        "Rhamna cumin",
    ],
    ["Savon noir beldi", "صابون بلدي", "Beldi black soap"],
    ["Tapis de Taznakht", "زربية تازناخت", "Taznakht carpet"],
    ["Poterie de Safi", "فخار آسفي", "Safi pottery"],
    [
        "Bijou en argent de Tiznit",
        "حلي فضية من تيزنيت",
        "Tiznit silver jewellery",
    ],
];
const CATEGORIES: [&str; 8] = [
    "huiles",
    "epices",
    "dattes",
    "miels",
    "cosmetiques",
    "tapis",
    "poterie",
    "bijoux",
];
const LABELS: [&str; 3] = ["AOP", "IGP", "Label agricole"];
const NOW: i64 = 1_800_000_000;

/// The same listings at each run: a xorshift from a fixed seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap_or(0);
        all[at]
    }

    fn number(&mut self, end: u64) -> i64 {
        i64::try_from(self.below(end)).unwrap_or(0)
    }
}

fn main() -> Result<()> {
    let listings = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(100_000);
    let mut out = std::io::stdout();
    let folder = std::env::temp_dir().join(format!("search-bench-{}", std::process::id()));
    let outcome = measure(&folder, listings, &mut out);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn measure(folder: &std::path::Path, listings: i64, out: &mut impl Write) -> Result<()> {
    let search = Search::open(folder)?;
    let started = Instant::now();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for start in (0..listings).step_by(2_000) {
        let end = (start + 2_000).min(listings);
        let changes = (start..end)
            .map(|id| Change::Put(Box::new(listing(id, &mut dice))))
            .collect();
        search.apply(changes, end)?;
    }
    writeln!(
        out,
        "{listings} listings indexed in {:.1} s, resident {} MB",
        started.elapsed().as_secs_f64(),
        resident()
    )?;

    let facets = |text: &str| CatalogueQuery {
        text: text.to_owned(),
        regions: vec!["07".to_owned(), "09".to_owned()],
        categories: vec!["epices".to_owned(), "huiles".to_owned()],
        ..CatalogueQuery::default()
    };
    let plain = CatalogueQuery::default();
    let questions = [
        ("no filter", plain.clone()),
        ("no filter, page 200", plain.at_page(200)),
        ("two facets", facets("")),
        (
            "two facets by price",
            CatalogueQuery {
                sort: Sort::PriceAscending,
                ..facets("")
            },
        ),
        (
            "two facets, price, stock",
            CatalogueQuery {
                price_min: Some(50),
                price_max: Some(300),
                in_stock: true,
                ..facets("")
            },
        ),
        ("two facets, a rare word", facets("taliouine")),
        ("two facets, a common word", facets("huile")),
        (
            "two facets, three words",
            facets("huile d'argane alimentaire"),
        ),
        (
            "two facets, three words by price",
            CatalogueQuery {
                sort: Sort::PriceAscending,
                ..facets("huile d'argane alimentaire")
            },
        ),
        ("two facets, Arabic", facets("زيت الأركان")),
        ("two facets, Tifinagh", facets("ⴰⵔⴳⴰⵏ")),
        ("two facets, a typing error", facets("safarn taliouine")),
        ("two facets, an unknown word", facets("safran xylophone")),
    ];
    for (name, query) in questions {
        let mut total = 0;
        let times = times(|| {
            total = search.query(&query, NOW)?.total;
            Ok(())
        })?;
        report(out, name, &times, total)?;
    }
    for typed in ["arg", "huile d'ar", "زيت ا"] {
        let times = times(|| search.suggest(typed, 6).map(|_| ()))?;
        report(out, &format!("suggest {typed}"), &times, 6)?;
    }
    writeln!(out, "resident {} MB", resident())?;
    Ok(())
}

fn listing(id: i64, dice: &mut Dice) -> Document {
    let [fr, ar, en] = dice.one_of(&NAMES);
    let local = |fr: String, ar: String, en: String| LocalText {
        fr: Some(fr),
        ar: Some(ar),
        en: Some(en),
        zgh: None,
    };
    let cooperative = dice.below(2_000);
    let region = dice.below(12) + 1;
    let category = dice.one_of(&CATEGORIES);
    let label = (dice.below(3) == 0).then(|| dice.one_of(&LABELS).to_owned());
    Document {
        id: ListingId(id),
        names: local(
            format!("{fr} {}", id % 97),
            format!("{ar} {}", id % 97),
            format!("{en} {}", id % 97),
        ),
        description: local(
            "Récolté à la main et préparé au village par les membres de la coopérative.".to_owned(),
            "منتوج محلي تعده نساء التعاونية في القرية بعناية.".to_owned(),
            "Picked by hand and prepared in the village by the cooperative's members.".to_owned(),
        ),
        cooperative: local(
            format!("Coopérative Tafsut {cooperative}"),
            format!("تعاونية تافسوت {cooperative}"),
            format!("Tafsut cooperative {cooperative}"),
        ),
        region: format!("{region:02}"),
        region_name: local(
            "Souss-Massa".to_owned(),
            "سوس-ماسة".to_owned(),
            "Souss-Massa".to_owned(),
        ),
        category: category.to_owned(),
        category_name: LocalText {
            fr: Some(category.to_owned()),
            ..LocalText::default()
        },
        label_expires_at: label.is_some().then(|| NOW - 100 + dice.number(1_000)),
        label,
        price_min_minor: 1_000 + dice.number(100_000),
        in_stock: dice.below(5) > 0,
        published_at: NOW - dice.number(100_000_000),
    }
}

/// A few runs to warm up, then 200 that count, sorted.
fn times(mut ask: impl FnMut() -> Result<()>) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(200);
    for run in 0..220 {
        let started = Instant::now();
        ask()?;
        if run >= 20 {
            times.push(started.elapsed());
        }
    }
    times.sort_unstable();
    Ok(times)
}

fn report(out: &mut impl Write, name: &str, times: &[Duration], total: u32) -> Result<()> {
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
    writeln!(
        out,
        "{name:36} p50 {:7.2} ms   p99 {:7.2} ms   {total} found",
        at(50),
        at(99)
    )?;
    Ok(())
}

/// Megabytes of memory in use, where the system tells.
fn resident() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            status
                .lines()
                .find(|line| line.starts_with("VmRSS"))?
                .split_whitespace()
                .nth(1)?
                .parse::<u64>()
                .ok()
        })
        .map_or(0, |kilobytes| kilobytes / 1_024)
}
