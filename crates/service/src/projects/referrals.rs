//! People whom social workers refer: consent first, each sees what they need and no more, and taking
//! consent back erases.

use crate::{Ctx, accounts::token_hash, admin::note as audit, internal, seal::Seal};
use domain::{
    Error, LocalText, PersonId, ReferralId, Result,
    geography::{Province, RegionCode},
    policy::{Action, ConsentLink, Office, OfficeCase, Permit, Platform, Referral, authorize},
    projects::{
        ConsentWay, IncomingReferral, OfficeReferrals, OpenedReferral, ReferralCase, ReferralEvent,
        ReferralInput, ReferralLine, ReferralState, ReferralStep, ReferralsPage, Referred,
        SealedReferral, WORKER_EVENTS, consent_witness, referral_reason, step_by_facts,
    },
};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::{
    Tx,
    projects::{NewReferralRow, ReferralRow},
};

fn seal<'a>(uid: &'a str, field: &'static str) -> Seal<'a> {
    Seal {
        purpose: "referral",
        bound: (uid, field),
    }
}

/// The secret of the person's own page: made anew whenever the worker shows it. Hashing twice keeps
/// the key's end closed.
fn token(ctx: &Ctx, uid: &str) -> String {
    let key = &ctx.services.secret_key;
    let inner = Sha256::new()
        .chain_update(key)
        .chain_update(b"referral")
        .chain_update(uid)
        .finalize();
    hex::encode(
        Sha256::new()
            .chain_update(key)
            .chain_update(inner)
            .finalize(),
    )
}

fn worker(ctx: &Ctx) -> Result<Permit<Referral>> {
    let worker = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    authorize(&ctx.actor, Action::Refer, &Referral { worker })
}

/// The worker's own case.
async fn own(
    ctx: &Ctx,
    db: &impl store::Connection,
    id: ReferralId,
) -> Result<(ReferralRow, Permit<Referral>)> {
    let mine = worker(ctx)?;
    let row = store::projects::referral(db, id)
        .await
        .map_err(internal(ctx))?
        .filter(|row| Some(row.worker) == ctx.actor.person())
        .ok_or(Error::NotFound)?;
    Ok((row, mine))
}

async fn provinces(ctx: &Ctx, db: &impl store::Connection) -> Result<Vec<Province>> {
    store::marketplace::provinces(db)
        .await
        .map_err(internal(ctx))
}

fn name_of(provinces: &[Province], code: Option<&str>) -> Option<LocalText> {
    provinces
        .iter()
        .find(|it| Some(it.code.as_str()) == code)
        .map(|it| it.name.clone())
}

fn referred(ctx: &Ctx, row: &ReferralRow) -> Result<Option<Referred>> {
    let sealed = row.referred.as_deref();
    sealed
        .map(|it| seal(&row.uid, "referred").open(ctx, it))
        .transpose()
}

fn situation(ctx: &Ctx, row: &ReferralRow) -> Result<Option<String>> {
    let sealed = row.situation.as_deref();
    sealed
        .map(|it| seal(&row.uid, "situation").open(ctx, it))
        .transpose()
}

/// One's own cases, and what the form of a new one offers.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who is no social worker.
pub async fn list_referrals(ctx: &Ctx) -> Result<ReferralsPage> {
    worker(ctx)?;
    let me = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let db = ctx.db().reader();
    let rows = store::projects::referrals_of(db, me)
        .await
        .map_err(internal(ctx))?;
    let cases = rows.iter().map(|row| {
        Ok(ReferralLine {
            id: row.id,
            state: row.state,
            name: referred(ctx, row)?.map(|it| it.name),
            updated_at: row.updated_at,
        })
    });
    Ok(ReferralsPage {
        cases: cases.collect::<Result<_>>()?,
        regions: store::marketplace::regions(db)
            .await
            .map_err(internal(ctx))?,
        provinces: provinces(ctx, db).await?,
    })
}

/// A new case, which nobody else sees before there is consent.
///
/// # Errors
/// As [`list_referrals`]; `Invalid` naming every wrong field.
pub async fn start_referral(ctx: &Ctx, input: &ReferralInput) -> Result<ReferralId> {
    let permit = worker(ctx)?;
    let me = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let new = input.check(&provinces(ctx, &tx).await?)?;
    let uid = crate::accounts::new_token();
    let situation = new
        .situation
        .map(|it| seal(&uid, "situation").close(ctx, &it))
        .transpose()?;
    let row = NewReferralRow {
        uid: &uid,
        token_hash: &token_hash(&token(ctx, &uid)),
        worker: me,
        region: new.region,
        province: &new.province,
        referred: &seal(&uid, "referred").close(ctx, &new.referred)?,
        situation: situation.as_deref(),
    };
    let id = store::projects::insert_referral(&tx, &permit, &row, ctx.now)
        .await
        .map_err(internal(ctx))?;
    told(
        ctx,
        &tx,
        &permit,
        id,
        "referral.start",
        None,
        ReferralState::Draft,
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

/// The audit log says what was done with a case, and never what is in it.
async fn told<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    id: ReferralId,
    action: &'static str,
    before: Option<ReferralState>,
    after: ReferralState,
) -> Result<()> {
    let state = |it: Option<ReferralState>| json!({ "state": it.map(ReferralState::code) });
    let subject = format!("referral:{id}");
    audit(
        ctx,
        tx,
        permit,
        action,
        subject,
        state(before),
        state(Some(after)),
    )
    .await
}

async fn case(ctx: &Ctx, db: &impl store::Connection, row: ReferralRow) -> Result<ReferralCase> {
    let events = store::projects::referral_events(db, row.id)
        .await
        .map_err(internal(ctx))?;
    let history = events.into_iter().map(|(event, at, reason)| {
        let reason = reason
            .map(|it| seal(&row.uid, "reason").open(ctx, &it))
            .transpose()?;
        Ok(ReferralStep { event, at, reason })
    });
    let provinces = provinces(ctx, db).await?;
    Ok(ReferralCase {
        id: row.id,
        state: row.state,
        province: name_of(&provinces, row.province.as_deref()),
        referred: referred(ctx, &row)?,
        situation: situation(ctx, &row)?,
        consent: row.consent,
        is_linked: row.account.is_some(),
        history: history.collect::<Result<_>>()?,
        token: token(ctx, &row.uid),
        worker: row.worker_name,
    })
}

/// One's own case.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for another's, and for who is no social worker.
pub async fn show_referral(ctx: &Ctx, id: ReferralId) -> Result<ReferralCase> {
    let db = ctx.db().reader();
    let (row, _) = own(ctx, db, id).await?;
    case(ctx, db, row).await
}

/// Consent on paper or aloud, before a witness.
///
/// # Errors
/// As [`show_referral`]; `Invalid` on `witness`; `Conflict` where it is past that.
pub async fn record_consent(ctx: &Ctx, id: ReferralId, witness: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = own(ctx, &tx, id).await?;
    let witness = consent_witness(witness)?;
    let reason = seal(&row.uid, "reason").close(ctx, &witness)?;
    consent(ctx, &tx, &permit, &row, ConsentWay::Witness, Some(reason)).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

async fn consent<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    row: &ReferralRow,
    way: ConsentWay,
    reason: Option<String>,
) -> Result<()> {
    advance(ctx, tx, permit, row, ReferralEvent::Consent, reason).await?;
    store::projects::set_consent(tx, permit, row.id, way, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// One step of the state machine, noted in the case and in the audit log.
async fn advance<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    row: &ReferralRow,
    event: ReferralEvent,
    reason: Option<String>,
) -> Result<()> {
    let next = row.state.transition(event)?;
    let by = ctx.actor.person();
    let moved = if next == ReferralState::Withdrawn {
        store::projects::erase_referral(tx, permit, row.id, by, ctx.now).await
    } else {
        let step = (row.id, row.state, next);
        let noted = (event.code(), by, reason);
        store::projects::move_referral(tx, permit, step, noted, ctx.now).await
    };
    if !moved.map_err(internal(ctx))? {
        return Err(Error::Conflict);
    }
    told(
        ctx,
        tx,
        permit,
        row.id,
        "referral.advance",
        Some(row.state),
        next,
    )
    .await
}

/// What the worker does: send it, follow it, close it, or take back the consent for the person.
///
/// # Errors
/// As [`show_referral`]; `Conflict` where the state does not allow it; `Malformed` for an act that
/// is not the worker's.
pub async fn advance_referral(ctx: &Ctx, id: ReferralId, event: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = own(ctx, &tx, id).await?;
    let event = ReferralEvent::from_code(event)
        .filter(|event| WORKER_EVENTS.contains(event))
        .ok_or(Error::Malformed)?;
    advance(ctx, &tx, &permit, &row, event, None).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

async fn by_token(
    ctx: &Ctx,
    db: &impl store::Connection,
    token: &str,
) -> Result<(ReferralRow, Permit<ConsentLink>)> {
    let permit = authorize(&ctx.actor, Action::AnswerReferral, &ConsentLink {})?;
    let row = store::projects::referral_by_token(db, &token_hash(token))
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    Ok((row, permit))
}

/// All that is kept about the person, for whoever holds their link.
///
/// # Errors
/// `NotFound` for an unknown link.
pub async fn show_consent(ctx: &Ctx, token: &str) -> Result<ReferralCase> {
    let db = ctx.db().reader();
    let (row, _) = by_token(ctx, db, token).await?;
    case(ctx, db, row).await
}

/// The person agrees, or takes it back; the second time changes nothing.
///
/// # Errors
/// As [`show_consent`]; `Conflict` for agreeing to what is past that.
pub async fn answer_consent(ctx: &Ctx, token: &str, agrees: bool) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = by_token(ctx, &tx, token).await?;
    match (agrees, row.state) {
        (true, ReferralState::Consented) | (false, ReferralState::Withdrawn) => return Ok(()),
        (true, _) => consent(ctx, &tx, &permit, &row, ConsentWay::Link, None).await?,
        (false, _) => {
            advance(ctx, &tx, &permit, &row, ReferralEvent::Withdraw, None).await?;
        }
    }
    store::commit(tx).await.map_err(internal(ctx))
}

/// The person, signed in, says that this account is theirs: training and team then follow by
/// themselves. Once more is no error.
///
/// # Errors
/// As [`show_consent`]; `Unauthenticated` for a visitor; `Conflict` without consent, and for the
/// worker, whose account it cannot be.
pub async fn link_referral(ctx: &Ctx, token: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (row, permit) = by_token(ctx, &tx, token).await?;
    let person = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let has_consent = row.consent.is_some() && row.state != ReferralState::Withdrawn;
    if !has_consent || person == row.worker {
        return Err(Error::Conflict);
    }
    let sealed = seal(&row.uid, "account").close(ctx, &person)?;
    store::projects::link_referral(&tx, &permit, row.id, &sealed, ctx.now)
        .await
        .map_err(internal(ctx))?;
    // The log says that it was linked, and not to whom.
    told(
        ctx,
        &tx,
        &permit,
        row.id,
        "referral.link",
        Some(row.state),
        row.state,
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Moves linked cases on by what the person does: a course begun, a team joined. Answers how many
/// moved.
///
/// # Errors
/// `Forbidden` for anyone but the worker process.
pub async fn follow_referrals(ctx: &Ctx) -> Result<u32> {
    let permit = authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let (mut moved, mut after) = (0, ReferralId(0));
    loop {
        let db = ctx.db().reader();
        let rows = store::projects::linked_referrals(db, after)
            .await
            .map_err(internal(ctx))?;
        let Some(last) = rows.last() else {
            return Ok(moved);
        };
        after = last.id;
        let linked = rows.into_iter().filter_map(|row| {
            let account = row.account.as_deref()?;
            let person: PersonId = seal(&row.uid, "account").open(ctx, account).ok()?;
            Some((row, person))
        });
        let linked: Vec<(ReferralRow, PersonId)> = linked.collect();
        let people: Vec<PersonId> = linked.iter().map(|(_, person)| *person).collect();
        let facts = store::projects::person_facts(db, &people)
            .await
            .map_err(internal(ctx))?;
        for (row, person) in linked {
            let facts = facts.get(&person).copied().unwrap_or_default();
            let Some(event) = step_by_facts(row.state, facts) else {
                continue;
            };
            let tx = ctx.db().begin().await.map_err(internal(ctx))?;
            match advance(ctx, &tx, &permit, &row, event, None).await {
                Ok(()) => {
                    store::commit(tx).await.map_err(internal(ctx))?;
                    moved += 1;
                }
                // Somebody was quicker; the next round sees what is left to do.
                Err(Error::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// What was sent to an advisor's regions, and for an administrator which cases there are.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` for anyone else.
pub async fn office_referrals(ctx: &Ctx) -> Result<OfficeReferrals> {
    let db = ctx.db().reader();
    authorize(&ctx.actor, Action::ReadReferrals, &Office {})?;
    let may_open = authorize(&ctx.actor, Action::BreakGlass, &Platform {});
    let regions = ctx.actor.regions();
    let provinces = provinces(ctx, db).await?;
    let rows = store::projects::incoming_referrals(db, &regions)
        .await
        .map_err(internal(ctx))?;
    let incoming = rows.iter().map(|row| {
        let it = referred(ctx, row)?.unwrap_or_default();
        Ok(IncomingReferral {
            id: row.id,
            state: row.state,
            province: name_of(&provinces, row.province.as_deref()),
            wishes: it.wishes,
            needs: it.needs,
            person: (row.state != ReferralState::Sent).then_some((it.name, it.phone)),
            updated_at: row.updated_at,
        })
    });
    let incoming = incoming.collect::<Result<_>>()?;
    let mut sealed = Vec::new();
    if may_open.is_ok() {
        let regions = store::marketplace::regions(db)
            .await
            .map_err(internal(ctx))?;
        let rows = store::projects::sealed_referrals(db)
            .await
            .map_err(internal(ctx))?;
        sealed = rows
            .into_iter()
            .map(|row| SealedReferral {
                id: row.id,
                state: row.state,
                region: regions
                    .iter()
                    .find(|it| it.code == row.region)
                    .map(|it| it.name.clone())
                    .unwrap_or_default(),
                updated_at: row.updated_at,
            })
            .collect();
    }
    Ok(OfficeReferrals { incoming, sealed })
}

/// The advisor of the region takes the case, or declines it and says why.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for another region's; `Invalid` on `reason`; `Conflict` where it is
/// decided.
pub async fn decide_referral(ctx: &Ctx, id: ReferralId, accepts: bool, reason: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let row = store::projects::referral(&tx, id)
        .await
        .map_err(internal(ctx))?;
    let row = match row {
        Some(row) => row,
        None if ctx.actor.person().is_none() => return Err(Error::Unauthenticated),
        None => return Err(Error::NotFound),
    };
    let region = RegionCode::parse(&row.region).ok_or(Error::NotFound)?;
    let permit = authorize(&ctx.actor, Action::Moderate, &OfficeCase { region })?;
    let (event, reason) = if accepts {
        (ReferralEvent::Accept, None)
    } else {
        let reason = referral_reason(reason)?;
        let sealed = seal(&row.uid, "reason").close(ctx, &reason)?;
        (ReferralEvent::Decline, Some(sealed))
    };
    advance(ctx, &tx, &permit, &row, event, reason).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// How long what was opened waits to be shown, in seconds.
const SHOWN_WITHIN: i64 = 300;

/// In an emergency an administrator opens what is sealed, and says why; [`show_opened`] then shows it
/// once. The worker and the person see that it was opened, when and why; the audit log keeps it for
/// good.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` for anyone else; `Invalid` on `reason`; `NotFound` where there is
/// nothing.
pub async fn break_glass(ctx: &Ctx, id: ReferralId, reason: &str) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::BreakGlass, &Platform {})?;
    let reason = referral_reason(reason)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let row = store::projects::referral(&tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    referred(ctx, &row)?.ok_or(Error::NotFound)?;
    let sealed = seal(&row.uid, "reason").close(ctx, &reason)?;
    let event = ("opened", ctx.actor.person(), Some(sealed));
    store::projects::note_referral(&tx, &permit, id, event, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let subject = format!("referral:{id}");
    let after = json!({ "reason": reason });
    audit(
        ctx,
        &tx,
        &permit,
        "referral.break_glass",
        subject,
        json!(null),
        after,
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What the administrator has just opened: once, and not for long.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` for anyone else; `NotFound` where nothing waits to be shown.
pub async fn show_opened(ctx: &Ctx, id: ReferralId) -> Result<OpenedReferral> {
    let permit = authorize(&ctx.actor, Action::BreakGlass, &Platform {})?;
    let me = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let times = (ctx.now - SHOWN_WITHIN, ctx.now);
    let is_taken = store::projects::take_opened(&tx, &permit, (id, me), times)
        .await
        .map_err(internal(ctx))?;
    let row = store::projects::referral(&tx, id)
        .await
        .map_err(internal(ctx))?
        .filter(|_| is_taken)
        .ok_or(Error::NotFound)?;
    let opened = OpenedReferral {
        referred: referred(ctx, &row)?.ok_or(Error::NotFound)?,
        situation: situation(ctx, &row)?,
    };
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(opened)
}
