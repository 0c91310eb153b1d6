//! The tables of `accounts`, as the migration makes them.

pub mod audit_log;
pub mod password_reset;
pub mod person;
pub mod person_role;
pub mod session;
