//! A seller writes a listing step by step; what matters goes to an advisor, the rest is published
//! at once. What is published stays as it is until then.

use crate::{Ctx, accounts::new_token, internal};
use domain::{
    CategoryId, CertificationId, CooperativeId, Error, ListingId, LocalText, PictureId, Problem,
    Result,
    cooperatives::slug,
    marketplace::{
        DraftPage, DraftPicture, DraftState, ListingDraft, MAX_PICTURES, MAX_VARIANTS, MyListing,
        VariantInput, draft_attribute, draft_description, draft_name, draft_origin, draft_terms,
        hs_code, parse_variant,
    },
    policy::{Action, Listing, Permit, authorize},
    text::{self, Check},
};
use store::{Tx, marketplace::LoadedDraft};

/// # Errors
/// `Unauthenticated`; `NotFound` for who does not sell for the cooperative.
pub async fn list_listings(ctx: &Ctx, cooperative: CooperativeId) -> Result<Vec<MyListing>> {
    authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })?;
    store::marketplace::my_listings(ctx.db().reader(), cooperative)
        .await
        .map_err(internal(ctx))
}

/// Begins a listing that nobody sees yet.
///
/// # Errors
/// `Invalid` on `category`; `NotFound` for who does not sell for the cooperative.
pub async fn begin_listing(
    ctx: &Ctx,
    cooperative: CooperativeId,
    category: &str,
) -> Result<ListingId> {
    let permit = authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })?;
    let id = category.parse().map(CategoryId);
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let known = match id {
        Ok(id) => store::marketplace::category(&tx, id)
            .await
            .map_err(internal(ctx))?,
        Err(_) => None,
    };
    let known = known.ok_or_else(|| Error::field("category", Problem::Required))?;
    // Nobody reads this address: the listing gets its own when it is published.
    let slug = format!("draft-{}", &new_token()[..24]);
    let listing = store::marketplace::new_draft(&tx, &permit, known.id, &slug, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(listing)
}

/// The listing with the permit to change it.
async fn open(
    ctx: &Ctx,
    db: &impl store::Connection,
    listing: ListingId,
) -> Result<(Permit<Listing>, LoadedDraft)> {
    let loaded = store::marketplace::load_draft(db, listing)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let cooperative = loaded.cooperative;
    let permit = authorize(&ctx.actor, Action::EditListing, &Listing { cooperative })?;
    Ok((permit, loaded))
}

/// # Errors
/// `NotFound` for a listing that is not the seller's.
pub async fn show_draft(ctx: &Ctx, listing: ListingId) -> Result<DraftPage> {
    let db = ctx.db().reader();
    let (_, loaded) = open(ctx, db, listing).await?;
    page(ctx, listing, loaded).await
}

pub(crate) async fn page(ctx: &Ctx, listing: ListingId, loaded: LoadedDraft) -> Result<DraftPage> {
    let db = ctx.db().reader();
    let category = store::marketplace::category(db, loaded.draft.category)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let certificates = store::marketplace::certificate_choices(db, loaded.cooperative, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let pictures = store::marketplace::draft_pictures(db, listing, &loaded.draft)
        .await
        .map_err(internal(ctx))?;
    let needs_review = needs_review(&loaded);
    Ok(DraftPage {
        listing,
        slug: loaded.slug,
        draft: loaded.draft,
        state: loaded.state,
        reasons: loaded.reasons,
        version: loaded.version,
        category,
        certificates,
        pictures,
        needs_review,
    })
}

fn needs_review(loaded: &LoadedDraft) -> bool {
    loaded
        .published
        .as_ref()
        .is_none_or(|published| loaded.draft.needs_review(published))
}

/// Changes the working copy in one transaction.
async fn edit(
    ctx: &Ctx,
    listing: ListingId,
    change: impl FnOnce(&mut ListingDraft) -> Result<()>,
) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, mut loaded) = open(ctx, &tx, listing).await?;
    if loaded.state == DraftState::Submitted {
        return Err(Error::Conflict);
    }
    change(&mut loaded.draft)?;
    save(ctx, &tx, &permit, listing, &loaded).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

async fn save(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<Listing>,
    listing: ListingId,
    loaded: &LoadedDraft,
) -> Result<()> {
    let version = Some(loaded.version);
    store::marketplace::save_draft(tx, permit, listing, &loaded.draft, version, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// # Errors
/// `Invalid` on `name_…`; `Conflict` while it waits for an advisor; `NotFound` for another's.
pub async fn save_name(ctx: &Ctx, listing: ListingId, names: [String; 4]) -> Result<()> {
    edit(ctx, listing, |draft| {
        let mut check = Check::default();
        let name = draft_name(&mut check, &names);
        check.finish()?;
        draft.name = name;
        Ok(())
    })
    .await
}

/// # Errors
/// As [`save_name`], on `description_…`.
pub async fn save_description(ctx: &Ctx, listing: ListingId, texts: [String; 4]) -> Result<()> {
    edit(ctx, listing, |draft| {
        let mut check = Check::default();
        let description = draft_description(&mut check, &texts);
        check.finish()?;
        draft.description = description;
        Ok(())
    })
    .await
}

/// The facts as typed; `attributes` in the order of what the category requires, four languages
/// each.
#[derive(Clone, Debug, Default)]
pub struct FactsInput {
    pub attributes: Vec<[String; 4]>,
    pub origin: String,
    pub hs_code: String,
    pub certification: String,
}

/// # Errors
/// As [`save_name`], on each fact.
pub async fn save_facts(ctx: &Ctx, listing: ListingId, input: FactsInput) -> Result<()> {
    let db = ctx.db().reader();
    let (_, loaded) = open(ctx, db, listing).await?;
    let category = store::marketplace::category(db, loaded.draft.category)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let choices = store::marketplace::certificate_choices(db, loaded.cooperative, ctx.now)
        .await
        .map_err(internal(ctx))?;
    let mut check = Check::default();
    let mut attributes = Vec::new();
    let empty: [String; 4] = Default::default();
    for (at, key) in category.required.iter().enumerate() {
        let typed = input.attributes.get(at).unwrap_or(&empty);
        let field = format!("attribute_{at}");
        attributes.push(draft_attribute(&mut check, &field, key, typed));
    }
    let origin = check.take("origin", draft_origin(&input.origin));
    let customs = check.take("hs_code", hs_code(&input.hs_code));
    let certification = match input.certification.trim() {
        "" => None,
        typed => {
            let id = typed.parse().map(CertificationId).ok();
            let id = id.filter(|id| choices.iter().any(|it| it.id == *id));
            check.take("certification", id.ok_or(Problem::UnknownChoice))
        }
    };
    check.finish()?;
    edit(ctx, listing, |draft| {
        draft.attributes = attributes;
        draft.origin = origin.unwrap_or_default();
        draft.hs_code = customs.unwrap_or_default();
        draft.certification = certification;
        Ok(())
    })
    .await
}

/// Adds a size (`at` is the number of sizes), or changes the one at `at`.
///
/// # Errors
/// As [`save_name`], on each field of the size.
pub async fn save_variant(
    ctx: &Ctx,
    listing: ListingId,
    at: u32,
    input: VariantInput,
) -> Result<()> {
    edit(ctx, listing, |draft| {
        let at = at as usize;
        if at > draft.variants.len() || at >= MAX_VARIANTS {
            return Err(Error::NotFound);
        }
        let id = draft.variants.get(at).and_then(|it| it.id);
        let variant = parse_variant(&input, id, &format!("L{listing}-{}", at + 1))?;
        let is_twice = draft
            .variants
            .iter()
            .enumerate()
            .any(|(other, it)| other != at && it.sku == variant.sku);
        if is_twice {
            return Err(Error::field("sku", Problem::InUse));
        }
        if at == draft.variants.len() {
            draft.variants.push(variant);
        } else {
            draft.variants[at] = variant;
        }
        Ok(())
    })
    .await
}

/// # Errors
/// `NotFound` where there is no such size; otherwise as [`save_name`].
pub async fn remove_variant(ctx: &Ctx, listing: ListingId, at: u32) -> Result<()> {
    edit(ctx, listing, |draft| {
        if (at as usize) >= draft.variants.len() {
            return Err(Error::NotFound);
        }
        draft.variants.remove(at as usize);
        Ok(())
    })
    .await
}

/// How an order is prepared. `unique` is `on` for goods of which there is one.
///
/// # Errors
/// As [`save_name`], on `prepare_days` and `min_order`.
pub async fn save_terms(
    ctx: &Ctx,
    listing: ListingId,
    prepare_days: &str,
    min_order: &str,
    unique: &str,
) -> Result<()> {
    let mut check = Check::default();
    let is_unique = unique == "on";
    let terms = draft_terms(&mut check, prepare_days, min_order, is_unique);
    check.finish()?;
    edit(ctx, listing, |draft| {
        (draft.prepare_days, draft.min_order) = terms.ok_or(Error::Malformed)?;
        draft.unique_piece = is_unique;
        Ok(())
    })
    .await
}

/// Takes a picture into the working copy: checked and kept now, rendered by the worker.
///
/// # Errors
/// `Invalid` on `picture` or `alt`; `TooLarge`; `Conflict` while it waits for an advisor.
pub async fn add_picture(ctx: &Ctx, listing: ListingId, bytes: &[u8], alt: &str) -> Result<()> {
    let (_, loaded) = open(ctx, ctx.db().reader(), listing).await?;
    if loaded.state == DraftState::Submitted {
        return Err(Error::Conflict);
    }
    let mut check = Check::default();
    if loaded.draft.pictures.len() >= MAX_PICTURES {
        let max = MAX_PICTURES as i64;
        check.refuse("picture", Problem::OutOfRange { min: 1, max });
    } else if bytes.is_empty() {
        check.refuse("picture", Problem::Required);
    }
    let alt = check.take("alt", text::line(alt, 200));
    check.finish()?;
    let alt = LocalText::of(ctx.lang, alt.unwrap_or_default());
    let kept = super::desk::keep_picture(ctx, bytes).await?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, mut loaded) = open(ctx, &tx, listing).await?;
    let size = (kept.width, kept.height);
    let id = store::marketplace::insert_picture(&tx, &permit, listing, &kept.sha256, size, &alt)
        .await
        .map_err(internal(ctx))?;
    loaded.draft.pictures.push(DraftPicture { id, alt });
    save(ctx, &tx, &permit, listing, &loaded).await?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// What to do with a picture of the working copy.
#[derive(Clone, Debug)]
pub enum PictureChange {
    /// One place towards the beginning; the first one is the cover.
    Forward,
    Remove,
    Describe([String; 4]),
}

/// # Errors
/// `NotFound` where it is not in the working copy; `Invalid` on `alt_…`.
pub async fn change_picture(
    ctx: &Ctx,
    listing: ListingId,
    picture: PictureId,
    change: PictureChange,
) -> Result<()> {
    edit(ctx, listing, |draft| {
        let at = draft
            .pictures
            .iter()
            .position(|it| it.id == picture)
            .ok_or(Error::NotFound)?;
        match change {
            PictureChange::Forward => draft.pictures.swap(at, at.saturating_sub(1)),
            PictureChange::Remove => {
                draft.pictures.remove(at);
            }
            PictureChange::Describe(texts) => {
                let mut check = Check::default();
                let alt = text::local(&mut check, "alt", &texts, |it| text::line(it, 200));
                check.finish()?;
                draft.pictures[at].alt = alt;
            }
        }
        Ok(())
    })
    .await
}

/// Publishes at once what needs no advisor, and hands the rest to one. Whether it waits.
///
/// # Errors
/// `Invalid` naming each step that is missing; `Conflict` where it changed since `version`.
/// Submitting the same twice is submitting once.
pub async fn submit_listing(ctx: &Ctx, listing: ListingId, version: i64) -> Result<DraftState> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, loaded) = open(ctx, &tx, listing).await?;
    match loaded.state {
        DraftState::Submitted if loaded.version == version + 1 => return Ok(DraftState::Submitted),
        DraftState::Unchanged => return Ok(DraftState::Unchanged),
        DraftState::Submitted => return Err(Error::Conflict),
        DraftState::Draft | DraftState::Returned => {}
    }
    if loaded.version != version {
        return Err(Error::Conflict);
    }
    let category = store::marketplace::category(&tx, loaded.draft.category)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    loaded.draft.check_complete(&category)?;
    if needs_review(&loaded) {
        store::marketplace::submit_draft(&tx, &permit, listing, version, ctx.now)
            .await
            .map_err(internal(ctx))?;
        store::commit(tx).await.map_err(internal(ctx))?;
        return Ok(DraftState::Submitted);
    }
    publish(ctx, &tx, &permit, listing, &loaded.draft).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(DraftState::Unchanged)
}

/// Writes the working copy to what everyone sees, as part of an act that `permit` allows.
pub(crate) async fn publish<R>(
    ctx: &Ctx,
    tx: &Tx,
    permit: &Permit<R>,
    listing: ListingId,
    draft: &ListingDraft,
) -> Result<()> {
    let address = slug(&draft.name);
    let by = ctx.actor.person();
    store::marketplace::publish_draft(tx, permit, listing, draft, &address, by, ctx.now)
        .await
        .map_err(internal(ctx))
}

/// Forgets the changes to a published listing.
///
/// # Errors
/// `Conflict` where there are none; `NotFound` for another's.
pub async fn discard_changes(ctx: &Ctx, listing: ListingId) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, _) = open(ctx, &tx, listing).await?;
    store::marketplace::discard_draft(&tx, &permit, listing)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Takes the listing off the market (`off`), or puts it back (`on`). What was ordered goes on.
///
/// # Errors
/// `Conflict` where it is not so; `NotFound` for another's.
pub async fn switch_listing(ctx: &Ctx, listing: ListingId, to: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let (permit, _) = open(ctx, &tx, listing).await?;
    let change = match to {
        "off" => ("published", "archived"),
        "on" => ("archived", "published"),
        _ => return Err(Error::Malformed),
    };
    store::marketplace::archive_listing(&tx, &permit, listing, change, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}
