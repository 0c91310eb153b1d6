//! The cooperative's listings and their pictures.

use super::api;
use crate::{ErrorView, load, use_words};
use domain::marketplace::ListingCard;
use i18n::keys::desk as k;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Notice, PictureFrame, Text};

#[component]
pub fn ListingsPage() -> impl IntoView {
    let words = use_words();
    let listings = load(|| api::MyListings {});
    let query = crate::use_query_map();
    let uploaded = query.with_untracked(|query| query.get("uploaded").is_some());
    let refused = query.with_untracked(|query| query.get("refused").is_some());
    view! {
        <Title text=words.t(k::LISTINGS)/>
        <h1>{words.t(k::LISTINGS)}</h1>
        {uploaded.then(|| view! { <Notice kind="success">{words.t(k::UPLOADED)}</Notice> })}
        {refused.then(|| view! { <Notice kind="danger">{words.t(k::PICTURE_REFUSED)}</Notice> })}
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match listings.await {
                    Ok(listings) => listings.into_iter().map(|listing| view! { <Listing listing/> }).collect_view().into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// A plain multipart form: it needs no scripts, and the page comes back with the answer.
#[component]
fn Listing(listing: ListingCard) -> impl IntoView {
    let words = use_words();
    let id = listing.id.to_string();
    let file = format!("picture-{id}");
    let alt = format!("alt-{id}");
    view! {
        <section class="panel">
            <div class="line">
                <PictureFrame picture=listing.picture sizes="84px"/>
                <h2><Text text=listing.name/></h2>
            </div>
            <form method="post" action="/api/desk/upload_picture" enctype="multipart/form-data" class="stack">
                <input type="hidden" name="listing" value=id/>
                <div class="field">
                    <label for=file.clone()>{words.t(k::PICTURE)}</label>
                    <p class="meta">{words.t(k::PICTURE_HINT)}</p>
                    <input id=file type="file" name="picture" accept="image/jpeg,image/png,image/webp" required/>
                </div>
                <div class="field">
                    <label for=alt.clone()>{words.t(k::ALT)}</label>
                    <input id=alt name="alt" maxlength="200" required/>
                </div>
                <button class="button button-secondary" type="submit">{words.t(k::SEND_PICTURE)}</button>
            </form>
        </section>
    }
}
