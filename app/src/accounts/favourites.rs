//! What one keeps for later.

use crate::{ErrorView, href, load, marketplace::reviews_api as api, use_words};
use i18n::keys::{accounts as k, marketplace as market};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{EmptyState, ListingCard};

#[component]
pub fn FavouritesPage() -> impl IntoView {
    let words = use_words();
    let kept = load(|| api::ListFavourites {});
    let title = words.t(k::FAVOURITES);
    let sold_out = words.t(market::SOLD_OUT);
    view! {
        <Title text=title.clone()/>
        <Transition fallback=crate::frame::loading>
            {move || {
                let (title, sold_out) = (title.clone(), sold_out.clone());
                Suspend::new(async move {
                    match kept.await {
                        Ok(cards) if cards.is_empty() => view! {
                            <EmptyState illustration="/illustrations/empty/orders.svg" title=title text=words.t(k::FAVOURITES_NONE)>
                                <a class="button button-primary" href=href("/market")>{words.t(k::MY_ORDERS_SHOP)}</a>
                            </EmptyState>
                        }.into_any(),
                        Ok(cards) => view! {
                            <h1>{title}</h1>
                            <div class="grid">
                                {cards.into_iter().map(|listing| view! { <ListingCard listing sold_out=sold_out.clone() level=2/> }).collect_view()}
                            </div>
                        }.into_any(),
                        Err(error) => view! { <ErrorView error=error.0/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}
