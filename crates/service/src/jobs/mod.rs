//! Use cases of `jobs`: what was promised in a transaction is done after it, at least once.

mod index_listings;
mod render_pictures;
mod send_mail;

pub use async_trait::async_trait;
pub use index_listings::index_listings;
pub use render_pictures::render_pictures;
pub use send_mail::{Mail, MailError, Mailer, enqueue_mail, send_mail};
