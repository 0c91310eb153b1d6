//! What a person sees: one folder a feature, with its pages and its server functions (`api.rs`).
//!
//! Every page works from the server's HTML alone, then hydrates.

// A page is one deep type: its futures nest below it.
#![recursion_limit = "512"]

mod api_error;
mod form;
mod frame;
mod routes;
pub mod ssr;
mod wire;
mod words;

pub mod academy;
pub mod accounts;
pub mod admin;
pub mod bank;
pub mod cooperatives;
pub mod desk;
pub mod home;
pub mod marketplace;
pub mod money;
pub mod projects;
pub mod quotes;
pub mod teaching;
pub mod trade;
pub mod ventures;

pub use api_error::ApiError;
pub use form::{FormState, Replay, SearchAddress, use_form, use_item_form, use_plain_form};
pub use frame::{
    ErrorView, NotFoundView, Session, path_segment, use_path, use_query_map, use_session,
};
#[cfg(feature = "ssr")]
pub use routes::shell;
pub use routes::{App, preload};
pub use wire::{ActionForm, Loaded, Packed, ServerAction, load, reload};
pub use words::{PageWords, href, use_lang, use_words};
