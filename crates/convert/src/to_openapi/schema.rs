//! Schemas of values.

use serde_json::{Value, json};

use super::Object;

/// How deep values are looked into.
const DEPTH: usize = 40;
/// Entries of a list that are looked at.
const ENTRIES: usize = 20;

/// A schema that a value fits, with the value as example of its leaves.
pub(super) fn of(value: &Value) -> Value {
    at(value, 0)
}

fn at(value: &Value, depth: usize) -> Value {
    if depth > DEPTH {
        return json!({});
    }
    match value {
        Value::Null => json!({ "nullable": true, "example": null }),
        Value::Bool(flag) => json!({ "type": "boolean", "example": flag }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number", "example": number }),
        Value::Number(number) => json!({ "type": "integer", "example": number }),
        Value::String(text) => json!({ "type": "string", "example": text }),
        Value::Array(list) => {
            let mut items = Value::Null;
            for one in list.iter().take(ENTRIES) {
                items = merged(items, at(one, depth + 1));
            }
            let items = if items.is_null() { json!({}) } else { items };
            json!({ "type": "array", "items": items })
        }
        Value::Object(object) => {
            let properties: Object =
                object.iter().map(|(name, value)| (name.clone(), at(value, depth + 1))).collect();
            json!({ "type": "object", "properties": properties })
        }
    }
}

/// A schema that both fit.
pub(super) fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Null, other) => other,
        (Value::Object(mut one), Value::Object(other)) => {
            if one.get("type") != other.get("type") {
                // A null beside something says that it may be null.
                let (null, kept) = match (one.contains_key("type"), other.contains_key("type")) {
                    (false, true) => (true, other),
                    (true, false) => (true, one),
                    _ => return json!({}),
                };
                let mut kept = kept;
                if null {
                    kept.insert("nullable".to_owned(), true.into());
                }
                return Value::Object(kept);
            }
            for name in ["properties", "items"] {
                let Some(theirs) = other.get(name) else { continue };
                let ours = one.get(name).cloned().unwrap_or_default();
                let both = if name == "items" {
                    merged(ours, theirs.clone())
                } else {
                    let mut both = ours.as_object().cloned().unwrap_or_default();
                    for (name, theirs) in theirs.as_object().into_iter().flatten() {
                        let ours = both.get(name).cloned().unwrap_or_default();
                        both.insert(name.clone(), merged(ours, theirs.clone()));
                    }
                    Value::Object(both)
                };
                one.insert(name.to_owned(), both);
            }
            Value::Object(one)
        }
        (one, _) => one,
    }
}
