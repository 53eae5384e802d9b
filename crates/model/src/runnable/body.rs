//! Bodies of requests.

mod read;

use serde_json::{Map, Value};

use super::header::replace;
use crate::extra::Extra;
use crate::variables::{Dynamic, Lookup, coerce, substitute_json};

/// What a body is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// None is named; nothing is sent.
    #[default]
    None,
    /// A text; also every mode of another name.
    Raw,
    /// A form, in the encoding of queries.
    Urlencoded,
    /// A form in parts, which may be files.
    Formdata,
    /// A file.
    File,
    /// A GraphQL query.
    Graphql,
}

impl Mode {
    /// The name in files.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Raw => Some("raw"),
            Self::Urlencoded => Some("urlencoded"),
            Self::Formdata => Some("formdata"),
            Self::File => Some("file"),
            Self::Graphql => Some("graphql"),
        }
    }
}

/// The body of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Which of the fields below is sent.
    pub mode: Mode,
    /// The text; a value of another type is sent as JSON.
    pub raw: Option<Value>,
    /// The fields of a form.
    pub urlencoded: Vec<UrlencodedParam>,
    /// The parts of a form.
    pub formdata: Vec<FormParam>,
    /// The file.
    pub file: Option<FileBody>,
    /// `{query, operationName, variables}`.
    pub graphql: Option<Value>,
    /// Options by mode, such as `{raw: {language: json}}`.
    pub options: Option<Value>,
    /// Whether it is left out.
    pub disabled: bool,
    /// What only reports show.
    pub extra: Extra,
}

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

/// A file as body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileBody {
    /// The path.
    pub src: Option<String>,
    /// The content itself in base64, if there is no path.
    pub content: Option<String>,
}

impl Body {
    /// A body of text.
    #[must_use]
    pub fn raw(text: impl Into<String>) -> Self {
        Self { mode: Mode::Raw, raw: Some(Value::String(text.into())), ..Self::default() }
    }

    /// The language that `options.raw.language` names.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.options.as_ref()?.get("raw")?.get("language")?.as_str()
    }

    /// Whether nothing would be sent: disabled, or nothing in what its mode names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.disabled
            || match self.mode {
                Mode::None => true,
                // A bare number or flag never was a body.
                Mode::Raw => match &self.raw {
                    Some(Value::String(text)) => text.is_empty(),
                    Some(Value::Array(list)) => list.is_empty(),
                    Some(Value::Object(map)) => map.is_empty(),
                    _ => true,
                },
                Mode::Urlencoded => self.urlencoded.iter().all(|param| param.disabled),
                Mode::Formdata => self.formdata.iter().all(|param| param.disabled),
                Mode::File => {
                    let set =
                        |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
                    !self.file.as_ref().is_some_and(|file| set(&file.src) || set(&file.content))
                }
                Mode::Graphql => {
                    let map = self.graphql.as_ref().and_then(Value::as_object);
                    map.is_none_or(Map::is_empty)
                }
            }
    }

    /// A copy with all tokens replaced.
    #[must_use]
    pub fn substituted(&self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) -> Self {
        let mut copy = self.clone();
        let value = |value: &mut Option<Value>, dynamic: &mut dyn Dynamic| {
            if let Some(value) = value {
                *value = substitute_json(value, lookup, dynamic);
            }
        };
        let text = |text: &mut Option<String>, dynamic: &mut dyn Dynamic| {
            if let Some(text) = text {
                replace(text, lookup, dynamic);
            }
        };
        value(&mut copy.raw, dynamic);
        for param in &mut copy.urlencoded {
            text(&mut param.key, dynamic);
            value(&mut param.value, dynamic);
        }
        for param in &mut copy.formdata {
            param.substitute(lookup, dynamic);
        }
        if let Some(file) = &mut copy.file {
            text(&mut file.src, dynamic);
            text(&mut file.content, dynamic);
        }
        value(&mut copy.graphql, dynamic);
        value(&mut copy.options, dynamic);
        copy
    }

    /// The body as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        self.extra.write(false, &mut out);
        let Some(mode) = self.mode.name() else { return Value::Object(out) };
        out.insert("mode".to_owned(), mode.into());
        if let Some(raw) = self.raw.clone().or((self.mode == Mode::Raw).then(|| "".into())) {
            out.insert("raw".to_owned(), raw);
        }
        if !self.urlencoded.is_empty() || self.mode == Mode::Urlencoded {
            let list = self.urlencoded.iter().map(UrlencodedParam::to_json).collect();
            out.insert("urlencoded".to_owned(), list);
        }
        if !self.formdata.is_empty() || self.mode == Mode::Formdata {
            let list = self.formdata.iter().map(FormParam::to_json).collect();
            out.insert("formdata".to_owned(), list);
        }
        if let Some(file) = &self.file {
            let members = [("src", &file.src), ("content", &file.content)];
            let members =
                members.into_iter().filter_map(|(name, text)| Some((name, text.clone()?)));
            out.insert("file".to_owned(), members.collect());
        }
        if let Some(graphql) = &self.graphql {
            out.insert("graphql".to_owned(), graphql.clone());
        }
        if let Some(options) = &self.options {
            out.insert("options".to_owned(), options.clone());
        }
        if self.disabled {
            out.insert("disabled".to_owned(), Value::Bool(true));
        }
        Value::Object(out)
    }
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
    pub fn value_text(&self) -> std::borrow::Cow<'_, str> {
        match &self.value {
            None | Some(Value::Null) => std::borrow::Cow::Borrowed(""),
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
    fn substitute(&mut self, lookup: &dyn Lookup, dynamic: &mut dyn Dynamic) {
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
