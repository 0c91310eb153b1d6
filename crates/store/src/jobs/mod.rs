//! Rows and queries of `jobs`: what was promised in a transaction and is done after it.

pub mod entities;
mod mail;

pub use mail::{
    MAX_ATTEMPTS, NewMail, PendingMail, claim_mail, enqueue_mail, enqueue_mails, fail_mail,
    finish_mail,
};
