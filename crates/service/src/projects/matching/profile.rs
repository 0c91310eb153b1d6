//! One's own profile: filled in, changed, deleted.

use crate::{
    Ctx, internal,
    projects::teams::{note, venturer},
};
use domain::{
    Result,
    projects::{ProfileInput, ProfilePage, parse_profile},
};
use serde_json::json;

/// # Errors
/// `Unauthenticated`.
pub async fn show_profile(ctx: &Ctx) -> Result<ProfilePage> {
    let (person, _) = venturer(ctx)?;
    let db = ctx.db().reader();
    let profile = store::projects::profiles_of(db, &[person])
        .await
        .map_err(internal(ctx))?
        .remove(&person);
    Ok(ProfilePage {
        profile,
        proven: store::projects::proven_skills(db, person, ctx.now)
            .await
            .map_err(internal(ctx))?,
        regions: store::marketplace::regions(db)
            .await
            .map_err(internal(ctx))?,
        provinces: store::marketplace::provinces(db)
            .await
            .map_err(internal(ctx))?,
    })
}

/// Keeps the profile. That someone agrees to be found, or no longer does, is in the audit log.
///
/// # Errors
/// `Unauthenticated`; `Invalid` naming each field.
pub async fn save_profile(ctx: &Ctx, input: &ProfileInput) -> Result<()> {
    let (person, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let provinces = store::marketplace::provinces(&tx)
        .await
        .map_err(internal(ctx))?;
    let before = store::projects::profiles_of(&tx, &[person])
        .await
        .map_err(internal(ctx))?
        .remove(&person);
    let profile = parse_profile(input, &provinces, before.as_ref(), ctx.now)?;
    store::projects::save_profile(&tx, &permit, &profile, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let agreed = before.and_then(|it| it.findable_at);
    if agreed != profile.findable_at {
        let change = (
            json!({ "findable_at": agreed }),
            json!({ "findable_at": profile.findable_at }),
        );
        let subject = format!("person:{person}");
        note(ctx, &tx, &permit, "agree_to_be_found", subject, change).await?;
    }
    store::commit(tx).await.map_err(internal(ctx))
}

/// Nothing is left of it, and nobody finds the person any more.
///
/// # Errors
/// `Unauthenticated`.
pub async fn delete_profile(ctx: &Ctx) -> Result<()> {
    let (_, permit) = venturer(ctx)?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    store::projects::delete_profile(&tx, &permit)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}
