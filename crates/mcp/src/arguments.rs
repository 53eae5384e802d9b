//! Sorts the arguments of a call into the places of its request.

use std::{borrow::Cow, fmt};

use model::json::{quote, unquote};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::shape::{Argument, Place, Shape};

/// Arguments in their places, with all that is wrong with them.
///
/// What is wrong is not refused here: a request is made all the same, one that can't succeed, so
/// that the gate decides and records it. These words then say which argument it was.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Sorted {
    /// Values of path parameters; missing and unusable ones are not there.
    pub(crate) path: Vec<(String, String)>,
    /// Query parameters.
    pub(crate) query: Vec<(String, String)>,
    /// Headers.
    pub(crate) headers: Vec<(String, String)>,
    /// The body, when the request has one: values in it are as they were written.
    pub(crate) body: Option<String>,
    /// What is wrong, e.g. "`name` is missing".
    pub(crate) problems: Vec<String>,
}

/// A body that the gate refuses, whatever the operation.
const TWICE: &str = r#"{"arguments":0,"arguments":0}"#;

/// The members of an object, in order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl Sorted {
    /// Arguments of which nothing can be used, in a request that the gate refuses and records.
    pub(crate) fn unusable(problem: String) -> Self {
        Self { body: Some(TWICE.to_owned()), problems: vec![problem], ..Self::default() }
    }
}

/// Sorts `given`, an object; arguments the tool does not know are left out.
pub(crate) fn sort(shape: &Shape, given: &str) -> Sorted {
    let Ok(Members(mut given)) = serde_json::from_str(given) else {
        return Sorted::unusable("they must be an object".to_owned());
    };
    let mut sorted = Sorted::default();
    let mut members = Vec::new();
    let mut whole = None;
    for argument in &shape.arguments {
        let found = given.iter().position(|(name, _)| *name == argument.name);
        let value = found.and_then(|at| usable(argument, given.remove(at).1.get()));
        let Some(value) = value else {
            if argument.required {
                sorted.problems.push(format!("`{}` is missing", argument.name));
            }
            continue;
        };
        let problem = problem(argument, &value);
        let sound = problem.is_none();
        sorted.problems.extend(problem);
        let name = argument.name.clone();
        match argument.place {
            // NOTE: never empty. A path without its last part is the path of another operation.
            Place::Path if sound => sorted.path.push((name, text(&value))),
            Place::Path => {}
            Place::Query => {
                let pair = (name, text(&value));
                if !sound {
                    // The gate refuses what is there twice: no filter is silently another one.
                    sorted.query.push(pair.clone());
                }
                sorted.query.push(pair);
            }
            Place::Header => sorted.headers.push((name, text(&value))),
            Place::Member => members.push((name, value)),
            Place::Body => whole = Some(value.into_owned()),
        }
    }
    if shape.open {
        members.extend(given.into_iter().map(|(name, value)| (name, value.get().into())));
    }
    sorted.body = shape.body.then(|| whole.unwrap_or_else(|| object(&members)));
    sorted
}

/// An object of values as they were written.
fn object(members: &[(String, Cow<'_, str>)]) -> String {
    let members = members.iter().map(|(name, value)| format!("{}:{value}", quote(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// The value as it is to be sent; `None` when it is as good as absent.
///
/// Models often write null for nothing, and objects and lists as JSON in a text.
fn usable<'a>(argument: &Argument, raw: &'a str) -> Option<Cow<'a, str>> {
    let takes = |kind: &str| argument.kinds.iter().any(|one| one == kind);
    match kind(raw) {
        "null" if !takes("null") => None,
        "string" if argument.place == Place::Path && unquote(raw).is_empty() => None,
        "string" if !takes("string") && (takes("object") || takes("array")) => {
            let text = unquote(raw);
            let parsed: Option<&RawValue> = serde_json::from_str(&text).ok();
            let fitting = parsed.map(RawValue::get).filter(|parsed| takes(kind(parsed)));
            Some(fitting.map_or(Cow::Borrowed(raw), |parsed| Cow::Owned(parsed.to_owned())))
        }
        _ => Some(Cow::Borrowed(raw)),
    }
}

fn problem(argument: &Argument, raw: &str) -> Option<String> {
    let name = &argument.name;
    match argument.place {
        // Everything is text there; what it must look like is checked with the request.
        Place::Path if matches!(kind(raw), "array" | "object") => {
            return Some(format!("`{name}` must be text"));
        }
        Place::Query | Place::Header if !plain(raw) => {
            return Some(format!("`{name}` must be text"));
        }
        Place::Member | Place::Body if !is_one_of(&argument.kinds, raw) => {
            let kinds: Vec<&str> = argument.kinds.iter().map(|kind| phrase(kind)).collect();
            return Some(format!("`{name}` must be {}", kinds.join(" or ")));
        }
        _ => {}
    }
    let known =
        |word: &str| argument.options.is_empty() || argument.options.iter().any(|one| one == word);
    (kind(raw) == "string" && !known(&unquote(raw)))
        .then(|| format!("`{name}` must be {}", argument.options.join(" or ")))
}

/// True for what has one obvious form as text: a list of words takes commas.
fn plain(raw: &str) -> bool {
    match kind(raw) {
        "array" => elements(raw).iter().all(|item| !matches!(kind(item), "array" | "object")),
        "object" => false,
        _ => true,
    }
}

fn elements(list: &str) -> Vec<&str> {
    let elements: Vec<&RawValue> = serde_json::from_str(list).unwrap_or_default();
    elements.into_iter().map(RawValue::get).collect()
}

fn is_one_of(kinds: &[String], raw: &str) -> bool {
    let whole = |raw: &str| !raw.contains(['.', 'e', 'E']);
    let fits = |one: &String| match one.as_str() {
        "integer" => kind(raw) == "number" && whole(raw),
        other => other == kind(raw),
    };
    kinds.is_empty() || kinds.iter().any(fits)
}

/// The JSON type of a value, which its first byte tells.
fn kind(raw: &str) -> &'static str {
    match raw.bytes().next() {
        Some(b'"') => "string",
        Some(b'{') => "object",
        Some(b'[') => "array",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        _ => "number",
    }
}

fn phrase(kind: &str) -> &str {
    match kind {
        "object" => "an object",
        "array" => "a list",
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        other => other,
    }
}

fn text(raw: &str) -> String {
    match kind(raw) {
        "string" => unquote(raw).into_owned(),
        "array" if plain(raw) => elements(raw).into_iter().map(text).collect::<Vec<_>>().join(","),
        _ => raw.to_owned(),
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        reader.deserialize_map(Object)
    }
}

#[cfg(test)]
pub(crate) mod tests;
