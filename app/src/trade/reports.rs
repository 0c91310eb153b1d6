//! The office's queue of reviews that readers reported.

use crate::{
    ActionForm, ErrorView, ServerAction, marketplace::reviews_api as api, reload, use_form,
    use_lang, use_words,
};
use domain::marketplace::ReportedReview;
use i18n::keys::trade as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, ErrorSummary};

#[component]
pub fn ReportsPage() -> impl IntoView {
    let words = use_words();
    let decide = ServerAction::<api::DecideReportedReview>::new();
    let queue = reload(move || decide.version(), || api::ListReportedReviews {});
    let form = use_form(decide);
    let title = words.t(k::REPORTS);
    view! {
        <Title text=title.clone()/>
        <ErrorSummary error=form.error/>
        <Transition fallback=crate::frame::loading>
            {move || {
                let title = title.clone();
                Suspend::new(async move {
                    match queue.await {
                        Ok(queue) if queue.is_empty() => view! {
                            <EmptyState illustration="/illustrations/empty/orders.svg" title=title text=words.t(k::REPORTS_NONE)>""</EmptyState>
                        }.into_any(),
                        Ok(queue) => view! {
                            <h1>{title}</h1>
                            {queue.into_iter().map(|it| view! { <Reported it decide/> }).collect_view()}
                        }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Reported(it: ReportedReview, decide: ServerAction<api::DecideReportedReview>) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let about = it.listing_name.map_or_else(
        || it.cooperative_name.pick(lang).text,
        |name| {
            format!(
                "{} · {}",
                name.pick(lang).text,
                it.cooperative_name.pick(lang).text
            )
        },
    );
    let id = it.review.id.to_string();
    view! {
        <article class="panel stack">
            <h2>{about}</h2>
            <p><strong>{it.review.author}</strong>" · "{it.review.stars}" / 5 · "<span class="meta">{words.date(it.review.at)}</span></p>
            {it.review.text.map(|text| view! { <p dir="auto">{text}</p> })}
            <div>
                <strong>{words.t(k::REPORT_REASONS)}</strong>
                <ul>{it.reasons.into_iter().map(|reason| view! { <li dir="auto">{reason}</li> }).collect_view()}</ul>
            </div>
            <ActionForm action=decide class="row">
                <input type="hidden" name="review" value=id/>
                <button class="button button-secondary" type="submit" name="decision" value="keep">{words.t(k::REPORT_KEEP)}</button>
                <button class="button button-danger" type="submit" name="decision" value="hide">{words.t(k::REPORT_HIDE)}</button>
            </ActionForm>
        </article>
    }
}
