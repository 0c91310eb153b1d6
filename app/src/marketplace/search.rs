//! The search box.

use crate::{href, ssr, use_lang, use_words};
use domain::marketplace::Suggestion;
use i18n::keys::shell as k;
use leptos::prelude::*;

/// A form that searches without scripts; with them it suggests as one types.
#[component]
pub fn SearchForm(#[prop(optional, into)] text: String) -> impl IntoView {
    let words = use_words();
    let lang = use_lang();
    let suggestions = RwSignal::new(Vec::<Suggestion>::new());
    let asked = StoredValue::new(0_u32);
    let on_input = move |event| {
        let typed = event_target_value(&event);
        let ask = asked.with_value(|asked| asked + 1);
        asked.set_value(ask);
        leptos::task::spawn_local(async move {
            let found = if typed.trim().chars().count() < 2 {
                Vec::new()
            } else {
                ssr::suggest(lang, &typed).await
            };
            // An answer that a later letter has overtaken is dropped.
            if asked.try_get_value() == Some(ask) {
                suggestions.set(found);
            }
        });
    };
    view! {
        <form class="search" role="search" action=href("/market") method="get">
            <input
                type="search"
                name="q"
                value=text
                aria-label=words.t(k::SEARCH_LABEL)
                placeholder=words.t(k::SEARCH_PLACEHOLDER)
                autocomplete="off"
                maxlength="100"
                on:input=on_input
            />
            <button class="button button-primary" type="submit">{words.t(k::SEARCH_SUBMIT)}</button>
            {move || {
                let found = suggestions.get();
                (!found.is_empty()).then(|| view! {
                    <ul class="suggestions">
                        {found.into_iter().map(|it| view! {
                            <li>
                                <a href=href(&format!("/market/{}", it.slug))>
                                    <strong lang=it.name.lang.code()>{it.name.text}</strong>
                                    <span class="meta" lang=it.cooperative.lang.code()>{it.cooperative.text}</span>
                                </a>
                            </li>
                        }).collect_view()}
                    </ul>
                })
            }}
        </form>
    }
}
