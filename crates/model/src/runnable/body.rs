//! Bodies of requests.

mod param;
mod read;

use serde_json::{Map, Value};

use super::header::replace;
use crate::extra::Extra;
use crate::variables::{Dynamic, Lookup, substitute_json};

pub use param::{FormParam, FormSource, UrlencodedParam};

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

/// A file as body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileBody {
    /// The path.
    pub src: Option<String>,
    /// The content itself in base64, if there is no path.
    pub content: Option<String>,
    /// The file could not be read.
    pub unread: bool,
    /// What only reports show.
    pub extra: Extra,
}

impl FileBody {
    fn to_json(&self) -> Value {
        let mut out = Map::new();
        if let Some(src) = self.src.clone().map(Value::String).or(self.extra.get("src").cloned()) {
            out.insert("src".to_owned(), src);
        }
        if let Some(content) = &self.content {
            out.insert("content".to_owned(), content.as_str().into());
        }
        if self.unread {
            out.insert("value".to_owned(), Value::Null);
        }
        Value::Object(out)
    }
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
                // At least the braces are sent.
                Mode::Graphql => false,
            }
    }

    /// The fields of a form as they are sent, before they are encoded.
    ///
    /// Disabled ones are left out, those of one name stand together where the first stands, and
    /// names that are indices (`0`, `7`, `10`) come before all others.
    #[must_use]
    pub fn form(&self) -> Vec<(&str, std::borrow::Cow<'_, str>)> {
        param::form(&self.urlencoded)
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
            out.insert("file".to_owned(), file.to_json());
        }
        if let Some(graphql) = &self.graphql {
            let names = ["query", "operationName", "variables"];
            let known = names.iter().filter_map(|name| Some((*name, graphql.get(*name)?.clone())));
            out.insert("graphql".to_owned(), known.collect());
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
