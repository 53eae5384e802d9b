//! What came back.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;

use crate::request::Header;

/// The version of HTTP that a server answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// HTTP/1.0
    Http10,
    /// HTTP/1.1
    Http11,
    /// HTTP/2
    Http2,
}

impl Version {
    /// The number as reports print it: `1.0`, `1.1`, `2.0`.
    #[must_use]
    pub const fn number(self) -> &'static str {
        match self {
            Self::Http10 => "1.0",
            Self::Http11 => "1.1",
            Self::Http2 => "2.0",
        }
    }
}

/// One response, read to its end.
#[derive(Clone, Debug)]
pub struct Response {
    /// The version the server answered with.
    pub version: Version,
    /// The status code, 100 to 999.
    pub status: u16,
    /// The server's reason phrase, possibly empty; HTTP/2 has none.
    pub reason: String,
    /// The header lines in the server's order and spelling.
    pub headers: Vec<Header>,
    /// The body, decoded where [`Options::decode`](crate::Options::decode) asks for it.
    pub body: Bytes,
    /// How many bytes of body were on the wire, framing not counted.
    pub downloaded: u64,
    /// How many bytes the request's head had on the wire; 0 for HTTP/2, which packs it.
    pub sent_head: u64,
    /// How many bytes the request's body had on the wire.
    pub sent_body: u64,
    /// How long each phase took.
    pub timings: Timings,
    /// The address of the server, or of the proxy.
    pub remote: SocketAddr,
    /// The own address.
    pub local: SocketAddr,
    /// What TLS settled on; `None` in the clear.
    pub tls: Option<Arc<Session>>,
}

impl Response {
    /// The first header line of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&Header> {
        self.headers.iter().find(|header| header.is(name))
    }
}

/// What a TLS handshake settled on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// `TLSv1.2` or `TLSv1.3`.
    pub protocol: &'static str,
    /// The name of the cipher suite.
    pub cipher: String,
    /// The server's certificate, in DER.
    pub certificate: Bytes,
}

/// How long each phase of a request took; a phase that did not happen took no time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    /// Whether the connection had served a request before.
    pub reused: bool,
    /// From the call to the start of name resolution, or of sending on a reused connection.
    pub wait: Duration,
    /// Name resolution.
    pub dns: Duration,
    /// Connecting, and the talk with a proxy.
    pub tcp: Duration,
    /// The TLS handshake.
    pub tls: Duration,
    /// Writing head and body.
    pub send: Duration,
    /// From the request's last byte to the response's first.
    pub first_byte: Duration,
    /// From the response's first byte to its last.
    pub download: Duration,
    /// The whole call, decoding included.
    pub total: Duration,
}
