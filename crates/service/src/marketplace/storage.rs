//! Keeping stock: places, movements noted by hand, counting everything, and a warning when a size
//! is almost gone.

use super::{fulfil::check_key, invoices::print, mails};
use crate::{Ctx, accounts::new_token, internal};
use documents::{Accent, Block, Column, Document, Fact, Letter, Party, Table};
use domain::{
    CooperativeId, Error, Lang, LocationId, Problem, Result, VariantId,
    marketplace::{
        Booking, CountSheet, Counted, MAX_ON_HAND, MovementInput, MovementReason, Place, StockFile,
        StorageLocation, leave_from, parse_counts, parse_movement,
    },
    policy::{Action, Permit, Platform, Stock, authorize},
    text,
};
use i18n::{
    Words,
    keys::{desk as k, trade},
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use store::{
    Tx,
    accounts::{list_managers, load_me},
    marketplace::LowLevel,
};

/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not see the cooperative's stock.
pub async fn list_locations(ctx: &Ctx, cooperative: CooperativeId) -> Result<Vec<StorageLocation>> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    store::marketplace::locations(ctx.db().reader(), cooperative)
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// `Invalid` on `name`; `Conflict` where there are too many; `NotFound` for who does not keep the
/// cooperative's stock.
pub async fn add_location(ctx: &Ctx, cooperative: CooperativeId, name: &str) -> Result<LocationId> {
    let permit = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
    let name = text::name(name, 60).map_err(|problem| Error::field("name", problem))?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let id = store::marketplace::insert_location(&tx, &permit, &name, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// # Errors
/// `Conflict` while goods lie there; `NotFound` for another's.
pub async fn close_location(
    ctx: &Ctx,
    cooperative: CooperativeId,
    location: LocationId,
) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::marketplace::close_location(&tx, &permit, location, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// A size's places and history, from before the movement `before` on.
///
/// # Errors
/// `NotFound` for another's.
pub async fn show_stock_file(
    ctx: &Ctx,
    variant: VariantId,
    before: Option<i64>,
) -> Result<StockFile> {
    let db = ctx.db().reader();
    let (cooperative, row) = store::marketplace::stock_row(db, variant)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    let places = store::marketplace::stock_places(db, variant)
        .await
        .map_err(internal(ctx))?;
    let (movements, older) = store::marketplace::movements(db, variant, before)
        .await
        .map_err(internal(ctx))?;
    Ok(StockFile {
        row,
        places,
        movements,
        older,
        request_key: new_token()[..32].to_owned(),
    })
}

/// The permit to change a size's stock, and whose it is.
async fn open(ctx: &Ctx, tx: &Tx, variant: VariantId) -> Result<Permit<Stock>> {
    let (cooperative, _) = store::marketplace::stock_row(tx, variant)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })
}

/// Whether a form's request is new; the same again changes nothing.
async fn is_new(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Stock>,
    key: &str,
    request: &impl core::fmt::Debug,
) -> Result<bool> {
    let key = check_key(key)?;
    let hash = hex::encode(Sha256::digest(format!("{request:?}")));
    store::marketplace::claim_request(tx, permit, key, &hash, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Notes what came, broke, was given away or moved. The same request again changes nothing.
///
/// # Errors
/// `Invalid` on `reason`, `place`, `to` and `quantity` (also where a place has not that many);
/// `IdempotencyKeyReused`; `NotFound` for another's.
pub async fn note_movement(
    ctx: &Ctx,
    variant: VariantId,
    input: &MovementInput,
    request_key: &str,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let permit = open(ctx, &tx, variant).await?;
    let booking = parse_movement(input)?;
    if !is_new(ctx, &tx, &permit, request_key, &(variant, &booking)).await? {
        return Ok(());
    }
    let by = ctx.actor.person();
    store::marketplace::book_stock(&tx, &permit, &[(variant, booking)], by, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// From how few free pieces on the size counts as almost gone.
///
/// # Errors
/// `Invalid` on `low_alert`; `NotFound` for another's.
pub async fn set_low_alert(ctx: &Ctx, variant: VariantId, low_alert: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let permit = open(ctx, &tx, variant).await?;
    let low_alert = text::integer(low_alert, 0, i64::from(MAX_ON_HAND))
        .map_err(|problem| Error::field("low_alert", problem))?;
    let low_alert = u32::try_from(low_alert).map_err(|_| Error::Malformed)?;
    store::marketplace::set_low_alert(&tx, &permit, variant, low_alert)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What is to be counted; in one place where `place` names it (0 for the one without a name).
///
/// # Errors
/// `NotFound` for who does not see the cooperative's stock.
pub async fn show_count_sheet(
    ctx: &Ctx,
    cooperative: CooperativeId,
    place: Option<i64>,
) -> Result<CountSheet> {
    authorize(&ctx.actor, Action::ReadStock, &Stock { cooperative })?;
    let db = ctx.db().reader();
    // Before the rows: a movement between the two is noticed rather than missed.
    let seen = store::marketplace::newest_movement(db, cooperative, None)
        .await
        .map_err(internal(ctx))?;
    let mut rows = store::marketplace::count_rows(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    if let Some(place) = place {
        rows.retain(|row| row.place.map_or(0, |place| place.0) == place);
    }
    let locations = store::marketplace::locations(db, cooperative)
        .await
        .map_err(internal(ctx))?;
    Ok(CountSheet {
        rows,
        locations,
        seen,
        request_key: new_token()[..32].to_owned(),
    })
}

/// The count as the form sends it: `12-0` is size 12 in the place without a name.
#[derive(Clone, Debug, Default)]
pub struct CountInput {
    pub counts: BTreeMap<String, String>,
    pub seen: String,
    pub request_key: String,
}

/// Books the difference of everything that was counted, all or nothing; how many differed.
///
/// # Errors
/// `Invalid` naming each field; `Conflict` where something counted has moved since the form was
/// opened; `IdempotencyKeyReused`; `NotFound` for what is not the cooperative's.
pub async fn save_counts(
    ctx: &Ctx,
    cooperative: CooperativeId,
    input: &CountInput,
) -> Result<usize> {
    let permit = authorize(&ctx.actor, Action::EditStock, &Stock { cooperative })?;
    let typed = input
        .counts
        .iter()
        .map(|(key, pieces)| (key.as_str(), pieces.as_str()));
    let counted = parse_counts(typed)?;
    let seen: i64 = input.seen.trim().parse().map_err(|_| Error::Malformed)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    if !is_new(ctx, &tx, &permit, &input.request_key, &counted).await? {
        return Ok(0);
    }
    let variants: Vec<VariantId> = counted.iter().map(|it| it.variant).collect();
    let newest = store::marketplace::newest_movement(&tx, cooperative, Some(&variants))
        .await
        .map_err(internal(ctx))?;
    if newest > seen {
        return Err(Error::Conflict);
    }
    let bookings = differences(ctx, &tx, cooperative, &counted).await?;
    let by = ctx.actor.person();
    store::marketplace::book_stock(&tx, &permit, &bookings, by, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(bookings.len())
}

/// What differs of each size. A count below what is promised to orders is refused at its field.
async fn differences(
    ctx: &Ctx,
    tx: &Tx,
    cooperative: CooperativeId,
    counted: &[Counted],
) -> Result<Vec<(VariantId, Booking)>> {
    let mut by_variant: BTreeMap<VariantId, Vec<&Counted>> = BTreeMap::new();
    for it in counted {
        by_variant.entry(it.variant).or_default().push(it);
    }
    let mut check = text::Check::default();
    let mut bookings = Vec::new();
    for (variant, counted) in by_variant {
        let (_, row) = store::marketplace::stock_row(tx, variant)
            .await
            .map_err(internal(ctx))?
            .filter(|(owner, _)| *owner == cooperative)
            .ok_or(Error::NotFound)?;
        let here: BTreeMap<Place, u32> = store::marketplace::stock_places(tx, variant)
            .await
            .map_err(internal(ctx))?
            .into_iter()
            .map(|it| (it.place, it.on_hand))
            .collect();
        let parts: Vec<(Place, i64)> = counted
            .iter()
            .map(|it| {
                let expected = here.get(&it.place).copied().unwrap_or(0);
                (it.place, i64::from(it.pieces) - i64::from(expected))
            })
            .filter(|(_, difference)| *difference != 0)
            .collect();
        let after: i64 = i64::from(row.on_hand) + parts.iter().map(|(_, it)| it).sum::<i64>();
        let missing = i64::from(row.reserved) - after;
        if missing > 0 {
            for it in &counted {
                let problem = Problem::OutOfRange {
                    min: i64::from(it.pieces) + missing,
                    max: i64::from(MAX_ON_HAND),
                };
                check.refuse(&it.field(), problem);
            }
        } else if !parts.is_empty() {
            let reason = MovementReason::Count;
            bookings.push((variant, Booking { reason, parts }));
        }
    }
    check.finish()?;
    Ok(bookings)
}

/// Books sizes that were counted as a whole: what is missing left the places as a sale does.
pub(super) async fn recount(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Stock>,
    counts: &[(VariantId, u32)],
) -> Result<()> {
    let mut bookings = Vec::with_capacity(counts.len());
    for (variant, counted) in counts {
        let here: Vec<(Place, u32)> = store::marketplace::stock_places(tx, *variant)
            .await
            .map_err(internal(ctx))?
            .into_iter()
            .map(|it| (it.place, it.on_hand))
            .collect();
        let on_hand: u32 = here.iter().map(|(_, pieces)| pieces).sum();
        let parts = match on_hand.checked_sub(*counted) {
            Some(missing) => leave_from(&here, missing),
            None => vec![(None, i64::from(*counted) - i64::from(on_hand))],
        };
        let reason = MovementReason::Count;
        bookings.push((*variant, Booking { reason, parts }));
    }
    let by = ctx.actor.person();
    store::marketplace::book_stock(tx, permit, &bookings, by, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// The count sheet as PDF, with an empty column for the pen.
///
/// # Errors
/// As [`show_count_sheet`].
pub async fn print_count_sheet(
    ctx: &Ctx,
    cooperative: CooperativeId,
    place: Option<i64>,
    lang: Lang,
) -> Result<super::Printed> {
    let sheet = show_count_sheet(ctx, cooperative, place).await?;
    let seller = store::marketplace::seller_on_paper(ctx.db().reader(), cooperative)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let words = Words::embedded(lang);
    let name = seller.name.pick(lang).text;
    let rows = sheet.rows.iter().map(|row| {
        let place = row.place_name.clone();
        vec![
            format!("{} · {}", row.name.pick(lang).text, words.pack(row.pack)),
            row.sku.clone(),
            place.unwrap_or_else(|| words.t(k::MAIN_PLACE)),
            words.number(i64::from(row.expected)),
            // As wide as four figures by hand.
            "\u{a0}".repeat(16),
        ]
    });
    let table = Table {
        columns: vec![
            Column::text(words.t(k::PRODUCT), 2),
            Column::text(words.t(trade::PAPER_SKU), 1),
            Column::text(words.t(k::PLACE), 1),
            Column::number(words.t(k::EXPECTED)),
            Column::number(words.t(k::COUNTED)),
        ],
        rows: rows.collect(),
        foot: Vec::new(),
    };
    let letter = Letter {
        accent: Accent::Terracotta,
        issuer: Party {
            name: name.clone(),
            ..Party::default()
        },
        heading: words.t(k::COUNT_SHEET),
        number: words.date_time(ctx.now),
        facts: Vec::new(),
        blocks: vec![
            Block::Paragraph(words.t(k::COUNT_SHEET_TEXT)),
            Block::Table(table),
            Block::Signatures(vec![Fact::new(
                words.t(k::COUNTED_BY),
                words.t(trade::PAPER_SIGNATURE),
            )]),
        ],
        footer: name,
    };
    let file = format!("count-{}.pdf", lang.code());
    print(ctx, lang, file, Document::Letter(letter)).await
}

/// Levels looked at in one round of the worker.
const ROUND: u32 = 500;

/// Tells managers once of each size that has fallen to its threshold, in one mail a cooperative;
/// how many sizes.
///
/// # Errors
/// Where the database fails; `Forbidden` for who is not the worker.
pub async fn warn_of_low_stock(ctx: &Ctx) -> Result<usize> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let db = ctx.db();
    // Each for itself: many rows in one statement could wait for a checkout that waits for them.
    for level in store::marketplace::recovered_levels(db.reader(), ROUND)
        .await
        .map_err(internal(ctx))?
    {
        store::marketplace::arm_alert(db.writer(), &permit, level)
            .await
            .map_err(internal(ctx))?;
    }
    let fallen = store::marketplace::fallen_levels(db.reader(), ROUND)
        .await
        .map_err(internal(ctx))?;
    let mut told = 0;
    for levels in fallen.chunk_by(|one, next| one.cooperative == next.cooperative) {
        told += warn_one(ctx, &permit, levels).await?;
    }
    Ok(told)
}

/// One cooperative's levels, in one transaction with the mail about them.
async fn warn_one(ctx: &Ctx, permit: &Permit<Platform>, levels: &[LowLevel]) -> Result<usize> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let mut mine = Vec::new();
    for level in levels {
        if store::marketplace::take_alert(&tx, permit, level.level)
            .await
            .map_err(internal(ctx))?
        {
            mine.push(level);
        }
    }
    let Some(first) = mine.first() else {
        return Ok(0);
    };
    for manager in list_managers(&tx, first.cooperative)
        .await
        .map_err(internal(ctx))?
    {
        let Some(me) = load_me(&tx, manager).await.map_err(internal(ctx))? else {
            continue;
        };
        if let Some(mail) = mails::low_stock(ctx, &me, &mine) {
            store::jobs::enqueue_mail(&tx, permit, mail, ctx.now)
                .await
                .map_err(internal(ctx))?;
        }
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(mine.len())
}
