//! Changes to a collection's head.

use super::rules;
use super::shape::{Checker, Invalid};
use crate::json::{Broken, Cursor, Members, member, unquote};
use crate::secret::Document;

/// Why a change was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatchFault {
    /// It names members that can't be changed this way.
    #[error("Invalid parameters: ({}) for key: '{key}'", quoted(.names))]
    Unknown {
        /// The members.
        names: Vec<String>,
        /// Where they stand, such as `collection.info`.
        key: String,
    },
    /// It changes nothing.
    #[error("'{param}' key is mandatory when 'collection' is empty.")]
    Missing {
        /// The member that would have helped.
        param: String,
    },
    /// A value breaks the format.
    #[error("{0}")]
    Invalid(#[from] Invalid),
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
}

/// Applies `patch`, the `collection` object of a PATCH, to a collection's head.
///
/// It may hold `info` (`name`, `description`), `variable`, `auth` and `events` (or `event`, as
/// the format calls it), each replacing what was there. Returns the collection's name and its
/// new head.
pub fn patch_head(head: &Document, patch: &str) -> Result<(String, Document), PatchFault> {
    check(patch)?;
    let head = head.text();
    let changed = merge(&head, patch).map_err(Invalid::from)?;
    let info = member(&changed, "info").unwrap_or("{}");
    let name = member(info, "name").map(unquote).unwrap_or_default().into_owned();
    Ok((name, Document::extract(&changed)))
}

fn check(patch: &str) -> Result<(), PatchFault> {
    let mut checker = Checker::default();
    let outcome = checker.value(&rules::CHANGE, &mut Cursor::new(patch));
    outcome.map_err(Invalid::from)?;
    checker.finish()?;
    let names = names(patch).map_err(Invalid::from)?;
    if names.is_empty() {
        return Err(PatchFault::Missing { param: "info".to_owned() });
    }
    refuse_others(names, &["info", "variable", "auth", "events", "event"], "collection")?;
    if let Some(info) = member(patch, "info") {
        let info_names = self::names(info).map_err(Invalid::from)?;
        refuse_others(info_names, &["name", "description"], "collection.info")?;
        if member(info, "name").is_some_and(|name| unquote(name).is_empty()) {
            let fault = Invalid::one("info.name", "must NOT have fewer than 1 characters");
            return Err(fault.into());
        }
    }
    Ok(())
}

fn names(object: &str) -> Result<Vec<String>, Broken> {
    let mut cursor = Cursor::new(object);
    let mut names = Vec::new();
    cursor.open(b'{')?;
    while let Some(key) = cursor.key()? {
        names.push(key.name().into_owned());
        cursor.skip()?;
    }
    Ok(names)
}

fn refuse_others(names: Vec<String>, known: &[&str], key: &str) -> Result<(), PatchFault> {
    let names: Vec<_> = names.into_iter().filter(|name| !known.contains(&name.as_str())).collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(PatchFault::Unknown { names, key: key.to_owned() })
}

fn merge(head: &str, patch: &str) -> Result<String, Broken> {
    let mut members = Members::read(head)?;
    let patch = Members::read(patch)?;
    if let Some(change) = patch.get("info") {
        let stored = members.get("info").unwrap_or("{}").to_owned();
        let mut info = Members::read(&stored)?;
        let change = Members::read(change)?;
        for name in ["name", "description"] {
            if let Some(value) = change.get(name) {
                info.set(name, value.to_owned());
            }
        }
        members.set("info", info.write());
    }
    let plain =
        [("variable", "variable"), ("auth", "auth"), ("event", "event"), ("events", "event")];
    for (sent, stored) in plain {
        if let Some(value) = patch.get(sent) {
            members.set(stored, value.to_owned());
        }
    }
    Ok(members.write())
}
