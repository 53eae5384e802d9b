//! Reading members of which nobody knows the type.

use serde_json::{Map, Value};

pub(super) type Object = Map<String, Value>;

/// Sets a member unless there is no value for it.
pub(super) fn put(object: &mut Object, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object.insert(name.to_owned(), value.into());
    }
}

/// Text, or what can be written as text without loss of sense.
pub(super) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// What JavaScript takes for true.
pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// Whether nothing is in it: numbers hold nothing either.
pub(super) fn empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => true,
    }
}

/// The member `name` if JavaScript takes it for true.
pub(super) fn given<'a>(old: &'a Object, name: &str) -> Option<&'a Value> {
    old.get(name).filter(|value| truthy(value))
}

/// The member `name` if something is in it.
pub(super) fn filled<'a>(old: &'a Object, name: &str) -> Option<&'a Value> {
    old.get(name).filter(|value| !empty(value))
}

/// The members of `value` that hold something, if it is an array.
pub(super) fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A description that says something.
pub(super) fn description(old: &Object) -> Option<Value> {
    match old.get("description")? {
        Value::String(text) if text.is_empty() => None,
        kept @ (Value::String(_) | Value::Object(_)) => Some(kept.clone()),
        other => text(Some(other).filter(|other| truthy(other))).map(Value::String),
    }
}

/// Whether something is turned off, in the words of either format.
pub(super) fn disabled(old: &Object) -> bool {
    old.get("disabled").is_some_and(truthy) || old.get("enabled") == Some(&Value::Bool(false))
}

/// A header or parameter in the words of v2.1; other members stay as they are.
pub(super) fn parameter(old: &Object) -> Object {
    let mut new = Object::new();
    for (name, value) in old {
        let value = match name.as_str() {
            "key" => text(Some(value)).map_or(Value::Null, Value::String),
            "enabled" | "disabled" | "description" => continue,
            _ => value.clone(),
        };
        new.insert(name.clone(), value);
    }
    put(&mut new, "description", description(old));
    put(&mut new, "disabled", disabled(old).then_some(true));
    new
}
