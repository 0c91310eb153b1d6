//! How often something may be tried, by network address and by account.
//!
//! Kept in memory: a restart forgives. The limits of an account count the login as it was typed,
//! known or not, so that they tell nothing about it.

use crate::Ctx;
use domain::{Error, Result, Timestamp, accounts::Login, policy::Actor};
use governor::{DefaultKeyedRateLimiter, clock::Clock as _, clock::DefaultClock};
use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// So many times in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub times: NonZeroU32,
    pub seconds: u32,
}

impl Quota {
    const fn new(times: u32, seconds: u32) -> Option<Quota> {
        match NonZeroU32::new(times) {
            Some(times) => Some(Quota { times, seconds }),
            None => None,
        }
    }
}

/// Every limit; `None` is no limit.
#[derive(Clone, Debug)]
pub struct Quotas {
    pub sign_in_by_client: Option<Quota>,
    /// Of attempts that failed; a success forgets them.
    pub sign_in_by_account: Option<Quota>,
    pub register_by_client: Option<Quota>,
    pub register_by_account: Option<Quota>,
    pub reset_by_client: Option<Quota>,
    pub reset_by_account: Option<Quota>,
    /// Changes of one's own address or number, which can tell that another's is taken.
    pub profile_by_account: Option<Quota>,
}

impl Default for Quotas {
    fn default() -> Quotas {
        Quotas {
            sign_in_by_client: Quota::new(10, 60),
            sign_in_by_account: Quota::new(5, 15 * 60),
            register_by_client: Quota::new(5, 3600),
            register_by_account: Quota::new(3, 3600),
            reset_by_client: Quota::new(10, 3600),
            reset_by_account: Quota::new(3, 3600),
            profile_by_account: Quota::new(10, 3600),
        }
    }
}

impl Quotas {
    /// For tests and end-to-end runs.
    pub const fn unlimited() -> Quotas {
        Quotas {
            sign_in_by_client: None,
            sign_in_by_account: None,
            register_by_client: None,
            register_by_account: None,
            reset_by_client: None,
            reset_by_account: None,
            profile_by_account: None,
        }
    }
}

/// What has been tried lately.
#[derive(Debug)]
pub struct RateLimits {
    sign_in_by_client: Limiter,
    sign_in_by_account: Failures,
    register_by_client: Limiter,
    register_by_account: Limiter,
    reset_by_client: Limiter,
    reset_by_account: Limiter,
    profile_by_account: Limiter,
}

impl Default for RateLimits {
    fn default() -> RateLimits {
        RateLimits::new(&Quotas::default())
    }
}

impl RateLimits {
    pub fn new(quotas: &Quotas) -> RateLimits {
        RateLimits {
            sign_in_by_client: Limiter::new(quotas.sign_in_by_client),
            sign_in_by_account: Failures::new(quotas.sign_in_by_account),
            register_by_client: Limiter::new(quotas.register_by_client),
            register_by_account: Limiter::new(quotas.register_by_account),
            reset_by_client: Limiter::new(quotas.reset_by_client),
            reset_by_account: Limiter::new(quotas.reset_by_account),
            profile_by_account: Limiter::new(quotas.profile_by_account),
        }
    }

    /// For tests and end-to-end runs.
    pub fn unlimited() -> RateLimits {
        RateLimits::new(&Quotas::unlimited())
    }

    pub(super) fn sign_in(&self, ctx: &Ctx) -> Result<()> {
        self.sign_in_by_client.check_client(ctx)
    }

    /// Counts an attempt as failed until [`RateLimits::proved`] says otherwise: attempts that run
    /// at the same time cannot outrun the count.
    pub(super) fn attempt(&self, account: &str, now: Timestamp) -> Result<()> {
        self.sign_in_by_account.attempt(account, now)
    }

    /// The account's owner has shown who they are; their failed attempts are forgotten.
    pub(super) fn proved(&self, account: &str) {
        self.sign_in_by_account.forget(account);
    }

    pub(super) fn register(&self, ctx: &Ctx) -> Result<()> {
        self.register_by_client.check_client(ctx)
    }

    pub(super) fn register_account(&self, account: &str) -> Result<()> {
        self.register_by_account.check(account)
    }

    pub(super) fn reset(&self, ctx: &Ctx) -> Result<()> {
        self.reset_by_client.check_client(ctx)
    }

    pub(super) fn reset_account(&self, account: &str) -> Result<()> {
        self.reset_by_account.check(account)
    }

    pub(super) fn profile(&self, account: &str) -> Result<()> {
        self.profile_by_account.check(account)
    }
}

/// What a login is counted under.
pub(super) fn account_key(login: &Login) -> &str {
    match login {
        Login::Email(email) => email.as_str(),
        Login::Phone(phone) => phone.as_str(),
    }
}

struct Limiter {
    cells: Option<DefaultKeyedRateLimiter<String>>,
    checks: AtomicU32,
}

impl core::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Limiter")
            .field("keys", &self.cells.as_ref().map_or(0, |cells| cells.len()))
            .finish_non_exhaustive()
    }
}

impl Limiter {
    fn new(quota: Option<Quota>) -> Limiter {
        let cells = quota
            .and_then(|quota| {
                let period = Duration::from_secs(u64::from(quota.seconds));
                governor::Quota::with_period(period / quota.times.get())
                    .map(|rate| rate.allow_burst(quota.times))
            })
            .map(DefaultKeyedRateLimiter::keyed);
        Limiter {
            cells,
            checks: AtomicU32::new(0),
        }
    }

    /// The worker and the command line are not limited.
    fn check_client(&self, ctx: &Ctx) -> Result<()> {
        if ctx.actor == Actor::System {
            Ok(())
        } else {
            self.check(&client_key(&ctx.client))
        }
    }

    fn check(&self, key: &str) -> Result<()> {
        let Some(cells) = &self.cells else {
            return Ok(());
        };
        // Keys that are as good as new are dropped now and then, so that memory stays bounded.
        if self.checks.fetch_add(1, Ordering::Relaxed) % 1024 == 1023 {
            cells.retain_recent();
        }
        cells.check_key(&key.to_owned()).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            Error::RateLimited {
                retry_after: u32::try_from(seconds).unwrap_or(u32::MAX).max(1),
            }
        })
    }
}

/// A home or a phone has a whole /64 of IPv6 addresses: they count as one.
fn client_key(client: &str) -> String {
    match client.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(mapped) => mapped.to_string(),
            None => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => client.to_owned(),
    }
}

/// When an account's latest attempts failed. Not a `governor` limiter, which cannot give back
/// what a success should not have cost.
struct Failures {
    quota: Option<Quota>,
    times: moka::sync::Cache<String, Arc<Mutex<Vec<Timestamp>>>>,
}

impl core::fmt::Debug for Failures {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Failures")
            .field("quota", &self.quota)
            .finish_non_exhaustive()
    }
}

impl Failures {
    fn new(quota: Option<Quota>) -> Failures {
        let seconds = quota.map_or(1, |quota| u64::from(quota.seconds));
        let times = moka::sync::Cache::builder()
            .max_capacity(100_000)
            .time_to_idle(Duration::from_secs(seconds))
            .build();
        Failures { quota, times }
    }

    fn attempt(&self, account: &str, now: Timestamp) -> Result<()> {
        let Some(quota) = self.quota else {
            return Ok(());
        };
        let window = i64::from(quota.seconds);
        let times = self.times.get_with_by_ref(account, Arc::default);
        let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
        times.retain(|time| *time > now - window);
        if times.len() >= quota.times.get() as usize {
            let free_at = times.first().map_or(now, |oldest| oldest + window);
            let retry_after = u32::try_from(free_at - now).unwrap_or(1).max(1);
            return Err(Error::RateLimited { retry_after });
        }
        times.push(now);
        Ok(())
    }

    fn forget(&self, account: &str) {
        self.times.invalidate(account);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_limited_alone_and_told_when_to_come_back() {
        let limiter = Limiter::new(Quota::new(2, 3600));
        assert_eq!(limiter.check("a"), Ok(()));
        assert_eq!(limiter.check("a"), Ok(()));
        let refused = limiter.check("a");
        assert!(
            matches!(
                refused,
                Err(Error::RateLimited {
                    retry_after: 1..=1800
                })
            ),
            "{refused:?}"
        );
        assert_eq!(limiter.check("b"), Ok(()));
    }

    #[test]
    fn without_a_quota_nothing_is_refused() {
        let limiter = Limiter::new(None);
        for _ in 0..5000 {
            assert_eq!(limiter.check("a"), Ok(()));
        }
    }

    #[test]
    fn failures_lapse_one_by_one_and_a_success_forgets_them() {
        let failures = Failures::new(Quota::new(2, 900));
        assert_eq!(failures.attempt("a", 1000), Ok(()));
        assert_eq!(failures.attempt("a", 1100), Ok(()));
        assert_eq!(
            failures.attempt("a", 1200),
            Err(Error::RateLimited { retry_after: 700 })
        );
        assert_eq!(failures.attempt("b", 1200), Ok(()));
        assert_eq!(failures.attempt("a", 1900), Ok(()));
        assert_eq!(
            failures.attempt("a", 1900),
            Err(Error::RateLimited { retry_after: 100 })
        );
        failures.forget("a");
        assert_eq!(failures.attempt("a", 1900), Ok(()));
    }

    #[test]
    fn a_homes_addresses_count_as_one() {
        assert_eq!(client_key("192.0.2.1"), "192.0.2.1");
        assert_eq!(client_key("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(client_key("2001:db8:1:2:3::4"), "2001:db8:1:2::/64");
        assert_eq!(client_key("2001:db8:1:2::9"), "2001:db8:1:2::/64");
        assert_eq!(client_key(""), "");
    }
}
