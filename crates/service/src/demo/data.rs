//! The names, places and texts of the demo. Products come from `products.csv`.

use domain::{LocalText, marketplace::Unit};
use std::sync::OnceLock;

pub struct Category {
    pub slug: &'static str,
    pub fr: &'static str,
    pub ar: &'static str,
    pub en: &'static str,
    pub tax_thousandths: i64,
    pub attribute: RequiredAttribute,
    /// What a listing of the category says besides its name.
    pub text_fr: &'static str,
    pub text_ar: &'static str,
    pub text_en: &'static str,
}

pub struct RequiredAttribute {
    pub key: &'static str,
    pub fr: &'static str,
    pub ar: &'static str,
    pub en: &'static str,
    pub value_fr: &'static str,
    pub value_ar: &'static str,
    pub value_en: &'static str,
}

const fn attribute(
    key: &'static str,
    [fr, ar, en]: [&'static str; 3],
    [value_fr, value_ar, value_en]: [&'static str; 3],
) -> RequiredAttribute {
    RequiredAttribute {
        key,
        fr,
        ar,
        en,
        value_fr,
        value_ar,
        value_en,
    }
}

const fn category(
    slug: &'static str,
    [fr, ar, en]: [&'static str; 3],
    tax_thousandths: i64,
    attribute: RequiredAttribute,
    [text_fr, text_ar, text_en]: [&'static str; 3],
) -> Category {
    Category {
        slug,
        fr,
        ar,
        en,
        tax_thousandths,
        attribute,
        text_fr,
        text_ar,
        text_en,
    }
}

const HARVEST: [&str; 3] = ["Récolte", "الجني", "Harvest"];
const MATERIAL: [&str; 3] = ["Matière", "المادة", "Material"];

pub const CATEGORIES: [Category; 11] = [
    category(
        "oils",
        ["Huiles", "الزيوت", "Oils"],
        100,
        attribute(
            "extraction",
            ["Extraction", "طريقة الاستخلاص", "Extraction"],
            [
                "Première pression à froid",
                "عصرة أولى باردة",
                "First cold pressing",
            ],
        ),
        [
            "Pressée à froid par les membres, filtrée et mise en bouteille à l'abri de la lumière.",
            "معصورة على البارد بأيدي الأعضاء، مصفاة ومعبأة بعيدا عن الضوء.",
            "Cold-pressed by the members, filtered and bottled away from light.",
        ],
    ),
    category(
        "honey",
        ["Miels", "العسل", "Honey"],
        100,
        attribute(
            "flower",
            ["Fleur", "الزهرة", "Flower"],
            ["Montagne", "الجبل", "Mountain"],
        ),
        [
            "Récolté à la main, jamais chauffé. Il peut cristalliser : c'est un bon signe.",
            "يجنى باليد ولا يسخن أبدا. قد يتبلور وهذه علامة جودة.",
            "Gathered by hand and never heated. It may crystallise, which is a good sign.",
        ],
    ),
    category(
        "spices",
        ["Épices et plantes", "التوابل والنباتات", "Spices and herbs"],
        100,
        attribute("harvest", HARVEST, ["2026", "2026", "2026"]),
        [
            "Cueilli et trié à la main, séché à l'ombre pour garder tout son parfum.",
            "يقطف ويفرز باليد ويجفف في الظل ليحافظ على عطره.",
            "Picked and sorted by hand, dried in the shade to keep all its scent.",
        ],
    ),
    category(
        "fruit",
        ["Fruits et dattes", "الفواكه والتمور", "Fruit and dates"],
        0,
        attribute("harvest", HARVEST, ["2026", "2026", "2026"]),
        [
            "Cueilli à maturité, trié et emballé près des vergers.",
            "يقطف ناضجا ويفرز ويعبأ قرب البساتين.",
            "Picked ripe, sorted and packed close to the orchards.",
        ],
    ),
    category(
        "dairy",
        ["Fromages", "الأجبان", "Cheese"],
        100,
        attribute(
            "milk",
            ["Lait", "الحليب", "Milk"],
            ["Chèvre", "الماعز", "Goat"],
        ),
        [
            "Fait chaque matin avec le lait du jour. À garder au frais.",
            "يصنع كل صباح من حليب اليوم. يحفظ في مكان بارد.",
            "Made each morning from the day's milk. Keep it cool.",
        ],
    ),
    category(
        "pantry",
        ["Épicerie", "المؤونة", "Pantry"],
        100,
        attribute(
            "ingredients",
            ["Ingrédients", "المكونات", "Ingredients"],
            ["Sans additif", "بدون مضافات", "No additives"],
        ),
        [
            "Préparé en petites quantités, selon la recette de la région.",
            "يحضر بكميات صغيرة حسب وصفة المنطقة.",
            "Prepared in small batches, following the region's recipe.",
        ],
    ),
    category(
        "cosmetics",
        ["Soins", "العناية", "Care"],
        200,
        attribute(
            "ingredients",
            ["Ingrédients", "المكونات", "Ingredients"],
            ["100 % naturel", "طبيعي 100%", "100% natural"],
        ),
        [
            "Un soin simple et pur, préparé par des femmes qui connaissent la plante.",
            "عناية بسيطة ونقية تحضرها نساء يعرفن النبتة.",
            "Simple, pure care, prepared by women who know the plant.",
        ],
    ),
    category(
        "textiles",
        [
            "Tapis et tissages",
            "الزرابي والنسيج",
            "Carpets and textiles",
        ],
        200,
        attribute(
            "material",
            MATERIAL,
            ["Laine du pays", "صوف محلي", "Local wool"],
        ),
        [
            "Tissé au métier par une artisane. Chaque pièce demande plusieurs semaines.",
            "تنسجه صانعة على النول. تتطلب كل قطعة عدة أسابيع.",
            "Woven on the loom by a craftswoman. Each piece takes several weeks.",
        ],
    ),
    category(
        "pottery-and-wood",
        ["Poterie et bois", "الفخار والخشب", "Pottery and wood"],
        200,
        attribute(
            "material",
            MATERIAL,
            [
                "Terre et bois du pays",
                "طين وخشب محلي",
                "Local clay and wood",
            ],
        ),
        [
            "Façonné et décoré à la main dans l'atelier de la coopérative.",
            "يصنع ويزين باليد في ورشة التعاونية.",
            "Shaped and decorated by hand in the cooperative's workshop.",
        ],
    ),
    category(
        "leather-and-jewellery",
        ["Cuir et bijoux", "الجلد والحلي", "Leather and jewellery"],
        200,
        attribute(
            "material",
            MATERIAL,
            ["Matière noble", "مادة أصيلة", "Fine material"],
        ),
        [
            "Un savoir-faire transmis dans les familles, fini à la main.",
            "حرفة تتوارثها العائلات، متقنة باليد.",
            "A craft handed down in families, finished by hand.",
        ],
    ),
    category(
        "seafood",
        ["Produits de la mer", "منتجات البحر", "Seafood"],
        100,
        attribute(
            "origin",
            ["Origine", "المصدر", "Origin"],
            ["Baie de Dakhla", "خليج الداخلة", "Dakhla bay"],
        ),
        [
            "Élevé dans une eau contrôlée, expédié vivant le jour même.",
            "يربى في مياه مراقبة ويرسل حيا في اليوم نفسه.",
            "Raised in monitored water, sent live the same day.",
        ],
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
    pub category: &'static str,
    pub fr: String,
    pub ar: String,
    pub en: String,
    pub region: String,
    pub label: String,
    pub price_min: i64,
    pub price_max: i64,
    pub pack_amount: i64,
    pub pack_unit: Unit,
    pub hs_code: String,
}

impl Product {
    pub fn description(&self) -> LocalText {
        let category = CATEGORIES
            .iter()
            .find(|category| category.slug == self.category)
            .unwrap_or(&CATEGORIES[0]);
        LocalText::new(
            &format!("{}. {}", self.fr, category.text_fr),
            &format!("{}. {}", self.ar, category.text_ar),
            &format!("{}. {}", self.en, category.text_en),
        )
    }
}

/// The forty products.
pub fn products() -> &'static [Product] {
    static PRODUCTS: OnceLock<Vec<Product>> = OnceLock::new();
    PRODUCTS.get_or_init(|| {
        include_str!("products.csv")
            .lines()
            .skip(1)
            .filter_map(parse)
            .collect()
    })
}

/// `slug,category,name_fr,name_ar,name_en,region,label,min,max,unit,hs_code,sector`
fn parse(line: &str) -> Option<Product> {
    let fields: Vec<&str> = line.split(',').collect();
    let [
        slug,
        category,
        fr,
        ar,
        en,
        region,
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
        category: CATEGORIES.iter().find(|it| it.slug == *category)?.slug,
        fr: (*fr).to_owned(),
        ar: (*ar).to_owned(),
        en: (*en).to_owned(),
        region: (*region).to_owned(),
        label: (*label).to_owned(),
        price_min: min.parse().ok()?,
        price_max: max.parse().ok()?,
        pack_amount: amount,
        pack_unit: unit,
        hs_code: (*hs_code).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::products;

    #[test]
    fn all_forty_products_are_read() {
        assert_eq!(products().len(), 40);
    }
}
