//! The dated tables of the project bank, which the administration keeps: a row is never changed, only
//! succeeded on a day to come, so that what is decided stays as it was decided.

use crate::{
    Ctx,
    admin::{mails::compose, note as audit},
    internal,
};
use domain::{
    Error, LocalText, Problem, Result, Timestamp,
    policy::{Action, Permit, Platform, authorize},
    projects::{RuleInput, RulesPage, TermsInput},
    text::date_text,
};
use i18n::keys::ventures as k;
use serde_json::{Value, json};
use store::{Connection, Tx, jobs::enqueue_mails};

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
        sectors: store::projects::sectors(db).await.map_err(internal(ctx))?,
        regions: regions(ctx, db).await?,
        now: ctx.now,
    })
}

async fn regions(ctx: &Ctx, db: &impl Connection) -> Result<Vec<(String, LocalText)>> {
    let regions = store::marketplace::regions(db)
        .await
        .map_err(internal(ctx))?;
    Ok(regions.into_iter().map(|it| (it.code, it.name)).collect())
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

/// A programme's next terms, from a day to come, with all that it asks of a project. Who leads a
/// team whose dossier is being written is told; a dossier that was sent keeps its day's terms.
///
/// # Errors
/// As [`add_rule`]; `Invalid` on `programme` for an unknown one.
pub async fn add_terms(ctx: &Ctx, input: &TermsInput) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::EditRates, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let codes = |named: Vec<(String, LocalText)>| named.into_iter().map(|(code, _)| code);
    let sectors = store::projects::sectors(&tx).await.map_err(internal(ctx))?;
    let sectors: Vec<String> = codes(sectors).collect();
    let regions: Vec<String> = codes(regions(ctx, &tx).await?).collect();
    let new = input.check((&sectors, &regions), ctx.now)?;
    let name = store::projects::insert_terms(&tx, &permit, &new)
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
        "rules": new.rules,
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
    tell_applicants(ctx, &tx, &permit, (&name, new.valid_from)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

async fn tell_applicants(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Platform>,
    (name, from): (&LocalText, Timestamp),
) -> Result<()> {
    let founders = store::projects::founders_of_drafts(tx)
        .await
        .map_err(internal(ctx))?;
    let day = date_text(from);
    let day = LocalText::new(&day, &day, &day);
    let mails = founders
        .into_iter()
        .filter_map(|(team, me)| {
            let keys = (k::MAIL_TERMS_SUBJECT, k::MAIL_TERMS_TEXT);
            let page = format!("/projects/teams/{team}/dossier");
            let args = [("name", name), ("date", &day)];
            compose(ctx, &me, keys, &args, (None, &page))
        })
        .collect();
    enqueue_mails(tx, permit, mails, ctx.now)
        .await
        .map_err(internal(ctx))
}
