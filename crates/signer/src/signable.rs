//! The part of a request that signing reads and changes.

use model::runnable::{Header, UrlencodedParam};
use model::url::{QueryParam, Url, Wire};

use crate::form::form_text;
use crate::outcome::Fault;

/// A request about to be signed, tokens replaced.
///
/// The parts are borrowed one by one, so the bytes of the body may lie in the same request.
pub struct Signable<'a> {
    /// The method in upper case.
    pub method: &'a str,
    /// Where to; schemes that sign in the query change it.
    pub url: &'a mut Url,
    /// The headers of the user; added ones come last and are marked as system.
    pub headers: &'a mut Vec<Header>,
    /// The body that is sent, after pruning.
    pub body: SignBody<'a>,
    /// Whether path and query are percent-encoded on sending.
    pub encode_url: bool,
}

/// What signing knows of a body.
pub enum SignBody<'a> {
    /// None is sent.
    Empty,
    /// A form, sent as [`form_text`]; OAuth 1.0 may add fields to it.
    Form(&'a mut Vec<UrlencodedParam>),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Bytes that are read only if the scheme needs their hash.
    Source(&'a dyn Source),
    /// A body no scheme can hash, such as a form in parts.
    Opaque,
}

/// A body that can be read more than once.
pub trait Source {
    /// Hands all bytes over, piece by piece; the error is for the reader of a warning.
    fn read(&self, sink: &mut dyn FnMut(&[u8])) -> Result<(), String>;
}

/// What reading a body came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// All bytes were handed over.
    Whole,
    /// There are none.
    Nothing,
    /// There may be some, but they are not known.
    Unknown,
}

impl Signable<'_> {
    /// Removes a header, however it is spelled.
    pub(crate) fn remove_header(&mut self, name: &str) {
        self.headers.retain(|header| !header.key.eq_ignore_ascii_case(name));
    }

    pub(crate) fn add_header(&mut self, name: &str, value: impl Into<String>) {
        self.headers.push(Header::system(name, value));
    }

    /// Replaces the `Authorization` header.
    pub(crate) fn authorize(&mut self, value: impl Into<String>) {
        self.remove_header(AUTHORIZATION);
        self.add_header(AUTHORIZATION, value);
    }

    /// The values of a header that are sent, however it is spelled.
    pub(crate) fn header_values<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let named = self.sent_headers().filter(move |one| one.key.eq_ignore_ascii_case(name));
        named.map(|header| header.value.as_str())
    }

    pub(crate) fn sent_headers(&self) -> impl Iterator<Item = &Header> {
        self.headers.iter().filter(|header| !header.disabled && !header.key.is_empty())
    }

    pub(crate) fn remove_params(&mut self, names: &[&str]) {
        let named = |one: &QueryParam| one.key.as_deref().is_some_and(|key| names.contains(&key));
        self.url.query.retain(|one| !named(one));
    }

    pub(crate) fn add_param(&mut self, name: &str, value: Option<String>) {
        self.url.query.push(QueryParam {
            key: Some(name.to_owned()),
            value,
            system: true,
            ..QueryParam::default()
        });
    }

    /// What is sent of the URL.
    pub(crate) fn wire(&self) -> Result<Wire, Fault> {
        Ok(self.url.wire(self.encode_url)?)
    }

    /// Hands the bytes of the body over.
    pub(crate) fn read_body(&self, sink: &mut dyn FnMut(&[u8])) -> Result<Content, Fault> {
        let mut some = |bytes: &[u8]| {
            sink(bytes);
            if bytes.is_empty() { Content::Nothing } else { Content::Whole }
        };
        Ok(match &self.body {
            SignBody::Empty => Content::Nothing,
            SignBody::Opaque => Content::Unknown,
            SignBody::Bytes(bytes) => some(bytes),
            SignBody::Form(fields) => some(form_text(fields).as_bytes()),
            SignBody::Source(source) => {
                source.read(sink).map_err(Fault::Body)?;
                Content::Whole
            }
        })
    }
}

pub(crate) const AUTHORIZATION: &str = "Authorization";

/// Host and port, as in a `Host` header.
pub(crate) fn authority(wire: &Wire) -> String {
    let bare = wire.host.contains(':') && !wire.host.starts_with('[');
    let host = if bare { format!("[{}]", wire.host) } else { wire.host.clone() };
    wire.port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"))
}
