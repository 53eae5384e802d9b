//! Bodies: from a collection's to the bytes that are sent.

mod graphql;
mod multipart;

use bytes::Bytes;
use model::runnable::{Behaviour, Body, FileBody, Header, Mode, UrlencodedParam};
use serde_json::Value;

pub(crate) use self::multipart::Section;
use super::{
    comments,
    files::{Files, Found},
    media,
};

/// Methods whose body is dropped, unless `disableBodyPruning` says otherwise.
const PRUNED: [&str; 5] = ["GET", "COPY", "HEAD", "PURGE", "UNLOCK"];

/// A body about to be sent.
#[derive(Clone, Debug, Default)]
pub(crate) enum Payload {
    /// None.
    #[default]
    Empty,
    /// Text or bytes with their default content type, which stands before the system headers.
    Bytes(Bytes, Option<&'static str>),
    /// A form in the encoding of queries; signing may still add to it.
    Fields(Vec<UrlencodedParam>),
    /// A form in parts.
    Multipart(Vec<Section>),
    /// A file, with its content type.
    File(Found, &'static str),
}

/// Where the payload of a request comes from.
pub(crate) struct Source<'a> {
    pub(crate) method: &'a str,
    pub(crate) headers: &'a [Header],
    pub(crate) behaviour: &'a Behaviour,
    /// Requests of scripts keep the bodies of all methods.
    pub(crate) prune: bool,
    /// Files may be read; not for scripts.
    pub(crate) files: Option<&'a Files>,
}

/// What is said when a script's request names a file.
const NOT_FROM_SCRIPTS: &str = "uploading files from scripts is not allowed";

impl Source<'_> {
    /// Whether the method keeps its body.
    fn keeps(&self) -> bool {
        !self.prune
            || self.behaviour.disable_body_pruning == Some(true)
            || !PRUNED.contains(&self.method)
    }

    /// Also one that is switched off says what the body is.
    fn has_json_header(&self) -> bool {
        let json = |header: &&Header| header.key.eq_ignore_ascii_case("content-type");
        self.headers.iter().rev().find(json).is_some_and(|header| {
            let media = header.value.split(';').next().unwrap_or_default().trim();
            let media = media.to_ascii_lowercase();
            media == "application/json" || media.ends_with("+json") || media == "text/json"
        })
    }

    /// Makes the payload; `body` loses comments on the way, as scripts later see it.
    pub(crate) fn payload(&self, body: Option<&mut Body>, warn: &mut dyn FnMut(String)) -> Payload {
        let Some(body) = body.filter(|body| !body.disabled) else { return Payload::Empty };
        if !self.keeps() {
            return Payload::Empty;
        }
        match body.mode {
            Mode::Raw => self.raw(body),
            Mode::Graphql => graphql::payload(body.graphql.as_ref()),
            Mode::Urlencoded if body.urlencoded.iter().any(|param| !param.disabled) => {
                Payload::Fields(body.urlencoded.clone())
            }
            Mode::Formdata if body.formdata.iter().any(|param| !param.disabled) => {
                let sections = multipart::sections(&mut body.formdata, self.files, warn);
                if sections.is_empty() { Payload::Empty } else { Payload::Multipart(sections) }
            }
            Mode::File => self.file(body, warn),
            _ => Payload::Empty,
        }
    }

    fn raw(&self, body: &mut Body) -> Payload {
        let language = body.options.as_ref().and_then(|all| all.get("raw")?.get("language"));
        let language = language.and_then(Value::as_str).filter(|one| !one.is_empty());
        let json = match language {
            Some(language) => language == "json",
            None => self.has_json_header(),
        };
        let media = match language {
            Some("json") => "application/json",
            Some("javascript") => "application/javascript",
            Some("html") => "text/html",
            Some("xml") => "application/xml",
            _ => "text/plain",
        };
        match &mut body.raw {
            Some(Value::String(text)) if !text.is_empty() => {
                if let Some(stripped) = json.then(|| comments::strip(text)).flatten() {
                    *text = stripped;
                }
                // What was all comments is a body all the same.
                Payload::Bytes(Bytes::copy_from_slice(text.as_bytes()), Some(media))
            }
            Some(value @ (Value::Object(_) | Value::Array(_))) => {
                Payload::Bytes(Bytes::from(value.to_string()), Some(media))
            }
            _ => Payload::Empty,
        }
    }

    fn file(&self, body: &mut Body, warn: &mut dyn FnMut(String)) -> Payload {
        let Some(file) = &mut body.file else { return Payload::Empty };
        let FileBody { src, content, unread, .. } = file;
        let mut fail = |why: &str| {
            warn(format!("Binary file load error: {why}"));
            *unread = true;
            Payload::Empty
        };
        match (&*src, content.take_if(|_| src.is_none())) {
            (Some(src), _) if src.is_empty() => fail("invalid or missing file source"),
            (Some(src), _) => {
                let Some(files) = self.files else { return fail(NOT_FROM_SCRIPTS) };
                match files.find(src) {
                    Ok(found) => Payload::File(found, media::of(src).unwrap_or(media::UNKNOWN)),
                    Err(fault) => fail(&fault.to_string()),
                }
            }
            (None, Some(content)) => {
                let bytes = base64(&content);
                if bytes.is_empty() { Payload::Empty } else { Payload::Bytes(bytes, None) }
            }
            (None, None) => fail("invalid or missing file source"),
        }
    }
}

/// Base64 read as generously as Node does: either alphabet, up to what is neither.
fn base64(text: &str) -> Bytes {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).unwrap_or_default());
        }
    }
    Bytes::from(bytes)
}

impl Payload {
    /// No body is sent.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The bytes as they go out; `boundary` stands between parts.
    pub(crate) fn body(&self, boundary: &str) -> wire::Body {
        match self {
            Self::Empty => wire::Body::Empty,
            Self::Bytes(bytes, _) => wire::Body::Bytes(bytes.clone()),
            Self::Fields(fields) => wire::Body::Bytes(Bytes::from(signer::form_text(fields))),
            Self::Multipart(sections) => wire::Body::Parts(multipart::parts(sections, boundary)),
            Self::File(found, _) => wire::Body::Parts(vec![wire::Part::File {
                path: found.path.clone(),
                len: found.len,
            }]),
        }
    }
}

#[cfg(test)]
mod tests;
