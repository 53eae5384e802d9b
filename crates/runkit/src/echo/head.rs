//! Reading a request from a connection.

use std::time::Duration;

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    time::timeout,
};

/// A client that promised more body than it sends is not waited for longer.
const BODY_PATIENCE: Duration = Duration::from_millis(500);

/// A body without any length is what comes within this time.
const GUESS_PATIENCE: Duration = Duration::from_millis(100);

/// Methods whose requests say how long their body is, even when there is none.
const BODIES: [&[u8]; 3] = [b"POST ", b"PUT ", b"PATCH "];

/// A request as it came: the head with its line ends, and the body without its transfer coding.
pub(super) struct Incoming {
    pub(super) head: Vec<u8>,
    pub(super) body: Vec<u8>,
    /// The body was shorter than promised.
    pub(super) short: bool,
}

impl Incoming {
    /// Method and target of the request line.
    pub(super) fn line(&self) -> (String, String) {
        let text = String::from_utf8_lossy(&self.head);
        let mut words = text.lines().next().unwrap_or_default().split(' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        (word(), word())
    }

    /// The last value of a header.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        header(&self.head, name)
    }

    /// All headers as pairs, in order.
    pub(super) fn headers(&self) -> Vec<(String, String)> {
        let text = String::from_utf8_lossy(&self.head).into_owned();
        let pairs = text.lines().skip(1).filter_map(|line| line.split_once(':'));
        pairs.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect()
    }
}

fn header(head: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let found = text.lines().skip(1).filter_map(|line| line.split_once(':'));
    let last = found.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).last();
    last.map(|(_, value)| value.trim().to_owned())
}

/// A connection and what was read from it but not used yet.
pub(super) struct Reader<S> {
    pub(super) stream: S,
    rest: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Reader<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, rest: Vec::new() }
    }

    /// The next request; `None` when the client is gone.
    pub(super) async fn next(&mut self) -> Option<Incoming> {
        let end = loop {
            if let Some(at) = find(&self.rest, b"\r\n\r\n") {
                break at + 2;
            }
            // A greeting of TLS, which never has an empty line.
            if self.rest.first() == Some(&0x16) {
                self.stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.ok()?;
                return None;
            }
            self.more().await?;
        };
        let mut head: Vec<u8> = self.rest.drain(..end + 2).collect();
        head.truncate(end);
        let chunked = header(&head, "transfer-encoding").is_some_and(|coding| coding == "chunked");
        let length = header(&head, "content-length").and_then(|text| text.parse().ok());
        let body = match length {
            _ if chunked => self.chunked().await,
            None if BODIES.iter().any(|method| head.starts_with(method)) => Ok(self.guess().await),
            _ => self.exact(length).await,
        };
        let short = body.is_err();
        Some(Incoming { head, body: body.unwrap_or_else(|part| part), short })
    }

    async fn more(&mut self) -> Option<()> {
        let read = self.stream.read_buf(&mut self.rest).await.ok()?;
        (read > 0).then_some(())
    }

    async fn guess(&mut self) -> Vec<u8> {
        while matches!(timeout(GUESS_PATIENCE, self.more()).await, Ok(Some(()))) {}
        std::mem::take(&mut self.rest)
    }

    async fn exact(&mut self, length: Option<usize>) -> Result<Vec<u8>, Vec<u8>> {
        let length = length.unwrap_or_default();
        while self.rest.len() < length {
            if !matches!(timeout(BODY_PATIENCE, self.more()).await, Ok(Some(()))) {
                return Err(std::mem::take(&mut self.rest));
            }
        }
        Ok(self.rest.drain(..length).collect())
    }

    async fn chunked(&mut self) -> Result<Vec<u8>, Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let Some(at) = find(&self.rest, b"\r\n") else {
                if !matches!(timeout(BODY_PATIENCE, self.more()).await, Ok(Some(()))) {
                    return Err(body);
                }
                continue;
            };
            let line: Vec<u8> = self.rest.drain(..at + 2).collect();
            let text = String::from_utf8_lossy(&line);
            let Ok(length) = usize::from_str_radix(text.trim(), 16) else { return Err(body) };
            let chunk = self.exact(Some(length + 2)).await?;
            body.extend_from_slice(&chunk[..length]);
            if length == 0 {
                return Ok(body);
            }
        }
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}
