//! Use cases of `jobs`: what was promised in a transaction is done after it, at least once.

mod convert_media;
mod index_listings;
mod render_pictures;
mod send_mail;

pub use async_trait::async_trait;
pub use convert_media::convert_media;
pub use index_listings::index_listings;
pub use render_pictures::render_pictures;
pub use send_mail::{Mail, MailError, Mailer, enqueue_mail, send_mail};
