//! The hash chain and the lines it stands in.
//!
//! `h_0 = SHA-256("gatepost-audit-v1" ‖ log id ‖ time of creation)` and
//! `h_n = SHA-256(0x01 ‖ h_{n-1} ‖ length of B_n as 8 bytes, big endian ‖ B_n)`, where `B_n` is the
//! record in canonical JSON. A line is `h_n` in hex, a space, `B_n`, a line feed.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::Moment;

/// Characters before the record in a line: the hash and a space.
pub(crate) const PREFIX: usize = 65;

/// A SHA-256 hash; shown and stored as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What the first record of a log follows.
    pub(crate) fn start(log_id: &str, created: Moment) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"gatepost-audit-v1");
        hasher.update(log_id.as_bytes());
        hasher.update(created.to_string().as_bytes());
        Self(hasher.finalize().into())
    }

    /// The hash of the record `body` that follows the one with this hash.
    pub(crate) fn next(self, body: &[u8]) -> Self {
        let mut head = [1; 41];
        head[1..33].copy_from_slice(&self.0);
        head[33..].copy_from_slice(&(body.len() as u64).to_be_bytes());
        let mut hasher = Sha256::new();
        hasher.update(head);
        hasher.update(body);
        Self(hasher.finalize().into())
    }

    /// The 64 digits.
    #[must_use]
    pub(crate) fn hex(self) -> [u8; 64] {
        let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + value - 10 };
        let mut hex = [0; 64];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        hex
    }

    /// Parses 64 lower-case hex digits.
    pub(crate) fn parse(hex: &[u8]) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut hash = [0; 32];
        if hex.len() != 64 {
            return None;
        }
        for (byte, pair) in hash.iter_mut().zip(hex.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(hash))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.hex()).unwrap_or_default())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(text.as_bytes()).ok_or_else(|| de::Error::custom("not a hash"))
    }
}

/// A line taken apart, nothing verified.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// The hash it states.
    pub(crate) hash: Hash,
    /// The record.
    pub(crate) body: &'a str,
}

impl<'a> Line<'a> {
    /// Takes a line, without its line feed, apart; `None` when it has another form.
    pub(crate) fn parse(line: &'a [u8]) -> Option<Self> {
        let (prefix, body) = line.split_at_checked(PREFIX)?;
        let (hex, space) = prefix.split_at_checked(PREFIX - 1)?;
        (space == b" ").then_some(())?;
        Some(Self { hash: Hash::parse(hex)?, body: str::from_utf8(body).ok()? })
    }
}
