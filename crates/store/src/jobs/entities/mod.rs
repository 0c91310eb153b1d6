//! The tables of `jobs`, as the migration makes them.

pub mod mail_outbox;
