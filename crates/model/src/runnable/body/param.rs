//! Fields and parts of forms.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::read;
use crate::extra::Extra;
use crate::runnable::header::replace;
use crate::variables::{Dynamic, Lookup, coerce, substitute_json};

/// A field of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UrlencodedParam {
    /// Its name; a missing one is sent as `undefined`, a null as `null`.
    pub key: Option<String>,
    /// Its value; a null or an object is sent empty, a list as several values.
    pub value: Option<Value>,
    /// Whether it is left out.
    pub disabled: bool,
    /// Whether the program added it, not the user.
    pub system: bool,
    /// What only reports show.
    pub extra: Extra,
}

/// The fields as they are sent, before they are encoded: those of one name together, names that
/// are indices first.
pub(super) fn form(params: &[UrlencodedParam]) -> Vec<(&str, Cow<'_, str>)> {
    let mut names: Vec<&str> = Vec::new();
    let mut groups: HashMap<&str, Vec<Cow<'_, str>>> = HashMap::new();
    for param in params.iter().filter(|param| !param.disabled) {
        let name = param.key_text();
        let group = groups.entry(name).or_insert_with(|| {
            names.push(name);
            Vec::new()
        });
        group.extend(param.value_texts());
    }
    // Sorting keeps the order of all that are no index.
    names.sort_by_key(|name| index(name).map_or((1, 0), |index| (0, index)));
    let all = names.into_iter().map(|name| (name, groups.remove(name).unwrap_or_default()));
    all.flat_map(|(name, values)| values.into_iter().map(move |value| (name, value))).collect()
}

/// The index that a name is, as objects of JavaScript have them.
fn index(name: &str) -> Option<u32> {
    let number: u32 = name.parse().ok().filter(|number| *number < u32::MAX)?;
    let is_canonical = name == "0" || name.starts_with(|first| matches!(first, '1'..='9'));
    is_canonical.then_some(number)
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

    /// The values as they are sent, before they are encoded: a list is several.
    #[must_use]
    pub fn value_texts(&self) -> Vec<Cow<'_, str>> {
        let text = |value| match value {
            &Value::Null | Value::Array(_) | Value::Object(_) => Cow::Borrowed(""),
            value => coerce::text(value),
        };
        match &self.value {
            None => vec![Cow::Borrowed("")],
            Some(Value::Array(list)) => list.iter().map(text).collect(),
            Some(value) => vec![text(value)],
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
