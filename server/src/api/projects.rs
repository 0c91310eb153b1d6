//! Project sheets and the simulator as JSON.
//!
//! A simulation takes and answers dirhams, days and rates as decimal numbers. They are read from
//! their digits and written as digits: no floating point stands between.

use super::{Body, answer, problem};
use crate::AppState;
use axum::{
    Extension, Router,
    extract::{Path, RawQuery},
    http::header,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    Problem, TeamId,
    projects::{
        Asset, AssetKind, Figure, Inputs, Results, SheetQuery, decimal_text, parse_decimal,
    },
    text::Check,
};
use serde_json::Value;
use service::{Ctx, projects};
use std::fmt::Write;

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/projects", get(browse))
        .route("/projects/{slug}", get(show))
        .route("/simulations", post(simulate))
        .route("/teams/{team}/dossier", get(dossier))
}

async fn browse(Extension(ctx): Extension<Ctx>, RawQuery(query): RawQuery) -> Response {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let query = SheetQuery::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    answer(projects::browse_sheets(&ctx, &query).await)
}

async fn show(Extension(ctx): Extension<Ctx>, Path(slug): Path<String>) -> Response {
    answer(projects::show_sheet(&ctx, &slug).await)
}

/// A team's dossier, for its members.
async fn dossier(Extension(ctx): Extension<Ctx>, Path(team): Path<String>) -> Response {
    // No team has the number zero.
    let team = TeamId(team.parse().unwrap_or(0));
    answer(projects::show_dossier(&ctx, team).await)
}

async fn simulate(Extension(ctx): Extension<Ctx>, Body(body): Body<Value>) -> Response {
    let results = inputs(&body).and_then(|inputs| projects::run_simulation(&ctx, &inputs));
    match results {
        Ok(results) => (
            [(header::CONTENT_TYPE, "application/json")],
            written(&results),
        )
            .into_response(),
        Err(error) => problem(&error),
    }
}

/// Collects what is wrong while it reads; names are those of the simulator's fields.
struct Reader<'a> {
    check: Check,
    body: &'a Value,
}

impl Reader<'_> {
    /// The number at `pointer`, times ten to the power of `places`; what is absent is `default`, or
    /// a problem where there is none.
    fn number(&mut self, name: &str, pointer: &str, places: u32, default: Option<i64>) -> i64 {
        let value = self.body.pointer(pointer);
        let read = match (value, default) {
            (Some(Value::Number(number)), _) => parse_decimal(&number.to_string(), places),
            (None | Some(Value::Null), Some(default)) => Ok(default),
            (None | Some(Value::Null), None) => Err(Problem::Required),
            (Some(_), _) => Err(Problem::NotANumber),
        };
        self.check.take(name, read).unwrap_or_default()
    }

    fn whole(&mut self, name: &str, pointer: &str, default: Option<i64>) -> i64 {
        let default = default.map(|default| default * 1000);
        let thousandths = self.number(name, pointer, 3, default);
        if thousandths % 1000 != 0 {
            self.check.refuse(name, Problem::NotANumber);
        }
        thousandths / 1000
    }
}

/// Money in centimes, rates in millionths.
const MONEY: u32 = 2;
const RATE: u32 = 6;

fn inputs(body: &Value) -> domain::Result<Inputs> {
    let mut it = Reader {
        check: Check::default(),
        body,
    };
    if !body.is_object() {
        return Err(domain::Error::Malformed);
    }
    for (name, length) in [
        ("annual_volume", Some(domain::projects::YEARS)),
        ("fixed_assets", None),
    ] {
        match body.get(name).and_then(Value::as_array).map(Vec::len) {
            None => it.check.refuse(name, Problem::Required),
            Some(found) if length.is_some_and(|length| length != found) || found > 20 => {
                let max = length.unwrap_or(20) as i64;
                it.check.refuse(
                    name,
                    Problem::OutOfRange {
                        min: length.map_or(0, |length| length as i64),
                        max,
                    },
                );
            }
            Some(_) => {}
        }
    }
    // The details of a list that is not one would only hide that.
    std::mem::take(&mut it.check).finish()?;
    let assets = body["fixed_assets"].as_array().map_or(0, Vec::len);
    let assets = (0..assets)
        .map(|at| Asset {
            kind: AssetKind::from_code(
                body["fixed_assets"][at]["name"]
                    .as_str()
                    .unwrap_or_default(),
            ),
            cost: it.number(
                &format!("fixed_asset_{}_cost", at + 1),
                &format!("/fixed_assets/{at}/cost"),
                MONEY,
                None,
            ),
            years: it.whole(
                &format!("fixed_asset_{}_years", at + 1),
                &format!("/fixed_assets/{at}/years"),
                None,
            ),
        })
        .collect();
    let volume = [0, 1, 2].map(|year| {
        it.whole(
            &format!("annual_volume_{}", year + 1),
            &format!("/annual_volume/{year}"),
            None,
        )
    });
    let has_residual_value = body.get("residual_value").is_some_and(Value::is_number);
    let inputs = Inputs {
        unit_price: it.number("unit_price", "/unit_price", MONEY, None),
        annual_volume: volume,
        members: it.whole("members", "/members", None),
        share_capital: it.number("share_capital", "/share_capital", MONEY, None),
        assets,
        paid_to_members: it.number(
            "paid_to_members",
            "/variable_cost_per_unit/paid_to_members",
            MONEY,
            None,
        ),
        other_costs: it.number("other_costs", "/variable_cost_per_unit/other", MONEY, None),
        fixed_costs: it.number("fixed_cash_costs", "/fixed_cash_costs_year_1", MONEY, None),
        fixed_cost_inflation: it.number(
            "fixed_cost_inflation",
            "/fixed_cost_inflation",
            RATE,
            Some(0),
        ),
        stock_days: it.whole("stock_days", "/stock_days", None),
        receivable_days: it.whole("receivable_days", "/receivable_days", None),
        payable_days: it.whole("payable_days", "/payable_days", None),
        grant_share: it.number("grant_share", "/grant/share_of_fixed_assets", RATE, Some(0)),
        grant_cap: it.number("grant_cap", "/grant/cap", MONEY, Some(0)),
        grant_delay: it.whole("grant_delay", "/grant/delay_months", Some(0)),
        loan_rate: it.number("loan_rate", "/loan/rate", RATE, Some(0)),
        loan_years: it.whole("loan_years", "/loan/years", Some(1)),
        discount_rate: it.number("discount_rate", "/discount_rate", RATE, None),
        tax_rate: it.number("tax_rate", "/tax_rate", RATE, Some(0)),
        reserve_rate: it.number(
            "legal_reserve_rate",
            "/appropriation/legal_reserve",
            RATE,
            None,
        ),
        education_rate: it.number("education_rate", "/appropriation/education", RATE, None),
        development_rate: it.number("development_rate", "/appropriation/development", RATE, None),
        residual_value: has_residual_value
            .then(|| it.number("residual_value", "/residual_value", MONEY, None)),
    };
    it.check.finish()?;
    Ok(inputs)
}

/// The results under the names of the worked example; a figure that does not exist is `null`, and
/// `missing` says why.
fn written(results: &Results) -> String {
    let mut out = String::from("{");
    let mut missing = String::new();
    let mut add = |name: &str, text: String| {
        let comma = if out.len() > 1 { "," } else { "" };
        let _ = write!(out, "{comma}\"{name}\":{text}");
    };
    let list = |values: &[i64], places: u32| {
        let values: Vec<String> = values.iter().map(|it| decimal_text(*it, places)).collect();
        format!("[{}]", values.join(","))
    };
    let mut figure = |name: &str, figure: Figure, places: u32| match figure {
        Ok(value) => decimal_text(value, places),
        Err(why) => {
            if !missing.contains(&format!("\"{name}\"")) {
                let comma = if missing.is_empty() { "" } else { "," };
                let _ = write!(missing, "{comma}\"{name}\":\"{}\"", why.code());
            }
            "null".to_owned()
        }
    };
    for (name, values) in [
        ("sales", results.sales),
        ("paid_to_members", results.paid_to_members),
        ("variable_costs", results.variable_costs),
        ("fixed_cash_costs", results.fixed_cash_costs),
        ("ebitda", results.ebitda),
        ("depreciation", results.depreciation),
        ("interest", results.interest),
        ("principal", results.principal),
        ("tax", results.tax),
        ("surplus", results.surplus),
        ("working_capital_need", results.working_capital_need),
        ("legal_reserve", results.legal_reserve),
        ("education", results.education),
        ("development", results.development),
        ("patronage_refund", results.patronage_refund),
        ("income_per_member", results.income_per_member),
    ] {
        add(name, list(&values, 2));
    }
    for (name, value) in [
        ("fixed_assets", results.fixed_assets),
        ("investment_need", results.investment_need),
        ("grant", results.grant),
        ("loan", results.loan),
        ("npv", results.npv),
        ("residual_value", results.residual_value),
    ] {
        add(name, decimal_text(value, 2));
    }
    for (name, figures, places) in [
        ("break_even_sales", results.break_even_sales, 2),
        ("break_even_days", results.break_even_days, 2),
        ("debt_service_cover", results.debt_service_cover, 3),
    ] {
        let figures: Vec<String> = figures.iter().map(|it| figure(name, *it, places)).collect();
        add(name, format!("[{}]", figures.join(",")));
    }
    add(
        "cash_flows_with_working_capital_recovered",
        list(&results.cash_flows, 2),
    );
    add("irr", figure("irr", results.irr, 6));
    add(
        "payback_years",
        figure("payback_years", results.payback_years, 4),
    );
    // The worked example names the residual value within these two.
    let residual = decimal_text(results.residual_value, 2);
    add(
        &format!("npv_with_residual_value_{residual}"),
        decimal_text(results.npv_with_residual_value, 2),
    );
    let name = format!("irr_with_residual_value_{residual}");
    add(&name, figure(&name, results.irr_with_residual_value, 6));
    add("missing", format!("{{{missing}}}"));
    out.push('}');
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_worked_example_is_answered_as_it_is_written() {
        let example: Value = serde_json::from_str(include_str!(
            "../../../crates/domain/tests/data/simulator.json"
        ))
        .unwrap();
        let results = domain::projects::simulate(&inputs(&example["inputs"]).unwrap()).unwrap();
        let answer: Value = serde_json::from_str(&written(&results)).unwrap();
        let plain = |value: &Value| -> Vec<f64> {
            let values = value
                .as_array()
                .cloned()
                .unwrap_or_else(|| vec![value.clone()]);
            values.iter().map(|it| it.as_f64().unwrap()).collect()
        };
        for (name, expected) in example["results"].as_object().unwrap() {
            assert_eq!(plain(&answer[name]), plain(expected), "{name}");
        }
        assert_eq!(answer["missing"], serde_json::json!({}));
    }
}
