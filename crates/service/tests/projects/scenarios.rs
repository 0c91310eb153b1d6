use crate::{bank, support::TestApp};
use domain::{Error, Problem, ScenarioId};
use service::{
    Ctx,
    projects::{compare_scenarios, delete_scenario, my_scenarios, save_scenario, shared_scenario},
};

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

async fn two_members(app: &TestApp) -> (Ctx, Ctx) {
    app.register("Aïcha", "aicha@exemple.ma").await;
    app.register("Brahim", "brahim@exemple.ma").await;
    (
        app.sign_in("aicha@exemple.ma").await.0,
        app.sign_in("brahim@exemple.ma").await.0,
    )
}

#[tokio::test]
async fn a_scenario_is_saved_shared_by_its_link_and_forgotten() {
    let app = bank().await;
    let (aicha, brahim) = two_members(&app).await;
    let saved = save_scenario(
        &aicha,
        "argan-oil",
        " Prix  bas ",
        &pairs(&[("unit_price", "270")]),
    )
    .await
    .unwrap();
    assert_eq!(
        (saved.name.as_str(), saved.inputs.unit_price, saved.is_mine),
        ("Prix bas", 27_000, true)
    );
    let shared = shared_scenario(&app.visitor(), &saved.token).await.unwrap();
    assert_eq!(
        (&shared.scenario.inputs, shared.scenario.is_mine),
        (&saved.inputs, false)
    );
    assert_eq!(shared.sheet.card.slug, "argan-oil");
    assert_eq!(
        shared_scenario(&app.visitor(), "0000").await,
        Err(Error::NotFound)
    );
    // The same name again is the same one, with its link.
    let again = save_scenario(
        &aicha,
        "argan-oil",
        "Prix bas",
        &pairs(&[("unit_price", "280")]),
    )
    .await
    .unwrap();
    assert_eq!(
        (again.id, again.token.as_str(), again.inputs.unit_price),
        (saved.id, saved.token.as_str(), 28_000)
    );
    assert_eq!(my_scenarios(&aicha, "argan-oil").await.unwrap().len(), 1);
    let tokens = [again.token.clone(), "0000".to_owned(), again.token.clone()];
    let compared = compare_scenarios(&brahim, &tokens).await.unwrap();
    assert_eq!(compared.len(), 1, "once each, and only what is there");
    assert!(my_scenarios(&brahim, "argan-oil").await.unwrap().is_empty());
    delete_scenario(&brahim, saved.id).await.unwrap();
    assert_eq!(
        my_scenarios(&aicha, "argan-oil").await.unwrap().len(),
        1,
        "a stranger forgets nothing"
    );
    delete_scenario(&aicha, saved.id).await.unwrap();
    delete_scenario(&aicha, saved.id).await.unwrap();
    assert!(my_scenarios(&aicha, "argan-oil").await.unwrap().is_empty());
    assert_eq!(
        shared_scenario(&aicha, &saved.token).await,
        Err(Error::NotFound)
    );
}

#[tokio::test]
async fn bad_figures_are_named_and_nothing_is_saved() {
    let app = bank().await;
    let (aicha, _) = two_members(&app).await;
    let wrong = save_scenario(
        &aicha,
        "argan-oil",
        "",
        &pairs(&[("members", "0"), ("unit_price", "x")]),
    )
    .await;
    let fields: Vec<String> = wrong
        .unwrap_err()
        .fields()
        .iter()
        .map(|it| it.field.clone())
        .collect();
    assert_eq!(fields, ["name", "members", "unit_price"]);
    assert_eq!(
        save_scenario(&aicha, "nothing", "A", &[]).await,
        Err(Error::NotFound)
    );
    assert_eq!(
        save_scenario(&app.visitor(), "argan-oil", "A", &[]).await,
        Err(Error::Unauthenticated)
    );
    assert_eq!(
        delete_scenario(&app.visitor(), ScenarioId(1)).await,
        Err(Error::Unauthenticated)
    );
    assert!(
        my_scenarios(&app.visitor(), "argan-oil")
            .await
            .unwrap()
            .is_empty()
    );
    for number in 0..20 {
        save_scenario(&aicha, "argan-oil", &format!("N {number}"), &[])
            .await
            .unwrap();
    }
    let full = save_scenario(&aicha, "argan-oil", "N 20", &[]).await;
    assert_eq!(
        full,
        Err(Error::field(
            "name",
            Problem::OutOfRange { min: 0, max: 20 }
        ))
    );
}
