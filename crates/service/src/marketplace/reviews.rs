//! Reviews by who received the goods: written, answered, reported and moderated.

use crate::{Ctx, internal};
use domain::{
    Error, PersonId, Problem, Result, ReviewId,
    marketplace::{
        ReportedReview, ReviewInput, ReviewSubject, ReviewsView, public_name, report_reason,
    },
    policy::{Account, Action, Listing, Permit, Platform, PublicSite, authorize},
    text,
};
use media::{Limits, Refused};
use store::marketplace::{NewReview, ReviewHead};

/// What stands about a listing or a cooperative, and what the reader may do about it.
///
/// # Errors
/// `NotFound` for what is not public.
pub async fn show_reviews(ctx: &Ctx, subject: ReviewSubject) -> Result<ReviewsView> {
    authorize(&ctx.actor, Action::BrowseCatalogue, &PublicSite {})?;
    let db = ctx.db().reader();
    let seller = store::marketplace::seller_of(db, subject)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let reader = ctx.actor.person();
    let reviews = store::marketplace::reviews_of(db, subject, reader)
        .await
        .map_err(internal(ctx))?;
    let rating = store::marketplace::rating_of(db, subject)
        .await
        .map_err(internal(ctx))?;
    let may_write = match reader {
        Some(reader) => store::marketplace::has_received(db, reader, subject)
            .await
            .map_err(internal(ctx))?,
        None => false,
    };
    Ok(ReviewsView {
        rating,
        reviews,
        may_write,
        may_answer: ctx.actor.manages(seller),
        may_report: reader.is_some(),
    })
}

fn own(ctx: &Ctx) -> Result<(PersonId, Permit<Account>)> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::WriteReview, &Account { owner })?;
    Ok((owner, permit))
}

/// Writes one's review, or changes it: one a person and subject.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for who did not receive it; `Invalid` on `stars` or `text`.
pub async fn write_review(
    ctx: &Ctx,
    subject: ReviewSubject,
    input: &ReviewInput,
) -> Result<ReviewId> {
    let (person, permit) = own(ctx)?;
    let (stars, text) = input.check()?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let seller = store::marketplace::seller_of(&tx, subject)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)?;
    let received = store::marketplace::has_received(&tx, person, subject)
        .await
        .map_err(internal(ctx))?;
    if !received {
        return Err(Error::NotFound);
    }
    let me = store::accounts::load_me(&tx, person)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::Unauthenticated)?;
    let review = NewReview {
        person,
        author: public_name(&me.name),
        seller,
        subject,
        stars,
        text,
    };
    let id = store::marketplace::put_review(&tx, &permit, &review, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(id)
}

async fn head(ctx: &Ctx, db: &impl store::Connection, review: ReviewId) -> Result<ReviewHead> {
    store::marketplace::review_head(db, review)
        .await
        .map_err(internal(ctx))?
        .ok_or(Error::NotFound)
}

/// Adds a photo to one's own review; the worker renders it, then it is shown.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for another's review; `Invalid` on `picture`; `TooLarge`;
/// `Conflict` beyond four.
pub async fn add_review_picture(ctx: &Ctx, review: ReviewId, bytes: &[u8]) -> Result<()> {
    let (person, permit) = own(ctx)?;
    if head(ctx, ctx.db().reader(), review).await?.author != person {
        return Err(Error::NotFound);
    }
    let checked = media::check(bytes, &Limits::default()).map_err(|refused| match refused {
        Refused::TooManyBytes { max } => Error::TooLarge { max_bytes: max },
        Refused::TooSmall { min } => Error::field("picture", Problem::TooShort { min }),
        _ => Error::field("picture", Problem::UnknownChoice),
    })?;
    let media = ctx.services.media.clone();
    let (sha256, format, original) = (checked.sha256.clone(), checked.format, bytes.to_vec());
    let kept =
        tokio::task::spawn_blocking(move || media.put_original(&sha256, format, &original)).await;
    if !matches!(kept, Ok(Ok(()))) {
        tracing::error!(request_id = %ctx.request_id, ?kept, "original could not be kept");
        return Err(Error::Internal {
            request_id: ctx.request_id.clone(),
        });
    }
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let size = (checked.width, checked.height);
    store::marketplace::insert_review_picture(&tx, &permit, review, &checked.sha256, size)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The seller's answer under a review; empty takes it away.
///
/// # Errors
/// `Unauthenticated`; `NotFound` for a review of another seller; `Invalid` on `reply`.
pub async fn answer_review(ctx: &Ctx, review: ReviewId, reply: &str) -> Result<()> {
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let head = head(ctx, &tx, review).await?;
    let cooperative = head.seller;
    let permit = authorize(&ctx.actor, Action::AnswerReview, &Listing { cooperative })?;
    let reply = text::paragraph(reply, 1000).map_err(|problem| Error::field("reply", problem))?;
    store::marketplace::set_reply(&tx, &permit, review, reply.as_deref(), ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// Tells the office that a review should not stand.
///
/// # Errors
/// `Unauthenticated`; `NotFound`; `Invalid` on `reason`.
pub async fn report_review(ctx: &Ctx, review: ReviewId, reason: &str) -> Result<()> {
    let (person, permit) = own(ctx)?;
    let reason = report_reason(reason).map_err(|problem| Error::field("reason", problem))?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    head(ctx, &tx, review).await?;
    store::marketplace::insert_report(&tx, &permit, review, person, &reason, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}

/// The reviews that readers reported.
///
/// # Errors
/// `Unauthenticated`; `Forbidden` for anyone but the office.
pub async fn list_reported_reviews(ctx: &Ctx) -> Result<Vec<ReportedReview>> {
    authorize(&ctx.actor, Action::ModerateReviews, &Platform {})?;
    store::marketplace::reported_reviews(ctx.db().reader())
        .await
        .map_err(internal(ctx))
}

/// The office keeps a reported review or hides it.
///
/// # Errors
/// As [`list_reported_reviews`]; `NotFound`; `Conflict` where it was decided already.
pub async fn decide_reported_review(ctx: &Ctx, review: ReviewId, hide: bool) -> Result<()> {
    let permit = authorize(&ctx.actor, Action::ModerateReviews, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let head = head(ctx, &tx, review).await?;
    store::marketplace::decide_reports(&tx, &permit, &head, hide, ctx.now)
        .await
        .map_err(internal(ctx))?;
    store::commit(tx).await.map_err(internal(ctx))
}
