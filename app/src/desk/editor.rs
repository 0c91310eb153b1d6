//! The editor of one listing: its list of pages, the preview, and what happens to it next.

use super::{editor_api as api, editor_forms as forms, listings::OrDash};
use crate::{
    ActionForm, ErrorView, NotFoundView, ServerAction, href, path_segment, reload, use_form,
    use_words,
};
use domain::{
    ListingId,
    marketplace::{DraftPage, DraftState, DraftStep},
};
use i18n::{Key, keys::selling as k};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Icon, Notice, PictureFrame, Price};

/// What changes a listing besides its pages.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    submit: ServerAction<api::SubmitListing>,
    discard: ServerAction<api::DiscardChanges>,
    switch: ServerAction<api::SwitchListing>,
    pub remove_variant: ServerAction<api::RemoveVariant>,
    pub move_picture: ServerAction<api::MovePicture>,
    pub remove_picture: ServerAction<api::RemovePicture>,
}

/// `/desk/listings/<id>` and its pages.
#[component]
pub fn EditorPages(listing: ListingId) -> impl IntoView {
    let actions = Actions {
        submit: ServerAction::new(),
        discard: ServerAction::new(),
        switch: ServerAction::new(),
        remove_variant: ServerAction::new(),
        move_picture: ServerAction::new(),
        remove_picture: ServerAction::new(),
    };
    let changes = move || {
        actions.submit.version()
            + actions.discard.version()
            + actions.switch.version()
            + actions.remove_variant.version()
            + actions.move_picture.version()
            + actions.remove_picture.version()
    };
    let draft = reload(changes, move || api::ShowDraft { listing });
    let (step, which) = (path_segment(4), path_segment(5));
    let submitted = use_form(actions.submit);
    let switched = use_form(actions.switch);
    view! {
        <ErrorSummary error=submitted.error/>
        <ErrorSummary error=switched.error/>
        <Transition fallback=crate::frame::loading>
            {move || {
                let (step, which) = (step.clone(), which.clone());
                Suspend::new(async move {
                let page = match draft.await {
                    Ok(page) => page,
                    Err(error) => return view! { <ErrorView error=error.0/> }.into_any(),
                };
                match (step.as_str(), which.as_str(), DraftStep::from_code(&step)) {
                    ("", ..) => view! { <Overview page actions/> }.into_any(),
                    ("preview", "", _) => view! { <PreviewPage page/> }.into_any(),
                    (_, "", Some(step)) => {
                        view! { <forms::StepPage step page actions/> }.into_any()
                    }
                    ("prices", at, _) => match at.parse() {
                        Ok(at) => view! { <forms::VariantPage page at/> }.into_any(),
                        Err(_) => view! { <NotFoundView/> }.into_any(),
                    },
                    ("pictures", id, _) => match id.parse() {
                        Ok(id) => view! { <forms::PicturePage page id/> }.into_any(),
                        Err(_) => view! { <NotFoundView/> }.into_any(),
                    },
                    _ => view! { <NotFoundView/> }.into_any(),
                }
                })
            }}
        </Transition>
    }
}

pub(super) const fn step_words(step: DraftStep) -> (Key, Key, &'static str) {
    match step {
        DraftStep::Name => (k::DRAFT_NAME, k::DRAFT_NAME_TEXT, "pencil-simple"),
        DraftStep::Description => (k::DRAFT_DESCRIPTION, k::DRAFT_DESCRIPTION_TEXT, "heart"),
        DraftStep::Facts => (k::DRAFT_FACTS, k::DRAFT_FACTS_TEXT, "certificate"),
        DraftStep::Prices => (k::DRAFT_PRICES, k::DRAFT_PRICES_TEXT, "hand-coins"),
        DraftStep::Terms => (k::DRAFT_TERMS, k::DRAFT_TERMS_TEXT, "truck"),
        DraftStep::Pictures => (k::DRAFT_PICTURES, k::DRAFT_PICTURES_TEXT, "camera"),
    }
}

fn title(page: &DraftPage, words: crate::PageWords) -> String {
    if page.draft.name.is_empty() {
        words.t(k::NO_NAME_YET)
    } else {
        page.draft.name.pick(words.lang()).text
    }
}

#[component]
fn Overview(page: DraftPage, actions: Actions) -> impl IntoView {
    let words = use_words();
    let id = page.listing;
    let name = title(&page, words);
    let waits = page.state == DraftState::Submitted;
    let steps = DraftStep::ALL
        .into_iter()
        .map(|step| {
            let is_done = page.draft.has(step, &page.category);
            let (title, text, icon) = step_words(step);
            let (state, mark) = if is_done {
                (k::STEP_DONE, "check-circle")
            } else {
                (k::STEP_TODO, "caret-right")
            };
            view! {
                <li data-done=is_done.then_some("")>
                    <span class="mark"><Icon name=icon/></span>
                    <span>
                        <a href=href(&format!("/desk/listings/{id}/{}", step.code()))>{words.t(title)}</a>
                        <span class="meta">{words.t(text)}</span>
                    </span>
                    <span class="state"><Icon name=mark/>{words.t(state)}</span>
                </li>
            }
        })
        .collect_view();
    let is_complete = page.draft.check_complete(&page.category).is_ok();
    let is_changed = matches!(page.state, DraftState::Draft | DraftState::Returned);
    let notice = match page.state {
        DraftState::Submitted => Some(("info", k::WITH_ADVISOR)),
        DraftState::Unchanged => Some(("success", k::ON_SALE_AS_HERE)),
        DraftState::Draft if page.slug.is_some() => Some(("warning", k::CHANGES_NOT_SEEN)),
        DraftState::Draft | DraftState::Returned => None,
    };
    let returned = (page.state == DraftState::Returned)
        .then(|| page.reasons.clone())
        .flatten();
    let submit = if page.needs_review {
        k::SUBMIT_LISTING
    } else {
        k::PUBLISH_NOW
    };
    view! {
        <Title text=name.clone()/>
        <p><a class="button button-quiet" href=href("/desk/listings")>{words.t(k::LISTINGS)}</a></p>
        <h1>{name}</h1>
        {notice.map(|(kind, key)| view! { <Notice kind=kind>{words.t(key)}</Notice> })}
        {returned.map(|reasons| view! {
            <Notice kind="warning"><strong>{words.t(k::RETURNED)}</strong><p class="quoted">{reasons}</p></Notice>
        })}
        <div class="two">
            {(!waits).then(|| view! { <ol class="checklist">{steps}</ol> })}
            <div class="stack">
                <section class="panel">
                    <Card page=page.clone()/>
                    <a class="button button-secondary" href=href(&format!("/desk/listings/{id}/preview"))><Icon name="eye"/>{words.t(k::PREVIEW)}</a>
                </section>
                {(is_complete && is_changed).then(|| view! {
                    <ActionForm action=actions.submit class="panel">
                        <p>{words.t(if page.needs_review { k::SUBMIT_LISTING_TEXT } else { k::PUBLISH_NOW_TEXT })}</p>
                        <input type="hidden" name="listing" value=id.to_string()/>
                        <input type="hidden" name="version" value=page.version.to_string()/>
                        <button class="button button-primary" type="submit">{words.t(submit)}</button>
                    </ActionForm>
                })}
                {page.slug.clone().map(|slug| view! { <Live slug id state=page.state actions/> })}
            </div>
        </div>
    }
}

/// What can be done with a listing that was published.
#[component]
fn Live(slug: String, id: ListingId, state: DraftState, actions: Actions) -> impl IntoView {
    let words = use_words();
    let is_changed = matches!(state, DraftState::Draft | DraftState::Returned);
    view! {
        <section class="panel">
            <a class="button button-quiet" href=href(&format!("/market/{slug}"))><Icon name="storefront"/>{words.t(k::SEE_ON_MARKET)}</a>
            {is_changed.then(|| view! {
                <ActionForm action=actions.discard>
                    <input type="hidden" name="listing" value=id.to_string()/>
                    <button class="button button-quiet" type="submit"><Icon name="arrow-clockwise"/>{words.t(k::DISCARD)}</button>
                </ActionForm>
            })}
            {[("off", k::TAKE_OFF), ("on", k::PUT_BACK)].into_iter().map(|(to, key)| view! {
                <ActionForm action=actions.switch>
                    <input type="hidden" name="listing" value=id.to_string()/>
                    <input type="hidden" name="to" value=to/>
                    <button class="button button-quiet" type="submit">{words.t(key)}</button>
                </ActionForm>
            }).collect_view()}
        </section>
    }
}

#[component]
fn Card(page: DraftPage) -> impl IntoView {
    let cover = page.pictures.first().cloned();
    let cheapest = page
        .draft
        .variants
        .iter()
        .min_by_key(|it| it.price.minor)
        .map(|it| it.price);
    view! {
        <PictureFrame picture=cover sizes="320px"/>
        <h2><OrDash text=page.draft.name/></h2>
        {cheapest.map(|price| view! { <Price amount=price/> })}
    }
}

#[component]
fn PreviewPage(page: DraftPage) -> impl IntoView {
    let words = use_words();
    let name = title(&page, words);
    view! {
        <Title text=words.t(k::PREVIEW)/>
        <p><a class="button button-quiet" href=href(&format!("/desk/listings/{}", page.listing))>{words.t(k::BACK_TO_EDITOR)}</a></p>
        <Notice kind="info">{words.t(k::PREVIEW_TEXT)}</Notice>
        <h1>{name}</h1>
        <Preview page/>
    }
}

/// The listing as its page will show it; also what an advisor reads.
#[component]
pub fn Preview(page: DraftPage) -> impl IntoView {
    let words = use_words();
    let draft = page.draft;
    let certificate = draft
        .certification
        .and_then(|id| page.certificates.into_iter().find(|it| it.id == id));
    view! {
        <div class="listing">
            <div class="pictures">
                {page.pictures.into_iter().map(|picture| {
                    let alt = picture.alt.pick(words.lang()).text;
                    view! { <figure><PictureFrame picture=Some(picture) sizes="320px"/><figcaption class="meta">{alt}</figcaption></figure> }
                }).collect_view()}
            </div>
            <div class="stack">
                {certificate.map(|it| view! { <p class="badge"><Icon name="seal-check"/>{it.label}" · "<bdi>{it.number}</bdi></p> })}
                <p class="quoted"><OrDash text=draft.description/></p>
                <dl class="facts">
                    {draft.attributes.into_iter().map(|it| view! { <dt><OrDash text=it.name/></dt><dd><OrDash text=it.value/></dd> }).collect_view()}
                    <dt>{words.t(k::ORIGIN)}</dt><dd>{draft.origin}</dd>
                    <dt>{words.t(k::HS_CODE)}</dt><dd><bdi>{draft.hs_code}</bdi></dd>
                    <dt>{words.t(k::PREPARE_DAYS)}</dt><dd>{words.count(k::DAYS, u64::from(draft.prepare_days), &[])}</dd>
                    <dt>{words.t(k::MIN_ORDER)}</dt><dd>{draft.min_order}</dd>
                    {draft.unique_piece.then(|| view! { <dt>{words.t(k::UNIQUE)}</dt><dd>{words.t(i18n::keys::shell::YES)}</dd> })}
                </dl>
                <forms::PriceTable variants=draft.variants/>
            </div>
        </div>
    }
}
