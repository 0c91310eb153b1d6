//! The names, places and texts of the demo. Products come from `products.csv`; who sells them, and
//! in which words, from `offers.txt`.

use domain::{
    LocalText,
    marketplace::{PackSize, Unit},
};
use std::{collections::BTreeMap, sync::OnceLock};

pub struct Category {
    pub slug: &'static str,
    pub fr: &'static str,
    pub ar: &'static str,
    pub en: &'static str,
    pub tax_thousandths: i64,
    pub attribute: RequiredAttribute,
}

pub struct RequiredAttribute {
    pub key: &'static str,
    pub fr: &'static str,
    pub ar: &'static str,
    pub en: &'static str,
}

const fn attribute(key: &'static str, [fr, ar, en]: [&'static str; 3]) -> RequiredAttribute {
    RequiredAttribute { key, fr, ar, en }
}

const fn category(
    slug: &'static str,
    [fr, ar, en]: [&'static str; 3],
    tax_thousandths: i64,
    attribute: RequiredAttribute,
) -> Category {
    Category {
        slug,
        fr,
        ar,
        en,
        tax_thousandths,
        attribute,
    }
}

const HARVEST: [&str; 3] = ["Récolte", "الجني", "Harvest"];
const MATERIAL: [&str; 3] = ["Matière", "المادة", "Material"];

pub static CATEGORIES: [Category; 11] = [
    category(
        "oils",
        ["Huiles", "الزيوت", "Oils"],
        100,
        attribute("extraction", ["Extraction", "طريقة الاستخلاص", "Extraction"]),
    ),
    category(
        "honey",
        ["Miels", "العسل", "Honey"],
        100,
        attribute("flower", ["Fleur", "الزهرة", "Flower"]),
    ),
    category(
        "spices",
        ["Épices et plantes", "التوابل والنباتات", "Spices and herbs"],
        100,
        attribute("harvest", HARVEST),
    ),
    category(
        "fruit",
        ["Fruits et dattes", "الفواكه والتمور", "Fruit and dates"],
        0,
        attribute("harvest", HARVEST),
    ),
    category(
        "dairy",
        ["Fromages", "الأجبان", "Cheese"],
        100,
        attribute("milk", ["Lait", "الحليب", "Milk"]),
    ),
    category(
        "pantry",
        ["Épicerie", "المؤونة", "Pantry"],
        100,
        attribute("ingredients", ["Ingrédients", "المكونات", "Ingredients"]),
    ),
    category(
        "cosmetics",
        ["Soins", "العناية", "Care"],
        200,
        attribute("ingredients", ["Ingrédients", "المكونات", "Ingredients"]),
    ),
    category(
        "textiles",
        [
            "Tapis et tissages",
            "الزرابي والنسيج",
            "Carpets and textiles",
        ],
        200,
        attribute("material", MATERIAL),
    ),
    category(
        "pottery-and-wood",
        ["Poterie et bois", "الفخار والخشب", "Pottery and wood"],
        200,
        attribute("material", MATERIAL),
    ),
    category(
        "leather-and-jewellery",
        ["Cuir et bijoux", "الجلد والحلي", "Leather and jewellery"],
        200,
        attribute("material", MATERIAL),
    ),
    category(
        "seafood",
        ["Produits de la mer", "منتجات البحر", "Seafood"],
        100,
        attribute("origin", ["Origine", "المصدر", "Origin"]),
    ),
];

pub struct Cooperative {
    pub slug: &'static str,
    pub name: &'static str,
    pub name_ar: &'static str,
    pub manager: &'static str,
    pub region: &'static str,
    pub province: &'static str,
    pub area: &'static str,
    pub story_fr: &'static str,
    pub story_ar: &'static str,
    pub story_en: &'static str,
}

const fn cooperative(
    [slug, name, name_ar, manager]: [&'static str; 4],
    [region, province, area]: [&'static str; 3],
    [story_fr, story_ar, story_en]: [&'static str; 3],
) -> Cooperative {
    Cooperative {
        slug,
        name,
        name_ar,
        manager,
        region,
        province,
        area,
        story_fr,
        story_ar,
        story_en,
    }
}

impl Cooperative {
    /// All of its members are women, as its story says.
    pub fn is_of_women(&self) -> bool {
        self.story_en == WOMEN[2]
    }
}

const WOMEN: [&str; 3] = [
    "Des femmes d'un même village se sont unies pour vendre ensemble et décider ensemble du prix. Le bénéfice est partagé selon le travail de chacune.",
    "اتحدت نساء من قرية واحدة ليبعن معا ويقررن الثمن معا. يقسم الربح حسب عمل كل واحدة.",
    "Women of one village joined to sell together and to set the price together. The surplus is shared by each one's work.",
];
const GROWERS: [&str; 3] = [
    "Des familles d'agriculteurs mettent leurs récoltes en commun, les trient et les emballent sur place. Les jeunes tiennent les comptes et les commandes.",
    "تجمع عائلات من الفلاحين محاصيلها وتفرزها وتعبئها في عين المكان. ويتكلف الشباب بالحسابات والطلبيات.",
    "Farming families pool their harvests, sort and pack them on the spot. The young keep the accounts and the orders.",
];
const CRAFTS: [&str; 3] = [
    "Des artisans de plusieurs générations partagent un atelier, des outils et une marque. Ils forment chaque année de nouveaux apprentis.",
    "يتقاسم صناع من عدة أجيال ورشة وأدوات وعلامة واحدة. ويكونون كل سنة متعلمين جددا.",
    "Craftspeople of several generations share a workshop, tools and a name. They train new apprentices every year.",
];

/// Its certificate has expired: its badge must not show.
pub const EXPIRED: &str = "doukkala-inab";

pub const COOPERATIVES: [Cooperative; 24] = [
    cooperative(
        ["tafsut", "Tafsut", "تافسوت", "Fadma Aït Lahcen (démo)"],
        ["09", "09.581", "Tiznit"],
        WOMEN,
    ),
    cooperative(
        ["anzar", "Anzar", "أنزار", "Lahcen Oubella (démo)"],
        ["09", "09.541", "Taliouine"],
        GROWERS,
    ),
    cooperative(
        ["tilila", "Tilila", "تيليلا", "Khadija Amzil (démo)"],
        ["09", "09.163", "Tafraout"],
        WOMEN,
    ),
    cooperative(
        ["azrur", "Azrur", "أزرور", "Ijja Ouhmad (démo)"],
        ["08", "08.401", "Taznakht"],
        CRAFTS,
    ),
    cooperative(
        [
            "warda-dades",
            "Warda Dadès",
            "وردة دادس",
            "Zahra Boujamaa (démo)",
        ],
        ["08", "08.577", "Kelâat M'Gouna"],
        WOMEN,
    ),
    cooperative(
        [
            "nakhil-tafilalet",
            "Nakhil Tafilalet",
            "نخيل تافيلالت",
            "Moulay Ali Alaoui (démo)",
        ],
        ["08", "08.201", "Tafilalet"],
        GROWERS,
    ),
    cooperative(
        [
            "adrar-midelt",
            "Adrar Midelt",
            "أدرار ميدلت",
            "Hassan Ouchrif (démo)",
        ],
        ["08", "08.363", "Midelt"],
        GROWERS,
    ),
    cooperative(
        [
            "mogador-argan",
            "Mogador Argan",
            "موكادور أركان",
            "Aïcha Bihi (démo)",
        ],
        ["07", "07.211", "Essaouira"],
        WOMEN,
    ),
    cooperative(
        [
            "yadawi-asfi",
            "Yadawi Asfi",
            "يداوي آسفي",
            "Brahim Serghini (démo)",
        ],
        ["07", "07.431", "Safi"],
        CRAFTS,
    ),
    cooperative(
        [
            "rhamna-beldi",
            "Rhamna Beldi",
            "الرحامنة بلدي",
            "Malika Rahmouni (démo)",
        ],
        ["07", "07.427", "Rehamna"],
        GROWERS,
    ),
    cooperative(
        ["jebli", "Jebli", "جبلي", "Rachida El Khamlichi (démo)"],
        ["01", "01.151", "Chefchaouen"],
        WOMEN,
    ),
    cooperative(
        [
            "zitoun-ouezzane",
            "Zitoun Ouezzane",
            "زيتون وزان",
            "Abdeslam Wazzani (démo)",
        ],
        ["01", "01.405", "Ouezzane"],
        GROWERS,
    ),
    cooperative(
        ["moulouya", "Moulouya", "ملوية", "Fouzia Bekkaoui (démo)"],
        ["02", "02.113", "Berkane"],
        GROWERS,
    ),
    cooperative(
        [
            "figuig-ksour",
            "Ksour Figuig",
            "قصور فجيج",
            "Mohamed Zaïd (démo)",
        ],
        ["02", "02.251", "Figuig"],
        GROWERS,
    ),
    cooperative(
        [
            "azir-jerada",
            "Azir Jerada",
            "أزير جرادة",
            "Naïma Lamrani (démo)",
        ],
        ["02", "02.275", "Jerada"],
        WOMEN,
    ),
    cooperative(
        ["fes-maalem", "Maâlem Fès", "معلم فاس", "Driss Tazi (démo)"],
        ["03", "03.231", "Fès"],
        CRAFTS,
    ),
    cooperative(
        [
            "karmous-taounate",
            "Karmous Taounate",
            "كرموس تاونات",
            "Hafida Slassi (démo)",
        ],
        ["03", "03.531", "Taounate"],
        WOMEN,
    ),
    cooperative(
        ["zaer-khemisset", "Zaër", "زعير", "Saïda Zemmouri (démo)"],
        ["04", "04.291", "Zaër"],
        GROWERS,
    ),
    cooperative(
        [
            "atlas-assal",
            "Atlas Assal",
            "أطلس العسل",
            "Itto Ou Ali (démo)",
        ],
        ["05", "05.081", "Azilal"],
        GROWERS,
    ),
    cooperative(
        ["sefri", "Sefri", "السفري", "Mustapha Najib (démo)"],
        ["05", "05.255", "Ouled Abdellah"],
        GROWERS,
    ),
    cooperative(
        [
            "doukkala-inab",
            "Inab Doukkala",
            "عنب دكالة",
            "Latifa Doukkali (démo)",
        ],
        ["06", "06.181", "Doukkala"],
        GROWERS,
    ),
    cooperative(
        [
            "sabbar-ifni",
            "Sabbar Ifni",
            "صبار إفني",
            "Mina Baâmrani (démo)",
        ],
        ["10", "10.473", "Aït Baâmrane"],
        WOMEN,
    ),
    cooperative(
        [
            "melhfa-sahra",
            "Melhfa Sahra",
            "ملحفة الصحراء",
            "Gajmoula Mint Ahmed (démo)",
        ],
        ["11", "11.321", "Laâyoune"],
        WOMEN,
    ),
    cooperative(
        [
            "mahar-dakhla",
            "Mahar Dakhla",
            "محار الداخلة",
            "Sidi Brahim Ould Hamdi (démo)",
        ],
        ["12", "12.391", "Dakhla"],
        GROWERS,
    ),
];

pub struct Product {
    pub slug: String,
    pub category: &'static Category,
    pub name: LocalText,
    /// Of the one attribute that the category requires.
    pub value: LocalText,
    pub description: LocalText,
    /// Places in [`COOPERATIVES`].
    pub sellers: Vec<usize>,
    pub label: String,
    pub price_min: i64,
    pub price_max: i64,
    pub pack: PackSize,
    pub hs_code: String,
    pub unique_piece: bool,
}

/// The forty products.
pub fn products() -> &'static [Product] {
    static PRODUCTS: OnceLock<Vec<Product>> = OnceLock::new();
    PRODUCTS.get_or_init(|| {
        let offers: BTreeMap<&str, &str> = include_str!("offers.txt")
            .lines()
            .filter_map(|line| line.split_once('|'))
            .collect();
        include_str!("products.csv")
            .lines()
            .skip(1)
            .filter_map(|line| parse(line, &offers))
            .collect()
    })
}

/// `slug,category,name_fr,name_ar,name_en,region,label,min,max,unit,hs_code,sector`, and of the
/// offers `sellers|value_fr|value_ar|value_en|text_fr|text_ar|text_en` by slug.
fn parse(line: &str, offers: &BTreeMap<&str, &str>) -> Option<Product> {
    let fields: Vec<&str> = line.split(',').collect();
    let [
        slug,
        category,
        fr,
        ar,
        en,
        _region,
        label,
        min,
        max,
        unit,
        hs_code,
        _sector,
    ] = fields.as_slice()
    else {
        return None;
    };
    let offer: Vec<&str> = offers.get(slug)?.split('|').collect();
    let [
        sellers,
        value_fr,
        value_ar,
        value_en,
        text_fr,
        text_ar,
        text_en,
    ] = offer.as_slice()
    else {
        return None;
    };
    let (amount, unit) = match *unit {
        "L" => (1000, Unit::Millilitre),
        "kg" => (1000, Unit::Gram),
        "g" => (1, Unit::Gram),
        "m²" => (100, Unit::SquareDecimetre),
        "pièce" => (1, Unit::Piece),
        "paire" => (1, Unit::Pair),
        "douzaine" => (1, Unit::Dozen),
        other => {
            let (number, unit) = other.split_once(' ')?;
            (
                number.parse().ok()?,
                if unit == "ml" {
                    Unit::Millilitre
                } else {
                    Unit::Gram
                },
            )
        }
    };
    Some(Product {
        slug: (*slug).to_owned(),
        category: CATEGORIES.iter().find(|it| it.slug == *category)?,
        name: LocalText::new(fr, ar, en),
        value: LocalText::new(value_fr, value_ar, value_en),
        description: LocalText::new(text_fr, text_ar, text_en),
        sellers: sellers
            .split(' ')
            .filter_map(|seller| COOPERATIVES.iter().position(|it| it.slug == seller))
            .collect(),
        label: (*label).to_owned(),
        price_min: min.parse().ok()?,
        price_max: max.parse().ok()?,
        pack: PackSize { amount, unit },
        hs_code: (*hs_code).to_owned(),
        unique_piece: matches!(*slug, "taznakht-carpet" | "flat-woven-hanbel"),
    })
}

#[cfg(test)]
mod tests {
    use super::{COOPERATIVES, products};

    #[test]
    fn all_forty_products_are_read() {
        assert_eq!(products().len(), 40);
        assert!(
            products()
                .iter()
                .all(|product| (1..=2).contains(&product.sellers.len()))
        );
    }

    #[test]
    fn every_cooperative_sells_something() {
        for (at, it) in COOPERATIVES.iter().enumerate() {
            assert!(
                products()
                    .iter()
                    .any(|product| product.sellers.contains(&at)),
                "{}",
                it.slug
            );
        }
    }
}
