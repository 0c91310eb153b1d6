//! The issuer's keys. The database holds public keys only: a private one is made from its name and
//! the server's secret, so that a stolen database signs nothing.

use crate::{Ctx, internal};
use domain::{
    Error, Result, Timestamp,
    policy::{Action, Platform, authorize},
};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};
use store::academy::IssuerKeyRow;

/// The key pair of a name. Hashing twice keeps the key's end closed.
fn pair(secret: &[u8], kid: &str) -> Option<Ed25519KeyPair> {
    let inner = Sha256::new()
        .chain_update(secret)
        .chain_update(b"issuer-key")
        .chain_update(kid)
        .finalize();
    let seed = Sha256::new()
        .chain_update(secret)
        .chain_update(inner)
        .finalize();
    Ed25519KeyPair::from_seed_unchecked(&seed).ok()
}

fn broken(ctx: &Ctx) -> Error {
    tracing::error!(request_id = %ctx.request_id, "an issuer key cannot be made");
    Error::Internal {
        request_id: ctx.request_id.clone(),
    }
}

/// The key that signs now; the first is made when it is first needed. Where the server's secret
/// has changed, the old key no longer signs, and a new one takes its place.
pub(super) async fn signing_key(ctx: &Ctx, tx: &store::Tx) -> Result<(String, Ed25519KeyPair)> {
    let keys = store::academy::issuer_keys(tx)
        .await
        .map_err(internal(ctx))?;
    let secret = &ctx.services.secret_key;
    let fits = |row: &IssuerKeyRow| {
        pair(secret, &row.kid)
            .filter(|pair| multibase(pair.public_key().as_ref()) == row.public_key)
    };
    if let Some(row) = keys.iter().find(|row| row.retired_at.is_none())
        && let Some(pair) = fits(row)
    {
        return Ok((row.kid.clone(), pair));
    }
    make(ctx, tx, keys.len(), ctx.now).await
}

async fn make(
    ctx: &Ctx,
    tx: &store::Tx,
    count: usize,
    now: Timestamp,
) -> Result<(String, Ed25519KeyPair)> {
    let kid = format!("key-{}", count + 1);
    let pair = pair(&ctx.services.secret_key, &kid).ok_or_else(|| broken(ctx))?;
    let public = multibase(pair.public_key().as_ref());
    store::academy::insert_issuer_key(tx, &kid, &public, now)
        .await
        .map_err(internal(ctx))?;
    store::academy::retire_issuer_keys(tx, &kid, now)
        .await
        .map_err(internal(ctx))?;
    Ok((kid, pair))
}

/// Signs with a new key from now on. The old ones stay published: what they signed still holds.
///
/// # Errors
/// `Forbidden` for anyone but the worker and the command line.
pub async fn rotate_issuer_key(ctx: &Ctx) -> Result<String> {
    authorize(&ctx.actor, Action::RunWorker, &Platform {})?;
    let tx = ctx.db().begin().await.map_err(internal(ctx))?;
    let count = store::academy::issuer_keys(&tx)
        .await
        .map_err(internal(ctx))?
        .len();
    let (kid, _) = make(ctx, &tx, count, ctx.now).await?;
    store::commit(tx).await.map_err(internal(ctx))?;
    Ok(kid)
}

/// Whether `signature` (multibase) of `message` holds under a published key.
pub(super) fn holds(public: &str, message: &[u8], signature: &str) -> bool {
    let (Some(key), Some(signature)) = (
        from_base58(public.strip_prefix('z')),
        from_base58(signature.strip_prefix('z')),
    ) else {
        return false;
    };
    // The two bytes before the key say that it is one of Ed25519.
    key.strip_prefix(&ED25519_PREFIX).is_some_and(|key| {
        UnparsedPublicKey::new(&ED25519, key)
            .verify(message, &signature)
            .is_ok()
    })
}

const ED25519_PREFIX: [u8; 2] = [0xed, 0x01];

/// A public key as Multikey writes it: `z6Mk…`.
fn multibase(public: &[u8]) -> String {
    let mut bytes = ED25519_PREFIX.to_vec();
    bytes.extend_from_slice(public);
    format!("z{}", base58(&bytes))
}

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Bitcoin's base 58, which Multibase calls `z`.
pub(super) fn base58(bytes: &[u8]) -> String {
    let mut digits: Vec<u8> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = u8::try_from(carry % 58).unwrap_or(0);
            carry /= 58;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 58).unwrap_or(0));
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    digits.extend(core::iter::repeat_n(0, zeros));
    digits
        .iter()
        .rev()
        .map(|digit| char::from(ALPHABET[usize::from(*digit)]))
        .collect()
}

fn from_base58(text: Option<&str>) -> Option<Vec<u8>> {
    let text = text?;
    if text.len() > 200 {
        return None;
    }
    let mut bytes: Vec<u8> = Vec::new();
    for c in text.bytes() {
        let mut carry = u32::try_from(ALPHABET.iter().position(|it| *it == c)?).ok()?;
        for byte in &mut bytes {
            carry += u32::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xff).ok()?;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push(u8::try_from(carry & 0xff).ok()?);
            carry >>= 8;
        }
    }
    let zeros = text.bytes().take_while(|c| *c == b'1').count();
    bytes.extend(core::iter::repeat_n(0, zeros));
    bytes.reverse();
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_58_is_bitcoins() {
        for (bytes, text) in [
            (&b"Hello World!"[..], "2NEpo7TZRRrLZSi2U"),
            (&[0, 0, 0x28, 0x7f, 0xb4, 0xcd][..], "11233QC4"),
            (&[][..], ""),
        ] {
            assert_eq!(base58(bytes), text);
            assert_eq!(from_base58(Some(text)).as_deref(), Some(bytes));
        }
        assert_eq!(from_base58(Some("0OIl")), None);
    }

    #[test]
    fn a_signature_holds_for_its_message_and_its_key_only() {
        let mine =
            pair(b"a secret of at least 32 bytes, say", "key-1").expect("a seed makes a key");
        let other =
            pair(b"a secret of at least 32 bytes, say", "key-2").expect("a seed makes a key");
        let public = multibase(mine.public_key().as_ref());
        assert!(public.starts_with("z6Mk"), "{public}");
        let signature = format!("z{}", base58(mine.sign(b"message").as_ref()));
        assert!(holds(&public, b"message", &signature));
        assert!(!holds(&public, b"massage", &signature));
        assert!(!holds(
            &multibase(other.public_key().as_ref()),
            b"message",
            &signature
        ));
        assert!(!holds(&public, b"message", "z"));
        assert!(!holds("", b"message", &signature));
    }
}
