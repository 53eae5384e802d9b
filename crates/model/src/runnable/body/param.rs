//! Fields and parts of forms.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::read;
use crate::extra::Extra;
use crate::runnable::header::replace;
use crate::variables::{Dynamic, Lookup, coerce, substitute_json};

/// A field of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UrlencodedParam {
    /// Its name; a missing one is sent as `undefined`.
    pub key: Option<String>,
    /// Its value; a null is sent empty.
    pub value: Option<Value>,
    /// Whether it is left out.
    pub disabled: bool,
    /// Whether the program added it, not the user.
    pub system: bool,
    /// What only reports show.
    pub extra: Extra,
}

/// Where the bytes of a part come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FormSource {
    /// From its value: a part of text.
    #[default]
    Value,
    /// From its value, which is base64: a part that is a file.
    Base64,
    /// From files, one part for each; none at all is a fault to warn of.
    Files(Vec<String>),
}

/// A part of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormParam {
    /// Its name.
    pub key: String,
    /// Its value; a value that is no text is sent as JSON.
    pub value: Option<Value>,
    /// Where the bytes come from.
    pub source: FormSource,
    /// The content type of the part.
    pub content_type: Option<String>,
    /// The file name of the part, if it is not that of the file.
    pub file_name: Option<String>,
    /// Whether it is left out.
    pub disabled: bool,
    /// What only reports show.
    pub extra: Extra,
}

impl UrlencodedParam {
    /// A field of the user.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        let value = Some(Value::String(value.into()));
        Self { key: Some(key.into()), value, ..Self::default() }
    }

    /// The name as it is sent.
    #[must_use]
    pub fn key_text(&self) -> &str {
        self.key.as_deref().unwrap_or("undefined")
    }

    /// The value as it is sent, before it is encoded.
    #[must_use]
    pub fn value_text(&self) -> Cow<'_, str> {
        match &self.value {
            None | Some(Value::Null) => Cow::Borrowed(""),
            Some(value) => coerce::text(value),
        }
    }

    /// The field as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        self.extra.write(self.disabled, &mut out);
        let value = self.value.clone().unwrap_or_default();
        self.extra.write_pair(self.key.as_deref().into(), value, &mut out);
        if self.system {
            out.insert("system".to_owned(), Value::Bool(true));
        }
        Value::Object(out)
    }
}

impl FormParam {
    pub(super) fn substitute(&mut self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) {
        replace(&mut self.key, lookup, dynamic);
        if let Some(value) = &mut self.value {
            *value = substitute_json(value, lookup, dynamic);
        }
        for text in [&mut self.content_type, &mut self.file_name].into_iter().flatten() {
            replace(text, lookup, dynamic);
        }
        if let Some(src) = self.extra.get("src") {
            let src = substitute_json(src, lookup, dynamic);
            if let FormSource::Files(files) = &mut self.source {
                *files = read::files(&src);
            }
            self.extra.keep("src", src);
        }
    }

    /// The part as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        self.extra.write(self.disabled, &mut out);
        let exact = self.extra.get("key").cloned();
        out.insert("key".to_owned(), exact.unwrap_or_else(|| self.key.as_str().into()));
        if let Some(value) = &self.value {
            out.insert("value".to_owned(), value.clone());
        }
        for name in ["type", "src"] {
            if let Some(value) = self.extra.get(name) {
                out.insert(name.to_owned(), value.clone());
            }
        }
        let texts = [("contentType", &self.content_type), ("fileName", &self.file_name)];
        for (name, text) in texts {
            if let Some(text) = text {
                out.insert(name.to_owned(), text.as_str().into());
            }
        }
        Value::Object(out)
    }
}
