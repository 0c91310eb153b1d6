//! The browser's entry: hydrates the page that the server sent.

// A page is one deep type: its futures nest below it.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Room that nothing refers to. The splitter gives each page's file its own strings and tables, and
/// begins each file's part at a multiple of eight: where the sum is larger than the segment that the
/// linker made, it leaves all of it in the file that every page loads (a sixth of its bytes). What
/// nothing refers to it drops, so these bytes are never sent.
#[used]
static ROOM: [u8; 4096] = [b' '; 4096];

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
