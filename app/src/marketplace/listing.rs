//! A listing's page: pictures, variants to choose, origin with its proof, and who made it.

use super::{
    api,
    order_parts::PriceShares,
    reviews::{Favourite, Reviews, Stars},
};
use crate::{
    ActionForm, ErrorView, ServerAction, href, load, path_segment, ssr, use_form, use_lang,
    use_session, use_words,
};
use domain::marketplace::{ListingPage as Listing, Origin, VariantView};
use i18n::keys::{marketplace as k, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{ErrorSummary, Field, Icon, Kind, ListingCard, Notice, PictureFrame, Price, Text};

#[component]
pub fn ListingPage() -> impl IntoView {
    let slug = path_segment(2);
    let listing = load(move || api::ShowListing { slug: slug.clone() });
    view! {
        <Transition fallback=crate::frame::loading>
            {move || Suspend::new(async move {
                match listing.await {
                    Ok(listing) => view! { <Body listing/> }.into_any(),
                    Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Body(listing: Listing) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let title = listing.name.pick(lang).text;
    let summary = listing.description.pick(lang).text;
    ssr::describe_listing(&listing, &title, &summary);
    ssr::meta("description", &summary);
    ssr::alternates(&format!("/market/{}", listing.slug));
    let sold_out = words.t(k::SOLD_OUT);
    let first = listing.variants.first();
    let first = first.map(|it| format!("{} · {}", words.pack(it.pack), words.money(it.price)));
    view! {
        <Title text=title/>
        <div class="wrap page stack">
            <nav class="breadcrumbs" aria-label=words.t(shell::NAV_BREADCRUMB)>
                <ol>
                    <li><a href=href("/market")>{words.t(shell::NAV_MARKET)}</a></li>
                    <li><a href=href(&format!("/market?category={}", listing.category.slug))><Text text=listing.category.name/></a></li>
                </ol>
            </nav>
            <div class="listing">
                <div class="pictures">
                    {listing.pictures.into_iter().enumerate().map(|(at, picture)| view! {
                        <PictureFrame picture=Some(picture) sizes="(max-width: 760px) 100vw, 540px" eager=at == 0/>
                    }).collect_view()}
                </div>
                <div class="stack">
                    <div class="row">
                        {listing.origin.as_ref().map(|origin| view! { <span class="badge"><Icon name="seal-check"/>{origin.label.clone()}</span> })}
                        {listing.unique_piece.then(|| view! { <span class="badge badge-part"><Icon name="star"/>{words.t(k::UNIQUE_PIECE)}</span> })}
                    </div>
                    <h1><Text text=listing.name/></h1>
                    <p class="said">
                        <Icon name="users-three"/>
                        <span>{words.t(k::MADE_BY)}" "
                        <a href=href(&format!("/cooperatives/{}", listing.cooperative_slug))><Text text=listing.cooperative_name.clone()/></a>
                        </span>
                    </p>
                    <p class="said meta"><Icon name="map-pin"/><span><Text text=listing.province/>", "<Text text=listing.region/></span></p>
                    {listing.rating.map(|rating| view! { <p><a href="#reviews" rel="external"><Stars rating/></a></p> })}
                    <p><Text text=listing.description/></p>
                    <Favourite listing=listing.id/>
                    <Buy variants=listing.variants min_order=listing.min_order/>
                    <p><a href=href(&format!("/quotes/new?listing={}", listing.slug))>{words.t(k::ASK_QUOTE)}</a></p>
                    <section class="panel story">
                        <h2 class="said"><span class="mark"><Icon name="users-three"/></span><Text text=listing.cooperative_name/></h2>
                        <p><Text text=listing.cooperative_story/></p>
                        <a class="button button-secondary" href=href(&format!("/cooperatives/{}", listing.cooperative_slug))>{words.t(k::VISIT_COOPERATIVE)}</a>
                    </section>
                </div>
                <div class="stack">
                    {listing.share.zip(first).map(|(share, pack)| view! {
                        <section class="panel">
                            <h2>{words.t(k::PRICE_TITLE)}</h2>
                            <p class="meta">{pack}</p>
                            <PriceShares share/>
                        </section>
                    })}
                    {listing.origin.map(|origin| view! { <OriginPanel origin/> })}
                    <section class="panel">
                        <h2>{words.t(k::FACTS)}</h2>
                        <dl class="facts">
                            {listing.attributes.into_iter().map(|it| view! {
                                <dt><Text text=it.name/></dt>
                                <dd><Text text=it.value/></dd>
                            }).collect_view()}
                            {(!listing.place.is_empty()).then(|| view! { <dt>{words.t(k::PLACE)}</dt><dd>{listing.place}</dd> })}
                            <dt>{words.t(k::PREPARED_IN)}</dt>
                            <dd>{words.count(k::DAYS, u64::from(listing.prepare_days), &[])}</dd>
                            {(listing.min_order > 1).then(|| view! { <dt>{words.t(k::LEAST)}</dt><dd>{listing.min_order}</dd> })}
                            <dt>{words.t(k::HS_CODE)}</dt>
                            <dd><bdi>{listing.hs_code}</bdi></dd>
                        </dl>
                    </section>
                </div>
            </div>
            <Reviews listing=listing.id cooperative=listing.cooperative/>
            <section class="section">
                <h2>{words.t(k::RELATED)}</h2>
                <div class="grid">
                    {listing.related.into_iter().map(|listing| view! { <ListingCard listing sold_out=sold_out.clone()/> }).collect_view()}
                </div>
            </section>
        </div>
    }
}

#[component]
fn Buy(variants: Vec<VariantView>, min_order: u32) -> impl IntoView {
    let words = use_words();
    let add = ServerAction::<api::AddToCart>::new();
    let form = use_form(add);
    let session = use_session();
    let done = move || add.succeeded();
    Effect::new(move |_| {
        if done()
            && let Some(session) = session
        {
            session.refresh();
        }
    });
    let any_left = variants.iter().any(|variant| variant.available > 0);
    let chosen = form.value("variant", "");
    let first = variants
        .iter()
        .position(|variant| variant.id.to_string() == chosen)
        .or_else(|| variants.iter().position(|variant| variant.available > 0));
    let choices = variants
        .into_iter()
        .enumerate()
        .map(|(at, variant)| {
            let left = if variant.available > 0 {
                words.count(k::LEFT, u64::from(variant.available), &[])
            } else {
                words.t(k::SOLD_OUT)
            };
            let unit = variant.unit_price.map(|(price, unit)| words.price_per(price, unit));
            view! {
                <label class="choice">
                    <input type="radio" name="variant" value=variant.id.to_string() checked=Some(at) == first disabled=variant.available == 0/>
                    <span class="row between">
                        <span>
                            <bdi><strong>{words.pack(variant.pack)}</strong></bdi>
                            <span class="meta">{unit.map(|unit| view! { <bdi>{unit}</bdi>" · " })}{left}</span>
                            {variant.breaks.into_iter().map(|it| {
                                let (count, price) = (it.min_quantity.to_string(), words.money(it.price));
                                view! { <span class="meta"><bdi>{words.with(k::FROM_PIECES, &[("count", &count), ("price", &price)])}</bdi></span> }
                            }).collect_view()}
                            {variant.abroad.into_iter().map(|price| view! { <span class="meta"><bdi>{words.money(price)}</bdi></span> }).collect_view()}
                        </span>
                        <Price amount=variant.price/>
                    </span>
                </label>
            }
        })
        .collect_view();
    let added = words;
    view! {
        <ActionForm action=add class="stack">
            <ErrorSummary error=form.error/>
            <fieldset>
                <legend>{words.t(k::CHOOSE_VARIANT)}</legend>
                <div class="choices">{choices}</div>
            </fieldset>
            {any_left.then(|| view! {
                <div class="buy">
                    <Field name="quantity" label=words.t(k::QUANTITY) kind=Kind::Number value=form.value("quantity", &min_order.to_string()) problem=form.problem("quantity")/>
                    <button class="button button-primary" type="submit"><Icon name="shopping-cart"/>{words.t(k::ADD_TO_CART)}</button>
                </div>
            })}
            {move || done().then(|| view! {
                <Notice kind="success">
                    {added.t(k::ADDED)}" "<a href=href("/cart")>{added.t(k::SEE_CART)}</a>
                </Notice>
            })}
        </ActionForm>
    }
}

#[component]
fn OriginPanel(origin: Origin) -> impl IntoView {
    let words = use_words();
    view! {
        <section class="panel origin">
            <h2><Icon name="certificate"/>{words.t(k::ORIGIN)}" · "{origin.label}</h2>
            <dl class="facts">
                <dt>{words.t(k::AREA)}</dt><dd>{origin.area}</dd>
                <dt>{words.t(k::CERTIFIER)}</dt><dd>{origin.certifier}</dd>
                <dt>{words.t(k::NUMBER)}</dt><dd><bdi>{origin.number}</bdi></dd>
                <dt>{words.t(k::VALID_UNTIL)}</dt><dd>{words.date(origin.expires_at)}</dd>
            </dl>
        </section>
    }
}
