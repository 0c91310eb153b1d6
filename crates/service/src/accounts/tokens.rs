//! Opaque tokens: 256 random bits for the holder, their SHA-256 for the database.

use rand::RngCore as _;
use sha2::{Digest as _, Sha256};

/// 64 hexadecimal digits from the system's generator.
pub fn new_token() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

/// As the database keeps it. A token has too much randomness for its hash to need salt.
pub fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::{new_token, token_hash};

    #[test]
    fn tokens_differ_and_their_hash_does_not_show_them() {
        let token = new_token();
        assert_eq!(token.len(), 64);
        assert_ne!(token, new_token());
        assert_ne!(token_hash(&token), token);
        assert_eq!(
            token_hash("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
