//! Reads one response from a stream.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    time::Instant,
};

use super::{
    body::{BodyReader, Framing},
    head::{Head, HeadReader, Rules, bad},
};
use crate::{
    clock::Clock,
    fault::{Fault, TooLarge},
    options::Options,
    request::says,
    response::Version,
    tls,
};

/// A response as it was on the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) head: Head,
    pub(crate) body: Bytes,
    /// Whether the connection may serve another request.
    pub(crate) keep: bool,
}

/// Reads from a stream into a buffer that outlives a response.
pub(crate) struct Reader<'a, R> {
    pub(crate) io: &'a mut R,
    pub(crate) buffer: &'a mut BytesMut,
    pub(crate) clock: &'a Clock,
    /// When the first byte came.
    pub(crate) first: &'a mut Option<Instant>,
}

/// How much to ask the system for at once, at first and at most.
const READ: std::ops::RangeInclusive<usize> = 8 * 1024..=256 * 1024;

impl<R: AsyncRead + Unpin> Reader<'_, R> {
    /// Reads the final response; `bare` says that the method allows no body.
    pub(crate) async fn answer(&mut self, bare: bool, options: &Options) -> Result<Answer, Fault> {
        let rules = rules(options);
        let head = self.final_head(rules, options.limits.interim).await?;
        let framing = Framing::of(&head, bare, rules.lenient)?;
        let mut reader = BodyReader::new(framing, rules, options.limits)?;
        while !reader.read(self.buffer)? {
            // Once what was read ahead is used up, a body needs no detour through the buffer.
            let count = match reader.room() {
                Some(mut room) if self.buffer.is_empty() => {
                    let Self { io, clock, first, .. } = self;
                    let count = receive(*io, &mut room, clock, first).await?;
                    reader.received(count)?;
                    count
                }
                _ => self.fill().await?,
            };
            if count == 0 {
                reader.close()?;
                break;
            }
        }
        let mut keep = framing != Framing::Close && head.status != 101 && keeps(&head);
        if head.status != 101 {
            self.after(keep, rules)?;
            keep &= self.buffer.is_empty();
        }
        Ok(Answer { head, body: reader.into_body(), keep })
    }

    /// Reads heads until one is the final one.
    pub(crate) async fn final_head(&mut self, rules: Rules, most: usize) -> Result<Head, Fault> {
        for _ in 0..=most {
            let head = self.head(rules).await?;
            if !head.interim() {
                return Ok(head);
            }
        }
        Err(Fault::TooLarge(TooLarge::Interim(most)))
    }

    /// Reads one head.
    pub(crate) async fn head(&mut self, rules: Rules) -> Result<Head, Fault> {
        let mut reader = HeadReader::new(rules);
        loop {
            if !self.buffer.is_empty()
                && let Some(length) = reader.read(self.buffer)?
            {
                self.buffer.advance(length);
                return Ok(reader.into_head());
            }
            if self.fill().await? == 0 {
                return Err(Fault::HangUp);
            }
        }
    }

    /// Reads what is there; says how many bytes, 0 at the end.
    async fn fill(&mut self) -> Result<usize, Fault> {
        let free = self.buffer.capacity() - self.buffer.len();
        if free < 1024 {
            // What fills a buffer has more to come.
            let next = self.buffer.capacity().saturating_mul(2);
            self.buffer.reserve(next.clamp(*READ.start(), *READ.end()));
        }
        let Self { io, buffer, clock, first } = self;
        receive(*io, *buffer, clock, first).await
    }

    /// Judges what came behind the response in the same breath.
    fn after(&mut self, keep: bool, rules: Rules) -> Result<(), Fault> {
        while self.buffer.first().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            self.buffer.advance(1);
        }
        if self.buffer.is_empty() {
            return Ok(());
        }
        if !keep && !rules.lenient {
            return Err(bad("HPE_CLOSED_CONNECTION", "Data after `Connection: close`").into());
        }
        HeadReader::new(rules).read(self.buffer)?;
        Ok(())
    }
}

/// Reads what is there into `room`; says how many bytes, 0 at the end.
async fn receive<R: AsyncRead + Unpin, B: BufMut>(
    io: &mut R,
    room: &mut B,
    clock: &Clock,
    first: &mut Option<Instant>,
) -> Result<usize, Fault> {
    match clock.idle(io.read_buf(room)).await? {
        Ok(0) => Ok(0),
        Ok(count) => {
            clock.moved();
            first.get_or_insert_with(Instant::now);
            Ok(count)
        }
        // A server that closes TLS without a word closes it all the same.
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(0),
        Err(error) => Err(tls::fault("read", &error)),
    }
}

/// The rules that a request's options make.
pub(crate) const fn rules(options: &Options) -> Rules {
    Rules {
        lenient: options.insecure_parser,
        head_bytes: options.limits.head_bytes,
        headers: options.limits.headers,
    }
}

/// Whether the server keeps the connection open.
fn keeps(head: &Head) -> bool {
    match head.version {
        Version::Http10 => says(&head.headers, "connection", b"keep-alive"),
        _ => !says(&head.headers, "connection", b"close"),
    }
}
