//! Bodies of requests.

use serde_json::Value;

use super::Description;

/// What a body is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// None is named; nothing is sent.
    #[default]
    None,
    /// A text.
    Raw,
    /// A form, in the encoding of queries.
    Urlencoded,
    /// A form in parts, which may be files.
    Formdata,
    /// A file.
    File,
    /// A GraphQL query.
    Graphql,
    /// A mode of another name; nothing is sent.
    Unknown(String),
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
}

/// A field of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UrlencodedParam {
    /// Its name; a missing one is sent as `undefined`.
    pub key: Option<String>,
    /// Its value; a missing one is sent empty.
    pub value: Option<String>,
    /// Whether it is left out.
    pub disabled: bool,
    /// Whether the program added it, not the user.
    pub system: bool,
    /// What a reader is told about it.
    pub description: Description,
}

/// Where the bytes of a part come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FormSource {
    /// From its value: a part of text.
    #[default]
    Value,
    /// From files, one part for each; none at all is a fault to warn of.
    Files(Vec<String>),
}

/// A part of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FormParam {
    /// Its name.
    pub key: Option<String>,
    /// Its value; a value that is no text is sent as JSON, for files it is base64.
    pub value: Option<Value>,
    /// Where the bytes come from.
    pub source: FormSource,
    /// The content type of the part.
    pub content_type: Option<String>,
    /// The file name of the part, if it is not that of the file.
    pub file_name: Option<String>,
    /// Whether it is left out.
    pub disabled: bool,
    /// What a reader is told about it.
    pub description: Description,
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
    /// Reads a body given as an object or as raw text; `None` for anything else.
    #[must_use]
    pub fn from_json(json: Value) -> Option<Self> {
        let _ = json;
        None
    }

    /// The body as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Null
    }

    /// Whether nothing would be sent: disabled, or nothing in what its mode names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        true
    }
}
