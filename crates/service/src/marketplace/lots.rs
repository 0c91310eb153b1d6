//! Lots come in, leave with orders first expired first, are read by anyone with the QR code, and
//! are called back.

use crate::{Ctx, accounts::new_token, internal};
use domain::{
    CooperativeId, Error, LotId, OrderId, Result,
    admin::parse_reasons,
    marketplace::{LotInput, LotPage, LotPassport, LotsPage, first_expired_first_out, parse_lot},
    policy::{Action, Permit, PublicSite, Stock, authorize},
};
use i18n::{Words, keys::selling as k};
use store::jobs::NewMail;

/// # Errors
/// `Unauthenticated`; `NotFound` for who does not see the cooperative's stock.
pub async fn list_lots(ctx: &Ctx, cooperative: CooperativeId) -> Result<LotsPage> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    let db = ctx.db().reader();
    let lots = store::marketplace::lots_of(db, cooperative, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let choices = store::marketplace::lot_choices(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    let to_pack = store::marketplace::orders_to_pack(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    Ok(LotsPage {
        lots,
        choices,
        to_pack,
    })
}

/// # Errors
/// `Invalid` naming each field; `NotFound` for who does not keep the cooperative's stock.
pub async fn add_lot(ctx: &Ctx, cooperative: CooperativeId, input: &LotInput) -> Result<LotId> {
    let permit = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
    let lot = parse_lot(input, ctx.now)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let token = &new_token()[..20];
    let id = store::marketplace::insert_lot(&tx, &permit, &lot, token, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// The lot with everyone who got goods of it.
///
/// # Errors
/// `NotFound` for another's.
pub async fn show_lot(ctx: &Ctx, id: LotId) -> Result<LotPage> {
    let db = ctx.db().reader();
    let (cooperative, lot) = store::marketplace::load_lot(db, id, ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    let buyers = store::marketplace::buyers_of_lot(db, id)
        .await
        .map_err(internal(ctx))?;
    Ok(LotPage { lot, buyers })
}

/// Takes the goods of a confirmed order from lots, first expired first out. Packing twice is
/// packing once.
///
/// # Errors
/// `NotFound` for another's order; `OutOfStock` naming the size whose lots have too little;
/// `Conflict` where a lot changed meanwhile.
pub async fn pack_order(ctx: &Ctx, order: OrderId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let head = store::marketplace::order_head(&tx, order)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let scope = Stock {
        cooperative: head.seller,
    };
    let permit = authorize(&ctx.actor, Action::EditStock, &scope)?;
    let lines = store::marketplace::packing_lines(&tx, order)
        .await
        .map_err(internal(ctx))?;
    take(ctx, &tx, &permit, &lines, Lacking::Refused).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What to do where the lots have too little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lacking {
    Refused,
    /// What is there is taken: goods that have left have left, and not every one was in a lot.
    Allowed,
}

/// Takes lines from lots, first expired first out.
async fn take<R>(
    ctx: &Ctx,
    tx: &store::Tx,
    permit: &Permit<R>,
    lines: &[store::marketplace::PackingLine],
    lacking: Lacking,
) -> Result<()> {
    let mut stocks = store::marketplace::lot_stocks(tx, lines.iter().map(|line| line.variant))
        .await
        .map_err(internal(ctx))?;
    let mut taken = Vec::new();
    for line in lines {
        let lots = stocks.entry(line.variant).or_default();
        let mut some = first_expired_first_out(lots, line.quantity, ctx.now);
        if let (Err(missing), Lacking::Allowed) = (&some, lacking) {
            let there = line.quantity.saturating_sub(*missing);
            some = first_expired_first_out(lots, there, ctx.now);
        }
        let some = some.map_err(|missing| Error::OutOfStock {
            variant: line.variant,
            available: line.quantity.saturating_sub(missing),
        })?;
        for (lot, pieces) in some {
            // Another line of the order may be of the same size.
            if let Some(stock) = lots.iter_mut().find(|it| it.lot == lot) {
                stock.remaining -= pieces;
            }
            taken.push((lot, line.line, pieces));
        }
    }
    store::marketplace::take_from_lots(tx, permit, &taken, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// What has just been sent and was not packed before comes from lots too, so that a recall finds
/// its buyers.
pub(super) async fn take_sent<R>(
    ctx: &Ctx,
    tx: &store::Tx,
    permit: &Permit<R>,
    order: OrderId,
) -> Result<()> {
    let lines = store::marketplace::unpacked_lines(tx, order)
        .await
        .map_err(internal(ctx))?;
    take(ctx, tx, permit, &lines, Lacking::Allowed).await
}

/// Calls a lot back: nothing more leaves, its page warns, and every buyer with an e-mail address
/// is told; the others' phones are on the lot's page.
///
/// # Errors
/// `Invalid` on `reasons`; `NotFound` for another's; `Conflict` where it was recalled before.
pub async fn recall_lot(ctx: &Ctx, id: LotId, reasons: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (cooperative, lot) = store::marketplace::load_lot(&tx, id, ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
    let reasons = parse_reasons(reasons)?;
    store::marketplace::recall_lot(&tx, &permit, id, &reasons, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let buyers = store::marketplace::buyers_of_lot(&tx, id)
        .await
        .map_err(internal(ctx))?;
    for buyer in buyers {
        let Some(email) = buyer.email else { continue };
        // The order's language is not asked again: French and Arabic, which one of everyone reads.
        let both = [domain::Lang::Fr, domain::Lang::Ar].map(|lang| {
            let words = Words::embedded(lang);
            let name = lot.name.pick(lang).text;
            let args = [
                ("name", name.as_str()),
                ("lot", lot.code.as_str()),
                ("number", buyer.number.as_str()),
            ];
            (
                words.with(k::MAIL_RECALL_SUBJECT, &args),
                words.with(k::MAIL_RECALL_TEXT, &args),
            )
        });
        let mail = NewMail {
            recipient: email,
            subject: both[0].0.clone(),
            body: format!(
                "{}\n\n{}\n\n{reasons}\n\n{}/fr/lots/{}\n",
                both[0].1, both[1].1, ctx.services.public_url, lot.token
            ),
        };
        store::jobs::enqueue_mail(&tx, &permit, mail, ctx.now)
            .await
            .map_err(internal(ctx))?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}

/// The public page of a lot.
///
/// # Errors
/// `NotFound`.
pub async fn show_passport(ctx: &Ctx, token: &str) -> Result<LotPassport> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    store::marketplace::lot_passport(ctx.db().reader(), token, ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}
