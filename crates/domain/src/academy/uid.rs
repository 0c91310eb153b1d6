//! Ids that devices make without asking anyone: UUIDs, kept as a number and written as text.

use core::{fmt, str::FromStr};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A UUID (RFC 9562). Of an event: version 7, made by the device. Of an activity: the same in
/// every version of its course.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid(u128);

const VERSION: u32 = 76;
const VARIANT: u128 = 0b10 << 62;
const VARIANT_MASK: u128 = 0b11 << 62;

impl Uid {
    const fn with_version(bits: u128, version: u128) -> Uid {
        let bits = (bits & !(0xf << VERSION)) | (version << VERSION);
        Uid((bits & !VARIANT_MASK) | VARIANT)
    }

    /// Version 7: milliseconds since 1970, then `random`.
    pub const fn v7(milliseconds: u64, random: u128) -> Uid {
        let time = ((milliseconds as u128) & 0xffff_ffff_ffff) << 80;
        Uid::with_version(time | (random >> 48), 7)
    }

    /// The id that a name always has, version 8: FNV-1a of 128 bits. Not a defence against anyone.
    pub const fn named(name: &str) -> Uid {
        let bytes = name.as_bytes();
        let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
        let mut at = 0;
        while at < bytes.len() {
            hash =
                (hash ^ bytes[at] as u128).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
            at += 1;
        }
        Uid::with_version(hash, 8)
    }

    pub const fn version(self) -> u8 {
        ((self.0 >> VERSION) & 0xf) as u8
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", self.0);
        let (a, b, c, d, e) = (
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        );
        write!(f, "{a}-{b}-{c}-{d}-{e}")
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not a UUID as RFC 9562 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID")]
pub struct NotAUid;

impl FromStr for Uid {
    type Err = NotAUid;

    fn from_str(text: &str) -> Result<Uid, NotAUid> {
        let bytes = text.as_bytes();
        if bytes.len() != 36 {
            return Err(NotAUid);
        }
        let mut bits = 0_u128;
        for (at, byte) in bytes.iter().enumerate() {
            if matches!(at, 8 | 13 | 18 | 23) {
                if *byte != b'-' {
                    return Err(NotAUid);
                }
                continue;
            }
            let digit = char::from(*byte).to_digit(16).ok_or(NotAUid)?;
            bits = (bits << 4) | u128::from(digit);
        }
        let uid = Uid(bits);
        if bits & VARIANT_MASK == VARIANT && matches!(uid.version(), 1..=8) {
            Ok(uid)
        } else {
            Err(NotAUid)
        }
    }
}

impl Serialize for Uid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Uid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Uid, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_uid_is_read_as_it_is_written() {
        for uid in [
            Uid::v7(1_790_000_000_123, u128::MAX),
            Uid::v7(0, 0),
            Uid::named("create-a-cooperative/what-it-is"),
        ] {
            assert_eq!(uid.to_string().parse(), Ok(uid));
        }
        let made = Uid::v7(0x0192_3456_789a, 0);
        assert_eq!(made.to_string(), "01923456-789a-7000-8000-000000000000");
        assert_eq!((made.version(), Uid::named("x").version()), (7, 8));
        assert_ne!(Uid::named("a"), Uid::named("b"));
    }

    #[test]
    fn what_is_no_uuid_is_refused() {
        for text in [
            "",
            "01923456-789a-7000-8000-00000000000",
            "01923456-789a-7000-8000-00000000000g",
            "01923456+789a-7000-8000-000000000000",
            // No version, and another variant.
            "00000000-0000-0000-0000-000000000000",
            "01923456-789a-7000-c000-000000000000",
        ] {
            assert_eq!(text.parse::<Uid>(), Err(NotAUid), "{text}");
        }
        assert!(serde_json::from_str::<Uid>("\"x\"").is_err());
        let text = serde_json::to_string(&Uid::v7(1, 1)).unwrap();
        assert_eq!(serde_json::from_str::<Uid>(&text).unwrap(), Uid::v7(1, 1));
    }
}
