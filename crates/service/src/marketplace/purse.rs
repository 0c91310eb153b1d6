//! A cooperative's money, payouts on the 1st and the 16th, and the nightly reconciliation.

use super::{
    invoices::{Printed, print},
    papers,
};
use crate::{Ctx, admin::note as audit, internal};
use domain::{
    CooperativeId, Error, Lang, Money, PayoutId, Problem, Result, Timestamp,
    marketplace::{Account, OfficeMoney, PayoutRow, PurseEntry, PurseView, Reconciliation},
    policy::{Action, Platform, Purse, authorize},
};
use serde_json::json;
use store::marketplace::PayoutDue;

const DAY: i64 = 86_400;
/// Morocco's clock is an hour before UTC's.
const OFFSET: i64 = 3_600;

/// Year, month and day of a count of days since 1970 (H. Hinnant, "chrono-compatible low-level date
/// algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The day in Morocco, as `2026-12-24`.
pub(super) fn today(now: Timestamp) -> String {
    let (year, month, day) = civil((now + OFFSET).div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

fn is_payout_day(days: i64) -> bool {
    matches!(civil(days).2, 1 | 16)
}

/// The last 1st or 16th at midnight in Morocco, at or before `now`.
pub fn last_payout_day(now: Timestamp) -> Timestamp {
    let mut days = (now + OFFSET).div_euclid(DAY);
    while !is_payout_day(days) {
        days -= 1;
    }
    days * DAY - OFFSET
}

/// The next one after `now`.
pub fn next_payout_day(now: Timestamp) -> Timestamp {
    let mut days = (now + OFFSET).div_euclid(DAY) + 1;
    while !is_payout_day(days) {
        days += 1;
    }
    days * DAY - OFFSET
}

/// Balance, bookings and payouts of one cooperative.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for who does not manage it.
pub async fn show_purse(ctx: &Ctx, cooperative: CooperativeId) -> Result<PurseView> {
    authorize(&ctx.actor, Action::ReadMoney, &Purse { cooperative })?;
    let db = ctx.db().reader();
    let balance = |account| async move {
        store::marketplace::balance_of(db, account, cooperative)
            .await
            .map(Money::mad)
            .map_err(internal(ctx))
    };
    Ok(PurseView {
        payable: balance(Account::Payable).await?,
        held: balance(Account::Held).await?,
        next_payout: next_payout_day(ctx.now),
        entries: store::marketplace::purse_entries(db, cooperative, 100)
            .await
            .map_err(internal(ctx))?,
        payouts: store::marketplace::payouts(db, Some(cooperative), 48)
            .await
            .map_err(internal(ctx))?,
    })
}

/// What made one payout, for its cooperative and for administrators.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` for another's.
pub async fn payout_statement(ctx: &Ctx, payout: PayoutId) -> Result<(PayoutRow, Vec<PurseEntry>)> {
    let statement = statement(ctx, payout).await?;
    Ok((statement.row, statement.entries))
}

struct Statement {
    row: PayoutRow,
    entries: Vec<PurseEntry>,
    /// What the cooperative's coupons took off the orders in it.
    discount: Money,
}

async fn statement(ctx: &Ctx, payout: PayoutId) -> Result<Statement> {
    let db = ctx.db().reader();
    let (cooperative, from, to) = store::marketplace::payout_owner(db, payout)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if authorize(&ctx.actor, Action::ManageMoney, &Platform {}).is_err() {
        authorize(&ctx.actor, Action::ReadMoney, &Purse { cooperative })?;
    }
    let row = store::marketplace::payouts(db, Some(cooperative), 1_000)
        .await
        .map_err(internal(ctx))?
        .into_iter()
        .find(|row| row.id == payout)
        .ok_or(Error::NotFound)?;
    let entries = store::marketplace::payout_entries(db, cooperative, from, to)
        .await
        .map_err(internal(ctx))?;
    let discount = store::marketplace::payout_discount(db, cooperative, from, to)
        .await
        .map_err(internal(ctx))?;
    Ok(Statement {
        row,
        entries,
        discount,
    })
}

/// The same as a paper.
///
/// # Errors
/// As [`payout_statement`].
pub async fn print_payout(ctx: &Ctx, payout: PayoutId, lang: Lang) -> Result<Printed> {
    let it = statement(ctx, payout).await?;
    let file = format!("{}-{}.pdf", it.row.reference, lang.code());
    let paper = papers::payout(lang, &it.row, &it.entries, it.discount);
    print(ctx, lang, file, paper).await
}

/// Pays out what was payable at the last 1st or 16th; how many cooperatives were paid. Again on the
/// same day changes nothing.
///
/// # Errors
/// `Forbidden` for anyone but the worker and administrators.
pub async fn run_payouts(ctx: &Ctx) -> Result<u32> {
    let permit = authorize(&ctx.actor, Action::ManageMoney, &Platform {})?;
    let until = last_payout_day(ctx.now);
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let due = store::marketplace::payouts_due(&tx, until)
        .await
        .map_err(internal(ctx))?;
    let mut paid = 0;
    for due in due {
        let payout = store::marketplace::pay_out(&tx, &permit, &due, until, ctx.now)
            .await
            .map_err(internal(ctx))?;
        paid += u32::from(payout.is_some());
    }
    if paid > 0 {
        let after = json!({ "payouts": paid, "until": until });
        let subject = "payouts".to_owned();
        audit(ctx, &tx, &permit, "run_payouts", subject, json!({}), after).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(paid)
}

/// Pays one cooperative what it has now, before its day.
///
/// # Errors
/// `Forbidden`; `Invalid` on `cooperative` where the balance is negative or zero.
pub async fn pay_out_now(ctx: &Ctx, cooperative: CooperativeId) -> Result<PayoutId> {
    let permit = authorize(&ctx.actor, Action::ManageMoney, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let rib = store::cooperatives::load_rib(&tx, cooperative)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let amount = store::marketplace::balance_of(&tx, Account::Payable, cooperative)
        .await
        .map_err(internal(ctx))?;
    if amount <= 0 {
        let problem = if amount < 0 {
            Problem::NegativeBalance
        } else {
            Problem::NothingToPay
        };
        return Err(Error::field("cooperative", problem));
    }
    let due = PayoutDue {
        cooperative,
        rib,
        amount,
    };
    let payout = store::marketplace::pay_out(&tx, &permit, &due, ctx.now + 1, ctx.now)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Conflict)?;
    audit(
        ctx,
        &tx,
        &permit,
        "pay_out_now",
        format!("cooperative:{cooperative}"),
        json!({ "payable_minor": amount }),
        json!({ "payout": payout.0 }),
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(payout)
}

/// Compares ledger, payments and payouts to the centime, and keeps the report.
///
/// # Errors
/// `Forbidden` for anyone but the worker and administrators.
pub async fn reconcile(ctx: &Ctx) -> Result<Reconciliation> {
    let permit = authorize(&ctx.actor, Action::ManageMoney, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let report = store::marketplace::reconcile(&tx, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::marketplace::keep_reconciliation(&tx, &permit, &report)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    if !report.problems.is_empty() {
        tracing::error!(problems = report.problems.len(), "the books do not agree");
    }
    Ok(report)
}

/// The worker's: once a night, after three in Morocco.
///
/// # Errors
/// As [`reconcile`].
pub async fn reconcile_nightly(ctx: &Ctx) -> Result<bool> {
    authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let last = store::marketplace::last_reconciliation(ctx.db().reader())
        .await
        .map_err(internal(ctx))?;
    let night = (ctx.now + OFFSET - 3 * 3_600).div_euclid(DAY) * DAY - OFFSET + 3 * 3_600;
    if last.is_some_and(|report| report.at >= night) {
        return Ok(false);
    }
    reconcile(ctx).await?;
    Ok(true)
}

/// The administrator's page about money.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`.
pub async fn office_money(ctx: &Ctx) -> Result<OfficeMoney> {
    authorize(&ctx.actor, Action::ManageMoney, &Platform {})?;
    let db = ctx.db().reader();
    Ok(OfficeMoney {
        report: store::marketplace::last_reconciliation(db)
            .await
            .map_err(internal(ctx))?,
        balances: store::marketplace::balances(db)
            .await
            .map_err(internal(ctx))?,
        refunds: store::marketplace::pending_refunds(db)
            .await
            .map_err(internal(ctx))?,
        payouts: store::marketplace::payouts(db, None, 48)
            .await
            .map_err(internal(ctx))?,
        statements: store::marketplace::last_statements(db, 5)
            .await
            .map_err(internal(ctx))?,
    })
}

/// The file for the bank: every payout of the last payout day and since.
///
/// # Errors
/// `Unauthenticated`, `Forbidden`.
pub async fn bank_file(ctx: &Ctx) -> Result<Vec<PayoutRow>> {
    authorize(&ctx.actor, Action::ManageMoney, &Platform {})?;
    let since = last_payout_day(ctx.now);
    let rows = store::marketplace::payouts(ctx.db().reader(), None, 10_000)
        .await
        .map_err(internal(ctx))?;
    Ok(rows.into_iter().filter(|row| row.to >= since).collect())
}

#[cfg(test)]
mod tests {
    use super::{civil, last_payout_day, next_payout_day};

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(20_782), (2026, 11, 25));
        assert_eq!(civil(11_016), (2000, 2, 29));
    }

    #[test]
    fn money_leaves_on_the_1st_and_the_16th() {
        // 2026-11-25 12:00 UTC: since the 16th, until 1 December, at midnight in Morocco.
        let now = 20_782 * 86_400 + 43_200;
        assert_eq!(last_payout_day(now), 20_773 * 86_400 - 3_600);
        assert_eq!(next_payout_day(now), 20_788 * 86_400 - 3_600);
        // 15 November 23:30 UTC is already the 16th in Morocco.
        let night = 20_772 * 86_400 + 84_600;
        assert_eq!(last_payout_day(night), 20_773 * 86_400 - 3_600);
    }
}
