//! Background work: what was promised in a transaction and is done after it.

mod index_listings;
mod render_pictures;
mod send_mail;

pub use index_listings::index_listings;
pub use render_pictures::render_pictures;
pub use send_mail::{Mailer, send_mail};
