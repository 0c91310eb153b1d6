//! What a person sees: one folder a feature, with its pages and its server functions (`api.rs`).
//!
//! Every page works from the server's HTML alone, then hydrates.

// A page is one deep type: its futures nest below it.
#![recursion_limit = "512"]

mod api_error;
mod codec;
mod form;
mod frame;
mod routes;
pub mod ssr;
mod words;

pub mod academy;
pub mod accounts;
pub mod cooperatives;
pub mod desk;
pub mod home;
pub mod marketplace;
pub mod projects;

pub use api_error::ApiError;
pub use form::{FormState, Replay, use_form};
pub use frame::{ErrorView, NotFoundView, Session, use_session};
pub use routes::App;
#[cfg(feature = "ssr")]
pub use routes::shell;
pub use words::{PageWords, href, use_lang, use_words};
