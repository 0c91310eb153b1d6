//! Listings as cards, prices, pages and the tile map.

use crate::{Icon, PictureFrame, Text, href, words};
use domain::{
    Money,
    marketplace::{FacetValue, ListingCard as Listing, PackSize},
};
use i18n::{Words, keys::shell as k};
use leptos::prelude::*;

/// A pack size as people say it.
pub fn pack_words(words: &Words, pack: PackSize) -> String {
    words.pack(pack)
}

/// An amount, kept whole and left to right inside any text.
#[component]
pub fn Price(amount: Money) -> impl IntoView {
    view! { <bdi class="price">{words().money(amount)}</bdi> }
}

/// A listing in a list: its whole surface is one link.
#[component]
pub fn ListingCard(
    listing: Listing,
    /// What the card says of a listing without stock.
    #[prop(into)]
    sold_out: String,
) -> impl IntoView {
    let words = words();
    let unit = listing
        .pack
        .unit_price(listing.price)
        .map(|(price, unit)| words.price_per(price, unit));
    view! {
        <article class="card">
            <PictureFrame picture=listing.picture sizes="(max-width: 760px) 50vw, 270px"/>
            <div class="body">
                {listing.label.map(|label| view! { <span class="badge"><Icon name="seal-check"/>{label.code}</span> })}
                <h3><a href=href(&format!("/market/{}", listing.slug))><Text text=listing.name/></a></h3>
                <p class="meta"><Text text=listing.cooperative_name/>" · "<Text text=listing.region/></p>
                <p><Price amount=listing.price/></p>
                <p class="meta">
                    <bdi>{pack_words(&words, listing.pack)}</bdi>
                    {unit.map(|unit| view! { " · "<bdi>{unit}</bdi> })}
                </p>
                {(!listing.in_stock).then(|| view! { <p class="meta"><strong>{sold_out}</strong></p> })}
            </div>
        </article>
    }
}

/// Previous and next as links; `address` gives a page's address.
#[component]
pub fn Pagination(page: u32, pages: u32, address: impl Fn(u32) -> String) -> impl IntoView {
    let words = words();
    let numbers = [("page", page.to_string()), ("pages", pages.to_string())];
    let args: Vec<(&str, &str)> = numbers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    (pages > 1).then(|| view! {
        <nav class="pagination" aria-label=words.t(k::PAGINATION_LABEL)>
            {(page > 1).then(|| view! { <a class="button button-secondary" rel="prev" href=address(page - 1)>{words.t(k::PREVIOUS)}</a> })}
            <span>{words.with(k::PAGE_OF, &args)}</span>
            {(page < pages).then(|| view! { <a class="button button-secondary" rel="next" href=address(page + 1)>{words.t(k::NEXT)}</a> })}
        </nav>
    })
}

/// The twelve regions where they lie, north above; each is a link. Empty cells are sea or
/// neighbours.
#[component]
pub fn RegionTiles(regions: Vec<FacetValue>, address: fn(&str) -> String) -> impl IntoView {
    const CELLS: [&str; 25] = [
        "", "01", "02", "", "", "", "04", "03", "", "", "", "06", "05", "08", "", "07", "09", "",
        "", "", "10", "11", "12", "", "",
    ];
    let lang = words().lang();
    let tiles = CELLS
        .iter()
        .map(|code| match regions.iter().find(|region| region.value == *code) {
            Some(region) => {
                let label = format!("{} ({})", region.name.pick(lang).text, region.count);
                view! { <a href=address(code) aria-label=label.clone() title=label>{region.count}</a> }.into_any()
            }
            None => view! { <span aria-hidden="true"></span> }.into_any(),
        })
        .collect_view();
    view! { <div class="tiles">{tiles}</div> }
}
