//! What is sent.

use std::{borrow::Cow, path::PathBuf};

use bytes::Bytes;

/// Whether a request travels through TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// In the clear.
    Http,
    /// Through TLS.
    Https,
}

impl Scheme {
    /// The word in front of `://`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The port of a URL that names none.
    #[must_use]
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// One header line; spelling of the name and bytes of the value are kept as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The name as it is spelled on the wire.
    pub name: String,
    /// The value without surrounding space; one byte per Latin-1 character.
    pub value: Vec<u8>,
}

impl Header {
    /// Makes a header line.
    pub fn new(name: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), value: value.into() }
    }

    /// Whether the line has this name, in any case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value as text, each byte one character.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        latin1(&self.value)
    }
}

/// Whether headers of a name list the word, in any case.
pub(crate) fn says(headers: &[Header], name: &str, word: &[u8]) -> bool {
    let lists = headers.iter().filter(|header| header.is(name));
    let mut words = lists.flat_map(|header| header.value.split(|&byte| byte == b','));
    words.any(|one| one.trim_ascii().eq_ignore_ascii_case(word))
}

/// The text whose characters are the bytes.
pub(crate) fn latin1(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()),
    }
}

/// One request; nothing is added to it, nothing is taken away.
///
/// `Host`, `Content-Length` and the like are the caller's: what `headers` has is sent, in its order
/// and spelling. A `Transfer-Encoding: chunked` among them makes the body go out in chunks.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method as it is sent.
    pub method: String,
    /// With or without TLS.
    pub scheme: Scheme,
    /// A name or an address; an IPv6 address with or without brackets.
    pub host: String,
    /// The port to connect to.
    pub port: u16,
    /// Path and query as they are sent.
    pub target: Vec<u8>,
    /// The header lines as they are sent.
    pub headers: Vec<Header>,
    /// What follows the head.
    pub body: Body,
}

/// The body of a request.
#[derive(Clone, Debug, Default)]
pub enum Body {
    /// No bytes.
    #[default]
    Empty,
    /// These bytes.
    Bytes(Bytes),
    /// These parts, one after the other.
    Parts(Vec<Part>),
}

/// A piece of a body.
#[derive(Clone, Debug)]
pub enum Part {
    /// These bytes.
    Bytes(Bytes),
    /// A file, read while it is sent; one of another length is a fault.
    File {
        /// Where it is.
        path: PathBuf,
        /// How many bytes it has.
        len: u64,
    },
}

impl Body {
    /// How many bytes the body has.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Empty => 0,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Parts(parts) => parts.iter().map(Part::len).fold(0, u64::saturating_add),
        }
    }

    /// Whether the body has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Part {
    /// How many bytes the part has.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { len, .. } => *len,
        }
    }

    /// Whether the part has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
