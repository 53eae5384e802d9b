//! JSON objects, merged member by member.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::{Sides, order};
use crate::json::{Cursor, Members, check, member, quote, string, unquote};

/// Members that belong to the one place where an object lies: of them ours stays.
const OWN: &[&str] =
    &["id", "_postman_id", "uid", "owner", "createdAt", "updatedAt", "lastUpdatedBy", "fork"];

/// Members that mean something only as a whole.
const WHOLE: &[&str] = &["url", "body", "auth", "script", "originalRequest"];

/// Of these, those that are merged part by part where there must be a result.
const PARTED: &[&str] = &["url", "body", "originalRequest"];

/// Members of list entries by which they are recognised.
const NAMES: &[&str] = &["key", "listen"];

/// Merges two JSON objects with what they were before.
///
/// Members are merged one by one, lists whose entries have a unique `key` or `listen` (headers,
/// variables, events) entry by entry. Members that name the object's own place, such as `id`, stay
/// ours, and so do the members called in `keep`. URLs, bodies, auth and scripts are taken as a
/// whole. The paths of members that both sides changed differently come back as the error, sorted.
pub fn texts(sides: Sides<&str>, keep: &[&str]) -> Result<String, Vec<String>> {
    let (merged, clashes) = merged(sides, keep, false);
    if clashes.is_empty() { Ok(merged) } else { Err(clashes) }
}

/// Like [`texts`], but with a result where both sides changed the same; the paths come along.
///
/// URLs and bodies are merged too, part by part. Of what both changed, theirs counts, except that
/// of the members of `variable` ours stay.
#[must_use]
pub fn settled_texts(sides: Sides<&str>, keep: &[&str]) -> (String, Vec<String>) {
    merged(sides, keep, true)
}

fn merged(sides: Sides<&str>, keep: &[&str], settle: bool) -> (String, Vec<String>) {
    let mut merge = Merge { keep, settle, path: Vec::new(), clashes: Vec::new() };
    let merged = merge.value(sides.base, sides.ours, sides.theirs).into_owned();
    merge.clashes.sort();
    (merged, merge.clashes)
}

struct Merge<'k> {
    keep: &'k [&'k str],
    /// Whether there must be a result.
    settle: bool,
    path: Vec<String>,
    clashes: Vec<String>,
}

/// An entry of a list and what it is recognised by.
type Entry<'a> = (Cow<'a, str>, &'a str);

impl Merge<'_> {
    /// A value that both sides have.
    fn value<'a>(&mut self, base: &'a str, ours: &'a str, theirs: &'a str) -> Cow<'a, str> {
        if same(ours, theirs) {
            return Cow::Borrowed(ours);
        }
        if self.at_home()
            && let Some(merged) = self.object(Sides { base, ours, theirs })
        {
            return Cow::Owned(merged);
        }
        if same(base, theirs) {
            return Cow::Borrowed(ours);
        }
        if same(base, ours) {
            return Cow::Borrowed(theirs);
        }
        let whole = |name: &String| {
            WHOLE.contains(&name.as_str()) && !(self.settle && PARTED.contains(&name.as_str()))
        };
        let whole = self.path.last().is_some_and(whole);
        let sides = Sides { base, ours, theirs };
        let inside = if whole {
            None
        } else {
            self.object(sides).or_else(|| self.list(sides)).or_else(|| self.quoted(sides))
        };
        inside.map_or_else(
            || {
                self.clash();
                let stays = self.path.first().is_some_and(|name| name == "variable");
                Cow::Borrowed(if self.settle && !stays { theirs } else { ours })
            },
            Cow::Owned,
        )
    }

    /// Whether this is the object itself, or its `info`: they have members of their own place.
    fn at_home(&self) -> bool {
        self.path.is_empty() || self.path == ["info"]
    }

    fn stays(&self, name: &str) -> bool {
        let keep = self.path.is_empty() && self.keep.contains(&name);
        keep || (self.at_home() && OWN.contains(&name)) || (self.path == ["info"] && name == "name")
    }

    fn clash(&mut self) {
        self.clashes.push(self.path.join("."));
    }

    /// A member or entry that any of the sides may lack.
    fn member<'a>(&mut self, sides: Sides<Option<&'a str>>) -> Option<Cow<'a, str>> {
        let Sides { base, ours, theirs } = sides;
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => Some(self.value(base.unwrap_or("null"), ours, theirs)),
            (Some(left), None) | (None, Some(left)) => {
                let Some(base) = base else { return Some(Cow::Borrowed(left)) };
                if same(base, left) {
                    return None;
                }
                self.clash();
                ours.filter(|_| self.settle).map(Cow::Borrowed)
            }
            (None, None) => None,
        }
    }

    /// Three objects; `None` when one side has none.
    fn object(&mut self, sides: Sides<&str>) -> Option<String> {
        let base = if sides.base.starts_with('{') { sides.base } else { "{}" };
        if !sides.ours.starts_with('{') || !sides.theirs.starts_with('{') {
            return None;
        }
        let [base, ours, theirs] = [base, sides.ours, sides.theirs].map(Members::read);
        let (base, ours, theirs) = (base.ok()?, ours.ok()?, theirs.ok()?);
        let [base_of, ours_of, theirs_of] = [&base, &ours, &theirs].map(Members::by_name);
        let mut merged = Members::default();
        let new = theirs.raw_names().filter(|raw| !ours_of.contains_key(&unquote(raw)));
        for raw in ours.raw_names().chain(new) {
            let name = unquote(raw);
            let of = [&base_of, &ours_of, &theirs_of].map(|side| side.get(&name).copied());
            let [base, ours, theirs] = of;
            if self.stays(&name) {
                if let Some(ours) = ours {
                    merged.push(raw, ours);
                }
                continue;
            }
            self.path.push(name.into_owned());
            if let Some(value) = self.member(Sides { base, ours, theirs }) {
                merged.push(raw, value);
            }
            self.path.pop();
        }
        Some(merged.write())
    }

    /// Three bodies that are JSON objects as text; only where there must be a result.
    fn quoted(&mut self, sides: Sides<&str>) -> Option<String> {
        let body = self.path.iter().rev().take(2).map(String::as_str).eq(["raw", "body"]);
        if !self.settle || !body {
            return None;
        }
        let inner =
            sides.map(|side| string(side).filter(|text| text.trim_start().starts_with('{')));
        let Sides { base: Some(base), ours: Some(ours), theirs: Some(theirs) } = inner else {
            return None;
        };
        let sides = Sides { base: base.trim(), ours: ours.trim(), theirs: theirs.trim() };
        let all = [sides.base, sides.ours, sides.theirs];
        if !all.iter().all(|text| check(text.as_bytes()).is_ok()) {
            return None;
        }
        let merged = self.object(sides)?;
        let merged: serde_json::Value = serde_json::from_str(&merged).ok()?;
        Some(quote(&serde_json::to_string_pretty(&merged).ok()?))
    }

    /// Three lists of named entries; `None` when one side has none.
    fn list(&mut self, sides: Sides<&str>) -> Option<String> {
        let base = if sides.base.starts_with('[') { sides.base } else { "[]" };
        let (base, ours, theirs) = (entries(base)?, entries(sides.ours)?, entries(sides.theirs)?);
        let [before, left, right] = [&base, &ours, &theirs].map(|list| names(list));
        let order = order::woven(Sides { base: &*before, ours: &*left, theirs: &*right });
        let [base, ours, theirs] = [&base, &ours, &theirs].map(|list| by_name(list));
        let mut out = String::from("[");
        for name in order {
            self.path.push(name.to_owned());
            let [base, ours, theirs] = [&base, &ours, &theirs].map(|side| side.get(name).copied());
            if let Some(entry) = self.member(Sides { base, ours, theirs }) {
                if out.len() > 1 {
                    out.push(',');
                }
                out.push_str(&entry);
            }
            self.path.pop();
        }
        out.push(']');
        Some(out)
    }
}

/// The entries of a list with their names; `None` when they can't be told apart by name.
fn entries(list: &str) -> Option<Vec<Entry<'_>>> {
    let mut cursor = Cursor::new(list);
    cursor.open(b'[').ok()?;
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut known = HashSet::new();
    while cursor.element().ok()? {
        let entry = cursor.skip().ok()?;
        let name = NAMES.iter().find_map(|name| string(member(entry, name)?))?;
        if !known.insert(name.clone()) {
            return None;
        }
        entries.push((name, entry));
    }
    Some(entries)
}

fn names<'a>(list: &'a [Entry<'_>]) -> Vec<&'a str> {
    list.iter().map(|(name, _)| name.as_ref()).collect()
}

fn by_name<'a>(list: &'a [Entry<'_>]) -> HashMap<&'a str, &'a str> {
    list.iter().map(|(name, entry)| (name.as_ref(), *entry)).collect()
}

/// Whether two texts are the same JSON, written with the same characters but for blanks.
fn same(one: &str, other: &str) -> bool {
    one == other || dense(one).eq(dense(other))
}

/// The bytes of a JSON text without blanks between its tokens.
fn dense(text: &str) -> impl Iterator<Item = u8> + '_ {
    let mut quoted = false;
    let mut escaped = false;
    text.bytes().filter(move |byte| {
        if quoted {
            quoted = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            return true;
        }
        quoted = *byte == b'"';
        !byte.is_ascii_whitespace()
    })
}

/// Whether an object says the same on two sides, but for the members of its own place.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let read = |text: &str| {
        let mut members = Members::read(text).ok()?;
        for name in OWN {
            members.remove(name);
        }
        Some(members.write())
    };
    one == other
        || matches!((read(one), read(other)), (Some(one), Some(other)) if same(&one, &other))
}
