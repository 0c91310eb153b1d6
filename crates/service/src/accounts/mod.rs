//! Use cases of `accounts`: registering, signing in, one's own account.
//!
//! No answer tells whether an account exists: known and unknown logins take the same way and the
//! same time. The one exception is the profile, where a signed-in person reads that an address is
//! taken; it is limited by account.

mod authenticate;
mod change_language;
mod change_password;
mod create_administrator;
mod erase_account;
mod grant_role;
mod list_sessions;
mod mails;
mod me;
mod my_data;
mod passwords;
mod rate_limits;
mod register;
mod request_password_reset;
mod reset_password;
mod revoke_session;
mod sign_in;
mod sign_out;
mod tokens;
mod update_profile;

pub use authenticate::authenticate;
pub use change_language::change_language;
pub use change_password::change_password;
pub use create_administrator::create_administrator;
pub use erase_account::{account_holds, erase_account};
pub use grant_role::grant_role;
pub use list_sessions::list_sessions;
pub use me::me;
pub use my_data::my_data;
pub use passwords::hash_password;
pub use rate_limits::{Quota, Quotas, RateLimits};
pub use register::register;
pub use request_password_reset::request_password_reset;
pub use reset_password::reset_password;
pub use revoke_session::revoke_session;
pub use sign_in::sign_in;
pub use sign_out::sign_out;
pub use tokens::{new_token, token_hash};
pub use update_profile::update_profile;

use crate::Ctx;
use domain::{
    Error, PersonId, Result, Timestamp,
    accounts::Me,
    policy::{Account, Action, Actor, Permit, authorize},
};

/// How long a session lives after it was last used, in seconds: 30 days.
pub const SESSION_LIFE: i64 = 30 * 24 * 3600;

/// How long a mailed link lives, in seconds.
pub const RESET_LIFE: i64 = 3600;

/// What signing in answers. The token is known to the device alone; the database has its hash.
#[derive(Clone, Debug)]
pub struct Session {
    pub token: String,
    pub expires_at: Timestamp,
    pub me: Me,
}

/// The signed-in person and the permit for their own account.
fn own_account(ctx: &Ctx) -> Result<(PersonId, Permit<Account>)> {
    let owner = ctx.actor.person().ok_or(Error::Unauthenticated)?;
    let permit = authorize(&ctx.actor, Action::ManageOwnAccount, &Account { owner })?;
    Ok((owner, permit))
}

/// The permit of who has just proved to be `owner`, by a password, a session or a mailed link.
fn proven_account(owner: PersonId) -> Result<Permit<Account>> {
    let actor = Actor::Person {
        id: owner,
        roles: Vec::new(),
    };
    authorize(&actor, Action::ManageOwnAccount, &Account { owner })
}
