//! The project bank on a real database: finding sheets, saved simulations.
#![expect(clippy::unwrap_used, reason = "tests")]

mod browse;
mod creation;
mod dossiers;
mod follow_up;
mod ideas;
mod matching;

mod pledges;
mod referrals;
mod rules;
mod scenarios;
#[path = "../support/mod.rs"]
mod support;
mod teams;

use support::{NOW, TestApp};

/// The demo's sheets, cooperatives and people.
pub async fn bank() -> TestApp {
    let app = TestApp::new().await;
    service::demo::seed(&app.system(), 1, &|_, _, _| ())
        .await
        .unwrap();
    assert!(app.system().now == NOW);
    app
}
