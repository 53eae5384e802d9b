//! Bringing a description in step with a collection that changed.
//!
//! Descriptions of the collection as it was and as it is differ where somebody changed it; that
//! difference, operation by operation, is put to the description that people keep.

use std::collections::{BTreeMap, HashMap};

use model::merge::{Sides, settled_texts};
use serde_json::{Value, json};

use super::{Object, Version, described, text};
use crate::{
    Fault,
    spec::{self, Problem},
};

/// A description in step with a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The text of the root file; as it was when nothing had to be changed.
    pub document: String,
    /// What could not come along, and where people's changes and the collection's met.
    pub notes: Vec<String>,
    /// What changed, a sentence for each operation.
    pub changes: Vec<String>,
}

/// Members of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Brings the description whose root file is `root` in step with a collection that was `before`
/// and is `now`, both in format v2.1.
///
/// Only OpenAPI 3 can be written. Operations are told by path and method, whatever variables are
/// called. Schemas, references and what else a collection does not know stay; where description
/// and collection changed the same, the collection counts, and that is noted. Servers stay.
pub fn follow(root: &str, before: &str, now: &str) -> Result<Followed, Fault> {
    let mut ours = spec::document("", root)?;
    let version = match text(ours.get("openapi")).as_deref() {
        Some(version) if version.starts_with("3.0") => Version::V30,
        Some(version) if version.starts_with("3.") => Version::V31,
        _ => {
            let what = "must be OpenAPI 3 to follow a collection: no other version is written";
            return Err(Problem::new("", "", what).into());
        }
    };
    let (before, _) = described(before, version)?;
    let (now, notes) = described(now, version)?;
    let mut work = Work { notes, changes: Vec::new() };
    let untouched = ours.clone();
    work.about(&mut ours, &before, &now);
    work.paths(&mut ours, &before, &now);
    work.schemes(&mut ours, &before, &now);
    let document =
        if ours == untouched { root.to_owned() } else { spec::write(&ours, spec::format(root)) };
    Ok(Followed { document, notes: work.notes, changes: work.changes })
}

struct Work {
    notes: Vec<String>,
    changes: Vec<String>,
}

impl Work {
    fn about(&mut self, ours: &mut Value, before: &Value, now: &Value) {
        for name in ["title", "description"] {
            let of = |document: &Value| document.pointer(&format!("/info/{name}")).cloned();
            let (was, is) = (of(before), of(now));
            if was == is || of(ours) == is {
                continue;
            }
            if let Some(Value::Object(info)) = ours.get_mut("info") {
                match is {
                    Some(is) => drop(info.insert(name.to_owned(), is)),
                    None => drop(info.shift_remove(name)),
                }
                self.changes.push(format!("changed the {name}"));
            }
        }
    }

    /// Adds security schemes that the collection uses now.
    fn schemes(&mut self, ours: &mut Value, before: &Value, now: &Value) {
        let of = |document: &Value| {
            let schemes = document.pointer("/components/securitySchemes");
            schemes.and_then(Value::as_object).cloned().unwrap_or_default()
        };
        let was = of(before);
        for (name, scheme) in of(now).into_iter().filter(|(name, _)| !was.contains_key(name)) {
            let Some(schemes) =
                object(ours, "components").and_then(|parts| entry(parts, "securitySchemes"))
            else {
                return;
            };
            if !schemes.contains_key(&name) {
                self.changes.push(format!("added the security scheme `{name}`"));
                schemes.insert(name, scheme);
            }
        }
    }

    fn paths(&mut self, ours: &mut Value, before: &Value, now: &Value) {
        let (was, is) = (operations(before), operations(now));
        let all: std::collections::BTreeSet<_> = was.keys().chain(is.keys()).collect();
        let mut known = nameless_paths(ours);
        for place in all {
            let (path, method) = place;
            let name = format!("`{} {path}`", method.to_uppercase());
            let (was, is) = (was.get(place), is.get(place));
            if was.map(|one| one.operation) == is.map(|one| one.operation) {
                continue;
            }
            let there = known.get(path).cloned();
            let held = there.as_ref().and_then(|path| ours.pointer_mut(&pointer(path, method)));
            match (was, is, held) {
                (Some(was), Some(is), Some(held)) => {
                    let mine = with_parameters(held, was.operation, is.operation);
                    let (merged, clashes) = merged(&mine, was.operation, is.operation);
                    let met = clashes.iter().map(|at| format!("both changed `{at}` of {name}"));
                    self.notes.extend(met);
                    *held = merged;
                    self.changes.push(format!("changed {name}"));
                }
                (Some(_), Some(_), None) => {
                    self.notes.push(format!("{name} is no longer described, and stays so"));
                }
                (None, Some(_), Some(_)) => {
                    self.notes.push(format!("{name} is described already"));
                }
                (None, Some(is), None) => {
                    let path = there.unwrap_or_else(|| is.path.to_owned());
                    if add(ours, &path, method, is) {
                        known.insert(nameless(&path), path);
                        self.changes.push(format!("added {name}"));
                    } else {
                        self.notes.push(format!("{name}, whose path lies in another file"));
                    }
                }
                (Some(_), None, Some(_)) => {
                    if let Some(path) = there {
                        if remove(ours, &path, method) {
                            known.remove(&nameless(&path));
                        }
                        self.changes.push(format!("deleted {name}"));
                    }
                }
                (_, None, _) => {}
            }
        }
    }
}

/// An operation of a description that was made of a collection.
struct Made<'a> {
    path: &'a str,
    /// Parameters of its path.
    shared: Option<&'a Value>,
    operation: &'a Value,
}

/// All operations by path, with `{}` for variables, and method.
fn operations(document: &Value) -> BTreeMap<(String, &'static str), Made<'_>> {
    let mut all = BTreeMap::new();
    for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let made = Made { path, shared: item.get("parameters"), operation };
            all.insert((nameless(path), method), made);
        }
    }
    all
}

/// A path with `{}` for what is variable.
fn nameless(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for one in path.chars() {
        inside &= one != '}';
        if !inside {
            out.push(one);
        }
        inside |= one == '{';
    }
    out
}

/// The paths of a description, by what they read without the names of their variables.
fn nameless_paths(document: &Value) -> HashMap<String, String> {
    let mut known = HashMap::new();
    for (path, _) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        known.entry(nameless(path)).or_insert_with(|| path.clone());
    }
    known
}

fn pointer(path: &str, method: &str) -> String {
    format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1"))
}

fn object<'a>(document: &'a mut Value, name: &str) -> Option<&'a mut Object> {
    entry(document.as_object_mut()?, name)
}

fn entry<'a>(object: &'a mut Object, name: &str) -> Option<&'a mut Object> {
    object.entry(name.to_owned()).or_insert_with(|| json!({})).as_object_mut()
}

/// Adds an operation; false where its path is a reference.
fn add(document: &mut Value, path: &str, method: &str, made: &Made<'_>) -> bool {
    let Some(item) = object(document, "paths").and_then(|paths| entry(paths, path)) else {
        return false;
    };
    if item.contains_key("$ref") {
        return false;
    }
    let shared = made.shared.filter(|_| item.is_empty());
    item.extend(shared.map(|shared| ("parameters".to_owned(), shared.clone())));
    item.insert(method.to_owned(), made.operation.clone());
    true
}

/// Removes an operation, and its path with the last one; then it is true.
fn remove(document: &mut Value, path: &str, method: &str) -> bool {
    let Some(paths) = object(document, "paths") else { return false };
    let Some(Value::Object(item)) = paths.get_mut(path) else { return false };
    item.shift_remove(method);
    let last = METHODS.iter().all(|method| !item.contains_key(*method));
    if last {
        paths.shift_remove(path);
    }
    last
}

/// The operation with the parameters that the collection added, changed or removed.
fn with_parameters(held: &Value, was: &Value, is: &Value) -> Value {
    let list =
        |of: &Value| of.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let (was, is, own) = (list(was), list(is), list(held));
    let mut held = held.clone();
    let Value::Object(members) = &mut held else { return held };
    if was == is {
        return held;
    }
    let find = |list: &[Value], one: &Value| list.iter().find(|other| same(one, other)).cloned();
    let mut merged: Vec<Value> = Vec::new();
    for one in &own {
        merged.push(match (find(&was, one), find(&is, one)) {
            (Some(_), None) => continue,
            (Some(was), Some(is)) if was != is => {
                let (was, is, mine) = (was.to_string(), is.to_string(), one.to_string());
                let sides = Sides { base: &*was, ours: &mine, theirs: &is };
                serde_json::from_str(&settled_texts(sides, &[], |_| false).0)
                    .unwrap_or_else(|_| one.clone())
            }
            _ => one.clone(),
        });
    }
    let new = is.iter().filter(|one| find(&was, one).is_none() && find(&own, one).is_none());
    merged.extend(new.cloned());
    members.insert("parameters".to_owned(), Value::Array(merged));
    held
}

/// Whether two parameters are the same one.
fn same(one: &Value, other: &Value) -> bool {
    one.get("name").is_some()
        && one.get("name") == other.get("name")
        && one.get("in") == other.get("in")
}

/// What the collection changed in an operation, put to the one that is kept.
fn merged(held: &Value, was: &Value, is: &Value) -> (Value, Vec<String>) {
    let plain = |value: &Value| {
        let mut value = value.clone();
        if let Value::Object(members) = &mut value {
            // Ids are made of names here; parameters were seen to.
            members.shift_remove("operationId");
            members.shift_remove("parameters");
        }
        value.to_string()
    };
    let (base, ours, theirs) = (plain(was), plain(held), plain(is));
    let sides = Sides { base: &*base, ours: &ours, theirs: &theirs };
    let (text, clashes) = settled_texts(sides, &[], |_| false);
    let Ok(Value::Object(mut made)) = serde_json::from_str(&text) else {
        return (held.clone(), clashes);
    };
    for name in ["operationId", "parameters"] {
        made.extend(held.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    (Value::Object(made), clashes)
}
