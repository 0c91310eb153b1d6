//! The project bank over HTTP: pages without scripts, the JSON interface, bad input.
#![recursion_limit = "512"]
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use axum::http::Method;
use domain::projects::FundingRule;
use serde_json::{Value, json};
use support::Site;

fn example() -> Value {
    serde_json::from_str(include_str!(
        "../../crates/domain/tests/data/simulator.json"
    ))
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulation_answers_the_example_and_names_what_is_wrong() {
    let site = Site::open("http://localhost").await;
    let post = async |body: &Value| {
        site.api(Method::POST, "/simulations", "", &body.to_string())
            .await
    };
    let example = example();
    let answer = post(&example["inputs"]).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let results = answer.json();
    for name in [
        "npv",
        "irr",
        "payback_years",
        "irr_with_residual_value_110000",
    ] {
        assert_eq!(results[name], example["results"][name], "{name}");
    }
    for (pointer, value, field) in [
        ("/members", json!(0), "members"),
        ("/members", json!(-3), "members"),
        ("/members", json!("twelve"), "members"),
        ("/members", json!(12.5), "members"),
        ("/discount_rate", json!(1), "discount_rate"),
        (
            "/annual_volume/0",
            json!(99_999_999_999_999_u64),
            "annual_volume_1",
        ),
        ("/annual_volume/2", json!(1e300), "annual_volume_3"),
        ("/annual_volume", json!([1, 2]), "annual_volume"),
        ("/unit_price", json!(null), "unit_price"),
        ("/fixed_assets/1/years", json!(0), "fixed_asset_2_years"),
        ("/fixed_assets", json!({}), "fixed_assets"),
    ] {
        let mut inputs = example["inputs"].clone();
        *inputs.pointer_mut(pointer).unwrap() = value;
        let answer = post(&inputs).await;
        assert_eq!(answer.status, 422, "{pointer}: {}", answer.text);
        let named = answer.json()["fields"][0]["field"].clone();
        assert_eq!(named, field, "{pointer}: {}", answer.text);
    }
    assert_eq!(post(&json!([])).await.status, 400);
    assert_eq!(post(&json!({})).await.status, 422);
    let mut hopeless = example["inputs"].clone();
    hopeless["unit_price"] = json!(100);
    let answer = post(&hopeless).await.json();
    assert_eq!(answer["irr"], Value::Null);
    assert_eq!(answer["missing"]["irr"], "no_sign_change");
    assert_eq!(answer["missing"]["break_even_sales"], "no_margin");
}

#[tokio::test(flavor = "multi_thread")]
async fn sheets_are_listed_and_shown() {
    let site = Site::open("http://localhost").await;
    let list = site
        .api(Method::GET, "/projects?q=miel", "", "")
        .await
        .json();
    assert_eq!(list["cards"][0]["slug"], "beekeeping");
    let sheet = site
        .api(Method::GET, "/projects/beekeeping", "", "")
        .await
        .json();
    assert_eq!(sheet["content"]["inputs"]["unit_price"], 18_000);
    assert!(
        site.get("/sitemap.xml")
            .await
            .text
            .contains("/fr/projects/beekeeping")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_reads_without_scripts_in_four_languages() {
    let site = Site::open("http://localhost").await;
    for (lang, word) in [
        ("fr", "Apiculture"),
        ("ar", "تربية النحل"),
        ("en", "Beekeeping"),
        ("zgh", "ⵜⴰⵎⵎⵏⵜ"),
    ] {
        for page in [
            "/projects",
            "/projects?q=miel",
            "/projects/beekeeping",
            "/projects/beekeeping?unit_price=150&scenario=drought&futures=1",
            "/projects/compare?s=beekeeping&s=saffron&s=dates",
        ] {
            let answer = site.get(&format!("/{lang}{page}")).await;
            assert_eq!(answer.status, 200, "{lang}{page}");
            let list = page == "/projects";
            assert!(
                list || answer.text.contains(word),
                "{lang}{page} lacks {word}"
            );
        }
    }
    assert_eq!(site.get("/fr/projects/nothing").await.status, 404);
    assert_eq!(site.get("/fr/projects/shared/0000").await.status, 404);
    let four = "/fr/projects/compare?s=beekeeping&s=saffron&s=dates&s=carpets";
    assert_eq!(site.get(four).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_answers_the_plain_form_and_says_why_a_figure_is_missing() {
    let site = Site::open("http://localhost").await;
    let page = site.get("/fr/projects/argan-oil").await.text;
    assert!(
        page.contains("bout d’environ 9 mois"),
        "the example in words"
    );
    assert!(
        page.contains("environ 1\u{202f}660\u{a0}DH") || page.contains("1\u{202f}660 DH"),
        "its income"
    );
    let page = site
        .get("/fr/projects/argan-oil?unit_price=150&members=0")
        .await
        .text;
    assert!(
        page.contains("id=\"members-error\""),
        "a bad figure is named beside its field"
    );
    let page = site.get("/fr/projects/argan-oil?unit_price=150").await.text;
    assert!(page.contains("value=\"150\""));
    assert!(page.contains("une unité coûte autant ou plus qu’elle ne rapporte"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_that_does_not_fit_names_its_rule_and_the_figure() {
    let site = Site::open("http://localhost").await;
    let page = site.get("/fr/projects/argan-oil?members=4").await.text;
    assert!(page.contains("Membres : 5 au moins, vous êtes 4."));
    assert!(page.contains("chaque part reste sous son plafond"));
    let list = site
        .api(Method::GET, "/projects?programme=honour_loan", "", "")
        .await
        .json();
    let total = list["total"].as_u64().unwrap();
    assert!(total > 0 && total < 26, "{total}");
}

/// The boxes of regions are sent as `regions[r09]`.
#[tokio::test(flavor = "multi_thread")]
async fn a_programmes_next_terms_take_the_regions_that_are_ticked() {
    let site = Site::open("http://localhost").await;
    let admin = site.sign_in("admin@demo.taawouniya.ma").await;
    let form = "programme=rural_loan&at_most=50000&share=35&rate=2,5&years=5&members_least=7\
        &sectors[argan]=on&regions[r09]=on&regions[r04]=on&terms_from=2099-01-01&terms_source=Convention";
    let answer = site
        .call(&Method::POST, "office/add_terms", &admin, form)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let page: domain::projects::RulesPage = site
        .call(&Method::GET, "office/list_rules", &admin, "")
        .await
        .packed();
    let next = page
        .programmes
        .iter()
        .rfind(|row| row.terms.code == "rural_loan");
    let expected = [
        FundingRule::MembersAtLeast(7),
        FundingRule::Sectors(vec!["argan".to_owned()]),
        FundingRule::Regions(vec!["04".to_owned(), "09".to_owned()]),
    ];
    assert_eq!(next.unwrap().terms.rules, expected);
}
