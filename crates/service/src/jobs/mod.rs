//! Use cases of `jobs`: what was promised in a transaction is done after it, at least once.

mod send_mail;

pub use async_trait::async_trait;
pub use send_mail::{Mail, MailError, Mailer, enqueue_mail, send_mail};
