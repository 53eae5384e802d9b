//! How a request is sent.

use std::{sync::Arc, time::Duration};

use crate::{guard::Guard, proxy::Proxy, tls::Tls};

/// Which version of HTTP to speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// HTTP/1.1.
    #[default]
    Http1,
    /// HTTP/2 only; in the clear, without asking first.
    Http2,
    /// What the server chooses in the TLS handshake; HTTP/1.1 in the clear.
    Auto,
}

/// How to send a request; cheap to clone.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long resolving, connecting and the TLS handshake may take together.
    pub connect_timeout: Option<Duration>,
    /// How long the server may let the client wait for the next byte.
    pub idle_timeout: Option<Duration>,
    /// How long everything may take.
    pub total_timeout: Option<Duration>,
    /// Trust, client certificate and versions.
    pub tls: Tls,
    /// The proxy to go through.
    pub proxy: Option<Arc<Proxy>>,
    /// Which version of HTTP to speak.
    pub protocol: Protocol,
    /// What may be dialled.
    pub guard: Arc<Guard>,
    /// What a server may send.
    pub limits: Limits,
    /// Whether `gzip`, `deflate`, `br` and `zstd` bodies are decoded.
    pub decode: bool,
    /// Whether heads that break the rules are read all the same.
    pub insecure_parser: bool,
    /// Whether a kept connection that turns out dead is replaced once.
    ///
    /// Switch it off for what must not be sent twice: a server may have read a request before it
    /// went away without a byte of an answer.
    pub retry_stale: bool,
}

impl Default for Options {
    /// HTTP/1.1, verified TLS, no proxy, no timeouts, decoding, everything may be dialled.
    fn default() -> Self {
        Self {
            connect_timeout: None,
            idle_timeout: None,
            total_timeout: None,
            tls: Tls::default(),
            proxy: None,
            protocol: Protocol::default(),
            guard: Guard::open(),
            limits: Limits::default(),
            decode: true,
            insecure_parser: false,
            retry_stale: true,
        }
    }
}

/// How much a server may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a response's head, and of its trailers.
    pub head_bytes: usize,
    /// Header lines of a head, and of trailers.
    pub headers: usize,
    /// Bytes of a body, on the wire and decoded.
    pub body_bytes: u64,
    /// How many times larger than on the wire a decoded body may be, from 1 MiB on.
    pub expansion: Option<u32>,
    /// Interim responses (1xx) before the final one.
    pub interim: usize,
    /// Bytes of a line that tells a chunk's size.
    pub chunk_line: usize,
}

impl Default for Limits {
    /// 256 KiB and 1000 lines of head, 256 MiB of body, 16 interim responses, 4 KiB of chunk line.
    fn default() -> Self {
        Self {
            head_bytes: 256 * 1024,
            headers: 1000,
            body_bytes: 256 * 1024 * 1024,
            expansion: None,
            interim: 16,
            chunk_line: 4096,
        }
    }
}
