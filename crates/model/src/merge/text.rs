//! JSON objects, merged member by member.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Sides, order, quoted};
use crate::json::{Cursor, Members, member, quote, string, unquote};

/// Members that belong to the one place where an object lies: of them ours stays.
const OWN: &[&str] =
    &["id", "_postman_id", "uid", "owner", "createdAt", "updatedAt", "lastUpdatedBy", "fork"];

/// Members that mean something only as a whole.
const WHOLE: &[&str] = &["url", "body", "auth", "script", "originalRequest"];

/// Of these, those that are merged part by part where there must be a result.
const PARTED: &[&str] = &["url", "body", "auth", "originalRequest"];

/// Members of list entries by which they are recognised.
const NAMES: &[&str] = &["key", "listen"];

/// Merges two JSON objects with what they were before.
///
/// Members are merged one by one, lists whose entries have a unique `key` or `listen` (headers,
/// variables, events) entry by entry. Members that name the object's own place, such as `id`, stay
/// ours, and so do the members called in `keep`. URLs, bodies, auth and scripts are taken as a
/// whole. The paths of members that both sides changed differently come back as the error, sorted.
pub fn texts(sides: Sides<&str>, keep: &[&str]) -> Result<String, Vec<String>> {
    let (merged, clashes) = merged(sides, keep, None);
    if clashes.is_empty() { Ok(merged) } else { Err(clashes) }
}

/// Like [`texts`], but with a result where both sides changed the same; the paths come along.
///
/// URLs, auth and bodies are merged too, part by part, also bodies that are JSON as text; entries
/// that share a name are told apart by their order. Of what both changed, theirs counts, except
/// where ours `stays`.
#[must_use]
pub fn settled_texts(sides: Sides<&str>, keep: &[&str], stays: Stays) -> (String, Vec<String>) {
    merged(sides, keep, Some(stays))
}

/// Whether of a member that both sides changed ours counts, by its path: the names from the
/// outside in, those of list entries too.
pub type Stays = fn(&[String]) -> bool;

pub(super) fn merged(
    sides: Sides<&str>,
    keep: &[&str],
    settle: Option<Stays>,
) -> (String, Vec<String>) {
    let mut merge = Merge { keep, settle, path: Vec::new(), inside: false, clashes: Vec::new() };
    let merged = merge.value(sides.base, sides.ours, sides.theirs).into_owned();
    merge.clashes.sort();
    (merged, merge.clashes)
}

struct Merge<'k> {
    keep: &'k [&'k str],
    /// There must be a result, with ours where this says so.
    settle: Option<Stays>,
    path: Vec<String>,
    /// Whether this is inside of a body that is text: there names mean nothing.
    inside: bool,
    clashes: Vec<String>,
}

/// An entry of a list and what it is recognised by: a name, and how many before it have the same.
type Entry<'a> = ((Cow<'a, str>, usize), &'a str);

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
            let parted = self.settle.is_some() && PARTED.contains(&name.as_str());
            WHOLE.contains(&name.as_str()) && !parted
        };
        let whole = !self.inside && self.path.last().is_some_and(whole);
        let sides = Sides { base, ours, theirs };
        let inside = if whole {
            None
        } else {
            self.object(sides).or_else(|| self.list(sides)).or_else(|| self.quoted(sides))
        };
        inside.map_or_else(
            || {
                self.clash();
                let stays = self.settle.is_none_or(|stays| stays(&self.path));
                Cow::Borrowed(if stays { ours } else { theirs })
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
                ours.filter(|_| self.settle.is_some()).map(Cow::Borrowed)
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

    /// Three bodies that are JSON as text; only where there must be a result.
    fn quoted(&mut self, sides: Sides<&str>) -> Option<String> {
        let body = self.path.iter().rev().take(2).map(String::as_str).eq(["raw", "body"]);
        if self.settle.is_none() || !body {
            return None;
        }
        let texts = sides.map(string);
        let read = texts.each(|text| text.as_deref().and_then(quoted::readable));
        let Sides { base: Some(base), ours: Some(ours), theirs: Some(theirs) } = &read else {
            return None;
        };
        self.inside = true;
        let merged = self.value(base, ours, theirs);
        self.inside = false;
        Some(quote(&quoted::written(&merged, texts.ours.as_deref().unwrap_or_default())))
    }

    /// Three lists of named entries; `None` when one side has none.
    fn list(&mut self, sides: Sides<&str>) -> Option<String> {
        let base = if sides.base.starts_with('[') { sides.base } else { "[]" };
        let (base, ours, theirs) =
            (self.entries(base)?, self.entries(sides.ours)?, self.entries(sides.theirs)?);
        let [before, left, right] = [&base, &ours, &theirs].map(|list| names(list));
        let order = order::woven(Sides { base: &*before, ours: &*left, theirs: &*right });
        let [base, ours, theirs] = [&base, &ours, &theirs].map(|list| by_name(list));
        let mut out = String::from("[");
        for name in order {
            self.path.push(name.0.to_owned());
            let [base, ours, theirs] = [&base, &ours, &theirs].map(|side| side.get(&name).copied());
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

    /// The entries of a list with their names; `None` when they can't be told apart by name.
    fn entries<'a>(&self, list: &'a str) -> Option<Vec<Entry<'a>>> {
        let mut cursor = Cursor::new(list);
        cursor.open(b'[').ok()?;
        let mut entries: Vec<Entry<'_>> = Vec::new();
        let mut known: HashMap<Cow<'_, str>, usize> = HashMap::new();
        while cursor.element().ok()? {
            let entry = cursor.skip().ok()?;
            let named = || NAMES.iter().find_map(|name| string(member(entry, name)?));
            let name = if self.inside { Cow::Borrowed("[]") } else { named()? };
            let before = known.entry(name.clone()).or_default();
            if *before > 0 && self.settle.is_none() {
                return None;
            }
            entries.push(((name, *before), entry));
            *before += 1;
        }
        Some(entries)
    }
}

fn names<'a>(list: &'a [Entry<'_>]) -> Vec<(&'a str, usize)> {
    list.iter().map(|((name, before), _)| (name.as_ref(), *before)).collect()
}

fn by_name<'a>(list: &'a [Entry<'_>]) -> HashMap<(&'a str, usize), &'a str> {
    list.iter().map(|((name, before), entry)| ((name.as_ref(), *before), *entry)).collect()
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
