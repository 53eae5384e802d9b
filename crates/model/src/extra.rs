//! What entries of a collection carry beyond what runs.

use serde_json::{Map, Value};

use crate::json::{self, Broken};
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
    pub(crate) fn note(&mut self, name: &str, raw: &str) -> Result<(), Broken> {
        match name {
            "id" | "name" => self.keep(name, json::read(raw)?),
            "description" => self.keep(name, description(json::read(raw)?)),
            _ => {
                let Some(private) = name.strip_prefix('_') else { return Ok(()) };
                let map = self.0.get_or_insert_default();
                let all = map.entry(PRIVATE).or_insert_with(|| Value::Object(Map::new()));
                let Value::Object(all) = all else { return Ok(()) };
                match json::read(raw)? {
                    // What a report shows of them is taken back as it was.
                    Value::Object(shown) if private.is_empty() => all.extend(shown),
                    value => drop(all.insert(private.to_owned(), value)),
                }
            }
        }
        Ok(())
    }

    /// The text of a member, whose exact value is kept if it is none.
    pub(crate) fn text(&mut self, name: &str, raw: &str) -> Result<String, Broken> {
        if let Some(text) = json::string(raw) {
            return Ok(text.into_owned());
        }
        let value = json::read(raw)?;
        let text = coerce::text(&value).into_owned();
        self.keep(name, value);
        Ok(text)
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
        if disabled {
            out.insert("disabled".to_owned(), Value::Bool(true));
        }
        let Some(members) = &self.0 else { return };
        let mut copy = |name: &str| {
            if let Some(value) = members.get(name) {
                out.insert(name.to_owned(), value.clone());
            }
        };
        copy(PRIVATE);
        copy("id");
        copy("name");
        if !disabled {
            copy("disabled");
        }
        copy("description");
    }
}

/// Whether JSON text counts as true in JavaScript.
pub(crate) fn is_true(raw: &str) -> bool {
    match raw.as_bytes() {
        [b'"', .., b'"'] => raw.len() > 2,
        [b'{' | b'[' | b't', ..] => true,
        [b'f' | b'n', ..] | [] => false,
        _ => raw.parse().is_ok_and(|number: f64| number != 0.0),
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
