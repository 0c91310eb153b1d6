//! A member fills in their cooperative's file, step by step, and submits it.

use super::keep_document;
use crate::{Ctx, internal};
use domain::{
    Error, Problem, RegistrationId, Result,
    cooperatives::{
        DocumentKind, NumbersInput, PlaceInput, RegistrationPage, parse_name, parse_numbers,
        parse_place, parse_story,
    },
    policy::{self, Action, Permit, authorize},
};
use store::{
    Tx,
    cooperatives::{StepValues, own_registration},
};

/// One step as typed.
#[derive(Clone, Debug)]
pub enum StepInput {
    Name([String; 4]),
    Numbers(NumbersInput),
    Place(PlaceInput),
    Story([String; 4]),
}

fn author(ctx: &Ctx) -> Result<Permit<policy::Registration>> {
    let applicant = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let file = policy::Registration { applicant };
    authorize(&ctx.actor, Action::RegisterCooperative, &file)
}

/// # Errors
/// `Unauthenticated`.
pub async fn show_registration(ctx: &Ctx) -> Result<RegistrationPage> {
    author(ctx)?;
    let applicant = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let db = ctx.db().reader();
    let registration = own_registration(db, applicant)
        .await
        .map_err(internal(ctx))?;
    let regions = store::marketplace::regions(db)
        .await
        .map_err(internal(ctx))?;
    let provinces = store::marketplace::provinces(db)
        .await
        .map_err(internal(ctx))?;
    Ok(RegistrationPage {
        registration,
        regions,
        provinces,
    })
}

/// Begins the file where there is none; only a draft is changed.
async fn open(ctx: &Ctx, tx: &Tx, permit: &Permit<policy::Registration>) -> Result<RegistrationId> {
    let applicant = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    match own_registration(tx, applicant)
        .await
        .map_err(internal(ctx))?
    {
        Some(registration) => {
            registration.check_editable()?;
            Ok(registration.id)
        }
        None => store::cooperatives::create_registration(tx, permit, ctx.now)
            .await
            .map_err(internal(ctx)),
    }
}

/// Saves one step of the file.
///
/// # Errors
/// `Invalid` naming each field; `Conflict` once it was submitted.
pub async fn save_registration(ctx: &Ctx, input: StepInput) -> Result<()> {
    let permit = author(ctx)?;
    let values = match &input {
        StepInput::Name(name) => StepValues::Name(parse_name(name)?),
        StepInput::Story(story) => StepValues::Story(parse_story(story)?),
        StepInput::Numbers(input) => StepValues::Numbers(parse_numbers(input)?),
        StepInput::Place(input) => {
            let rules = crate::projects::rules(ctx, ctx.db().reader()).await?;
            let fewest = i64::from(rules.founders());
            StepValues::Place(parse_place(input, year_of(ctx.now), fewest)?)
        }
    };
    if let StepValues::Place(place) = &values {
        let provinces = store::marketplace::provinces(ctx.db().reader())
            .await
            .map_err(internal(ctx))?;
        if !provinces.iter().any(|it| it.code == place.province) {
            return Err(Error::field("province", Problem::UnknownChoice));
        }
    }
    if let StepValues::Numbers(numbers) = &values {
        let taken = store::admin::ice_owner(ctx.db().reader(), &numbers.ice)
            .await
            .map_err(internal(ctx))?;
        if taken.is_some() {
            return Err(Error::field("ice", Problem::InUse));
        }
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let id = open(ctx, &tx, &permit).await?;
    store::cooperatives::save_step(&tx, &permit, id, &values, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// 365.2425 days a year: exact enough to bound a year of foundation.
pub(crate) fn year_of(now: domain::Timestamp) -> i64 {
    1970 + now / 31_556_952
}

/// Takes a paper in the place of the one that was there.
///
/// # Errors
/// `Invalid` on the kind's own field; `TooLarge`; `Conflict` once it was submitted.
pub async fn upload_document(
    ctx: &Ctx,
    kind: DocumentKind,
    name: &str,
    bytes: Vec<u8>,
) -> Result<()> {
    let permit = author(ctx)?;
    let kept = keep_document(ctx, kind.code(), name, bytes).await?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let id = open(ctx, &tx, &permit).await?;
    let document = kept.insert(ctx, &tx, &permit).await?;
    store::cooperatives::put_document(&tx, &permit, id, kind, document, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// # Errors
/// `NotFound` without a file; `Conflict` once it was submitted.
pub async fn remove_document(ctx: &Ctx, kind: DocumentKind) -> Result<()> {
    let permit = author(ctx)?;
    let applicant = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let file = own_registration(&tx, applicant)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    store::cooperatives::drop_document(&tx, &permit, file.id, kind, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Hands the whole file to the advisors of its region.
///
/// # Errors
/// `NotFound` without a file; `Invalid` naming each missing step; `Conflict` where it changed since
/// `version`, or was submitted before. Submitting the same twice is submitting once.
pub async fn submit_registration(ctx: &Ctx, version: i64) -> Result<()> {
    let permit = author(ctx)?;
    let applicant = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let file = own_registration(&tx, applicant)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    if file.status == domain::cooperatives::Status::Submitted && file.version == version + 1 {
        return Ok(());
    }
    file.check_complete()?;
    if let Some(numbers) = &file.numbers
        && store::admin::ice_owner(&tx, &numbers.ice)
            .await
            .map_err(internal(ctx))?
            .is_some()
    {
        return Err(Error::field("numbers", Problem::InUse));
    }
    store::cooperatives::submit_registration(&tx, &permit, file.id, version, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}
