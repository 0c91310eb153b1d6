//! The screens of one's own account.

mod account;
mod addresses;
pub mod addresses_api;
pub mod api;
mod data;
mod favourites;
mod sign_in;

use crate::NotFoundView;
use leptos::prelude::*;

#[lazy]
pub(crate) fn accounts_page() -> AnyView {
    let path = crate::use_path();
    let page: Vec<&str> = path
        .split('/')
        .skip(2)
        .filter(|part| !part.is_empty())
        .collect();
    let view = match page.as_slice() {
        ["sign-in"] => 0,
        ["register"] => 1,
        ["forgotten"] => 2,
        ["reset"] => 3,
        ["account"] => 4,
        ["account", "orders"] => 5,
        ["account", "profile"] => 6,
        ["account", "sessions"] => 7,
        ["account", "addresses"] => 9,
        ["account", "favourites"] => 10,
        ["account", "data"] => 11,
        _ => 8,
    };
    view! {
        <div class="wrap page">
            <div class="narrow stack">
                {match view {
                    0 => view! { <sign_in::SignInPage/> }.into_any(),
                    1 => view! { <sign_in::RegisterPage/> }.into_any(),
                    2 => view! { <sign_in::ForgottenPage/> }.into_any(),
                    3 => view! { <sign_in::ResetPage/> }.into_any(),
                    4 => view! { <account::AccountPage/> }.into_any(),
                    5 => view! { <account::OrdersPage/> }.into_any(),
                    6 => view! { <account::ProfilePage/> }.into_any(),
                    7 => view! { <account::SessionsPage/> }.into_any(),
                    9 => view! { <addresses::AddressesPage/> }.into_any(),
                    10 => view! { <favourites::FavouritesPage/> }.into_any(),
                    11 => view! { <data::DataPage/> }.into_any(),
                    _ => view! { <NotFoundView/> }.into_any(),
                }}
            </div>
        </div>
    }
    .into_any()
}
