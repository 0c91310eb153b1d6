//! Tax and commission by dated rates, which the administration enters; proof of what left the
//! country without tax, which its seller does.

use super::orders;
use crate::{Ctx, admin::note as audit, cooperatives::keep_document, internal};
use domain::{
    Error, OrderId, Problem, Result,
    marketplace::{ExportSale, SaleRateInput, SaleRatesView, export_proof},
    policy::{Action, Platform, authorize},
};
use serde_json::{Value, json};

/// Exports without proof that the office's page lists.
const UNPROVEN: i64 = 50;
/// Exports with proof that it lists.
const PROVEN: i64 = 20;

/// The rates that are, will be and lately were in force, and the exports that wait for proof.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` for anyone but the administration.
pub async fn list_sale_rates(ctx: &Ctx) -> Result<SaleRatesView> {
    authorize(&ctx.actor, Action::EditRates, &Platform {})?;
    let db = ctx.db().reader();
    let rates = store::marketplace::all_sale_rates(db, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let categories = store::marketplace::categories(db)
        .await
        .map_err(internal(ctx))?;
    let (unproven, unproven_count) = store::marketplace::unproven_exports(db, UNPROVEN)
        .await
        .map_err(internal(ctx))?;
    let proven = store::marketplace::proven_exports(db, PROVEN)
        .await
        .map_err(internal(ctx))?;
    Ok(SaleRatesView {
        rates,
        categories: categories
            .into_iter()
            .map(|it| (it.slug, it.name))
            .collect(),
        unproven,
        unproven_count,
        proven,
        now: ctx.now,
    })
}

/// Enters a rate that begins on a day; the one before ends then. What was sold keeps its own.
///
/// # Errors
/// As [`list_sale_rates`]; `Invalid` naming every wrong field; `Conflict` where one begins then or
/// later.
pub async fn add_sale_rate(ctx: &Ctx, input: &SaleRateInput) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::EditRates, &Platform {})?;
    let rate = input.check()?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let unknown = |field| move || Error::field(field, Problem::UnknownChoice);
    let cooperative = match &rate.ice {
        None => None,
        Some(ice) => Some(
            store::marketplace::cooperative_of_ice(&tx, ice)
                .await
                .map_err(internal(ctx))?
                .ok_or_else(unknown("ice"))?,
        ),
    };
    let category = match &rate.category {
        None => None,
        Some(slug) => Some(
            store::marketplace::category_of_slug(&tx, slug)
                .await
                .map_err(internal(ctx))?
                .ok_or_else(unknown("category"))?,
        ),
    };
    store::marketplace::insert_sale_rate(&tx, &permit, &rate, cooperative, category)
        .await
        .map_err(internal(ctx))?;
    let after = json!({
        "kind": rate.kind.code(),
        "ice": rate.ice,
        "category": rate.category,
        "thousandths": rate.thousandths,
        "valid_from": rate.valid_from,
    });
    audit(
        ctx,
        &tx,
        &permit,
        "sale_rate.add",
        rate.kind.code().to_owned(),
        Value::Null,
        after,
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What the desk shows of an order that went abroad without tax; nothing for any other.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who does not sell it.
pub async fn show_export_sale(ctx: &Ctx, order: OrderId) -> Result<Option<ExportSale>> {
    let db = ctx.db().reader();
    orders::permitted(ctx, db, order, Action::DecideOrder).await?;
    store::marketplace::export_sale(db, order)
        .await
        .map_err(internal(ctx))
}

/// The form of a proof: the declaration's number, its day, and the declaration as a file.
#[derive(Clone, Debug, Default)]
pub struct ProofInput {
    pub declaration: String,
    pub declared: String,
    pub file_name: String,
    /// Empty: the paper that is there stays.
    pub bytes: Vec<u8>,
}

/// Enters, or corrects, the declaration under which an order left the country, with its paper.
///
/// # Errors
/// As [`show_export_sale`]; `Invalid` naming every wrong field, `file` where there is no paper yet;
/// `TooLarge`; `NotFound` for an order that did not go abroad without tax.
pub async fn prove_export(ctx: &Ctx, order: OrderId, input: ProofInput) -> Result<()> {
    // Before the file is kept: a stranger's never is.
    let before = show_export_sale(ctx, order).await?.ok_or(Error::NotFound)?;
    let proof = export_proof(&input.declaration, &input.declared, ctx.now)?;
    let kept = match (input.bytes.is_empty(), before.document) {
        (true, Some(_)) => None,
        // Where there is none, an empty file is the field's own problem.
        _ => Some(keep_document(ctx, "file", &input.file_name, input.bytes).await?),
    };
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (_, permit) = orders::permitted(ctx, &tx, order, Action::DecideOrder).await?;
    let document = match kept {
        Some(kept) => Some(kept.insert(ctx, &tx, &permit).await?),
        None => None,
    };
    let by = ctx.actor.person();
    store::marketplace::set_export_proof(&tx, &permit, order, &proof, document, by, ctx.now)
        .await
        .map_err(internal(ctx))?;
    audit(
        ctx,
        &tx,
        &permit,
        "export.prove",
        format!("order:{order}"),
        json!({ "proof": before.proof, "document": before.document }),
        json!({ "proof": proof, "document": document.or(before.document) }),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}
