//! The project bank's codes in words, for screens and papers alike.

use crate::{Key, keys::projects as k};
use domain::projects::{Licence, Missing, Product, SheetHazard, Skill, Subject};

pub fn skill(it: Skill) -> Key {
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

pub fn licence(it: Licence) -> Key {
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

pub fn hazard(it: SheetHazard) -> Key {
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

pub fn remedy(it: SheetHazard) -> Key {
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

pub fn product(it: Product) -> Key {
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

pub fn subject(it: Subject) -> Key {
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

pub fn missing(it: Missing) -> Key {
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
