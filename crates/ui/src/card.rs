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
    /// Of its heading: 2 where the list has none of its own.
    #[prop(default = 3)]
    level: u8,
) -> impl IntoView {
    let words = words();
    let unit = listing
        .pack
        .unit_price(listing.price)
        .map(|(price, unit)| words.price_per(price, unit));
    let flag = (!listing.in_stock && !sold_out.is_empty()).then_some(sold_out);
    let link =
        view! { <a href=href(&format!("/market/{}", listing.slug))><Text text=listing.name/></a> };
    let heading = match level {
        2 => view! { <h2>{link}</h2> }.into_any(),
        _ => view! { <h3>{link}</h3> }.into_any(),
    };
    view! {
        <article class="card" data-out=(!listing.in_stock).then_some("")>
            <PictureFrame picture=listing.picture sizes="(max-width: 760px) 50vw, 270px"/>
            {listing.label.map(|label| view! { <span class="badge"><Icon name="seal-check"/>{label.code}</span> })}
            {flag.map(|text| view! { <strong class="flag">{text}</strong> })}
            <div class="body">
                {heading}
                <p class="meta"><Text text=listing.cooperative_name/><br/><Text text=listing.region/></p>
                {listing.rating.map(|rating| {
                    let mean = format!("{},{}", rating.tenths / 10, rating.tenths % 10);
                    let label = words.with(k::CARD_RATING, &[("mean", &mean), ("count", &rating.count.to_string())]);
                    view! {
                        <p class="rating" role="img" aria-label=label>
                            <span class="rating-stars" aria-hidden="true">"★"</span>
                            <bdi aria-hidden="true">{mean}</bdi>
                            <span class="meta" aria-hidden="true">"("{rating.count}")"</span>
                        </p>
                    }
                })}
                <p class="cost">
                    <Price amount=listing.price/>
                    <span class="meta">
                        <bdi>{pack_words(&words, listing.pack)}</bdi>
                        {unit.map(|unit| view! { " · "<bdi>{unit}</bdi> })}
                    </span>
                </p>
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
            {(page > 1).then(|| view! { <a class="button button-secondary" rel="prev" href=address(page - 1)><Icon name="caret-left"/>{words.t(k::PREVIOUS)}</a> })}
            <span>{words.with(k::PAGE_OF, &args)}</span>
            {(page < pages).then(|| view! { <a class="button button-secondary" rel="next" href=address(page + 1)>{words.t(k::NEXT)}<Icon name="caret-right"/></a> })}
        </nav>
    })
}

/// The twelve regions where they lie, north above, and beside them as a list of links. The map is
/// for the eye and the thumb: who hears or tabs through the page takes the list. Empty cells are
/// sea or neighbours.
#[component]
pub fn RegionTiles(regions: Vec<FacetValue>, address: fn(&str) -> String) -> impl IntoView {
    const CELLS: [&str; 25] = [
        "", "01", "02", "", "", "", "04", "03", "", "", "", "06", "05", "08", "", "07", "09", "",
        "", "", "10", "11", "12", "", "",
    ];
    let lang = words().lang();
    let most = regions.iter().map(|region| region.count).max().unwrap_or(0);
    let tiles = CELLS
        .iter()
        .map(|code| match regions.iter().find(|region| region.value == *code) {
            Some(region) => view! {
                <a href=address(code) tabindex="-1" title=region.name.pick(lang).text data-level=level(region.count, most).to_string()>
                    {region.count}
                </a>
            }
            .into_any(),
            None => view! { <span></span> }.into_any(),
        })
        .collect_view();
    let list = regions
        .into_iter()
        .map(|region| {
            view! {
                <li>
                    <a href=address(&region.value)>
                        <Text text=region.name/>
                        <b><bdi>{region.count}</bdi></b>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="region-map">
            <div class="tiles" aria-hidden="true">{tiles}</div>
            <ul>{list}</ul>
        </div>
    }
}

/// How strong a tile's colour is, from 0 for none to 4 for the most.
fn level(count: u32, most: u32) -> u32 {
    (count * 4).div_ceil(most.max(1))
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn a_tile_is_as_strong_as_its_share_of_the_most() {
        for (count, most, expected) in [
            (0, 0, 0),
            (0, 5, 0),
            (1, 5, 1),
            (2, 5, 2),
            (4, 5, 4),
            (5, 5, 4),
        ] {
            assert_eq!(level(count, most), expected, "{count} of {most}");
        }
    }
}
