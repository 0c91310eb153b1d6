//! The demo's project sheets: the 26 types of the domain's data, each published, with figures that
//! the simulator itself computes. Fictional, and of the right order of magnitude.

use crate::{Ctx, internal};
use domain::{
    Error, LocalText, Problem, Result,
    policy::{Permit, Platform},
    projects::{
        Asset, AssetKind, Assumption, Inputs, Licence, Product, SheetContent, SheetHazard, Skill,
        Subject, key_figures, parse_decimal,
    },
};
use store::{
    Tx,
    projects::{SeedSheet, insert_sheets},
};

const SHEETS: &str = include_str!("projects.txt");

/// 1 October 2026, 1 September 2026 and 1 January 2026.
const MARKET_DAY: i64 = 1_790_812_800;
const QUOTE_DAY: i64 = 1_788_220_800;
const RULE_DAY: i64 = 1_767_225_600;

/// Publishes every sheet; `copy` after the first gives other addresses, for benchmarks.
pub(super) async fn seed_projects(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
    copy: u32,
) -> Result<()> {
    let mut sheets = Vec::new();
    for (at, text) in SHEETS.split("\n\n").enumerate() {
        let mut sheet = parse(text).ok_or_else(|| {
            tracing::error!(%text, "demo sheet is malformed");
            Error::field("sheet", Problem::Required)
        })?;
        sheet.published_at = ctx.now - 86_400 * ((at as i64 * 13) % 180);
        if copy > 0 {
            sheet.slug = format!("{}-{}", sheet.slug, copy + 1);
        }
        let results = sheet.content.check()?;
        sheet.figures = key_figures(&results);
        sheet.cover = results.debt_service_cover[0].ok();
        sheets.push(sheet);
    }
    insert_sheets(tx, permit, &sheets)
        .await
        .map_err(internal(ctx))
}

fn parse(text: &str) -> Option<SeedSheet> {
    let mut lines = text.trim().lines();
    let head: Vec<&str> = lines.next()?.strip_prefix("= ")?.split(' ').collect();
    let [slug, sector, province, category, product, min, max, jobs] = head.try_into().ok()?;
    let lines: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let line = |name: &str| {
        lines
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| *text)
    };
    let local = |name: &str| {
        let mut parts = line(name)?.split(" | ");
        let (fr, ar, en) = (parts.next()?, parts.next()?, parts.next()?);
        Some(LocalText {
            zgh: parts.next().map(str::to_owned),
            ..LocalText::new(fr, ar, en)
        })
    };
    let hazards: Option<Vec<SheetHazard>> = line("hazards")?
        .split(' ')
        .map(SheetHazard::from_code)
        .collect();
    let skills: Option<Vec<Skill>> = line("skills")?.split(' ').map(Skill::from_code).collect();
    let licences: Option<Vec<Licence>> = line("licences")?
        .split(' ')
        .map(Licence::from_code)
        .collect();
    let content = SheetContent {
        title: local("title")?,
        what: local("what")?,
        for_whom: local("for")?,
        market: local("market")?,
        process: local("process")?,
        equipment: local("equipment")?,
        product: Product::from_code(product)?,
        product_name: local("product")?,
        members_min: min.parse().ok()?,
        members_max: max.parse().ok()?,
        jobs: jobs.parse().ok()?,
        skills: skills?,
        licences: licences?,
        hazards: hazards?,
        labels: line("labels")
            .filter(|labels| *labels != "-")
            .map(|label| vec![label.to_owned()])
            .unwrap_or_default(),
        inputs: inputs(line("figures")?)?,
        assumptions: assumptions(),
    };
    Some(SeedSheet {
        slug: slug.to_owned(),
        sector: sector.to_owned(),
        region: province.split('.').next()?.to_owned(),
        province: province.to_owned(),
        category: (category != "-").then(|| category.to_owned()),
        illustration: slug.to_owned(),
        figures: domain::projects::KeyFigures {
            investment: 0,
            monthly_income: 0,
            payback: None,
        },
        cover: None,
        content,
        published_at: 0,
    })
}

/// `price volumes members capital | assets | paid other fixed | stock receivable payable years`.
fn inputs(text: &str) -> Option<Inputs> {
    let [market, assets, costs, delays] = text.split(" | ").collect::<Vec<_>>().try_into().ok()?;
    let numbers = |text: &str| -> Option<Vec<i64>> {
        text.split(' ')
            .map(|number| parse_decimal(number, 2).ok())
            .collect()
    };
    let [price, first, second, third, members, capital] = numbers(market)?.try_into().ok()?;
    let [paid, other, fixed] = numbers(costs)?.try_into().ok()?;
    let delays = numbers(delays)?;
    let days = |at: usize| delays.get(at).map(|days| days / 100);
    let assets: Option<Vec<Asset>> = assets
        .split(' ')
        .map(|asset| {
            let [kind, cost, years] = asset.split(':').collect::<Vec<_>>().try_into().ok()?;
            let kind = if kind == "set_up" {
                AssetKind::SetUp
            } else {
                AssetKind::from_code(kind)
            };
            Some(Asset {
                kind,
                cost: parse_decimal(cost, 2).ok()?,
                years: years.parse().ok()?,
            })
        })
        .collect();
    Some(Inputs {
        unit_price: price,
        annual_volume: [first / 100, second / 100, third / 100],
        members: members / 100,
        share_capital: capital,
        assets: assets?,
        paid_to_members: paid,
        other_costs: other,
        fixed_costs: fixed,
        fixed_cost_inflation: 40_000,
        stock_days: days(0)?,
        receivable_days: days(1)?,
        payable_days: days(2)?,
        grant_share: 600_000,
        grant_cap: 30_000_000,
        grant_delay: 0,
        loan_rate: 17_500,
        loan_years: days(3).unwrap_or(5),
        discount_rate: 80_000,
        tax_rate: 0,
        reserve_rate: 100_000,
        education_rate: 20_000,
        development_rate: 200_000,
        residual_value: None,
    })
}

/// The same for each demo sheet: where its kind of figure comes from, and of which day.
fn assumptions() -> Vec<Assumption> {
    let market = LocalText::new(
        "Fourchette de prix du marché des coopératives (ordre de grandeur, démo)",
        "نطاق أسعار سوق التعاونيات (تقدير تجريبي)",
        "Price range of the cooperatives’ market (order of magnitude, demo)",
    );
    let quotes = LocalText::new(
        "Fourchette d’investissement de ce type de projet (ordre de grandeur, démo)",
        "نطاق استثمار هذا النوع من المشاريع (تقدير تجريبي)",
        "Investment range of this kind of project (order of magnitude, demo)",
    );
    let practice = LocalText::new(
        "Hypothèse de la banque de projets, à vérifier sur place (démo)",
        "فرضية من بنك المشاريع، يجب التحقق منها في عين المكان (تجريبي)",
        "Assumption of the project bank, to be checked on site (demo)",
    );
    let programme = LocalText::new(
        "Programme indicatif : aide de 60 % plafonnée à 300 000 DH, prêt à 1,75 % en zone rurale",
        "برنامج استرشادي: دعم 60% لا يتجاوز 300.000 درهم، وقرض بفائدة 1,75% في العالم القروي",
        "Indicative programme: grant of 60 % up to MAD 300,000, loan at 1.75 % in rural areas",
    );
    let law = LocalText::new(
        "Loi 112-12 : réserve légale de 10 % jusqu’au montant du capital, éducation 2 %",
        "القانون 112-12: احتياطي قانوني 10% إلى أن يبلغ الرأسمال، والتربية 2%",
        "Law 112-12: legal reserve of 10 % until it equals the capital, education 2 %",
    );
    Subject::ALL
        .iter()
        .map(|subject| {
            let (source, date) = match subject {
                Subject::Price => (&market, MARKET_DAY),
                Subject::Investment => (&quotes, QUOTE_DAY),
                Subject::Funding => (&programme, RULE_DAY),
                Subject::Appropriation => (&law, RULE_DAY),
                Subject::Volume
                | Subject::PaidToMembers
                | Subject::Costs
                | Subject::FixedCosts
                | Subject::Delays => (&practice, QUOTE_DAY),
            };
            Assumption {
                subject: *subject,
                source: source.clone(),
                date,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use domain::projects::simulate;
    use std::collections::BTreeSet;

    /// Name, sector, region, members and investment, as the domain's data has them.
    const TYPES: &str = include_str!("project_types.csv");

    #[test]
    fn each_type_of_the_data_is_a_sheet_whose_figures_agree_with_it() {
        let sheets: Vec<SeedSheet> = SHEETS
            .split("\n\n")
            .map(|text| parse(text).unwrap())
            .collect();
        let types: Vec<Vec<&str>> = TYPES
            .lines()
            .skip(1)
            .map(|line| line.split(',').collect())
            .collect();
        assert_eq!(sheets.len(), types.len());
        for (sheet, it) in sheets.iter().zip(&types) {
            let number = |at: usize| it[at].parse::<i64>().unwrap();
            let content = &sheet.content;
            assert_eq!(
                (sheet.sector.as_str(), sheet.region.as_str()),
                (it[1], it[2]),
                "{}",
                it[0]
            );
            assert_eq!(
                (content.members_min.into(), content.members_max.into()),
                (number(3), number(4)),
                "{}",
                it[0]
            );
            let results = content.check().unwrap();
            let dirhams = results.investment_need / 100;
            assert!(
                (number(5) * 1000..=number(6) * 1000).contains(&dirhams),
                "{} needs {dirhams}",
                it[0]
            );
            let members = content.inputs.members;
            assert!(
                (number(3)..=number(4)).contains(&members),
                "{} has {members} members",
                it[0]
            );
            assert!(
                results.surplus.iter().all(|surplus| *surplus > 0),
                "{} {:?}",
                it[0],
                results.surplus
            );
            let cover = results.debt_service_cover[0];
            assert!(
                cover.is_err() || cover.unwrap() >= 1000,
                "{} cannot serve its loan: {cover:?}",
                it[0]
            );
            // A loan programme lends 1.2 MDH at most.
            assert!(
                results.loan <= 120_000_000,
                "{} borrows {}",
                it[0],
                results.loan
            );
            let languages = [
                &content.title,
                &content.what,
                &content.for_whom,
                &content.market,
                &content.process,
                &content.equipment,
            ];
            assert!(
                languages
                    .iter()
                    .all(|text| text.fr.is_some() && text.ar.is_some() && text.en.is_some())
            );
            assert!(
                content.skills.len() >= 3
                    && content.hazards.len() >= 3
                    && !content.licences.is_empty()
            );
        }
        let slugs: BTreeSet<&str> = sheets.iter().map(|sheet| sheet.slug.as_str()).collect();
        assert_eq!(slugs.len(), sheets.len());
    }

    #[test]
    fn the_argan_sheet_is_the_worked_example() {
        let argan = parse(SHEETS.split("\n\n").next().unwrap()).unwrap();
        let results = simulate(&argan.content.inputs).unwrap();
        assert_eq!((results.npv, results.irr), (8_128_253, Ok(197_315)));
    }
}
