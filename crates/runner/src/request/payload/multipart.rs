//! Forms in parts.

use bytes::Bytes;
use model::runnable::{FormParam, FormSource};
use serde_json::Value;

use super::{NOT_FROM_SCRIPTS, base64, media};
use crate::request::files::{Files, Found};

/// A part of the form.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// Its header lines.
    head: String,
    data: Data,
}

#[derive(Clone, Debug)]
enum Data {
    Bytes(Bytes),
    File(Found),
}

/// The parts of a form; files that can't be read are warned of and left out.
///
/// The form becomes what is told of it: one parameter for each file, and those without switched off.
pub(super) fn sections(
    form: &mut Vec<FormParam>,
    files: Option<&Files>,
    warn: &mut dyn FnMut(String),
) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut told = Vec::with_capacity(form.len());
    for mut param in std::mem::take(form) {
        if param.disabled {
            told.push(param);
            continue;
        }
        let mut fail = |why: &str| {
            warn(format!("Form param `{}`, file load error: {why}", param.key));
        };
        match &param.source {
            FormSource::Value => sections.push(text(&param)),
            FormSource::Base64 => {
                sections.push(content(&param));
                // What is told of bytes is nothing.
                param.value = None;
            }
            FormSource::Files(sources) => {
                let sources: Vec<_> = sources.iter().filter(|one| !one.is_empty()).collect();
                if sources.is_empty() {
                    fail("missing file source");
                    let head = head(&param, Some(""), None);
                    sections.push(Section { head, data: Data::Bytes(Bytes::new()) });
                    param.file_name.get_or_insert_default();
                    told.push(param);
                    continue;
                }
                let mut read = Vec::new();
                for source in sources {
                    match files.map(|files| files.find(source)) {
                        Some(Ok(found)) => {
                            sections.push(file(&param, source, found));
                            read.push(source.clone());
                        }
                        Some(Err(fault)) => fail(&fault.to_string()),
                        None => fail(NOT_FROM_SCRIPTS),
                    }
                }
                let list = matches!(param.extra.get("src"), Some(Value::Array(_)));
                if list {
                    told.extend(read.into_iter().map(|source| of_file(&param, source)));
                    continue;
                }
                param.disabled = read.is_empty();
            }
        }
        told.push(param);
    }
    *form = told;
    sections
}

/// The parameter of one file of a list.
fn of_file(param: &FormParam, source: String) -> FormParam {
    let mut one = param.clone();
    one.extra.keep("src", Value::String(source.clone()));
    one.source = FormSource::Files(vec![source]);
    one
}

/// A file whose content is in the collection.
fn content(param: &FormParam) -> Section {
    let text = param.value.as_ref().and_then(Value::as_str).unwrap_or_default();
    let known = param.file_name.as_deref().and_then(media::of);
    let head = head(param, param.file_name.as_deref(), known.or(Some(media::UNKNOWN)));
    Section { head, data: Data::Bytes(base64(text)) }
}

fn text(param: &FormParam) -> Section {
    let value = match &param.value {
        None | Some(Value::Null) => Bytes::new(),
        Some(Value::String(text)) => Bytes::copy_from_slice(text.as_bytes()),
        Some(other) => Bytes::from(other.to_string()),
    };
    let known = param.file_name.as_deref().and_then(media::of);
    Section { head: head(param, param.file_name.as_deref(), known), data: Data::Bytes(value) }
}

fn file(param: &FormParam, source: &str, found: Found) -> Section {
    let base = source.rsplit(['/', '\\']).next().unwrap_or(source);
    let name = param.file_name.as_deref().unwrap_or(base);
    let media = media::of(source).unwrap_or(media::UNKNOWN);
    Section { head: head(param, Some(name), Some(media)), data: Data::File(found) }
}

/// The header lines of a part, with the empty line after them.
fn head(param: &FormParam, file_name: Option<&str>, media: Option<&str>) -> String {
    let mut head = String::from("Content-Disposition: form-data; name=\"");
    quoted(&param.key, &mut head);
    head.push('"');
    if let Some(name) = file_name {
        head.push_str("; filename=\"");
        quoted(name, &mut head);
        head.push('"');
    }
    let own = param.content_type.as_deref().filter(|own| !own.is_empty());
    if let Some(media) = own.or(media) {
        head.push_str("\r\nContent-Type: ");
        // A line can't hold more than a line.
        head.extend(media.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')));
    }
    head.push_str("\r\n\r\n");
    head
}

/// Line ends would end the header line, so they are written as browsers do.
fn quoted(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '\r' => into.push_str("%0D"),
            '\n' => into.push_str("%0A"),
            other => into.push(other),
        }
    }
}

/// The form as it goes out.
pub(super) fn parts(sections: &[Section], boundary: &str) -> Vec<wire::Part> {
    let mut parts = Vec::new();
    let mut text = Vec::new();
    for section in sections {
        text.extend_from_slice(b"--");
        text.extend_from_slice(boundary.as_bytes());
        text.extend_from_slice(b"\r\n");
        text.extend_from_slice(section.head.as_bytes());
        match &section.data {
            Data::Bytes(bytes) => text.extend_from_slice(bytes),
            Data::File(found) => {
                parts.push(wire::Part::Bytes(Bytes::from(std::mem::take(&mut text))));
                parts.push(wire::Part::File { path: found.path.clone(), len: found.len });
            }
        }
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(b"--");
    text.extend_from_slice(boundary.as_bytes());
    text.extend_from_slice(b"--\r\n");
    parts.push(wire::Part::Bytes(Bytes::from(text)));
    parts
}
