//! A request as it was sent, and what came of it.

use std::{borrow::Cow, fmt, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use encoding_rs::Encoding;
use model::{auth::Auth, runnable::Body, url::Url, variables::Variable};
use serde_json::Value;
use uuid::Uuid;

use super::{Listen, Problem};
use crate::redact::Secrets;

/// A request that is done.
#[derive(Clone, Debug)]
pub struct RequestDone {
    /// Who made it.
    pub origin: Origin,
    /// Which try this is, from 1.
    pub attempt: u32,
    /// It failed and will be tried again, so it is no failure of the run.
    pub retried: bool,
    /// What was sent; of a chain of redirects the first. As far as it was built, if building failed.
    pub sent: Arc<Sent>,
    /// What came back; of a chain of redirects the last.
    pub received: Option<Arc<Received>>,
    /// Why nothing came back.
    pub error: Option<Box<Problem>>,
    /// Redirects that were followed, in order.
    pub hops: Vec<Hop>,
}

impl RequestDone {
    /// The bytes of bodies that it holds on to.
    #[must_use]
    pub fn weight(&self) -> usize {
        let received = self.received.as_ref().map_or(0, |one| one.body.len());
        received.saturating_add(self.sent.body.as_ref().map_or(0, SentBody::weight))
    }
}

/// Who made a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Origin {
    /// The item itself.
    Item,
    /// The item's auth scheme, after an answer that asked for it.
    Replay,
    /// The item's auth, to fetch a token.
    Token,
    /// `pm.sendRequest` in a script.
    Script(Listen),
    /// `pm.execution.runRequest` in a script; the name of the request that it ran.
    Nested(Arc<str>),
}

/// A header field as it was sent or received.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    /// The name in the spelling of the wire.
    pub key: String,
    /// The value, one character per byte.
    pub value: String,
    /// The user switched it off, so it was not sent.
    pub disabled: bool,
    /// The runner added it.
    pub system: bool,
}

/// A request as it was sent.
#[derive(Clone)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// The address, encoded as on the wire.
    pub url: String,
    /// The address as it was typed, tokens replaced; of a replay as it is sent.
    pub typed: String,
    /// The headers: the user's as written, then those that were added.
    pub headers: Arc<[Header]>,
    /// The body.
    pub body: Option<SentBody>,
    /// Bytes of the request line and the headers.
    pub head_size: u64,
    /// Bytes of the body.
    pub body_size: u64,
    pub(crate) parts: Arc<Parts>,
    pub(crate) secrets: Secrets,
}

/// What the JSON form of a request is made of, besides the headers; secrets are in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) method: String,
    pub(crate) url: String,
    /// The path variables, which the text of the URL no longer has.
    pub(crate) variables: Vec<Variable>,
    pub(crate) body: Option<Arc<Body>>,
    pub(crate) auth: Option<Auth>,
    pub(crate) description: Option<Value>,
    /// The client's certificate that was shown.
    pub(crate) certificate: Option<Value>,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct SentBody {
    /// The mode, such as `raw`.
    pub mode: Arc<str>,
    /// The text or bytes; of forms with files a description, since files are streamed.
    pub preview: Bytes,
    /// The preview is all that was sent.
    pub complete: bool,
}

impl SentBody {
    /// The bytes that it holds on to.
    #[must_use]
    pub fn weight(&self) -> usize {
        self.preview.len()
    }

    /// The preview as text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.preview)
    }
}

impl Sent {
    /// The request in the shape of the collection format, system headers marked. Made at each call.
    #[must_use]
    pub fn to_json(&self) -> Value {
        if self.secrets.is_empty() {
            return self.parts.to_json(&self.headers);
        }
        // A secret may have a slash in it, and the address is taken apart at those.
        let url = self.secrets.text(self.parts.url.as_str()).into_owned();
        let parts = Parts { url, ..(*self.parts).clone() };
        self.secrets.value(parts.to_json(&self.headers))
    }
}

impl fmt::Debug for Sent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sent({} {})", self.method, self.url)
    }
}

impl Parts {
    /// The request in the shape of the collection format.
    pub(crate) fn to_json(&self, headers: &[Header]) -> Value {
        let mut url = Url::parse(&self.url);
        url.variables.clone_from(&self.variables);
        let mut map = serde_json::Map::new();
        map.insert("url".to_owned(), url.to_json());
        if !headers.is_empty() {
            map.insert("header".to_owned(), headers.iter().map(Header::to_json).collect());
        }
        map.insert("method".to_owned(), self.method.clone().into());
        if let Some(body) = &self.body {
            map.insert("body".to_owned(), body.to_json());
        }
        if let Some(auth) = &self.auth {
            map.insert("auth".to_owned(), auth.to_json());
        }
        if let Some(description) = &self.description {
            map.insert("description".to_owned(), description.clone());
        }
        if let Some(certificate) = &self.certificate {
            map.insert("certificate".to_owned(), certificate.clone());
        }
        Value::Object(map)
    }
}

impl Header {
    /// A header as the user wrote it.
    pub(crate) fn from_user(header: &model::runnable::Header) -> Self {
        Self {
            key: header.key.clone(),
            value: header.value.clone(),
            disabled: header.disabled,
            system: header.system,
        }
    }

    /// The header in the shape of the collection format.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut map = serde_json::Map::new();
        if self.disabled {
            map.insert("disabled".to_owned(), Value::Bool(true));
        }
        map.insert("key".to_owned(), self.key.clone().into());
        map.insert("value".to_owned(), self.value.clone().into());
        if self.system {
            map.insert("system".to_owned(), Value::Bool(true));
        }
        Value::Object(map)
    }
}

/// A response.
#[derive(Clone, Debug)]
pub struct Received {
    /// An id of this response.
    pub id: Uuid,
    /// The version of HTTP, such as `1.1`.
    pub version: &'static str,
    /// The status code.
    pub code: u16,
    /// The server's reason phrase, else the standard one.
    pub reason: String,
    /// The headers in the server's order and spelling.
    pub headers: Vec<Header>,
    /// The body, decoded from its content encoding.
    pub body: Bytes,
    /// Bytes of the decoded body; more than `body` has if that was cut.
    pub size: u64,
    /// Bytes of the head, in the way `size()` counts them.
    pub head_size: u64,
    /// Bytes of the body on the wire.
    pub downloaded: u64,
    /// From start to end, redirects included, in whole milliseconds.
    pub time_ms: u64,
    /// The same by phase; of a chain of redirects the last.
    pub phases: Phases,
    /// Who answered; a proxy, if there was one.
    pub remote: Option<SocketAddr>,
}

impl Received {
    /// The body as text, decoded by the charset of `Content-Type`; UTF-8 if that names none.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.encoding().decode(&self.body).0
    }

    /// The text of the first so many bytes of the body, which is cheaper if the body is long.
    #[must_use]
    pub fn text_of(&self, bytes: usize) -> Cow<'_, str> {
        let cut = self.body.get(..bytes).unwrap_or(&self.body);
        let text = self.encoding().decode(cut).0;
        if cut.len() == self.body.len() {
            return text;
        }
        // What is left of a character that was cut in two.
        let whole = text.trim_end_matches(char::REPLACEMENT_CHARACTER).len();
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(..whole).unwrap_or(text)),
            Cow::Owned(mut text) => {
                text.truncate(whole);
                Cow::Owned(text)
            }
        }
    }

    /// Bytes of the body: as the server announced it if it is compressed, else decoded.
    #[must_use]
    pub fn body_size(&self) -> u64 {
        let coded = self.header("content-encoding").unwrap_or_default().to_ascii_lowercase();
        let announced = || self.header("content-length")?.trim().parse().ok();
        if ["gzip", "deflate"].iter().any(|name| coded.contains(name)) {
            announced().unwrap_or(self.size)
        } else {
            self.size
        }
    }

    fn encoding(&self) -> &'static Encoding {
        let charset = self.header("content-type").and_then(charset);
        let encoding = charset.and_then(|name| Encoding::for_label(name.as_bytes()));
        encoding.unwrap_or(encoding_rs::UTF_8)
    }

    /// The last value of a header, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().rev();
        all.find(|header| header.key.eq_ignore_ascii_case(name)).map(|header| &*header.value)
    }
}

/// The charset that a content type names.
fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let is = name.trim().eq_ignore_ascii_case("charset");
        is.then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// How long each part of a request took; what did not happen is nothing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Phases {
    /// The connection was there already.
    pub reused: bool,
    /// Building the request: variables, auth, body.
    pub prepare: Duration,
    /// Waiting for a socket.
    pub wait: Option<Duration>,
    /// Finding the address.
    pub dns: Option<Duration>,
    /// Connecting.
    pub tcp: Option<Duration>,
    /// The TLS handshake.
    pub tls: Option<Duration>,
    /// From the request's first byte to the answer's first byte.
    pub first_byte: Duration,
    /// From the answer's first byte to its last.
    pub download: Duration,
    /// Decoding the answer.
    pub process: Duration,
    /// All of it.
    pub total: Duration,
}

/// A redirect that was followed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hop {
    /// The method of the request that was redirected.
    pub method: String,
    /// Its address.
    pub url: String,
    /// The status that redirected it.
    pub code: u16,
    /// The `Location` as sent by the server.
    pub location: String,
}
