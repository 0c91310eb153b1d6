//! An advisor examines a cooperative's file: verifies it, or gives it back with reasons.

use super::{advisor, mails, moderator, note};
use crate::{Ctx, internal};
use domain::{
    CooperativeId, Error, LocalText, RegistrationId, Result,
    admin::{RegistrationCase, parse_reasons},
    cooperatives::{Event, Registration, slug},
    policy::{OfficeCase, Permit},
};
use store::{Tx, cooperatives::Applicant};

/// # Errors
/// `NotFound` for a file of another region, and for a draft.
pub async fn show_registration(ctx: &Ctx, id: RegistrationId) -> Result<RegistrationCase> {
    advisor(ctx)?;
    let db = ctx.db().reader();
    let (applicant, registration) = store::cooperatives::load_registration(db, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    moderator(ctx, applicant.region)?;
    if registration.submitted_at.is_none() {
        return Err(Error::NotFound);
    }
    let person = store::accounts::load_me(db, applicant.person)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let ice_in_use = match &registration.numbers {
        Some(numbers) => store::admin::ice_owner(db, &numbers.ice)
            .await
            .map_err(internal(ctx))?,
        None => None,
    };
    let regions = store::marketplace::regions(db)
        .await
        .map_err(internal(ctx))?;
    let provinces = store::marketplace::provinces(db)
        .await
        .map_err(internal(ctx))?;
    let province = registration
        .place
        .as_ref()
        .and_then(|place| provinces.into_iter().find(|it| it.code == place.province));
    let region = province
        .as_ref()
        .and_then(|province| regions.into_iter().find(|it| it.code == province.region));
    let own = registration.status == domain::cooperatives::Status::Verified;
    Ok(RegistrationCase {
        region: region.map_or_else(LocalText::default, |it| it.name),
        province: province.map_or_else(LocalText::default, |it| it.name),
        applicant: person.name,
        applicant_email: person.email,
        applicant_phone: person.phone,
        ice_in_use: ice_in_use.filter(|_| !own),
        registration,
    })
}

/// The file, where it waits for a decision made on `version`.
async fn waiting(
    ctx: &Ctx,
    tx: &Tx,
    id: RegistrationId,
) -> Result<(Permit<OfficeCase>, Applicant, Registration)> {
    advisor(ctx)?;
    let (applicant, registration) = store::cooperatives::load_registration(tx, id)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let permit = moderator(ctx, applicant.region)?;
    Ok((permit, applicant, registration))
}

/// Makes the cooperative and its manager.
///
/// # Errors
/// `NotFound` for another region's; `Conflict` where it changed since `version`, is no longer
/// waiting, or another cooperative has its ICE.
pub async fn verify_registration(
    ctx: &Ctx,
    id: RegistrationId,
    version: i64,
) -> Result<CooperativeId> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, applicant, registration) = waiting(ctx, &tx, id).await?;
    let after = registration.status.transition(Event::Verify)?;
    if registration.version != version {
        return Err(Error::Conflict);
    }
    let slug = slug(&registration.name);
    let cooperative =
        store::cooperatives::verify_registration(&tx, &permit, &registration, &slug, ctx.now)
            .await
            .map_err(internal(ctx))?;
    store::accounts::grant_manager(
        &tx,
        &permit,
        &ctx.actor,
        applicant.person,
        cooperative,
        ctx.now,
    )
    .await
    .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "verify_registration",
        format!("cooperative:{cooperative}"),
        serde_json::json!({ "registration": id, "status": registration.status.code() }),
        serde_json::json!({ "status": after.code() }),
    )
    .await?;
    // A team's project has become this cooperative.
    crate::projects::registered(ctx, &tx, &permit, (id, cooperative)).await?;
    mails::verified(ctx, &tx, &permit, applicant.person, &registration.name).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(cooperative)
}

/// # Errors
/// `Invalid` on `reasons`; otherwise as [`verify_registration`].
pub async fn return_registration(
    ctx: &Ctx,
    id: RegistrationId,
    version: i64,
    reasons: &str,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, applicant, registration) = waiting(ctx, &tx, id).await?;
    let reasons = parse_reasons(reasons)?;
    let after = registration.status.transition(Event::Return)?;
    store::cooperatives::return_registration(&tx, &permit, id, version, &reasons, ctx.now)
        .await
        .map_err(internal(ctx))?;
    note(
        ctx,
        &tx,
        &permit,
        "return_registration",
        format!("registration:{id}"),
        serde_json::json!({ "status": registration.status.code() }),
        serde_json::json!({ "status": after.code(), "reasons": reasons }),
    )
    .await?;
    mails::returned(
        ctx,
        &tx,
        &permit,
        applicant.person,
        &registration.name,
        &reasons,
    )
    .await?;
    store::commit(tx).await.map_err(internal(ctx))
}
