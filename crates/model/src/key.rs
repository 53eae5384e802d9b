//! Credentials: what a key looks like.
//!
//! `gpa_<10 characters of id>_<43 of secret>_<6 of checksum>`. The prefix names the kind, so that
//! people and secret scanners see at once what they found; the checksum refuses mistyped keys
//! without a look into the store. The store keeps the hash only.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::id::base32_letter;

#[cfg(test)]
mod tests;

/// How many random bytes [`mint`] needs.
pub const RANDOM: usize = 42;

const ID: usize = 10;
const SECRET: usize = 43;
const CHECKSUM: usize = 6;

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// A person's: acts as that user.
    User,
    /// An agent's: acts within its grants.
    Agent,
    /// The installation's administrator's.
    Admin,
    /// Reads one collection, for whoever holds it.
    Access,
}

impl KeyKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::User, Self::Agent, Self::Admin, Self::Access];

    /// What its keys begin with.
    #[must_use]
    pub fn prefix(self) -> &'static str {
        match self {
            Self::User => "gpk_",
            Self::Agent => "gpa_",
            Self::Admin => "gpm_",
            Self::Access => "gpc_",
        }
    }

    /// The word used in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Agent => "agent",
            Self::Admin => "admin",
            Self::Access => "access",
        }
    }

    /// The kind that [`KeyKind::name`] names.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A whole key as text, to be shown once. It prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySecret(String);

impl KeySecret {
    /// The key.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret(..)")
    }
}

/// What may be kept of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Whose key it is.
    pub kind: KeyKind,
    /// The ten characters that tell keys apart; no secret.
    pub id: String,
    /// SHA-256 of the whole key.
    pub hash: [u8; 32],
    /// The key's last four characters, for people to recognise it.
    pub last4: String,
}

/// Makes a key of 42 random bytes: the text to hand out once, and what to keep.
#[must_use]
pub fn mint(kind: KeyKind, random: [u8; RANDOM]) -> (KeySecret, Key) {
    let (id, secret) = random.split_at(ID);
    let id: String = id.iter().map(|byte| base32_letter(*byte)).collect();
    let secret = URL_SAFE_NO_PAD.encode(secret);
    let body = format!("{}{id}_{secret}", kind.prefix());
    let text = format!("{body}_{}", checksum(&body));
    let key = keep(kind, id, &text);
    (KeySecret(text), key)
}

/// Reads a key. `None` when its form or its checksum is wrong.
#[must_use]
pub fn parse(text: &str) -> Option<Key> {
    let kind = KeyKind::ALL.into_iter().find(|kind| text.starts_with(kind.prefix()))?;
    let rest = text.strip_prefix(kind.prefix())?;
    let id = rest.get(..ID)?;
    let secret = rest.get(ID..)?.strip_prefix('_')?.get(..SECRET)?;
    let sum = rest.get(ID + 1 + SECRET..)?.strip_prefix('_')?;
    let fits = id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
        && URL_SAFE_NO_PAD.decode(secret).is_ok_and(|bytes| bytes.len() == 32)
        && sum.len() == CHECKSUM
        && sum == checksum(text.strip_suffix(sum)?.strip_suffix('_')?);
    fits.then(|| keep(kind, id.to_owned(), text))
}

fn keep(kind: KeyKind, id: String, text: &str) -> Key {
    let last4 = text.get(text.len().saturating_sub(4)..).unwrap_or_default().to_owned();
    Key { kind, id, hash: Sha256::digest(text.as_bytes()).into(), last4 }
}

/// The low 24 bits of the CRC-32, in hex.
fn checksum(body: &str) -> String {
    format!("{:06x}", crc32fast::hash(body.as_bytes()) & 0x00ff_ffff)
}
