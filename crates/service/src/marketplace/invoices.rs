//! Invoices, issued when a seller confirms; credit notes; and their papers as PDF, with the label
//! and the delivery note of an order.

use super::{orders, papers};
use crate::{Ctx, accounts::token_hash, internal};
use domain::{
    Error, InvoiceId, Lang, OrderId, Problem, Result, Timestamp,
    marketplace::{
        CreditReason, Delivery, InvoiceContent, InvoiceKind, InvoiceView, OrderView, PapersView,
    },
    policy::{Action, Cart, Order, Permit, authorize},
    text,
};
use store::{
    Tx,
    marketplace::{InvoiceRow, NewInvoice, OrderFile},
};

/// The year in Morocco (UTC+1), which numbers the papers.
fn year(now: Timestamp) -> i64 {
    let days = (now + 3_600).div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    // From March on it is the same civil year; January and February belong to the next.
    years + era * 400 + i64::from(of_year >= 306)
}

/// Issues the order's invoice in the transaction that confirms it. An order has one invoice.
pub(super) async fn issue(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Order>,
    order: &OrderView,
) -> Result<()> {
    let seller = store::marketplace::seller_on_paper(tx, order.cooperative)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let invoice = NewInvoice {
        seller: order.cooperative,
        kind: InvoiceKind::Invoice,
        year: year(ctx.now),
        order: order.id,
        corrects: None,
        request_key: format!("order:{}", order.id),
        content: InvoiceContent::of_order(order, seller),
    };
    store::marketplace::insert_invoice(tx, permit, &invoice, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(())
}

fn view(row: &InvoiceRow, token: Option<&str>) -> InvoiceView {
    InvoiceView {
        id: row.id,
        kind: row.kind,
        number: row.number.clone(),
        total: row.content.total(),
        issued_at: row.issued_at,
        token: token.map(str::to_owned),
    }
}

/// The papers of what a tracking link opens.
///
/// # Errors
/// `NotFound` for an unknown link.
pub async fn tracked_invoices(ctx: &Ctx, token: &str) -> Result<Vec<InvoiceView>> {
    authorize(&ctx.actor, Action::ReadOrder, &Cart { owner: None })?;
    let db = ctx.db().reader();
    let group = store::marketplace::group_by_token(db, &token_hash(token))
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let rows = store::marketplace::invoices_of_group(db, group.id)
        .await
        .map_err(internal(ctx))?;
    Ok(rows.iter().map(|row| view(row, Some(token))).collect())
}

/// An order's papers, and what can still be given back, for its seller.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for what is not the manager's.
pub async fn desk_papers(ctx: &Ctx, order: OrderId) -> Result<PapersView> {
    let db = ctx.db().reader();
    orders::permitted(ctx, db, order, Action::DecideOrder).await?;
    let rows = store::marketplace::invoices_of_order(db, order)
        .await
        .map_err(internal(ctx))?;
    let notes: Vec<InvoiceContent> = credit_notes(&rows);
    let invoice = rows.iter().find(|row| row.kind == InvoiceKind::Invoice);
    let creditable = invoice.map_or_else(Vec::new, |invoice| {
        let left = invoice.content.left(&notes);
        let lines = invoice.content.lines.iter().zip(left);
        lines
            .map(|(line, left)| (line.name.clone(), line.pack, left))
            .collect()
    });
    let delivery = invoice
        .map(|invoice| invoice.content.delivery)
        .filter(|fee| fee.minor > 0 && notes.iter().all(|note| note.delivery.minor == 0));
    Ok(PapersView {
        invoices: rows.iter().map(|row| view(row, None)).collect(),
        creditable,
        delivery,
    })
}

fn credit_notes(rows: &[InvoiceRow]) -> Vec<InvoiceContent> {
    rows.iter()
        .filter(|row| row.kind == InvoiceKind::CreditNote)
        .map(|row| row.content.clone())
        .collect()
}

/// A credit note as the desk's form sends it: pieces line by line.
#[derive(Clone, Debug, Default)]
pub struct CreditInput {
    pub quantities: Vec<String>,
    pub delivery: bool,
    pub reason: String,
    /// Sent with the form, so that a second tap is not a second note.
    pub request_key: String,
}

/// Gives pieces of an invoice back.
///
/// # Errors
/// `NotFound` for what is not the manager's or has no invoice; `Invalid` on the quantities, the
/// delivery or the reason.
pub async fn credit_order(ctx: &Ctx, order: OrderId, input: &CreditInput) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (head, permit) = orders::permitted(ctx, &tx, order, Action::DecideOrder).await?;
    let mut check = text::Check::default();
    let reason = check.take("reason", text::line(&input.reason, 200));
    let key = check.take("request_key", text::line(&input.request_key, 64));
    let wish: Vec<u32> = input
        .quantities
        .iter()
        .enumerate()
        .map(|(at, typed)| {
            let typed = if typed.trim().is_empty() { "0" } else { typed };
            let number = check.take(
                &format!("quantity[{at}]"),
                text::integer(typed, 0, i64::from(u32::MAX)),
            );
            number
                .and_then(|number| u32::try_from(number).ok())
                .unwrap_or(0)
        })
        .collect();
    check.finish()?;
    let (Some(reason), Some(key)) = (reason, key) else {
        return Err(Error::Malformed);
    };
    let rows = store::marketplace::invoices_of_order(&tx, order)
        .await
        .map_err(internal(ctx))?;
    let request_key = format!("credit:{order}:{key}");
    let invoice = rows
        .iter()
        .find(|row| row.kind == InvoiceKind::Invoice)
        .ok_or(Error::NotFound)?;
    if store::marketplace::invoice_with_key(&tx, &request_key)
        .await
        .map_err(internal(ctx))?
    {
        return Ok(());
    }
    let delivery = if input.delivery {
        Delivery::GivenBack
    } else {
        Delivery::Kept
    };
    let content = invoice.content.credit(
        (&invoice.number, invoice.issued_at),
        &credit_notes(&rows),
        &wish,
        delivery,
        &reason,
    )?;
    let note = NewInvoice {
        seller: head.seller,
        kind: InvoiceKind::CreditNote,
        year: year(ctx.now),
        order,
        corrects: Some(invoice.id),
        request_key,
        content,
    };
    store::marketplace::insert_invoice(&tx, &permit, &note, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Credits what an order's buyer no longer keeps, in the transaction that decides it; `why` is the
/// money's own word. Nothing before there is an invoice, and what was credited by hand is not
/// credited again.
pub(super) async fn credit_gone<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    file: &OrderFile,
    why: &str,
) -> Result<()> {
    let rows = store::marketplace::invoices_of_order(tx, file.id)
        .await
        .map_err(internal(ctx))?;
    let Some(invoice) = rows.iter().find(|row| row.kind == InvoiceKind::Invoice) else {
        return Ok(());
    };
    let notes = credit_notes(&rows);
    let left = invoice.content.left(&notes);
    // Both sides have the lines in the order in which they were bought.
    let back = invoice.content.given_back(&notes);
    let wish: Vec<(u32, i64)> = file
        .lines
        .iter()
        .zip(left.iter().zip(&back))
        .map(|(line, (left, back))| {
            let credited = line.counts.quantity.saturating_sub(*left);
            let gone = line.counts.quantity.saturating_sub(line.counts.kept());
            // What was refunded, to the centime.
            (gone.saturating_sub(credited), line.off.total() - back)
        })
        .collect();
    let is_free = file.delivery_fee > 0 && file.delivery_off >= file.delivery_fee;
    let delivery = if is_free && notes.iter().all(|note| note.delivery.minor == 0) {
        Delivery::GivenBack
    } else {
        Delivery::Kept
    };
    if wish.iter().all(|(pieces, _)| *pieces == 0) && delivery == Delivery::Kept {
        return Ok(());
    }
    let reason = CreditReason::of(why);
    let content = invoice.content.credit_exactly(
        (&invoice.number, invoice.issued_at),
        &notes,
        &wish,
        delivery,
        reason.code(),
    )?;
    let note = NewInvoice {
        seller: file.seller,
        kind: InvoiceKind::CreditNote,
        year: year(ctx.now),
        order: file.id,
        corrects: Some(invoice.id),
        request_key: format!("credit:{}:{}", file.id, notes.len()),
        content,
    };
    store::marketplace::insert_invoice(tx, permit, &note, ctx.now)
        .await
        .map_err(internal(ctx))?;
    Ok(())
}

/// What is printed, and how its file is called.
#[derive(Clone, Debug)]
pub struct Printed {
    pub file: String,
    pub pdf: Vec<u8>,
}

pub(super) async fn print(
    ctx: &Ctx,
    lang: Lang,
    file: String,
    document: documents::Document,
) -> Result<Printed> {
    let printed = tokio::task::spawn_blocking(move || documents::render(lang, &document)).await;
    match printed {
        Ok(Ok(pdf)) => Ok(Printed { file, pdf }),
        cause => {
            tracing::error!(request_id = %ctx.request_id, ?cause, "document could not be printed");
            Err(Error::Internal {
                request_id: ctx.request_id.clone(),
            })
        }
    }
}

/// The paper as PDF, for its seller, its buyer, or whoever holds the tracking link.
///
/// # Errors
/// `NotFound` for anyone else.
pub async fn print_invoice(
    ctx: &Ctx,
    invoice: InvoiceId,
    lang: Lang,
    token: Option<&str>,
) -> Result<Printed> {
    let db = ctx.db().reader();
    let row = store::marketplace::find_invoice(db, invoice)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let tracked = match token {
        Some(token) => store::marketplace::group_by_token(db, &token_hash(token))
            .await
            .map_err(internal(ctx))?
            .is_some_and(|group| group.id == row.group),
        None => false,
    };
    if tracked {
        authorize(&ctx.actor, Action::ReadOrder, &Cart { owner: None })?;
    } else {
        let order = Order {
            seller: row.seller,
            buyer: row.buyer,
        };
        authorize(&ctx.actor, Action::ReadOrder, &order)?;
    }
    let file = format!("{}-{}.pdf", row.number, lang.code());
    print(ctx, lang, file, papers::invoice(lang, &row)).await
}

/// A paper that goes with the parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParcelPaper {
    Label,
    DeliveryNote,
}

/// The order's label or delivery note as PDF, for its seller.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for what is not the manager's.
pub async fn print_parcel_paper(
    ctx: &Ctx,
    order: OrderId,
    paper: ParcelPaper,
    lang: Lang,
) -> Result<Printed> {
    let db = ctx.db().reader();
    let (head, _) = orders::permitted(ctx, db, order, Action::DecideOrder).await?;
    let order = orders::load(ctx, db, &head).await?;
    let seller = store::marketplace::seller_on_paper(db, order.cooperative)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let weights = store::marketplace::order_weight(db, order.id)
        .await
        .map_err(internal(ctx))?;
    let (name, document) = match paper {
        ParcelPaper::Label => ("label", papers::label(lang, &order, &seller, weights)),
        ParcelPaper::DeliveryNote => ("delivery", papers::delivery_note(lang, &order, &seller)),
    };
    let file = format!("{name}-{}-{}.pdf", order.number, lang.code());
    print(ctx, lang, file, document).await
}

/// Refuses what is no language with papers.
///
/// # Errors
/// `Invalid` on `lang`.
pub fn paper_lang(code: &str) -> Result<Lang> {
    Lang::from_code(code).ok_or_else(|| Error::field("lang", Problem::UnknownChoice))
}

#[cfg(test)]
mod tests {
    use super::year;

    #[test]
    fn the_year_turns_at_midnight_in_morocco() {
        for (at, expected) in [
            (0, 1970),
            (1_798_757_999, 2026),
            // 2026-12-31T23:10Z is already 2027 in Morocco.
            (1_798_758_600, 2027),
            (1_798_761_000, 2027),
            (1_803_859_200, 2027),
            (1_805_000_000, 2027),
        ] {
            assert_eq!(year(at), expected, "{at}");
        }
    }
}
