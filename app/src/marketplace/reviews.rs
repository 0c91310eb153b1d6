//! Reviews under a listing or a cooperative: the average, each with photos and the seller's
//! answer, and the forms of who may write, answer or report.

use super::reviews_api as api;
use crate::{ActionForm, ServerAction, reload, use_form, use_words};
use domain::{
    CooperativeId, ListingId,
    marketplace::{Rating, ReviewView, ReviewsView},
};
use i18n::keys::marketplace as k;
use leptos::prelude::*;
use ui::{ErrorSummary, Field, Icon, Kind, Notice, PictureFrame};

/// The forms of one page's reviews.
#[derive(Clone, Copy)]
struct Forms {
    write: ServerAction<api::WriteReview>,
    answer: ServerAction<api::AnswerReview>,
    report: ServerAction<api::ReportReview>,
}

/// The reviews of a listing, or of a cooperative where `listing` is 0.
#[component]
pub fn Reviews(listing: ListingId, cooperative: CooperativeId) -> impl IntoView {
    let words = use_words();
    let forms = Forms {
        write: ServerAction::new(),
        answer: ServerAction::new(),
        report: ServerAction::new(),
    };
    let reviews = reload(
        move || forms.write.version() + forms.answer.version() + forms.report.version(),
        move || api::ShowReviews {
            listing,
            cooperative,
        },
    );
    let refused = use_form(forms.write);
    let sent = move || forms.report.succeeded();
    view! {
        <section class="section stack" id="reviews">
            <h2>{words.t(k::REVIEWS)}</h2>
            <ErrorSummary error=refused.error/>
            {move || forms.write.succeeded().then(|| view! { <Notice kind="success">{words.t(k::REVIEW_SAVED)}</Notice> })}
            {move || sent().then(|| view! { <Notice kind="success">{words.t(k::REVIEW_REPORTED)}</Notice> })}
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    reviews.await.ok().map(|reviews| view! { <Body reviews listing cooperative forms/> })
                })}
            </Transition>
        </section>
    }
}

/// Five stars, as many full as the rating says, and the figures for who cannot see them.
#[component]
pub fn Stars(rating: Rating) -> impl IntoView {
    let words = use_words();
    let mean = format!("{},{}", rating.tenths / 10, rating.tenths % 10);
    let text = words.count(k::RATING, u64::from(rating.count), &[("mean", &mean)]);
    view! {
        <span class="rating">
            <span class="rating-stars" aria-hidden="true">{stars(rating.full_stars())}</span>
            <span>{text}</span>
        </span>
    }
}

fn stars(full: u32) -> String {
    (0..5).map(|at| if at < full { '★' } else { '☆' }).collect()
}

#[component]
fn Body(
    reviews: ReviewsView,
    listing: ListingId,
    cooperative: CooperativeId,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let ReviewsView {
        rating,
        reviews,
        may_write,
        may_answer,
        may_report,
    } = reviews;
    let mine = reviews.iter().find(|review| review.mine).cloned();
    let write = may_write.then(|| view! { <Write mine listing cooperative forms/> });
    let none = reviews.is_empty();
    view! {
        {rating.map(|rating| view! { <p><Stars rating/></p> })}
        {none.then(|| view! { <p class="meta">{words.t(k::REVIEWS_NONE)}</p> })}
        {reviews.into_iter().map(|review| view! { <Review review may_answer may_report forms/> }).collect_view()}
        {write}
        {(!may_write).then(|| view! { <p class="meta">{words.t(k::REVIEWS_WHO)}</p> })}
    }
}

#[component]
fn Review(review: ReviewView, may_answer: bool, may_report: bool, forms: Forms) -> impl IntoView {
    let words = use_words();
    let id = review.id.to_string();
    let mean = review.stars.to_string();
    let label = words.with(k::STARS_OF, &[("count", &mean)]);
    let reply = review.reply.clone().unwrap_or_default();
    let answered = id.clone();
    let answer = may_answer.then(|| {
        let form = use_form(forms.answer);
        view! {
            <details>
                <summary>{words.t(k::REVIEW_ANSWER)}</summary>
                <ActionForm action=forms.answer class="stack">
                    <input type="hidden" name="review" value=answered/>
                    <Field name="reply" label=words.t(k::REVIEW_REPLY) kind=Kind::Lines optional=true value=reply problem=form.problem("reply")/>
                    <button class="button button-secondary" type="submit">{words.t(k::REVIEW_SUBMIT)}</button>
                </ActionForm>
            </details>
        }
    });
    let report = (may_report && !review.mine).then(|| {
        let form = use_form(forms.report);
        view! {
            <details>
                <summary>{words.t(k::REVIEW_REPORT)}</summary>
                <ActionForm action=forms.report class="stack">
                    <input type="hidden" name="review" value=id/>
                    <Field name="reason" label=words.t(k::REVIEW_REASON) problem=form.problem("reason")/>
                    <button class="button button-secondary" type="submit">{words.t(k::REVIEW_REPORT_SUBMIT)}</button>
                </ActionForm>
            </details>
        }
    });
    view! {
        <article class="panel stack">
            <p>
                <span class="rating-stars" role="img" aria-label=label>{stars(review.stars)}</span>" "
                <strong>{review.author}</strong>" · "<span class="meta">{words.date(review.at)}</span>" "
                <span class="badge"><Icon name="seal-check"/>{words.t(k::REVIEW_VERIFIED)}</span>
            </p>
            {review.text.map(|text| view! { <p dir="auto">{text}</p> })}
            <div class="row review-pictures">
                {review.pictures.into_iter().map(|picture| view! { <PictureFrame picture=Some(picture) sizes="160px"/> }).collect_view()}
            </div>
            {review.reply.map(|reply| view! {
                <blockquote class="notice notice-info"><div><strong>{words.t(k::REVIEW_REPLY)}</strong><p dir="auto">{reply}</p></div></blockquote>
            })}
            {answer}
            {report}
        </article>
    }
}

#[component]
fn Write(
    mine: Option<ReviewView>,
    listing: ListingId,
    cooperative: CooperativeId,
    forms: Forms,
) -> impl IntoView {
    let words = use_words();
    let form = use_form(forms.write);
    let before = mine
        .as_ref()
        .map(|it| it.stars.to_string())
        .unwrap_or_default();
    let chosen = form.value("stars", &before);
    let text = mine
        .as_ref()
        .and_then(|it| it.text.clone())
        .unwrap_or_default();
    let problem = form.problem("stars");
    let title = if mine.is_some() {
        k::REVIEW_CHANGE
    } else {
        k::REVIEW_WRITE
    };
    let photo = mine.filter(|it| it.pictures.len() < 4).map(|it| view! {
        <form class="panel" method="post" action="/api/marketplace/review_picture" enctype="multipart/form-data">
            <input type="hidden" name="review" value=it.id.to_string()/>
            <div class="field">
                <label for="review-picture">{words.t(k::REVIEW_PHOTO)}</label>
                <p class="meta" id="review-picture-hint">{words.t(k::REVIEW_PHOTO_HINT)}</p>
                <input id="review-picture" type="file" name="picture" accept="image/jpeg,image/png,image/webp" aria-describedby="review-picture-hint" required/>
            </div>
            <button class="button button-secondary" type="submit"><Icon name="camera"/>{words.t(k::REVIEW_PHOTO_SEND)}</button>
        </form>
    });
    view! {
        <ActionForm action=forms.write class="panel">
            <h3>{words.t(title)}</h3>
            <input type="hidden" name="listing" value=listing.to_string()/>
            <input type="hidden" name="cooperative" value=cooperative.to_string()/>
            <fieldset id="stars">
                <legend>{words.t(k::REVIEW_STARS)}</legend>
                <div class="row">
                    {(1..=5_u32).rev().map(|count| {
                        let value = count.to_string();
                        let label = words.with(k::STARS_OF, &[("count", &value)]);
                        let checked = value == chosen;
                        view! {
                            <label class="choice">
                                <input type="radio" name="stars" value=value checked=checked/>
                                <span><span class="rating-stars" aria-hidden="true">{stars(count)}</span><span class="visually-hidden">{label}</span></span>
                            </label>
                        }
                    }).collect_view()}
                </div>
                {move || problem.get().map(|problem| view! { <p class="field-error">{words.problem(&problem)}</p> })}
            </fieldset>
            <Field name="text" label=words.t(k::REVIEW_TEXT) kind=Kind::Lines optional=true value=form.value("text", &text) problem=form.problem("text")/>
            <button class="button button-primary" type="submit">{words.t(k::REVIEW_SUBMIT)}</button>
        </ActionForm>
        {photo}
    }
}

/// Keeps the listing for later, or forgets it.
#[component]
pub fn Favourite(listing: ListingId) -> impl IntoView {
    let words = use_words();
    let set = ServerAction::<api::SetFavourite>::new();
    let kept = reload(move || set.version(), move || api::IsFavourite { listing });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                let kept = kept.await.unwrap_or_default();
                let (key, keep) = if kept { (k::FAVOURITE_FORGET, "no") } else { (k::FAVOURITE_KEEP, "yes") };
                view! {
                    <ActionForm action=set>
                        <input type="hidden" name="listing" value=listing.to_string()/>
                        <input type="hidden" name="keep" value=keep/>
                        <button class="button button-secondary" type="submit"><Icon name="heart"/>{words.t(key)}</button>
                    </ActionForm>
                }
            })}
        </Transition>
    }
}
