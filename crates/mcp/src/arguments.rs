//! Sorts the arguments of a call into the places of its request.

use rmcp::model::JsonObject;
use serde_json::Value;

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
    /// The body, when the request has one.
    pub(crate) body: Option<Value>,
    /// What is wrong, e.g. "`name` is missing".
    pub(crate) problems: Vec<String>,
}

/// Sorts `given`; arguments the tool does not know are left out.
pub(crate) fn sort(shape: &Shape, mut given: JsonObject) -> Sorted {
    let mut sorted = Sorted::default();
    let mut members = JsonObject::new();
    let mut whole = None;
    for argument in &shape.arguments {
        let Some(value) =
            given.shift_remove(&argument.name).and_then(|value| usable(argument, value))
        else {
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
            Place::Path if sound => sorted.path.push((name, text(value))),
            Place::Path => {}
            Place::Query => {
                let pair = (name, text(value));
                if !sound {
                    // The gate refuses what is there twice: no filter is silently another one.
                    sorted.query.push(pair.clone());
                }
                sorted.query.push(pair);
            }
            Place::Header => sorted.headers.push((name, text(value))),
            Place::Member => drop(members.insert(name, value)),
            Place::Body => whole = Some(value),
        }
    }
    if shape.open {
        members.extend(given);
    }
    sorted.body = shape.body.then(|| whole.unwrap_or(Value::Object(members)));
    sorted
}

/// The value as it is to be sent; `None` when it is as good as absent.
///
/// Models often write null for nothing, and objects and lists as JSON in a text.
fn usable(argument: &Argument, value: Value) -> Option<Value> {
    let takes = |kind: &str| argument.kinds.iter().any(|one| one == kind);
    match value {
        Value::Null if !takes("null") => None,
        Value::String(text) if argument.place == Place::Path && text.is_empty() => None,
        Value::String(text) if !takes("string") && (takes("object") || takes("array")) => {
            let parsed = serde_json::from_str(&text).ok();
            let fitting = parsed.filter(|parsed: &Value| takes(kind(parsed)));
            Some(fitting.unwrap_or(Value::String(text)))
        }
        value => Some(value),
    }
}

fn problem(argument: &Argument, value: &Value) -> Option<String> {
    let name = &argument.name;
    match argument.place {
        // Everything is text there; what it must look like is checked with the request.
        Place::Path if value.is_array() || value.is_object() => {
            return Some(format!("`{name}` must be text"));
        }
        Place::Query | Place::Header if !plain(value) => {
            return Some(format!("`{name}` must be text"));
        }
        Place::Member | Place::Body if !is_one_of(&argument.kinds, value) => {
            let kinds: Vec<&str> = argument.kinds.iter().map(|kind| phrase(kind)).collect();
            return Some(format!("`{name}` must be {}", kinds.join(" or ")));
        }
        _ => {}
    }
    let known =
        |word: &str| argument.options.is_empty() || argument.options.iter().any(|one| one == word);
    match value {
        Value::String(word) if !known(word) => {
            Some(format!("`{name}` must be {}", argument.options.join(" or ")))
        }
        _ => None,
    }
}

/// True for what has one obvious form as text: a list of words takes commas.
fn plain(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| !item.is_array() && !item.is_object()),
        Value::Object(_) => false,
        _ => true,
    }
}

fn is_one_of(kinds: &[String], value: &Value) -> bool {
    let fits = |kind: &String| match kind.as_str() {
        "integer" => value.is_i64() || value.is_u64(),
        other => other == self::kind(value),
    };
    kinds.is_empty() || kinds.iter().any(fits)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
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

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Array(items) if items.iter().all(plain) => {
            items.into_iter().map(text).collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
