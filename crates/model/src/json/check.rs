//! Whether text is acceptable JSON.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::Path;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 200;

/// Objects with more members than this find duplicates by hash instead of by comparing.
const COMPARED: usize = 24;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at line {line} column {column}")]
pub struct Fault {
    /// What is wrong, in words.
    pub what: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1; 0 when the line only just began.
    pub column: usize,
    /// The JSON path, for duplicate names and for nesting.
    pub path: Option<String>,
}

/// Checks that `text` is one JSON value without duplicate names, at most 200 levels deep.
///
/// It reads the text once and keeps only the names of the objects that are open, so it is fit for
/// bodies of 100 MB. Escapes that stand for no character and numbers beyond the range of a double
/// are faults too, as in every reader that makes values of them.
pub fn check(text: &[u8]) -> Result<&str, Fault> {
    let text = std::str::from_utf8(text).map_err(|error| not_utf8(text, error.valid_up_to()))?;
    let mut walk = Walk::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    // The walk counts levels itself, and stops long before the stack could end.
    reader.disable_recursion_limit();
    let outcome = Node(&mut walk).deserialize(&mut reader).and_then(|()| reader.end());
    outcome.map_err(|error| walk.fault(&error))?;
    Ok(text)
}

fn not_utf8(text: &[u8], valid: usize) -> Fault {
    let before = text.get(..valid).unwrap_or_default();
    let lines = before.split(|byte| *byte == b'\n');
    let (line, column) = lines.fold((0, 1), |(line, _), last| (line + 1, last.len() + 1));
    Fault { what: "invalid UTF-8".to_owned(), line, column, path: None }
}

/// What is remembered on the way.
#[derive(Default)]
struct Walk<'de> {
    path: Path<'de>,
    depth: usize,
    /// Names of the open objects, outermost first; big objects keep theirs as hashes.
    names: Vec<Cow<'de, str>>,
    hasher: RandomState,
    found: Option<(String, String)>,
}

impl Walk<'_> {
    fn enter<E: serde::de::Error>(&mut self) -> Result<(), E> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let what = format!("nested deeper than {MAX_DEPTH} levels");
            self.found = Some((what.clone(), self.path.to_string()));
            return Err(E::custom(what));
        }
        Ok(())
    }

    fn duplicate<E: serde::de::Error>(&mut self, name: &str) -> E {
        let what = format!("duplicate key `{name}`");
        self.found = Some((what.clone(), self.path.with(name)));
        E::custom(what)
    }

    fn fault(self, error: &serde_json::Error) -> Fault {
        let fault = fault(error);
        match self.found {
            Some((what, path)) => Fault { what, path: Some(path), ..fault },
            None => fault,
        }
    }
}

/// What the reader said, in parts.
pub(crate) fn fault(error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    Fault { what: what.to_owned(), line: error.line(), column: error.column(), path: None }
}

/// Takes a number that is a keyed hash already as its own hash.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// One value.
struct Node<'w, 'de>(&'w mut Walk<'de>);

impl<'de> DeserializeSeed<'de> for Node<'_, 'de> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let walk = self.0;
        walk.enter()?;
        let mut index = 0;
        loop {
            walk.path.enter_element(index);
            let more = elements.next_element_seed(Node(walk))?.is_some();
            walk.path.leave();
            if !more {
                break;
            }
            index += 1;
        }
        walk.depth -= 1;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let walk = self.0;
        walk.enter()?;
        let first = walk.names.len();
        let mut hashes: Option<HashSet<u64, BuildHasherDefault<Hashed>>> = None;
        while let Some(name) = members.next_key_seed(Name)? {
            let known = match &mut hashes {
                Some(hashes) => !hashes.insert(walk.hasher.hash_one(name.as_ref())),
                None => walk.names.get(first..).unwrap_or_default().contains(&name),
            };
            if known {
                return Err(walk.duplicate(&name));
            }
            walk.path.enter(name.clone());
            if hashes.is_none() {
                walk.names.push(name);
                if walk.names.len() - first > COMPARED {
                    let names = walk.names.drain(first..);
                    hashes = Some(names.map(|name| walk.hasher.hash_one(name.as_ref())).collect());
                }
            }
            members.next_value_seed(Node(walk))?;
            walk.path.leave();
        }
        walk.names.truncate(first);
        walk.depth -= 1;
        Ok(())
    }
}

/// A member's name, borrowed where it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
