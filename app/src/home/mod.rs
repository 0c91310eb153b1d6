//! The home page.

use leptos::prelude::*;

#[component]
pub fn HomePage() -> impl IntoView {
    view! { <h1>"Taawouniya"</h1> }
}
