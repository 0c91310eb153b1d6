//! What bad input gets: every field of every form and JSON body, sent too long, in another script,
//! with control characters, negative, huge, unknown or someone else's. Each is refused with a 4xx
//! that names the field, and nothing is written.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use support::{Answer, People, Site};

/// What a field holds, which decides what it is tried with.
#[derive(Clone, Copy)]
enum Kind {
    /// A name: letters of a script that the country's post reads, at most so many.
    Name(usize),
    /// One line or a paragraph, at most so many characters.
    Text(usize),
    Email,
    Phone,
    Login,
    Password,
    /// A whole number from the first to the last.
    Number(i64, i64),
    Choice,
    /// What the page minted: at least 16 characters.
    Key,
}

impl Kind {
    fn refused(self) -> Vec<String> {
        let control = ["a\u{0}b", "a\u{7}b", "a\u{202e}b"].map(str::to_owned);
        match self {
            Kind::Name(max) => {
                let mut values = vec![
                    String::new(),
                    "Анна".to_owned(),
                    "王芳".to_owned(),
                    "1234".to_owned(),
                ];
                values.push("a".repeat(max + 1));
                values.extend(control);
                values
            }
            Kind::Text(max) => {
                let mut values = vec!["é".repeat(max + 1)];
                values.extend(control);
                values
            }
            Kind::Email => {
                let mut values: Vec<String> =
                    ["a", "a@", "@b.ma", "a@b", "a b@c.ma", "é@b.ma", "سلمى@b.ma"]
                        .map(str::to_owned)
                        .to_vec();
                values.push(format!("{}@example.ma", "a".repeat(300)));
                values.extend(control);
                values
            }
            Kind::Phone => [
                "abc",
                "12",
                "0912345678",
                "06123456789999999999",
                "+33612345678",
                "ⵜⴰⵎ",
            ]
            .map(str::to_owned)
            .to_vec(),
            Kind::Login => {
                let mut values: Vec<String> = ["", "abc", "a@", "-1", "0912345678"]
                    .map(str::to_owned)
                    .to_vec();
                values.push(format!("{}@example.ma", "a".repeat(300)));
                values
            }
            Kind::Password => {
                let mut values: Vec<String> = ["", "short", "aaaaaaaaaaaa", "1234567890"]
                    .map(str::to_owned)
                    .to_vec();
                values.push("x1 ".repeat(50));
                values
            }
            Kind::Number(min, max) => {
                let mut values: Vec<String> = ["", "abc", "1.5", "1e3", "99999999999999999999999"]
                    .map(str::to_owned)
                    .to_vec();
                values.push((min - 1).to_string());
                values.push((max + 1).to_string());
                values
            }
            Kind::Key => ["", "short", "clé-clé-clé-clé-clé", "0123456789 0123456789"]
                .map(str::to_owned)
                .to_vec(),
            Kind::Choice => ["nothing", "-1", "99999999999999999999", "\u{0}"]
                .map(str::to_owned)
                .to_vec(),
        }
    }
}

/// One form: its server function, who sends it, a whole set of values, and its fields.
struct Form {
    function: &'static str,
    who: String,
    values: Vec<(&'static str, String)>,
    fields: Vec<(&'static str, Kind)>,
}

fn values(pairs: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    pairs
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect()
}

fn encode(values: &[(&'static str, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(values.iter().map(|(name, value)| (*name, value.as_str())))
        .finish()
}

fn with(values: &[(&'static str, String)], field: &str, value: &str) -> String {
    let mut values = values.to_vec();
    for (name, kept) in &mut values {
        if *name == field {
            value.clone_into(kept);
        }
    }
    encode(&values)
}

/// The fields that a server function's answer names.
fn named(answer: &Answer) -> Vec<String> {
    match answer.error() {
        domain::Error::Invalid { fields } => fields.into_iter().map(|field| field.field).collect(),
        error => vec![error.to_string()],
    }
}

async fn key(site: &Site, who: &str, variant: &str) -> String {
    let line = json!({ "variant": variant.parse::<i64>().unwrap(), "quantity": 1 }).to_string();
    let cart = site.api(Method::POST, "/carts", who, &line).await;
    assert_eq!(cart.status, 201, "{}", cart.text);
    let page = site.api(Method::POST, "/checkout", who, "").await;
    assert_eq!(page.status, 200, "{}", page.text);
    page.json()["idempotency_key"].as_str().unwrap().to_owned()
}

/// The saffron is of the second cooperative.
const DELIVERY: &str = "delivery[2]";

fn checkout(key: &str) -> Vec<(&'static str, String)> {
    values(&[
        ("name", "Salma Bennis"),
        ("phone", "0612345678"),
        ("email", "salma@example.ma"),
        ("province", "06.141"),
        ("city", "Casablanca"),
        ("street", "12, rue des Orangers"),
        ("note", "Sonnez deux fois"),
        ("payment", "cash_on_delivery"),
        (DELIVERY, "home"),
        ("idempotency_key", key),
        ("accepted_goods_total", ""),
    ])
}

async fn forms(site: &Site, people: &People) -> Vec<Form> {
    let owner = site.sign_in("manager02@demo.taawouniya.ma").await;
    let key = key(site, &people.buyer, people.id("{variant}")).await;
    let stock = site.stock(&owner).await;
    let nobody = String::new();
    let buyer = people.buyer.clone();
    vec![
        Form {
            function: "accounts/register",
            who: nobody.clone(),
            values: values(&[
                ("name", "Salma Bennis"),
                ("login", "salma.bennis@example.ma"),
                ("password", "quatre mots sans lien"),
                ("consent", "on"),
            ]),
            fields: vec![
                ("name", Kind::Name(80)),
                ("login", Kind::Login),
                ("password", Kind::Password),
            ],
        },
        Form {
            function: "accounts/reset_password",
            who: nobody,
            values: values(&[
                ("token", "0123456789abcdef"),
                ("password", "quatre mots sans lien"),
                ("password_again", "quatre mots sans lien"),
            ]),
            fields: vec![("password", Kind::Password)],
        },
        Form {
            function: "accounts/update_profile",
            who: buyer.clone(),
            values: values(&[
                ("name", "Salma Bennis"),
                ("email", "acheteuse@demo.taawouniya.ma"),
                ("phone", "0612345678"),
                ("lang", "fr"),
            ]),
            fields: vec![
                ("name", Kind::Name(80)),
                ("email", Kind::Email),
                ("phone", Kind::Phone),
                ("lang", Kind::Choice),
            ],
        },
        Form {
            function: "accounts/change_password",
            who: buyer.clone(),
            values: values(&[
                ("current", support::PASSWORD),
                ("password", "quatre mots sans lien"),
            ]),
            fields: vec![("password", Kind::Password)],
        },
        Form {
            function: "marketplace/add_to_cart",
            who: buyer.clone(),
            values: vec![
                ("variant", people.id("{variant}").to_owned()),
                ("quantity", "1".to_owned()),
            ],
            fields: vec![("quantity", Kind::Number(1, 999))],
        },
        Form {
            function: "marketplace/set_cart_quantity",
            who: buyer.clone(),
            values: vec![
                ("variant", people.id("{variant}").to_owned()),
                ("quantity", "1".to_owned()),
            ],
            fields: vec![("quantity", Kind::Number(0, 999))],
        },
        Form {
            function: "marketplace/use_coupon",
            who: buyer.clone(),
            values: values(&[("coupons", "AID-2027")]),
            fields: vec![("coupons", Kind::Text(20))],
        },
        Form {
            function: "desk/add_coupon",
            who: owner.clone(),
            values: values(&[
                ("code", "AID-2027"),
                ("kind", "part"),
                ("value", "10"),
                ("starts", ""),
                ("ends", ""),
            ]),
            fields: vec![
                ("code", Kind::Text(20)),
                ("kind", Kind::Choice),
                ("starts", Kind::Choice),
                ("ends", Kind::Choice),
            ],
        },
        Form {
            function: "marketplace/place_order",
            who: buyer,
            values: checkout(&key),
            fields: vec![
                ("name", Kind::Name(80)),
                ("phone", Kind::Phone),
                ("email", Kind::Email),
                ("province", Kind::Choice),
                ("city", Kind::Name(80)),
                ("street", Kind::Text(200)),
                ("note", Kind::Text(500)),
                ("payment", Kind::Choice),
                ("idempotency_key", Kind::Key),
                (DELIVERY, Kind::Choice),
            ],
        },
        Form {
            function: "desk/refuse_order",
            who: owner.clone(),
            values: vec![
                ("order", people.id("{order}").to_owned()),
                ("reason", "Rupture".to_owned()),
            ],
            fields: vec![("reason", Kind::Text(300))],
        },
        Form {
            function: "integrations/create_token",
            who: owner.clone(),
            values: values(&[("name", "Caisse"), ("scopes[stock]", "on"), ("days", "30")]),
            fields: vec![("name", Kind::Text(60)), ("days", Kind::Number(1, 365))],
        },
        Form {
            function: "desk/add_location",
            who: owner.clone(),
            values: values(&[("name", "Dépôt de Tiznit")]),
            fields: vec![("name", Kind::Name(60))],
        },
        Form {
            function: "desk/note_movement",
            who: owner.clone(),
            values: vec![
                ("variant", stock.variant.to_string()),
                ("reason", "received".to_owned()),
                ("quantity", "3".to_owned()),
                ("place", String::new()),
                ("request_key", "0123456789abcdef".to_owned()),
            ],
            fields: vec![
                ("reason", Kind::Choice),
                ("quantity", Kind::Number(1, 1_000_000)),
                ("place", Kind::Choice),
                ("request_key", Kind::Key),
            ],
        },
        Form {
            function: "desk/save_counts",
            who: owner.clone(),
            values: values(&[("seen", "999999999"), ("request_key", "0123456789abcdef")]),
            fields: vec![("request_key", Kind::Key)],
        },
        Form {
            function: "desk/set_low_alert",
            who: owner.clone(),
            values: vec![
                ("variant", stock.variant.to_string()),
                ("low_alert", "3".to_owned()),
            ],
            fields: vec![("low_alert", Kind::Number(0, 1_000_000))],
        },
        Form {
            function: "desk/set_stock",
            who: owner,
            values: vec![
                ("variant", stock.variant.to_string()),
                ("on_hand", "12".to_owned()),
                ("version", stock.version.to_string()),
            ],
            fields: vec![("on_hand", Kind::Number(0, 1_000_000))],
        },
    ]
}

/// Referrals and the dated tables. The demo's referral was sent to the advisor of its region.
async fn office(site: &Site) -> Vec<Form> {
    let worker = site.sign_in("assistante@demo.taawouniya.ma").await;
    let advisor = site.sign_in("conseillere.sud@demo.taawouniya.ma").await;
    let admin = site.sign_in("admin@demo.taawouniya.ma").await;
    vec![
        Form {
            function: "projects/start_referral",
            who: worker.clone(),
            values: values(&[
                ("name", "Zahra"),
                ("phone", "0612345678"),
                ("province", "09.001"),
                ("wishes", "Apprendre le tissage"),
                ("situation", "Une note"),
            ]),
            fields: vec![
                ("name", Kind::Text(120)),
                ("phone", Kind::Phone),
                ("province", Kind::Choice),
                ("wishes", Kind::Text(1_000)),
                ("situation", Kind::Text(4_000)),
            ],
        },
        Form {
            function: "projects/record_consent",
            who: worker,
            values: values(&[("referral", "1"), ("witness", "Amina")]),
            fields: vec![("witness", Kind::Text(120))],
        },
        Form {
            function: "office/decide_referral",
            who: advisor,
            values: values(&[
                ("referral", "1"),
                ("answer", "decline"),
                ("reason", "Pas de projet près de chez elle"),
            ]),
            fields: vec![("reason", Kind::Text(1_000))],
        },
        Form {
            function: "office/break_glass",
            who: admin.clone(),
            values: values(&[("referral", "1"), ("reason", "Une urgence cette nuit")]),
            fields: vec![("reason", Kind::Text(1_000))],
        },
        Form {
            function: "office/add_rule",
            who: admin.clone(),
            values: values(&[
                ("code", "founders"),
                ("value", "7"),
                ("rule_from", "2099-01-01"),
                ("rule_source", "Loi 112-12 modifiée"),
            ]),
            fields: vec![
                ("code", Kind::Choice),
                ("value", Kind::Number(1, 1_000)),
                ("rule_from", Kind::Choice),
                ("rule_source", Kind::Text(200)),
            ],
        },
        Form {
            function: "office/add_terms",
            who: admin,
            values: values(&[
                ("programme", "rural_loan"),
                ("at_most", "50000"),
                ("share", "35"),
                ("rate", "2,5"),
                ("years", "5"),
                ("members_least", "7"),
                ("need_least", "1000"),
                ("need_most", "90000"),
                ("own_share", "5"),
                ("cover", "1,2"),
                ("sectors[argan]", "on"),
                ("regions[r09]", "on"),
                ("terms_from", "2099-01-01"),
                ("terms_source", "Convention"),
            ]),
            // A condition that is left empty is not asked, so empty is no mistake in those.
            fields: vec![
                ("programme", Kind::Choice),
                ("at_most", Kind::Choice),
                ("share", Kind::Choice),
                ("rate", Kind::Choice),
                ("years", Kind::Number(1, 30)),
                ("members_least", Kind::Choice),
                ("need_least", Kind::Choice),
                ("need_most", Kind::Choice),
                ("own_share", Kind::Choice),
                ("cover", Kind::Choice),
                ("terms_from", Kind::Choice),
                ("terms_source", Kind::Text(200)),
            ],
        },
    ]
}

/// A project's team and its dossier: the demo's second team has a draft, the first is reviewed.
async fn ventures(site: &Site) -> Vec<Form> {
    let founder = site.sign_in("porteuse2@demo.taawouniya.ma").await;
    let advisor = site.sign_in("conseillere.sud@demo.taawouniya.ma").await;
    let dossier = |rest: &[(&'static str, &str)]| {
        let mut all = values(&[("dossier", "1"), ("version", "0")]);
        all.extend(values(rest));
        all
    };
    let page = |step: &'static str, rest: &[(&'static str, &str)]| {
        let mut all = values(&[("team", "2"), ("step", step)]);
        all.extend(values(rest));
        all
    };
    vec![
        Form {
            function: "projects/start_team",
            who: founder.clone(),
            values: values(&[
                ("sheet", "beekeeping"),
                ("name", "Miel d'Imouzzer"),
                ("province", "09.001"),
                ("seats", "8"),
                ("scenario", ""),
            ]),
            fields: vec![
                ("name", Kind::Name(80)),
                ("province", Kind::Choice),
                ("seats", Kind::Number(5, 100)),
                ("scenario", Kind::Choice),
            ],
        },
        Form {
            function: "projects/save_profile",
            who: founder.clone(),
            values: values(&[
                ("skills[sales]", "on"),
                ("languages[darija]", "on"),
                ("province", "09.001"),
                ("availability", "half"),
                ("findable", ""),
            ]),
            fields: vec![("province", Kind::Choice), ("availability", Kind::Choice)],
        },
        Form {
            function: "projects/save_pledge",
            who: founder.clone(),
            values: values(&[
                ("sheet", "beekeeping"),
                ("buyer", "Épicerie du port"),
                ("volume", "120"),
                ("province", "09.001"),
            ]),
            fields: vec![
                ("buyer", Kind::Name(80)),
                ("volume", Kind::Number(1, 10_000_000)),
                ("province", Kind::Choice),
            ],
        },
        Form {
            function: "projects/invite_teammate",
            who: founder.clone(),
            values: values(&[("team", "2"), ("login", "0612345678")]),
            fields: vec![("login", Kind::Phone)],
        },
        Form {
            function: "projects/add_task",
            who: founder.clone(),
            values: values(&[
                ("team", "2"),
                ("title", "Demander deux devis"),
                ("person", ""),
                ("due", ""),
            ]),
            fields: vec![
                ("title", Kind::Text(120)),
                ("person", Kind::Choice),
                ("due", Kind::Choice),
            ],
        },
        Form {
            function: "projects/save_dossier",
            who: founder.clone(),
            values: page("market", &[("answer", "x")]),
            fields: vec![("answer", Kind::Text(2_000))],
        },
        Form {
            function: "projects/save_dossier",
            who: founder.clone(),
            values: page("people", &[("women", "1"), ("young", "1")]),
            fields: vec![("women", Kind::Number(0, 3)), ("young", Kind::Number(0, 3))],
        },
        Form {
            function: "projects/save_dossier",
            who: founder.clone(),
            values: page(
                "money",
                &[("capital", "5000"), ("in_kind", ""), ("in_kind_what", "")],
            ),
            fields: vec![
                ("capital", Kind::Number(1_000, 100_000_000)),
                ("in_kind_what", Kind::Text(500)),
            ],
        },
        Form {
            function: "projects/appeal_dossier",
            who: founder,
            values: values(&[("team", "2"), ("version", "0"), ("appeal", "x")]),
            fields: vec![("appeal", Kind::Text(2_000))],
        },
        Form {
            function: "projects/ask_completion",
            who: advisor.clone(),
            values: dossier(&[("reasons", "x")]),
            fields: vec![("reasons", Kind::Text(1_000))],
        },
        Form {
            function: "projects/decide_dossier",
            who: advisor,
            values: dossier(&[
                ("verdict", "approved"),
                ("reasons", "Le marché est décrit, les devis sont là."),
                ("conditions", ""),
            ]),
            fields: vec![
                ("verdict", Kind::Choice),
                ("reasons", Kind::Text(2_000)),
                ("conditions", Kind::Text(1_000)),
            ],
        },
    ]
}

/// A session, what is said around it, and a path: the demo's trainer and one of their learners.
async fn academy(site: &Site) -> Vec<Form> {
    let trainer = site.sign_in("formatrice@demo.taawouniya.ma").await;
    let learner = site.sign_in("apprenante@demo.taawouniya.ma").await;
    let course = ("course", "create-a-cooperative");
    vec![
        Form {
            function: "academy/plan_session",
            who: trainer.clone(),
            values: values(&[
                course,
                ("starts", "2190-03-31T09:00"),
                ("ends", "2190-03-31T12:00"),
                ("place", "Agadir"),
                ("link", ""),
                ("lang", "fr"),
                ("capacity", "12"),
                ("access", "open"),
            ]),
            fields: vec![
                ("starts", Kind::Choice),
                ("ends", Kind::Choice),
                ("place", Kind::Text(160)),
                ("link", Kind::Text(300)),
                ("lang", Kind::Choice),
                ("capacity", Kind::Number(1, 500)),
                ("access", Kind::Choice),
            ],
        },
        Form {
            function: "academy/widen_session",
            who: trainer.clone(),
            values: values(&[("session", "1"), ("capacity", "20")]),
            fields: vec![("capacity", Kind::Number(1, 500))],
        },
        Form {
            function: "academy/invite_learner",
            who: trainer.clone(),
            values: values(&[("session", "1"), ("email", "a@example.ma")]),
            fields: vec![("email", Kind::Email)],
        },
        Form {
            function: "academy/announce_course",
            who: trainer.clone(),
            values: values(&[course, ("text", "x")]),
            fields: vec![("text", Kind::Text(2_000))],
        },
        Form {
            function: "academy/announce_session",
            who: trainer.clone(),
            values: values(&[("session", "1"), ("text", "x")]),
            fields: vec![("text", Kind::Text(2_000))],
        },
        Form {
            function: "academy/save_path",
            who: trainer.clone(),
            values: values(&[
                ("slug", "un-parcours"),
                ("title_fr", "Un parcours"),
                ("title_ar", ""),
                ("title_en", ""),
                ("summary_fr", "Deux cours"),
                ("summary_ar", ""),
                ("summary_en", ""),
                ("places[sell-online]", "2"),
                ("places[create-a-cooperative]", "1"),
            ]),
            fields: vec![
                ("title_fr", Kind::Text(120)),
                ("title_ar", Kind::Text(120)),
                ("title_en", Kind::Text(120)),
                ("summary_fr", Kind::Text(400)),
                ("summary_ar", Kind::Text(400)),
                ("summary_en", Kind::Text(400)),
            ],
        },
        Form {
            function: "academy/start_course",
            who: trainer.clone(),
            values: values(&[
                ("slug", "un-cours"),
                ("theme", "sell"),
                ("level", "beginner"),
                ("illustration", "sell-online"),
                ("title_fr", "Un cours"),
                ("title_ar", ""),
                ("summary_fr", "Court"),
                ("outcomes_fr", ""),
            ]),
            fields: vec![
                ("theme", Kind::Choice),
                ("level", Kind::Choice),
                ("illustration", Kind::Choice),
                ("title_fr", Kind::Text(120)),
                ("title_ar", Kind::Text(120)),
                ("summary_fr", Kind::Text(400)),
                ("outcomes_fr", Kind::Text(300)),
            ],
        },
        Form {
            function: "academy/save_lesson",
            who: trainer.clone(),
            values: values(&[
                ("draft", "1"),
                ("version", "3"),
                ("lesson", "prepare-the-place"),
                ("title_fr", "Préparer le lieu"),
                ("minutes", "4"),
                ("text_fr", "x"),
            ]),
            fields: vec![
                ("title_fr", Kind::Text(120)),
                ("minutes", Kind::Number(1, 240)),
                ("text_fr", Kind::Text(12_000)),
            ],
        },
        Form {
            function: "admin/create_record_client",
            who: site.sign_in("admin@demo.taawouniya.ma").await,
            values: values(&[("name", "Bilan"), ("scopes[read]", "on")]),
            fields: vec![("name", Kind::Text(60))],
        },
        Form {
            function: "academy/add_author",
            who: trainer,
            values: values(&[("draft", "1"), ("email", "a@example.ma")]),
            fields: vec![("email", Kind::Email)],
        },
        Form {
            function: "academy/ask_question",
            who: learner,
            values: values(&[course, ("lesson", "what-it-is"), ("text", "x")]),
            fields: vec![("text", Kind::Text(2_000))],
        },
    ]
}

/// The demo's first request has an offer of the first manager; the second waits for theirs.
async fn quotes(site: &Site, buyer: &str) -> Vec<Form> {
    let seller = site.sign_in("manager01@demo.taawouniya.ma").await;
    let page: domain::marketplace::AnswerPage = site
        .call(&Method::GET, "desk/show_quote", &seller, "rfq=2")
        .await
        .packed();
    let line = &page.rfq.lines[0];
    let fits = |size: &&domain::marketplace::QuotedSize| size.pack.unit == line.asked.unit;
    let size = page.sizes.iter().find(fits).unwrap();
    let most = line.asked.amount / size.pack.amount;
    assert_eq!(line.id.0, 2, "the fields below are named after it");
    vec![
        Form {
            function: "quotes/ask",
            who: buyer.to_owned(),
            values: values(&[
                ("category", "oils"),
                ("description", "Huile d'argane"),
                ("amount", "20"),
                ("unit", "l"),
                ("sellers[1]", "on"),
                ("country", "FR"),
                ("region", "Lyon"),
                ("wanted", ""),
                ("incoterm", "DAP"),
                ("place", "Lyon"),
                ("transport", "road"),
                ("message", ""),
                ("request_key", "0123456789abcdef"),
            ]),
            fields: vec![
                ("category", Kind::Choice),
                ("description", Kind::Text(200)),
                ("amount", Kind::Number(1, 1_000_000)),
                ("unit", Kind::Choice),
                ("country", Kind::Choice),
                ("region", Kind::Text(80)),
                ("wanted", Kind::Choice),
                ("incoterm", Kind::Choice),
                ("place", Kind::Text(80)),
                ("transport", Kind::Choice),
                ("message", Kind::Text(1_000)),
                ("request_key", Kind::Key),
            ],
        },
        Form {
            function: "desk/offer_quote",
            who: seller,
            values: vec![
                ("quote", page.rfq.quotes[0].id.to_string()),
                ("version", "0".to_owned()),
                ("variant[2]", size.variant.to_string()),
                ("quantity[2]", "1".to_owned()),
                ("price[2]", "90".to_owned()),
                ("prepare_days", "5".to_owned()),
                ("expires", "2020-01-01".to_owned()),
                ("message", String::new()),
            ],
            fields: vec![
                ("variant[2]", Kind::Choice),
                ("quantity[2]", Kind::Number(1, most)),
                ("prepare_days", Kind::Number(0, 365)),
                ("expires", Kind::Choice),
                ("message", Kind::Text(1_000)),
            ],
        },
        Form {
            function: "quotes/accept",
            who: buyer.to_owned(),
            values: values(&[
                ("rfq", "1"),
                ("take[1]", "1"),
                ("name", "Salma Bennis"),
                ("phone", "+33612345678"),
                ("email", "salma@example.com"),
                ("postcode", "13002"),
                ("city", "Marseille"),
                ("street", "3, quai du Port"),
                ("note", ""),
                ("idempotency_key", "0123456789abcdef"),
            ]),
            fields: vec![
                ("name", Kind::Name(80)),
                ("email", Kind::Email),
                ("postcode", Kind::Text(40)),
                ("city", Kind::Name(80)),
                ("street", Kind::Text(200)),
                ("note", Kind::Text(500)),
                ("idempotency_key", Kind::Key),
            ],
        },
    ]
}

/// A member's idea, which they begin here, and the one of the demo that waits for an advisor.
async fn ideas(site: &Site) -> Vec<Form> {
    let writer = site.sign_in("porteuse2@demo.taawouniya.ma").await;
    let advisor = site.sign_in("conseillere.sud@demo.taawouniya.ma").await;
    let first = [
        ("title", "Figues au soleil"),
        ("what", "Des figues séchées."),
    ];
    let begun = site
        .call(
            &Method::POST,
            "projects/start_idea",
            &writer,
            &encode(&values(&first)),
        )
        .await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let mine: Vec<domain::projects::IdeaLine> = site
        .call(&Method::GET, "projects/my_ideas", &writer, "")
        .await
        .packed();
    let page = |step: &'static str, rest: &[(&'static str, &str)]| {
        let mut all = vec![
            ("idea", mine[0].id.to_string()),
            ("version", "1".to_owned()),
            ("step", step.to_owned()),
        ];
        all.extend(values(rest));
        all
    };
    let save = |values: Vec<(&'static str, String)>, fields: Vec<(&'static str, Kind)>| Form {
        function: "projects/save_idea",
        who: writer.clone(),
        values,
        fields,
    };
    let figures = [
        ("price", "20"),
        ("volume", "500"),
        ("unit_cost", "9"),
        ("investment", "1000"),
        ("known", "x"),
    ];
    vec![
        Form {
            function: "projects/start_idea",
            who: writer.clone(),
            values: values(&first),
            fields: vec![("title", Kind::Text(120)), ("what", Kind::Text(2_000))],
        },
        save(
            page("what", &first),
            vec![("title", Kind::Text(120)), ("what", Kind::Text(2_000))],
        ),
        save(
            page("product", &[("sector", "food"), ("product", "figues")]),
            vec![("sector", Kind::Choice), ("product", Kind::Text(80))],
        ),
        save(
            page("place", &[("province", "09.541")]),
            vec![("province", Kind::Choice)],
        ),
        save(
            page("similar", &[("different", "x")]),
            vec![("different", Kind::Text(1_000))],
        ),
        save(
            page("reasons", &[("for_whom", "x"), ("why", "y")]),
            vec![("for_whom", Kind::Text(1_500)), ("why", Kind::Text(1_500))],
        ),
        save(
            page("figures", &figures),
            vec![
                ("price", Kind::Choice),
                ("volume", Kind::Choice),
                ("unit_cost", Kind::Choice),
                ("investment", Kind::Choice),
                ("known", Kind::Text(2_000)),
            ],
        ),
        Form {
            function: "office/return_idea",
            who: advisor.clone(),
            values: values(&[("idea", "1"), ("version", "1"), ("reasons", "x")]),
            fields: vec![("reasons", Kind::Text(1_000))],
        },
        Form {
            function: "office/accept_idea",
            who: advisor,
            values: {
                let seen = demo_idea_version(site).await;
                vec![
                    ("idea", "1".to_owned()),
                    ("version", seen),
                    ("base", "beekeeping".to_owned()),
                ]
            },
            fields: vec![("base", Kind::Choice)],
        },
    ]
}

/// Of the demo's idea that waits for an advisor.
async fn demo_idea_version(site: &Site) -> String {
    let author = site.sign_in("equipier7@demo.taawouniya.ma").await;
    let page: domain::projects::IdeaPage = site
        .call(&Method::GET, "projects/show_idea", &author, "idea=1")
        .await
        .packed();
    page.idea.version.to_string()
}

/// The form of who was drawn to review the demo's dossier and has not scored it.
async fn review(site: &Site) -> Form {
    for login in ["conseillere.sud", "conseiller.appui", "conseillere.appui"] {
        let who = site.sign_in(&format!("{login}@demo.taawouniya.ma")).await;
        let case: domain::projects::DossierCase = site
            .call(
                &Method::GET,
                "projects/show_dossier_case",
                &who,
                "dossier=1",
            )
            .await
            .packed();
        if let Some((review, _)) = case.my_review {
            let mut values = values(&[
                ("market", "4"),
                ("figures", "4"),
                ("team", "4"),
                ("feasibility", "4"),
                ("impact", "4"),
                ("comment", "Un marché connu, une équipe qui sait faire."),
            ]);
            values.push(("review", review.to_string()));
            return Form {
                function: "projects/score_dossier",
                who,
                values,
                fields: vec![
                    ("market", Kind::Number(0, 5)),
                    ("figures", Kind::Number(0, 5)),
                    ("team", Kind::Number(0, 5)),
                    ("feasibility", Kind::Number(0, 5)),
                    ("impact", Kind::Number(0, 5)),
                    ("comment", Kind::Text(2_000)),
                ],
            };
        }
    }
    panic!("nobody is to score the demo's dossier");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_every_form_names_what_is_wrong_and_writes_nothing() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let mut wrong = Vec::new();
    let mut forms = forms(&site, &people).await;
    forms.extend(ventures(&site).await);
    forms.extend(office(&site).await);
    forms.extend(ideas(&site).await);
    forms.extend(academy(&site).await);
    forms.push(review(&site).await);
    forms.extend(quotes(&site, &people.buyer).await);
    for form in forms {
        let before = site.content().await;
        for (field, kind) in &form.fields {
            for value in kind.refused() {
                let args = with(&form.values, field, &value);
                let answer = site
                    .call(&Method::POST, form.function, &form.who, &args)
                    .await;
                let shown: String = value.chars().take(24).collect();
                if !(400..500).contains(&answer.status)
                    || !named(&answer).iter().any(|name| name == field)
                {
                    wrong.push(format!(
                        "{} {field}={shown:?}: {} {:?}",
                        form.function,
                        answer.status,
                        named(&answer)
                    ));
                }
            }
        }
        for (table, content) in site.content().await {
            if before.get(&table) != Some(&content) {
                wrong.push(format!("{} wrote to {table}", form.function));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_that_are_unknown_or_someone_elses_find_nothing() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let other = people.other.as_str();
    let buyer = people.buyer.as_str();
    let before = site.content().await;
    let cases = [
        ("accounts/revoke_session", "session", "", buyer),
        ("marketplace/add_to_cart", "variant", "&quantity=1", buyer),
        (
            "marketplace/set_cart_quantity",
            "variant",
            "&quantity=1",
            buyer,
        ),
        ("desk/confirm_order", "order", "", other),
        ("desk/refuse_order", "order", "&reason=Rupture", other),
        ("desk/set_stock", "variant", "&on_hand=1&version=0", other),
        (
            "desk/note_movement",
            "variant",
            "&reason=loss&quantity=1",
            other,
        ),
        ("desk/set_low_alert", "variant", "&low_alert=1", other),
        ("desk/close_location", "location", "", other),
        ("selling/confirm_spreadsheet", "spreadsheet", "", other),
        ("projects/leave_team", "team", "", buyer),
        ("projects/dissolve_team", "team", "", buyer),
        ("projects/remove_task", "task", "&team=1", buyer),
        ("projects/submit_dossier", "team", "&version=0", buyer),
        ("projects/accept_review", "review", "", buyer),
        ("projects/submit_idea", "idea", "&version=1", buyer),
        ("projects/withdraw_idea", "idea", "", buyer),
        ("projects/hand_over_idea", "idea", "&person=1", buyer),
        ("quotes/withdraw", "rfq", "", buyer),
        ("quotes/refuse", "quote", "", buyer),
        ("desk/decline_quote", "quote", "", other),
    ];
    let mut wrong = Vec::new();
    for (function, field, rest, who) in cases {
        for id in [
            "999999999",
            "-1",
            "0",
            "abc",
            "",
            "1.5",
            "99999999999999999999",
            "%00",
            "1%27%20OR%201=1",
        ] {
            let answer = site
                .call(&Method::POST, function, who, &format!("{field}={id}{rest}"))
                .await;
            if !matches!(answer.status, 400 | 404) {
                wrong.push(format!("{function} {field}={id}: {}", answer.status));
            }
        }
    }
    // Someone else's, which the table of roles tries besides.
    for (function, args) in [
        ("desk/confirm_order", people.fill("order={order}")),
        (
            "desk/refuse_order",
            people.fill("order={order}&reason=Rupture"),
        ),
        (
            "desk/set_stock",
            people.fill("variant={variant}&on_hand=0&version=0"),
        ),
    ] {
        let answer = site.call(&Method::POST, function, other, &args).await;
        if answer.status != 404 {
            wrong.push(format!("{function}?{args}: {}", answer.status));
        }
    }
    for (table, content) in site.content().await {
        if before.get(&table) != Some(&content) {
            wrong.push(format!("wrote to {table}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Every field of a JSON body, with values of the wrong type or shape. Whether they are refused as
/// malformed or as an invalid field depends on their type; that nothing is written does not.
#[tokio::test(flavor = "multi_thread")]
async fn every_field_of_every_json_body_is_refused_as_a_problem() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let variant: i64 = people.id("{variant}").parse().unwrap();
    let key = key(&site, &people.buyer, people.id("{variant}")).await;
    let mut order: Value = checkout(&key)
        .into_iter()
        .filter(|(name, _)| *name != "idempotency_key" && *name != DELIVERY)
        .map(|(name, value)| (name.to_owned(), Value::String(value)))
        .collect::<serde_json::Map<String, Value>>()
        .into();
    order["delivery"] = json!({ "2": "home" });
    let bodies = [
        (
            Method::POST,
            "/carts".to_owned(),
            json!({ "variant": variant, "quantity": 1 }),
        ),
        (
            Method::PUT,
            format!("/cart/lines/{variant}"),
            json!({ "quantity": 1 }),
        ),
        (
            Method::POST,
            "/sessions".to_owned(),
            json!({ "login": "acheteuse@demo.taawouniya.ma", "password": "wrong" }),
        ),
        (Method::POST, "/orders".to_owned(), order),
    ];
    let hostile = [
        json!(null),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!([]),
        json!({}),
        json!(true),
        json!("a\u{0}b"),
        json!("Анна".repeat(200)),
        json!("x".repeat(1_000)),
    ];
    let before = site.content().await;
    let mut wrong = Vec::new();
    for (method, path, body) in bodies {
        for field in body.as_object().unwrap().keys() {
            for value in &hostile {
                let mut body = body.clone();
                body[field] = value.clone();
                // The address of a letter that is not sent may be empty; the rest is free text.
                let request = Request::builder()
                    .method(method.clone())
                    .uri(format!("/api/v1{path}"))
                    .header("sec-fetch-site", "same-origin")
                    .header(header::CONTENT_TYPE, "application/json")
                    .header("idempotency-key", &key)
                    .header(header::AUTHORIZATION, format!("Bearer {}", people.buyer));
                let answer = site
                    .send(request.body(Body::from(body.to_string())).unwrap())
                    .await;
                let is_problem = (400..500).contains(&answer.status)
                    && answer.header("content-type") == "application/problem+json"
                    && answer.json()["status"] == answer.status;
                if !is_problem {
                    let shown: String = value.to_string().chars().take(24).collect();
                    wrong.push(format!(
                        "{method} {path} {field}={shown}: {} {}",
                        answer.status, answer.text
                    ));
                }
            }
        }
    }
    for (table, content) in site.content().await {
        if before.get(&table) != Some(&content) {
            wrong.push(format!("wrote to {table}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The forms as they are posted without scripts: back to their page with a 4xx, the message beside
/// its field, and what was typed.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_comes_back_with_its_values_and_the_message_beside_the_field() {
    let site = Site::open("http://localhost").await;
    let people = People::of(&site).await;
    let owner = site.sign_in("manager02@demo.taawouniya.ma").await;
    let stock = site.stock(&owner).await;
    let key = key(&site, &people.buyer, people.id("{variant}")).await;
    let stock_args = format!(
        "variant={}&version={}&on_hand=beaucoup",
        stock.variant, stock.version
    );
    let order_page = people.fill("/fr/desk/orders/{order}");
    let refuse = people.fill("order={order}&reason=") + &"x".repeat(301);
    let cart = people.fill("variant={variant}&quantity=beaucoup");
    let place = with(&checkout(&key), "phone", "12");
    let cases: [(&str, &str, &str, &str, &str, &str); 8] = [
        (
            "/fr/register",
            "accounts/register",
            "",
            "name=Salma&login=salma&password=court&consent=on",
            "login",
            "Salma",
        ),
        (
            "/fr/account/profile",
            "accounts/update_profile",
            &people.buyer,
            "name=Salma&email=&phone=12&lang=fr",
            "phone",
            "Salma",
        ),
        (
            "/fr/account/profile",
            "accounts/change_password",
            &people.buyer,
            "current=x&password=quatre+mots+sans+lien",
            "current",
            "",
        ),
        (
            "/fr/market/taliouine-saffron",
            "marketplace/add_to_cart",
            &people.buyer,
            &cart,
            "quantity",
            "beaucoup",
        ),
        (
            "/fr/cart",
            "marketplace/set_cart_quantity",
            &people.buyer,
            &cart,
            "quantity",
            "beaucoup",
        ),
        (
            "/fr/checkout",
            "marketplace/place_order",
            &people.buyer,
            &place,
            "phone",
            "rue des Orangers",
        ),
        (
            &order_page,
            "desk/refuse_order",
            &owner,
            &refuse,
            "reason",
            "xxxxxx",
        ),
        (
            "/fr/desk/stock",
            "desk/set_stock",
            &owner,
            &stock_args,
            "on_hand",
            "beaucoup",
        ),
    ];
    let mut wrong = Vec::new();
    for (page, function, who, args, field, kept) in cases {
        let posted = site
            .send(
                Request::post(format!("/api/{function}"))
                    .header("sec-fetch-site", "same-origin")
                    .header(header::ACCEPT, "text/html")
                    .header(header::REFERER, format!("http://localhost{page}"))
                    .header(header::COOKIE, format!("session={who}"))
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from(args.to_owned()))
                    .unwrap(),
            )
            .await;
        let back = posted.header("location").to_owned();
        if posted.status != 303 || !back.starts_with(page) {
            wrong.push(format!("{function}: {} to {back}", posted.status));
            continue;
        }
        let shown = site
            .send(
                Request::get(back)
                    .header(header::COOKIE, format!("session={who}"))
                    .body(Body::empty())
                    .unwrap(),
            )
            .await;
        let beside = shown.text.contains(&format!("id=\"{field}-error\""))
            || shown
                .text
                .contains(&format!("id=\"{field}-{}-error\"", stock.variant))
            || shown
                .text
                .contains(&people.fill(&format!("id=\"{field}-{{variant}}-error\"")));
        if !(400..500).contains(&shown.status) || !beside || !shown.text.contains(kept) {
            wrong.push(format!(
                "{function}: {} on {page}, beside {field}: {beside}",
                shown.status
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_never_leads_to_another_site() {
    let site = Site::open("http://localhost").await;
    for next in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "%0d%0aSet-Cookie:%20x=1",
        "http:evil.example",
    ] {
        let args = encode(&values(&[
            ("login", "acheteuse@demo.taawouniya.ma"),
            ("password", support::PASSWORD),
            ("next", next),
        ]));
        let answer = site
            .send(
                Request::post("/api/accounts/sign_in")
                    .header("sec-fetch-site", "same-origin")
                    .header(header::ACCEPT, "text/html")
                    .header(header::REFERER, "http://localhost/fr/sign-in")
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from(args))
                    .unwrap(),
            )
            .await;
        let to = answer.header("location");
        assert!(
            to.starts_with("/fr/") && !to.contains("evil") && !to.contains('\\'),
            "{next} leads to {to}"
        );
    }
}
