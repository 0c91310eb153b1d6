//! The bank's codes in the reader's words.

use crate::{PageWords, use_lang};
use domain::{
    Money,
    projects::{AssetKind, Driver, Field, Product, Quantity, Scenario, SheetSort, Skill},
};
pub(crate) use i18n::project_keys::{hazard, licence, missing, product, remedy, skill, subject};
use i18n::{Key, keys::projects as k};

pub(super) fn scenario(it: Scenario) -> Key {
    match it {
        Scenario::Price => k::SCENARIO_PRICE,
        Scenario::Volume => k::SCENARIO_VOLUME,
        Scenario::Cost => k::SCENARIO_COST,
        Scenario::Drought => k::SCENARIO_DROUGHT,
        Scenario::LostBuyer => k::SCENARIO_LOST_BUYER,
        Scenario::LateGrant => k::SCENARIO_LATE_GRANT,
    }
}

pub(super) fn driver(it: Driver) -> Key {
    match it {
        Driver::Price => k::DRIVER_PRICE,
        Driver::Volume => k::DRIVER_VOLUME,
        Driver::PaidToMembers => k::DRIVER_PAID_TO_MEMBERS,
        Driver::OtherCosts => k::DRIVER_OTHER_COSTS,
        Driver::FixedCosts => k::DRIVER_FIXED_COSTS,
        Driver::Investment => k::DRIVER_INVESTMENT,
        Driver::LoanRate => k::DRIVER_LOAN_RATE,
        Driver::Delays => k::DRIVER_DELAYS,
    }
}

pub(super) fn sort(it: SheetSort) -> Key {
    match it {
        SheetSort::Relevance => k::SORT_RELEVANCE,
        SheetSort::Investment => k::SORT_INVESTMENT,
        SheetSort::Income => k::SORT_INCOME,
        SheetSort::Jobs => k::SORT_JOBS,
        SheetSort::Newest => k::SORT_NEWEST,
    }
}

pub(super) fn asset(it: AssetKind) -> Key {
    match it {
        AssetKind::FitOut => k::ASSET_FIT_OUT,
        AssetKind::Equipment => k::ASSET_EQUIPMENT,
        AssetKind::Vehicle => k::ASSET_VEHICLE,
        AssetKind::Livestock => k::ASSET_LIVESTOCK,
        AssetKind::Plantation => k::ASSET_PLANTATION,
        AssetKind::Computers => k::ASSET_COMPUTERS,
        AssetKind::SetUp => k::ASSET_SET_UP,
        AssetKind::Other => k::ASSET_OTHER,
    }
}

/// The title of a facet.
pub(super) fn facet(name: &str) -> Key {
    match name {
        "region" => k::FACET_REGION,
        "province" => k::FACET_PROVINCE,
        "sector" => k::FACET_SECTOR,
        "budget" => k::FACET_BUDGET,
        "members" => k::FACET_MEMBERS,
        "jobs" => k::FACET_JOBS,
        "skill" => k::FACET_SKILL,
        "programme" => k::FACET_PROGRAMME,
        _ => k::FACET_LABEL,
    }
}

/// What a facet's code means, for those that have no name of their own.
pub(super) fn facet_value(name: &str, value: &str) -> Option<Key> {
    Some(match (name, value) {
        ("budget", "small") => k::BUDGET_SMALL,
        ("budget", "medium") => k::BUDGET_MEDIUM,
        ("budget", "large") => k::BUDGET_LARGE,
        ("budget", "very_large") => k::BUDGET_VERY_LARGE,
        ("members", "few") => k::MEMBERS_FEW,
        ("members", "some") => k::MEMBERS_SOME,
        ("members", "many") => k::MEMBERS_MANY,
        ("jobs", "few") => k::JOBS_FEW,
        ("jobs", "some") => k::JOBS_SOME,
        ("jobs", "many") => k::JOBS_MANY,
        ("skill", code) => skill(Skill::from_code(code)?),
        _ => return None,
    })
}

/// A field's label; an asset's begins with the asset.
pub(super) fn field(words: PageWords, field: Field, assets: &[domain::projects::Asset]) -> String {
    let of_asset = |at: u8, key: Key| {
        let kind = assets
            .get(usize::from(at))
            .map_or(AssetKind::Other, |asset| asset.kind);
        words.with(key, &[("name", &words.t(asset(kind)))])
    };
    words.t(match field {
        Field::Volume(year) => {
            return words.with(k::FIELD_ANNUAL_VOLUME, &[("year", &(year + 1).to_string())]);
        }
        Field::AssetCost(at) => return of_asset(at, k::FIELD_ASSET_COST),
        Field::AssetYears(at) => return of_asset(at, k::FIELD_ASSET_YEARS),
        Field::UnitPrice => k::FIELD_UNIT_PRICE,
        Field::Members => k::FIELD_MEMBERS,
        Field::ShareCapital => k::FIELD_SHARE_CAPITAL,
        Field::PaidToMembers => k::FIELD_PAID_TO_MEMBERS,
        Field::OtherCosts => k::FIELD_OTHER_COSTS,
        Field::FixedCosts => k::FIELD_FIXED_COSTS,
        Field::Inflation => k::FIELD_INFLATION,
        Field::StockDays => k::FIELD_STOCK_DAYS,
        Field::ReceivableDays => k::FIELD_RECEIVABLE_DAYS,
        Field::PayableDays => k::FIELD_PAYABLE_DAYS,
        Field::GrantShare => k::FIELD_GRANT_SHARE,
        Field::GrantCap => k::FIELD_GRANT_CAP,
        Field::GrantDelay => k::FIELD_GRANT_DELAY,
        Field::LoanRate => k::FIELD_LOAN_RATE,
        Field::LoanYears => k::FIELD_LOAN_YEARS,
        Field::DiscountRate => k::FIELD_DISCOUNT_RATE,
        Field::TaxRate => k::FIELD_TAX_RATE,
        Field::ReserveRate => k::FIELD_RESERVE_RATE,
        Field::EducationRate => k::FIELD_EDUCATION_RATE,
        Field::DevelopmentRate => k::FIELD_DEVELOPMENT_RATE,
    })
}

/// What stands behind a field.
pub(super) fn unit(words: PageWords, field: Field, counted: Product) -> String {
    match field.quantity() {
        Quantity::Money => words.t(k::UNIT_DIRHAM),
        Quantity::Percent => words.t(k::UNIT_PERCENT),
        Quantity::Days => words.t(k::UNIT_DAYS),
        Quantity::Months => words.t(k::UNIT_MONTHS),
        Quantity::Years => words.t(k::UNIT_YEARS),
        Quantity::Count => match field {
            Field::Volume(_) => words.t(product(counted)),
            _ => String::new(),
        },
    }
}

/// Whole dirhams, as a headline says them.
pub(crate) fn dirhams(words: PageWords, centimes: i64) -> String {
    let whole = (centimes.abs() + 50) / 100 * centimes.signum();
    words.with(k::DIRHAMS, &[("amount", &words.number(whole))])
}

pub(super) fn dirhams_a_month(words: PageWords, centimes: i64) -> String {
    words.with(k::PER_MONTH, &[("amount", &dirhams(words, centimes))])
}

/// To the centime, as a table says them.
pub(super) fn money(words: PageWords, centimes: i64) -> String {
    words.money(Money::mad(centimes))
}

/// Ten-thousandths of a year, with one decimal.
pub(super) fn years(words: PageWords, payback: i64) -> String {
    words.decimal((payback + 500) / 1000, 1)
}

/// Whether charts run from right to left.
pub(crate) fn is_mirrored() -> bool {
    use_lang().dir() == domain::Dir::Rtl
}
