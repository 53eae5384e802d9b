//! One variable.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::coerce;
use crate::extra::Extra;
use crate::json::{self, Broken, Cursor};

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
    /// The kind that a `type` names, if it is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [
            ("any", Self::Any),
            ("string", Self::String),
            ("number", Self::Number),
            ("boolean", Self::Boolean),
            ("array", Self::Array),
            ("object", Self::Object),
            ("secret", Self::Secret),
        ];
        all.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| kind)
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

    /// What a variable of this kind stores for a value.
    fn stored(self, value: Option<Value>) -> Option<Value> {
        let number =
            |value: &Value| json::number(coerce::number(value)).map_or(Value::Null, Value::Number);
        match (self, value) {
            (Self::String, None) => Some("undefined".into()),
            (Self::String, Some(value)) if !value.is_string() => {
                Some(coerce::text(&value).into_owned().into())
            }
            (Self::Number, None) => Some(Value::Null),
            (Self::Number, Some(value)) => Some(number(&value)),
            (Self::Boolean, value) => {
                Some(value.is_some_and(|value| coerce::truthy(&value)).into())
            }
            (Self::Array | Self::Object, Some(value)) if !value.is_string() => {
                Some(value.to_string().into())
            }
            (_, value) => value,
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
    /// What only reports show.
    pub extra: Extra,
}

impl Variable {
    /// A variable that keeps whatever it is given.
    #[must_use]
    pub fn new(key: impl Into<String>, value: Option<Value>) -> Self {
        Self { key: key.into(), value, ..Self::default() }
    }

    /// Reads `{key, value, type, disabled}`; anything but an object gives a nameless variable.
    #[must_use]
    pub fn from_json(json: &Value) -> Self {
        Self::read(&mut Cursor::new(&json.to_string())).unwrap_or_default()
    }

    pub(crate) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Broken> {
        let mut variable = Self::default();
        let mut value = None;
        if cursor.peek()? != b'{' {
            cursor.skip()?;
            return Ok(variable);
        }
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let raw = cursor.skip()?;
            match key.name().as_ref() {
                "key" => {
                    variable.key = variable.extra.text("key", raw)?;
                    if variable.key.is_empty() {
                        // A name that is there but empty is not one that is missing.
                        variable.extra.keep("key", Value::String(String::new()));
                    }
                }
                "value" => value = Some(json::read(raw)?),
                "type" => variable.kind = Kind::from_name(&json::unquote(raw)).unwrap_or_default(),
                "disabled" => variable.disabled = variable.extra.disabled(raw),
                "system" if raw == "true" => variable.extra.keep("system", Value::Bool(true)),
                other => variable.extra.note(other, raw)?,
            }
        }
        variable.value = variable.kind.stored(value);
        Ok(variable)
    }

    /// The variable as reports and exports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        self.extra.write(self.disabled, &mut out);
        out.insert("type".to_owned(), self.kind.name().into());
        if let Some(value) = &self.value {
            out.insert("value".to_owned(), value.clone());
        }
        let exact = self.extra.get("key");
        if !self.key.is_empty() || exact.is_some() {
            out.insert("key".to_owned(), exact.cloned().unwrap_or_else(|| self.key.clone().into()));
        }
        if let Some(system) = self.extra.get("system") {
            out.insert("system".to_owned(), system.clone());
        }
        Value::Object(out)
    }

    /// The value that scripts read; arrays and objects are parsed from their text.
    #[must_use]
    pub fn get(&self) -> Option<Cow<'_, Value>> {
        let value = self.value.as_ref()?;
        let fits: fn(&Value) -> bool = match self.kind {
            Kind::Array => Value::is_array,
            Kind::Object => Value::is_object,
            _ => return Some(Cow::Borrowed(value)),
        };
        json::value(value.as_str()?).ok().filter(fits).map(Cow::Owned)
    }

    /// Stores a value, converted to the kind of the variable.
    pub fn set(&mut self, value: Option<Value>) {
        self.value = self.kind.stored(value);
    }

    /// The text that takes the place of a token; empty for an undefined value.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        if self.kind == Kind::Number && self.value == Some(Value::Null) {
            return Cow::Borrowed("NaN");
        }
        match self.get() {
            None => Cow::Borrowed(""),
            Some(Cow::Borrowed(value)) => coerce::text(value),
            Some(Cow::Owned(value)) => Cow::Owned(coerce::text(&value).into_owned()),
        }
    }
}
