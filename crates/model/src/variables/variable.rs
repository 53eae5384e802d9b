//! One variable.

use std::borrow::Cow;

use serde_json::Value;

/// What the value of a variable is converted to when it is written or read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Kept as it is; also every kind that has no name here.
    #[default]
    Any,
    /// Text.
    String,
    /// A number.
    Number,
    /// True or false; any text but the empty one is true.
    Boolean,
    /// An array, kept as JSON text.
    Array,
    /// An object, kept as JSON text.
    Object,
    /// Kept as it is, and never printed.
    Secret,
}

impl Kind {
    /// The kind that a `type` names; unknown names are [`Kind::Any`].
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "string" => Self::String,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            "secret" => Self::Secret,
            _ => Self::Any,
        }
    }

    /// The name shown in reports and exports, where a secret is `any`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Any | Self::Secret => "any",
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// A named value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variable {
    /// Its name.
    pub key: String,
    /// Its value as stored, already converted to its kind; `None` is JavaScript's `undefined`.
    ///
    /// A number that is none (NaN) is `null` here.
    pub value: Option<Value>,
    /// What values are converted to.
    pub kind: Kind,
    /// Whether it is left out of everything.
    pub disabled: bool,
    /// What a reader is told about it, as in the file.
    pub description: Option<Value>,
}

impl Variable {
    /// A variable that keeps whatever it is given.
    #[must_use]
    pub fn new(key: impl Into<String>, value: Option<Value>) -> Self {
        Self { key: key.into(), value, ..Self::default() }
    }

    /// Reads `{key, value, type, disabled}`; `id` stands in for a missing `key`.
    #[must_use]
    pub fn from_json(json: Value) -> Self {
        let _ = json;
        Self::default()
    }

    /// The variable as reports and exports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Null
    }

    /// The value that scripts read; arrays and objects are parsed from their text.
    #[must_use]
    pub fn get(&self) -> Option<Cow<'_, Value>> {
        self.value.as_ref().map(Cow::Borrowed)
    }

    /// Stores a value, converted to the kind of the variable.
    pub fn set(&mut self, value: Option<Value>) {
        self.value = value;
    }

    /// The text that takes the place of a token.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }
}
