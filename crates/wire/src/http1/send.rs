//! Writes one request to a stream.

use std::{io, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncWrite, AsyncWriteExt},
};

use super::{body::ends_chunked, head::is_token};
use crate::{
    clock::Clock,
    fault::{Fault, System},
    guard::literal,
    proxy::Proxy,
    request::{Body, Header, Part, Request},
};

/// Refuses what would not arrive as the one request it looks like.
pub(crate) fn check(request: &Request) -> Result<(), Fault> {
    if !is_token(request.method.as_bytes()) {
        return Err(Fault::Method { method: request.method.clone() });
    }
    if request.target.is_empty() || request.target.iter().any(|&byte| byte <= b' ') {
        return Err(Fault::Target);
    }
    for header in &request.headers {
        if !is_token(header.name.as_bytes()) {
            return Err(Fault::HeaderName { name: header.name.clone() });
        }
        if !header.value.iter().all(|byte| matches!(byte, b'\t' | 0x20..=0x7e | 0x80..=0xff)) {
            return Err(Fault::HeaderValue { name: header.name.clone() });
        }
    }
    Ok(())
}

/// Appends the head to `out`; a `proxy` gets the absolute form and its password.
pub(crate) fn head(out: &mut Vec<u8>, request: &Request, proxy: Option<&Proxy>) {
    out.extend_from_slice(request.method.as_bytes());
    out.push(b' ');
    if proxy.is_some() {
        out.extend_from_slice(request.scheme.name().as_bytes());
        out.extend_from_slice(b"://");
        let port = Some(request.port).filter(|&port| port != request.scheme.default_port());
        out.extend_from_slice(authority(&request.host, port).as_bytes());
    }
    out.extend_from_slice(&request.target);
    out.extend_from_slice(b" HTTP/1.1\r\n");
    for header in &request.headers {
        line(out, header);
    }
    if let Some(header) = proxy.and_then(proxy_authorization)
        && !request.headers.iter().any(|own| own.is(&header.name))
    {
        line(out, &header);
    }
    out.extend_from_slice(b"\r\n");
}

pub(crate) fn line(out: &mut Vec<u8>, header: &Header) {
    out.extend_from_slice(header.name.as_bytes());
    out.extend_from_slice(b": ");
    out.extend_from_slice(&header.value);
    out.extend_from_slice(b"\r\n");
}

/// The header that opens a proxy.
pub(crate) fn proxy_authorization(proxy: &Proxy) -> Option<Header> {
    let (user, password) = proxy.auth.as_ref()?;
    let value = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    Some(Header::new("Proxy-Authorization", value))
}

/// Host and port as a URL has them.
pub(crate) fn authority(host: &str, port: Option<u16>) -> String {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    let host = match literal(bare) {
        Some(address) if address.is_ipv6() => format!("[{bare}]"),
        _ => bare.to_owned(),
    };
    port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"))
}

/// Whether the caller wants the body to go out in chunks.
pub(crate) fn chunked(request: &Request) -> bool {
    let coding = request.headers.iter().rfind(|header| header.is("transfer-encoding"));
    coding.is_some_and(|header| ends_chunked(&header.value))
}

/// Whether the head announces just the body that follows it.
///
/// If it does not, the server may take the rest for the next request, or the next for the rest.
pub(crate) fn framed(request: &Request) -> bool {
    let mut lengths = request.headers.iter().filter(|header| header.is("content-length"));
    let announced = |header: &Header| header.value == request.body.len().to_string().as_bytes();
    match (lengths.next(), chunked(request)) {
        (None, true) => true,
        (None, false) => request.body.is_empty(),
        (Some(length), false) => announced(length) && lengths.all(announced),
        (Some(_), true) => false,
    }
}

/// Why a request could not be written.
#[derive(Debug)]
pub(crate) enum Unsent {
    /// The connection failed.
    Stream(io::Error),
    /// The request failed.
    Fault(Fault),
}

impl From<io::Error> for Unsent {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}

/// Writes a body to a stream.
pub(crate) struct Writer<'a, W> {
    pub(crate) io: W,
    pub(crate) clock: &'a Clock,
    pub(crate) chunked: bool,
    pub(crate) sent: u64,
}

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

impl<W: AsyncWrite + Unpin> Writer<'_, W> {
    /// Writes the body and what ends it; `first` goes out in front of it.
    pub(crate) async fn body(&mut self, first: &[u8], body: &Body) -> Result<(), Unsent> {
        self.io.write_all(first).await?;
        match body {
            Body::Empty => {}
            Body::Bytes(bytes) => self.pieces(bytes).await?,
            Body::Parts(parts) => {
                for part in parts {
                    match part {
                        Part::Bytes(bytes) => self.pieces(bytes).await?,
                        Part::File { path, len } => self.file(path, *len).await?,
                    }
                }
            }
        }
        if self.chunked {
            self.io.write_all(b"0\r\n\r\n").await?;
        }
        self.io.flush().await?;
        Ok(())
    }

    async fn pieces(&mut self, bytes: &[u8]) -> Result<(), Unsent> {
        for piece in bytes.chunks(PIECE) {
            self.piece(piece).await?;
        }
        Ok(())
    }

    async fn piece(&mut self, bytes: &[u8]) -> Result<(), Unsent> {
        if self.chunked {
            self.io.write_all(format!("{:x}\r\n", bytes.len()).as_bytes()).await?;
        }
        self.io.write_all(bytes).await?;
        if self.chunked {
            self.io.write_all(b"\r\n").await?;
        }
        self.sent += bytes.len() as u64;
        self.clock.moved();
        Ok(())
    }

    /// Writes `length` bytes of a file: what the head announced, whatever the file has become.
    async fn file(&mut self, path: &Path, length: u64) -> Result<(), Unsent> {
        let mut file = File::open(path).await.map_err(|error| unread("open", path, &error))?;
        let mut left = length;
        let mut piece = vec![0; PIECE];
        while left > 0 {
            let most = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
            let room = piece.get_mut(..most).unwrap_or_default();
            let count = file.read(room).await.map_err(|error| unread("read", path, &error))?;
            if count == 0 {
                let error = io::Error::from(io::ErrorKind::UnexpectedEof);
                return Err(unread("read", path, &error));
            }
            self.piece(piece.get(..count).unwrap_or_default()).await?;
            left -= count as u64;
        }
        Ok(())
    }
}

fn unread(syscall: &'static str, path: &Path, error: &io::Error) -> Unsent {
    let mut system = System::new(syscall, error);
    system.path = Some(path.display().to_string());
    Unsent::Fault(Fault::File(system))
}
