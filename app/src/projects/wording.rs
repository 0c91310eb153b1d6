//! The bank's codes in the reader's words.

use crate::{PageWords, use_lang};
use domain::{
    Money,
    projects::{
        AssetKind, Driver, Field, Licence, Missing, Product, Quantity, Scenario, SheetHazard,
        SheetSort, Skill, Subject,
    },
};
use i18n::{Key, keys::projects as k};

pub(crate) fn skill(it: Skill) -> Key {
    match it {
        Skill::Beekeeping => k::SKILL_BEEKEEPING,
        Skill::Extraction => k::SKILL_EXTRACTION,
        Skill::Distillation => k::SKILL_DISTILLATION,
        Skill::Growing => k::SKILL_GROWING,
        Skill::Harvest => k::SKILL_HARVEST,
        Skill::Drying => k::SKILL_DRYING,
        Skill::Cheesemaking => k::SKILL_CHEESEMAKING,
        Skill::Livestock => k::SKILL_LIVESTOCK,
        Skill::Cooking => k::SKILL_COOKING,
        Skill::Sorting => k::SKILL_SORTING,
        Skill::Aquaculture => k::SKILL_AQUACULTURE,
        Skill::FishProcessing => k::SKILL_FISH_PROCESSING,
        Skill::Weaving => k::SKILL_WEAVING,
        Skill::Dyeing => k::SKILL_DYEING,
        Skill::Pottery => k::SKILL_POTTERY,
        Skill::Leatherwork => k::SKILL_LEATHERWORK,
        Skill::Woodwork => k::SKILL_WOODWORK,
        Skill::Sewing => k::SKILL_SEWING,
        Skill::Recycling => k::SKILL_RECYCLING,
        Skill::Hospitality => k::SKILL_HOSPITALITY,
        Skill::Teaching => k::SKILL_TEACHING,
        Skill::Care => k::SKILL_CARE,
        Skill::Computing => k::SKILL_COMPUTING,
        Skill::Electricity => k::SKILL_ELECTRICITY,
        Skill::Bookkeeping => k::SKILL_BOOKKEEPING,
        Skill::Sales => k::SKILL_SALES,
        Skill::FoodHygiene => k::SKILL_FOOD_HYGIENE,
        Skill::Quality => k::SKILL_QUALITY,
        Skill::Management => k::SKILL_MANAGEMENT,
    }
}

pub(super) fn licence(it: Licence) -> Key {
    match it {
        Licence::FoodSafety => k::LICENCE_FOOD_SAFETY,
        Licence::Registration => k::LICENCE_REGISTRATION,
        Licence::LocalPermit => k::LICENCE_LOCAL_PERMIT,
        Licence::Aquaculture => k::LICENCE_AQUACULTURE,
        Licence::Water => k::LICENCE_WATER,
        Licence::Environment => k::LICENCE_ENVIRONMENT,
        Licence::Tourism => k::LICENCE_TOURISM,
        Licence::Education => k::LICENCE_EDUCATION,
        Licence::Forest => k::LICENCE_FOREST,
        Licence::Cosmetics => k::LICENCE_COSMETICS,
        Licence::Label => k::LICENCE_LABEL,
        Licence::SocialCare => k::LICENCE_SOCIAL_CARE,
        Licence::Fishing => k::LICENCE_FISHING,
    }
}

pub(super) fn hazard(it: SheetHazard) -> Key {
    match it {
        SheetHazard::Drought => k::HAZARD_DROUGHT,
        SheetHazard::PriceFall => k::HAZARD_PRICE_FALL,
        SheetHazard::SingleBuyer => k::HAZARD_SINGLE_BUYER,
        SheetHazard::Disease => k::HAZARD_DISEASE,
        SheetHazard::Quality => k::HAZARD_QUALITY,
        SheetHazard::LatePayment => k::HAZARD_LATE_PAYMENT,
        SheetHazard::Competition => k::HAZARD_COMPETITION,
        SheetHazard::Breakdown => k::HAZARD_BREAKDOWN,
        SheetHazard::Season => k::HAZARD_SEASON,
        SheetHazard::Supply => k::HAZARD_SUPPLY,
        SheetHazard::Energy => k::HAZARD_ENERGY,
    }
}

pub(super) fn remedy(it: SheetHazard) -> Key {
    match it {
        SheetHazard::Drought => k::REMEDY_DROUGHT,
        SheetHazard::PriceFall => k::REMEDY_PRICE_FALL,
        SheetHazard::SingleBuyer => k::REMEDY_SINGLE_BUYER,
        SheetHazard::Disease => k::REMEDY_DISEASE,
        SheetHazard::Quality => k::REMEDY_QUALITY,
        SheetHazard::LatePayment => k::REMEDY_LATE_PAYMENT,
        SheetHazard::Competition => k::REMEDY_COMPETITION,
        SheetHazard::Breakdown => k::REMEDY_BREAKDOWN,
        SheetHazard::Season => k::REMEDY_SEASON,
        SheetHazard::Supply => k::REMEDY_SUPPLY,
        SheetHazard::Energy => k::REMEDY_ENERGY,
    }
}

pub(crate) fn product(it: Product) -> Key {
    match it {
        Product::Kilogram => k::PRODUCT_KILOGRAM,
        Product::Litre => k::PRODUCT_LITRE,
        Product::Piece => k::PRODUCT_PIECE,
        Product::Pair => k::PRODUCT_PAIR,
        Product::SquareMetre => k::PRODUCT_SQUARE_METRE,
        Product::Night => k::PRODUCT_NIGHT,
        Product::ChildMonth => k::PRODUCT_CHILD_MONTH,
        Product::Visit => k::PRODUCT_VISIT,
        Product::Hour => k::PRODUCT_HOUR,
        Product::Dozen => k::PRODUCT_DOZEN,
        Product::Gram => k::PRODUCT_GRAM,
        Product::Service => k::PRODUCT_SERVICE,
    }
}

pub(super) fn subject(it: Subject) -> Key {
    match it {
        Subject::Price => k::SUBJECT_PRICE,
        Subject::Volume => k::SUBJECT_VOLUME,
        Subject::PaidToMembers => k::SUBJECT_PAID_TO_MEMBERS,
        Subject::Costs => k::SUBJECT_COSTS,
        Subject::FixedCosts => k::SUBJECT_FIXED_COSTS,
        Subject::Investment => k::SUBJECT_INVESTMENT,
        Subject::Delays => k::SUBJECT_DELAYS,
        Subject::Funding => k::SUBJECT_FUNDING,
        Subject::Appropriation => k::SUBJECT_APPROPRIATION,
    }
}

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

pub(super) fn missing(it: Missing) -> Key {
    match it {
        Missing::NoMargin => k::MISSING_NO_MARGIN,
        Missing::NoSales => k::MISSING_NO_SALES,
        Missing::NoDebt => k::MISSING_NO_DEBT,
        Missing::NoSignChange => k::MISSING_NO_SIGN_CHANGE,
        Missing::NotUnique => k::MISSING_NOT_UNIQUE,
        Missing::TooHigh => k::MISSING_TOO_HIGH,
        Missing::NotWithinThreeYears => k::MISSING_NOT_WITHIN_THREE_YEARS,
        Missing::NoInvestment => k::MISSING_NO_INVESTMENT,
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
