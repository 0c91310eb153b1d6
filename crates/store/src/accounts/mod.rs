//! Rows and queries of `accounts`: people, roles, sessions, resets and the audit log.
//!
//! Secrets never stand here in the clear: passwords are Argon2 strings, tokens their SHA-256.

mod audit;
pub mod entities;
mod people;
mod personal;
mod resets;
mod roles;
mod sessions;

pub use audit::{AuditEntry, append_audit, verify_audit};
pub(crate) use audit::{AuditRecord, audit_of};
pub use people::{
    Credentials, NewPerson, Profile, create_person, find_credentials, load_credentials, load_me,
    register_person, update_lang, update_password, update_profile,
};
pub use personal::{Fate, HOLDINGS, Holding, erase_person, holds, personal_data};
pub use resets::{NewReset, drop_resets, insert_reset, use_reset};
pub use roles::{grant_manager, grant_role, join_team, leave_team, list_managers};
pub use sessions::{
    FoundSession, NewSession, delete_session, delete_sessions, find_session, insert_session,
    list_sessions, touch_session,
};

use crate::Result;
use domain::{
    PersonId,
    policy::{Account, Permit, Scope},
};

/// Whose account the permit is for; a mutation touches no other's rows.
fn owner(permit: &Permit<Account>) -> Result<PersonId> {
    match permit.scope() {
        Scope::Person(owner) => Ok(owner),
        _ => Err(domain::Error::NotFound.into()),
    }
}
