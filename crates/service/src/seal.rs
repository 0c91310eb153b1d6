//! What few may read is sealed before it is stored: AES-256-GCM, with a key made from the server's
//! secret for one purpose, bound to the row that it belongs to. A stolen database tells nothing, and
//! a sealed text that was moved to another row does not open.

use crate::Ctx;
use domain::{Error, Result};
use rand::RngCore as _;
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Salt},
};
use serde::{Serialize, de::DeserializeOwned};

/// What a seal is bound to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seal<'a> {
    /// For example `referral`.
    pub purpose: &'static str,
    /// The row, and which of its fields.
    pub bound: (&'a str, &'static str),
}

fn broken(ctx: &Ctx) -> Error {
    tracing::error!(request_id = %ctx.request_id, "a sealed text does not open");
    Error::Internal {
        request_id: ctx.request_id.clone(),
    }
}

impl Seal<'_> {
    fn key(&self, secret: &[u8]) -> Option<LessSafeKey> {
        let salt = Salt::new(HKDF_SHA256, b"taawouniya seal 1");
        let info = [self.purpose.as_bytes()];
        let material = salt.extract(secret);
        let key = material.expand(&info, &AES_256_GCM).ok()?;
        Some(LessSafeKey::new(UnboundKey::from(key)))
    }

    fn aad(&self) -> Aad<String> {
        Aad::from(format!("{}/{}", self.bound.0, self.bound.1))
    }

    fn close_bytes(&self, secret: &[u8], plain: Vec<u8>) -> Option<String> {
        let mut nonce = [0; NONCE_LEN];
        rand::rng().fill_bytes(&mut nonce);
        let mut bytes = plain;
        self.key(secret)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), self.aad(), &mut bytes)
            .ok()?;
        Some(format!("{}{}", hex::encode(nonce), hex::encode(bytes)))
    }

    fn open_bytes(&self, secret: &[u8], sealed: &str) -> Option<Vec<u8>> {
        let mut bytes = hex::decode(sealed).ok()?;
        let (nonce, text) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let plain = self.key(secret)?.open_in_place(nonce, self.aad(), text);
        plain.ok().map(|plain| plain.to_vec())
    }

    /// # Errors
    /// Only `Internal`.
    pub(crate) fn close(&self, ctx: &Ctx, value: &impl Serialize) -> Result<String> {
        let plain = serde_json::to_vec(value).map_err(|_| broken(ctx))?;
        self.close_bytes(&ctx.services.secret_key, plain)
            .ok_or_else(|| broken(ctx))
    }

    /// # Errors
    /// `Internal` where it was changed, moved, or sealed under another secret.
    pub(crate) fn open<T: DeserializeOwned>(&self, ctx: &Ctx, sealed: &str) -> Result<T> {
        let plain = self.open_bytes(&ctx.services.secret_key, sealed);
        plain
            .and_then(|plain| serde_json::from_slice(&plain).ok())
            .ok_or_else(|| broken(ctx))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::Seal;

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn seal(row: &str) -> Seal<'_> {
        Seal {
            purpose: "test",
            bound: (row, "text"),
        }
    }

    #[test]
    fn a_sealed_text_opens_only_where_it_belongs_and_as_it_was() {
        let sealed = seal("1").close_bytes(SECRET, b"seule".to_vec()).unwrap();
        assert_ne!(
            sealed,
            seal("1").close_bytes(SECRET, b"seule".to_vec()).unwrap(),
            "twice the same text is not seen to be the same"
        );
        assert_eq!(seal("1").open_bytes(SECRET, &sealed).unwrap(), b"seule");
        assert_eq!(seal("2").open_bytes(SECRET, &sealed), None);
        assert_eq!(seal("1").open_bytes(b"another secret", &sealed), None);
        for at in [0, 30, sealed.len() - 1] {
            let mut torn = sealed.clone().into_bytes();
            torn[at] = if torn[at] == b'0' { b'1' } else { b'0' };
            let torn = String::from_utf8(torn).unwrap();
            assert_eq!(seal("1").open_bytes(SECRET, &torn), None, "{at}");
        }
        assert_eq!(seal("1").open_bytes(SECRET, ""), None);
    }
}
