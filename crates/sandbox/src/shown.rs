//! Values as the console shows them.

mod inspect;

use serde_json::{Map, Number, Value};

/// A value that a script gave to the console, without its behaviour.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number, also one that is none.
    Number(f64),
    /// A big integer, in digits.
    BigInt(String),
    /// Text.
    Text(String),
    /// A symbol, with its description.
    Symbol(String),
    /// A function, by its name.
    Function(String),
    /// An error.
    Error {
        /// Its class.
        name: String,
        /// Its message.
        message: String,
    },
    /// A date, in ISO form, or `Invalid Date`.
    Date(String),
    /// A regular expression, as written.
    RegExp(String),
    /// Bytes of a `Buffer` or an array of bytes, the first of them; and how many there are.
    Bytes {
        /// The class, such as `Buffer` or `Uint8Array`.
        class: String,
        /// The first bytes.
        first: Vec<u8>,
        /// How many there are.
        length: usize,
    },
    /// An array; where it was cut, how many more there are.
    List {
        /// The members.
        items: Vec<Shown>,
        /// How many were left out.
        more: usize,
    },
    /// A map, as pairs.
    Map(Vec<(Shown, Shown)>),
    /// A set.
    Set(Vec<Shown>),
    /// An object with its own enumerable members.
    Object {
        /// Its class, if it is none of the language.
        class: Option<String>,
        /// Members in order.
        members: Vec<(String, Shown)>,
    },
    /// An object that is inside itself.
    Circular {
        /// How many levels above; 1 is the object around it.
        up: usize,
    },
    /// Something too deep, by its class.
    Deep(String),
}

impl Shown {
    /// The value as JSON, for reports; what JSON has no word for becomes text or null.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Undefined | Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(value) => number(*value),
            Self::Text(text) | Self::Date(text) => Value::String(text.clone()),
            Self::List { items, .. } | Self::Set(items) => {
                items.iter().map(Self::to_json).collect()
            }
            Self::Map(pairs) => pairs
                .iter()
                .map(|(key, value)| Value::from(vec![key.to_json(), value.to_json()]))
                .collect(),
            Self::Object { members, .. } => Value::Object(
                members.iter().map(|(key, value)| (key.clone(), value.to_json())).collect(),
            ),
            Self::Error { name, message } => {
                let mut members = Map::new();
                members.insert("type".to_owned(), Value::from("Error"));
                members.insert("name".to_owned(), Value::String(name.clone()));
                members.insert("message".to_owned(), Value::String(message.clone()));
                Value::Object(members)
            }
            other => Value::String(other.inspect(usize::MAX)),
        }
    }

    /// The value as a terminal shows it, in lines of about `width` characters.
    #[must_use]
    pub fn inspect(&self, width: usize) -> String {
        inspect::inspect(self, width)
    }

    /// Calls `look` with everything that is directly inside.
    fn each<'v>(&'v self, look: &mut dyn FnMut(&'v Self)) {
        match self {
            Self::List { items, .. } | Self::Set(items) => items.iter().for_each(look),
            Self::Map(pairs) => {
                for (key, value) in pairs {
                    look(key);
                    look(value);
                }
            }
            Self::Object { members, .. } => members.iter().for_each(|(_, value)| look(value)),
            _ => {}
        }
    }

    /// What encloses the members of a value.
    fn brackets(&self) -> (String, char) {
        match self {
            Self::List { .. } => ("[".to_owned(), ']'),
            Self::Bytes { class, length, .. } => (format!("{class}({length}) ["), ']'),
            Self::Map(pairs) => (format!("Map({}) {{", pairs.len()), '}'),
            Self::Set(items) => (format!("Set({}) {{", items.len()), '}'),
            Self::Object { class: Some(class), .. } => (format!("{class} {{"), '}'),
            _ => ("{".to_owned(), '}'),
        }
    }

    fn class(&self) -> &str {
        match self {
            Self::List { .. } => "Array",
            Self::Map(_) => "Map",
            Self::Set(_) => "Set",
            Self::Bytes { class, .. } | Self::Object { class: Some(class), .. } => class,
            _ => "Object",
        }
    }
}

/// A number in JSON: whole ones without a fraction, null for what is none.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Value::from(value as i64);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
