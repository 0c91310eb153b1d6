//! The dated tables of the project bank, which the administration keeps: a row is never changed, only
//! succeeded on a day to come, so that what is decided stays as it was decided.

use crate::{Ctx, admin::note as audit, internal};
use domain::{
    Error, Problem, Result,
    policy::{Action, Platform, authorize},
    projects::{RuleInput, RulesPage, TermsInput},
};
use serde_json::{Value, json};

/// # Errors
/// `Unauthenticated`; `Forbidden` for anyone but the administration.
pub async fn list_rules(ctx: &Ctx) -> Result<RulesPage> {
    authorize(&ctx.actor, Action::EditRates, &Platform {})?;
    let db = ctx.db().reader();
    Ok(RulesPage {
        rules: store::projects::all_rules(db, ctx.now)
            .await
            .map_err(internal(ctx))?,
        programmes: store::projects::all_programmes(db, ctx.now)
            .await
            .map_err(internal(ctx))?,
        now: ctx.now,
    })
}

/// A rule's next value, from a day to come.
///
/// # Errors
/// As [`list_rules`]; `Invalid` naming every wrong field; `Conflict` where one begins then or later.
pub async fn add_rule(ctx: &Ctx, input: &RuleInput) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::EditRates, &Platform {})?;
    let new = input.check(ctx.now)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::projects::insert_rule(&tx, &permit, &new)
        .await
        .map_err(internal(ctx))?;
    let after = json!({ "value": new.value, "valid_from": new.valid_from });
    let subject = new.rule.code().to_owned();
    audit(ctx, &tx, &permit, "rule.add", subject, Value::Null, after).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// A programme's next terms, from a day to come. The sheets are told anew.
///
/// # Errors
/// As [`add_rule`]; `Invalid` on `programme` for an unknown one.
pub async fn add_terms(ctx: &Ctx, input: &TermsInput) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::EditRates, &Platform {})?;
    let new = input.check(ctx.now)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::projects::insert_terms(&tx, &permit, &new)
        .await
        .map_err(internal(ctx))
        .map_err(|error| match error {
            Error::NotFound => Error::field("programme", Problem::UnknownChoice),
            other => other,
        })?;
    let after = json!({
        "at_most": new.at_most,
        "share_at_most": new.share_at_most,
        "rate": new.rate,
        "years": new.years,
        "valid_from": new.valid_from,
    });
    let subject = format!("programme:{}", new.programme);
    audit(
        ctx,
        &tx,
        &permit,
        "programme.terms",
        subject,
        Value::Null,
        after,
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}
