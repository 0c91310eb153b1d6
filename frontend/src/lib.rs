//! The browser's entry: hydrates the page that the server sent.

// A page is one deep type: its futures nest below it.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the code is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // The executor's only mistake is to be there already.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    leptos::task::spawn_local(async {
        let path = leptos::prelude::window().location().pathname();
        app::preload(&path.unwrap_or_default()).await;
        leptos::mount::hydrate_lazy(app::App);
    });
}
