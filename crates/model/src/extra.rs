//! What entries of a collection carry beyond what runs.

use serde_json::{Map, Value};

use crate::json;
use crate::variables::coerce;

/// Ids, names, descriptions and private members of an entry, which only reports show.
///
/// It also keeps the exact value of a field where the field itself holds only its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra(Option<Box<Map<String, Value>>>);

/// The member that private ones (`_postman_id`) are gathered in.
const PRIVATE: &str = "_";

/// Names that no file has, for what is missing there.
const NO_KEY: &str = "\0key";
const NO_VALUE: &str = "\0value";

impl Extra {
    /// A member as it was kept.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// Keeps a value under a name.
    pub fn keep(&mut self, name: &str, value: Value) {
        self.0.get_or_insert_default().insert(name.to_owned(), value);
    }

    /// Keeps a member that no field takes, if reports show it.
    pub(crate) fn note(&mut self, name: &str, raw: &str) {
        let value = || json::value(raw).unwrap_or_default();
        match name {
            "id" | "name" => self.keep(name, value()),
            "description" => self.keep(name, description(value())),
            _ => {
                let Some(private) = name.strip_prefix('_') else { return };
                let map = self.0.get_or_insert_default();
                let all = map.entry(PRIVATE).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(all) = all {
                    all.insert(private.to_owned(), value());
                }
            }
        }
    }

    /// Whether `disabled` says so; that it says no is kept.
    pub(crate) fn disabled(&mut self, raw: &str) -> bool {
        let disabled = is_true(raw);
        if !disabled {
            self.keep("disabled", Value::Bool(false));
        }
        disabled
    }

    /// Keeps that the name or value of an entry is missing, which is not the same as null.
    pub(crate) fn keep_missing(&mut self, has_key: bool, has_value: bool) {
        if !has_key {
            self.keep(NO_KEY, Value::Bool(true));
        }
        if !has_value {
            self.keep(NO_VALUE, Value::Bool(true));
        }
    }

    /// Writes a name and a value, exactly as they were.
    pub(crate) fn write_pair(&self, key: Value, value: Value, out: &mut Map<String, Value>) {
        for (name, missing, value) in [("key", NO_KEY, key), ("value", NO_VALUE, value)] {
            if !value.is_null() || self.get(missing).is_none() {
                out.insert(name.to_owned(), self.get(name).cloned().unwrap_or(value));
            }
        }
    }

    /// A private member, named without its underscore.
    pub(crate) fn private(&self, name: &str) -> Option<&Value> {
        self.get(PRIVATE)?.get(name)
    }

    /// Writes what reports show before the fields.
    pub(crate) fn write(&self, disabled: bool, out: &mut Map<String, Value>) {
        let mut copy = |name: &str| {
            if let Some(value) = self.get(name) {
                out.insert(name.to_owned(), value.clone());
            }
        };
        copy(PRIVATE);
        copy("id");
        copy("name");
        if disabled {
            out.insert("disabled".to_owned(), Value::Bool(true));
        } else {
            copy("disabled");
        }
        self.write_description(out);
    }

    /// Writes the description, if there is one.
    pub(crate) fn write_description(&self, out: &mut Map<String, Value>) {
        if let Some(description) = self.get("description") {
            out.insert("description".to_owned(), description.clone());
        }
    }
}

/// Whether JSON text counts as true in JavaScript.
pub(crate) fn is_true(raw: &str) -> bool {
    match raw {
        "true" => true,
        "false" | "null" | "0" | "\"\"" => false,
        other => json::value(other).is_ok_and(|value| coerce::truthy(&value)),
    }
}

/// A description as reports show it.
fn description(value: Value) -> Value {
    let mut out = Map::new();
    match value {
        Value::Null => {}
        Value::Object(mut given) => {
            if let Some(content) = given.remove("content") {
                out.insert("content".to_owned(), content);
                out.insert("type".to_owned(), "text/plain".into());
            }
            if let Some(kind) = given.remove("type") {
                out.insert("type".to_owned(), kind);
            }
        }
        content => {
            out.insert("content".to_owned(), content);
            out.insert("type".to_owned(), "text/plain".into());
        }
    }
    Value::Object(out)
}
