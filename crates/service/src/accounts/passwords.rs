//! Passwords: Argon2id off the async threads, at most two at a time, so that a flood of sign-ins
//! neither stops the pages nor takes the memory.

use crate::Ctx;
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::SaltString,
};
use domain::{Error, Problem, Result, text::Check};
use rand::RngCore as _;
use std::sync::{Arc, LazyLock};
use store::accounts::Credentials;
use tokio::{sync::Semaphore, task::spawn_blocking};

static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// Nobody's password, at the same cost as anybody's: what an unknown login is checked against.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$dGFhd291bml5YS1kdW1teQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    let params =
        Params::new(19_456, 2, 1, None).expect("the parameters are within Argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A PHC string with a fresh salt.
///
/// # Errors
/// `Internal` where the machine fails.
pub async fn hash_password(ctx: &Ctx, password: &str) -> Result<String> {
    let password = password.to_owned();
    in_turn(ctx, move || {
        let mut salt = [0; 16];
        rand::rng().fill_bytes(&mut salt);
        let salt = SaltString::encode_b64(&salt).map_err(|error| error.to_string())?;
        argon2()
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| error.to_string())
    })
    .await
}

/// Whether the password is the one kept; `None` takes as long and is never right.
///
/// # Errors
/// `Internal` where the machine fails or the kept string is none of ours.
pub(super) async fn is_password(ctx: &Ctx, password: &str, kept: Option<&str>) -> Result<bool> {
    let known = kept.is_some();
    let kept = kept.unwrap_or(DUMMY).to_owned();
    let password = password.to_owned();
    let same = in_turn(ctx, move || {
        let kept = PasswordHash::new(&kept).map_err(|error| error.to_string())?;
        match argon2().verify_password(password.as_bytes(), &kept) {
            Ok(()) => Ok(true),
            Err(argon2::password_hash::Error::Password) => Ok(false),
            Err(error) => Err(error.to_string()),
        }
    })
    .await?;
    Ok(known && same)
}

/// That who is signed in also knows the password, before what a borrowed phone must not do.
///
/// # Errors
/// `Invalid` with `Mismatch` for `current`; `RateLimited`, counting wrong ones.
pub(super) async fn prove_password(ctx: &Ctx, person: &Credentials, current: &str) -> Result<()> {
    let account = format!("person:{}", person.id);
    ctx.services.rate_limits.attempt(&account, ctx.now)?;
    if !is_password(ctx, current, Some(&person.password_hash)).await? {
        return Err(Error::field("current", Problem::Mismatch));
    }
    ctx.services.rate_limits.proved(&account);
    Ok(())
}

/// Whether something was typed that can be a password.
pub(super) fn check_current(check: &mut Check, current: &str) {
    if current.is_empty() {
        check.refuse("current", Problem::Required);
    } else if current.chars().count() > 128 {
        check.refuse("current", Problem::Mismatch);
    }
}

async fn in_turn<T: Send + 'static>(
    ctx: &Ctx,
    work: impl FnOnce() -> core::result::Result<T, String> + Send + 'static,
) -> Result<T> {
    let internal = |cause: String| {
        tracing::error!(request_id = %ctx.request_id, %cause, "hashing failed");
        Error::Internal {
            request_id: ctx.request_id.clone(),
        }
    };
    let turn = TURNS
        .clone()
        .acquire_owned()
        .await
        .map_err(|error| internal(error.to_string()))?;
    // The turn ends with the work, even where the caller has gone away meanwhile.
    let done = spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await
        .map_err(|error| internal(error.to_string()))?
        .map_err(internal)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_dummy_costs_what_a_password_costs() {
        let dummy = PasswordHash::new(DUMMY).unwrap();
        let params = Params::try_from(&dummy).unwrap();
        assert_eq!(
            (params.m_cost(), params.t_cost(), params.p_cost()),
            (19_456, 2, 1)
        );
        assert_eq!(
            argon2().verify_password(b"anything", &dummy),
            Err(argon2::password_hash::Error::Password)
        );
    }
}
