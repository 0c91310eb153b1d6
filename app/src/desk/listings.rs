//! The cooperative's listings: on sale, being written, with an advisor, given back.

use super::editor_api as api;
use crate::{
    ActionForm, ErrorView, PageWords, ServerAction, href, load, use_form, use_lang, use_words,
};
use domain::marketplace::{DraftState, MyListing};
use i18n::keys::selling as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, ErrorSummary, Groups, Icon, PictureFrame, Price, Select, Text};

/// Words and badge of where a listing stands.
pub(super) fn state_badge(words: PageWords, it: &MyListing) -> (String, &'static str) {
    match (it.state, it.slug.is_some(), it.is_archived) {
        (DraftState::Submitted, ..) => (words.t(k::STATE_SUBMITTED), "badge badge-info"),
        (DraftState::Returned, ..) => (words.t(k::STATE_RETURNED), "badge badge-danger"),
        (DraftState::Draft, false, _) => (words.t(k::STATE_DRAFT), "badge badge-warning"),
        (DraftState::Draft, true, _) => (words.t(k::STATE_CHANGED), "badge badge-warning"),
        (DraftState::Unchanged, _, true) => (words.t(k::STATE_OFF), "badge badge-danger"),
        (DraftState::Unchanged, _, false) => (words.t(k::STATE_ON_SALE), "badge"),
    }
}

#[component]
pub fn ListingsPage() -> impl IntoView {
    let words = use_words();
    let listings = load(|| api::ListListings {});
    view! {
        <Title text=words.t(k::LISTINGS)/>
        <div class="row between">
            <h1>{words.t(k::LISTINGS)}</h1>
            <div class="row">
                <a class="button button-secondary" href=href("/desk/spreadsheet")><Icon name="list"/>{words.t(k::SPREADSHEET)}</a>
                <a class="button button-primary" href=href("/desk/listings/new")><Icon name="plus"/>{words.t(k::NEW_LISTING)}</a>
            </div>
        </div>
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match listings.await {
                    Ok(listings) if listings.is_empty() => view! {
                        <EmptyState illustration="/illustrations/empty/cart.svg" title=words.t(k::NO_LISTING) text=words.t(k::NO_LISTING_TEXT)>
                            <a class="button button-primary" href=href("/desk/listings/new")>{words.t(k::NEW_LISTING)}</a>
                        </EmptyState>
                    }.into_any(),
                    Ok(listings) => view! {
                        <ul class="checklist listings">{listings.into_iter().map(|it| view! { <Line it/> }).collect_view()}</ul>
                    }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Line(it: MyListing) -> impl IntoView {
    let words = use_words();
    let (state, badge) = state_badge(words, &it);
    let name = if it.name.is_empty() {
        words.t(k::NO_NAME_YET)
    } else {
        it.name.pick(words.lang()).text
    };
    view! {
        <li>
            <PictureFrame picture=it.picture sizes="84px"/>
            <span>
                <a href=href(&format!("/desk/listings/{}", it.id))>{name}</a>
                <span class="meta">
                    {it.price.map(|price| view! { <Price amount=price/>" · " })}
                    {words.count(k::PIECES_LEFT, u64::from(it.available), &[])}
                </span>
            </span>
            <span class=badge>{state}</span>
        </li>
    }
}

/// The first question: what kind of goods.
#[component]
pub fn NewListingPage() -> impl IntoView {
    let words = use_words();
    let begin = ServerAction::<api::BeginListing>::new();
    let form = use_form(begin);
    let categories = load(|| api::ListCategories {});
    view! {
        <Title text=words.t(k::NEW_LISTING)/>
        <div class="narrow stack">
            <h1>{words.t(k::NEW_LISTING)}</h1>
            <ErrorSummary error=form.error/>
            <Transition fallback=crate::frame::loading>
                {move || Suspend::new(async move {
                    let lang = use_lang();
                    match categories.await {
                        Ok(categories) => {
                            let list = categories.into_iter().map(|it| (it.id.to_string(), it.name.pick(lang).text)).collect();
                            let groups: Groups = vec![(String::new(), list)];
                            view! {
                                <ActionForm action=begin class="panel">
                                    <Select name="category" label=words.t(k::CATEGORY) none=words.t(k::PROVINCE_CHOOSE) groups=groups value=form.value("category", "") problem=form.problem("category")/>
                                    <button class="button button-primary" type="submit">{words.t(k::GO_ON)}</button>
                                </ActionForm>
                            }.into_any()
                        }
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// A text that is not written yet shows as a dash.
#[component]
pub(super) fn OrDash(text: domain::LocalText) -> impl IntoView {
    if text.is_empty() {
        "—".into_any()
    } else {
        view! { <Text text/> }.into_any()
    }
}
