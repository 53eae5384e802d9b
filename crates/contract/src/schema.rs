//! Schemas: what they refer to, and how they read to a person.

use std::fmt::Write as _;

use indexmap::IndexSet;
use jsonschema::{
    Draft, ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind},
    paths::{Location, LocationSegment},
};
use serde_json::{Map, Value, json};

use crate::document::MERGED;

const PREFIX: &str = "#/components/schemas/";

/// The name of the shared schema a node refers to.
pub(crate) fn target(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str()?.strip_prefix(PREFIX)
}

/// Adds the names of all schemas that `node` needs, directly or through others.
pub(crate) fn collect(node: &Value, names: &mut IndexSet<String>) {
    match node {
        Value::Object(members) => {
            if let Some(name) = target(node)
                && names.insert(name.to_owned())
                && let Some(schema) = MERGED.schemas.get(name)
            {
                collect(schema, names);
            }
            members.values().for_each(|value| collect(value, names));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, names)),
        _ => {}
    }
}

/// Builds the check of a schema; `None` only for a schema that is none, which tests rule out.
pub(crate) fn validator(schema: &Value) -> Option<Validator> {
    let mut names = IndexSet::new();
    collect(schema, &mut names);
    let needed: Map<String, Value> = names
        .into_iter()
        .filter_map(|name| Some((name.clone(), MERGED.schemas.get(&name)?.clone())))
        .collect();
    let whole = json!({ "allOf": [schema], "components": { "schemas": needed } });
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&whole)
        .ok()
}

/// `environment.values[0].key`.
pub(crate) fn place(path: &Location) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            LocationSegment::Property(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&name);
            }
            LocationSegment::Index(index) => {
                let _ = write!(text, "[{index}]");
            }
        }
    }
    text
}

/// What is wrong, without the value itself: it may be a secret.
pub(crate) fn what(error: &ValidationError<'_>) -> String {
    use ValidationErrorKind as Kind;
    match error.kind() {
        Kind::Type { kind: TypeKind::Single(one) } => format!("must be {one}"),
        Kind::Type { kind: TypeKind::Multiple(several) } => {
            let names: Vec<String> = several.into_iter().map(|one| one.to_string()).collect();
            format!("must be {}", names.join(" or "))
        }
        Kind::Required { property } => {
            format!("must have required property '{}'", property.as_str().unwrap_or_default())
        }
        Kind::Enum { options } => format!("must be one of {}", words(options)),
        Kind::AdditionalProperties { unexpected } => {
            format!("must not have the property '{}'", unexpected.join("', '"))
        }
        Kind::FalseSchema => "must not be there".to_owned(),
        Kind::Minimum { limit } => format!("must be at least {limit}"),
        Kind::Maximum { limit } => format!("must be at most {limit}"),
        Kind::MinLength { limit } => format!("must have at least {limit} characters"),
        Kind::MaxLength { limit } => format!("must have at most {limit} characters"),
        Kind::MinItems { limit } => format!("must hold at least {limit} items"),
        Kind::MaxItems { limit } => format!("must hold at most {limit} items"),
        Kind::MinProperties { limit } => format!("must have at least {limit} properties"),
        Kind::Format { format } if format == "date-time" => {
            "must be a time like 2026-12-31T00:00:00Z".to_owned()
        }
        Kind::Format { format } => format!("must be a {format}"),
        Kind::Pattern { pattern } => format!("must match {pattern}"),
        Kind::AnyOf { .. } => "fits none of the allowed forms".to_owned(),
        _ => "is not allowed here".to_owned(),
    }
}

/// `a, b or c`.
pub(crate) fn words(options: &Value) -> String {
    let words: Vec<String> = options
        .as_array()
        .into_iter()
        .flatten()
        .map(|word| word.as_str().map_or_else(|| word.to_string(), str::to_owned))
        .collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// The schema itself, or the shared one it refers to.
pub(crate) fn follow(node: &Value) -> &Value {
    target(node).and_then(|name| MERGED.schemas.get(name)).unwrap_or(node)
}
