//! Writes one request to an HTTP/2 connection.

use std::{future::poll_fn, path::Path};

use bytes::Bytes;
use h2::SendStream;
use http::{HeaderName, HeaderValue, Uri};
use tokio::{fs::File, io::AsyncReadExt};

use super::fault;
use crate::{
    clock::Clock,
    fault::{Fault, System},
    http1::send::authority,
    request::{Body, Part, Request, latin1},
};

/// Headers that belong to a connection of HTTP/1.1, and `host`, which has another name here.
const UNKNOWN: &[&str] =
    &["connection", "host", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"];

/// The head as HTTP/2 has it: names in lower case, no word about the connection.
pub(super) fn head(request: &Request) -> Result<http::Request<()>, Fault> {
    let port = Some(request.port).filter(|&port| port != request.scheme.default_port());
    let own = request.headers.iter().find(|header| header.is("host"));
    let place =
        own.map_or_else(|| authority(&request.host, port), |host| latin1(&host.value).into_owned());
    let target = std::str::from_utf8(&request.target).map_err(|_| Fault::Target)?;
    let uri = Uri::builder()
        .scheme(request.scheme.name())
        .authority(place)
        .path_and_query(target)
        .build()
        .map_err(|_| Fault::Target)?;
    let method = http::Method::from_bytes(request.method.as_bytes())
        .map_err(|_| Fault::Method { method: request.method.clone() })?;
    let mut head = http::Request::new(());
    *head.method_mut() = method;
    *head.uri_mut() = uri;
    *head.version_mut() = http::Version::HTTP_2;
    for header in &request.headers {
        let name = header.name.to_ascii_lowercase();
        let trailers = name == "te" && header.value != b"trailers";
        if UNKNOWN.contains(&name.as_str()) || trailers {
            continue;
        }
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| Fault::HeaderName { name: header.name.clone() })?;
        let value = HeaderValue::from_bytes(&header.value)
            .map_err(|_| Fault::HeaderValue { name: header.name.clone() })?;
        head.headers_mut().append(name, value);
    }
    Ok(head)
}

/// Writes a body to a stream.
pub(super) struct Writer<'a> {
    pub(super) stream: SendStream<Bytes>,
    pub(super) clock: &'a Clock,
    pub(super) sent: u64,
}

/// How much is asked for and read at once.
const PIECE: usize = 64 * 1024;

impl Writer<'_> {
    /// Writes the body and ends the stream; stops early when the server wants no more.
    pub(super) async fn body(&mut self, body: &Body) -> Result<(), Fault> {
        let open = match body {
            Body::Empty => true,
            Body::Bytes(bytes) => self.piece(bytes.clone()).await?,
            Body::Parts(parts) => self.parts(parts).await?,
        };
        if open {
            self.stream.send_data(Bytes::new(), true).map_err(|error| fault(&error))?;
        }
        Ok(())
    }

    async fn parts(&mut self, parts: &[Part]) -> Result<bool, Fault> {
        for part in parts {
            let open = match part {
                Part::Bytes(bytes) => self.piece(bytes.clone()).await?,
                Part::File { path, len } => self.file(path, *len).await?,
            };
            if !open {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Says whether the server still listens.
    async fn piece(&mut self, mut bytes: Bytes) -> Result<bool, Fault> {
        while !bytes.is_empty() {
            self.stream.reserve_capacity(bytes.len().min(PIECE));
            let Some(Ok(room)) = poll_fn(|cx| self.stream.poll_capacity(cx)).await else {
                return Ok(false);
            };
            let piece = bytes.split_to(room.min(bytes.len()));
            self.sent += piece.len() as u64;
            self.clock.moved();
            if self.stream.send_data(piece, false).is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn file(&mut self, path: &Path, length: u64) -> Result<bool, Fault> {
        let unread = |syscall, error: &std::io::Error| {
            let path = Some(path.display().to_string());
            Fault::File(System { path, ..System::new(syscall, error) })
        };
        let mut file = File::open(path).await.map_err(|error| unread("open", &error))?;
        let mut left = length;
        while left > 0 {
            let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE).min(PIECE)];
            let count = file.read(&mut piece).await.map_err(|error| unread("read", &error))?;
            if count == 0 {
                let error = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
                return Err(unread("read", &error));
            }
            piece.truncate(count);
            left -= count as u64;
            if !self.piece(Bytes::from(piece)).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
