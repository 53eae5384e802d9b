//! Identifiers.
//!
//! Elements have a UUID; where the API wants a uid it is `<owner>-<uuid>`. Users and teams have
//! numbers. Gatepost's own things have a prefix that says what they are.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// Number of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub i64);

/// Number of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TeamId(pub i64);

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for TeamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Declares an id that is a prefix and 16 base-32 characters.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new random id.
            #[must_use]
            pub fn random() -> Self {
                Self(format!("{}{}", $prefix, base32(Uuid::new_v4().as_bytes())))
            }
            /// Parses an id; anything without its prefix and form is `None`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let tail = text.strip_prefix($prefix)?;
                let fits = tail.len() == 16
                    && tail.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
                fits.then(|| Self(text.to_owned()))
            }
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id_type!(
    /// An agent.
    AgentId, "agt_");
id_type!(
    /// A grant or block.
    GrantId, "grt_");
id_type!(
    /// A key, not its secret.
    KeyId, "key_");

fn base32(bytes: &[u8; 16]) -> String {
    bytes.iter().map(|byte| base32_letter(*byte)).collect()
}

/// The letter for the low five bits: `a` to `z`, then `2` to `7`.
pub(crate) fn base32_letter(byte: u8) -> char {
    match byte % 32 {
        number @ 0..26 => char::from(b'a' + number),
        number => char::from(b'2' + number - 26),
    }
}

/// A record of the audit log: `evt_` and a UUIDv7, so ids sort by time.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(String);

impl RecordId {
    /// A new id for a record made now.
    #[must_use]
    pub fn now() -> Self {
        Self(format!("evt_{}", Uuid::now_v7()))
    }
    /// Parses an id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let uuid = Uuid::parse_str(text.strip_prefix("evt_")?).ok()?;
        (text == format!("evt_{uuid}")).then(|| Self(text.to_owned()))
    }
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A uid: an element's id with the number of its owner.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Uid {
    /// Who owns the element.
    pub owner: UserId,
    /// The element's id.
    pub id: String,
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.owner, self.id)
    }
}

/// An element as a caller names it: by id, or by uid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementRef {
    /// The owner the uid names; a wrong one makes the element not found.
    pub owner: Option<UserId>,
    /// The id, in lower case when it is a UUID.
    pub id: String,
}

impl ElementRef {
    /// Parses an id or a uid. Text that is neither is taken as an id that will not be found.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let bare = || Self { owner: None, id: lower_uuid(text) };
        let Some((owner, id)) = text.split_once('-') else { return bare() };
        if Uuid::parse_str(id).is_ok() && id.len() == 36 {
            // A plain UUID can't get here: its part after the first dash has 27 characters.
            let digits = !owner.is_empty() && owner.bytes().all(|byte| byte.is_ascii_digit());
            let canonical = digits && (owner == "0" || !owner.starts_with('0'));
            // An owner that is no number owns nothing here: -1 is nobody's.
            let owner = canonical.then(|| owner.parse().ok()).flatten().unwrap_or(-1);
            return Self { owner: Some(UserId(owner)), id: id.to_ascii_lowercase() };
        }
        bare()
    }
}

fn lower_uuid(text: &str) -> String {
    match Uuid::parse_str(text) {
        Ok(uuid) if text.len() == 36 => uuid.to_string(),
        _ => text.to_owned(),
    }
}

/// A new element id.
#[must_use]
pub fn new_element_id() -> String {
    Uuid::new_v4().to_string()
}
