//! Reads a response out of pieces of bytes, as if a server had sent them.

use std::{
    collections::VecDeque,
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, ReadBuf};

use crate::{
    clock::Clock, decode, fault::Fault, http1::answer::Reader, options::Options, request::Header,
    response::Version,
};

/// What was read out of the pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The version of the final response.
    pub version: Version,
    /// Its status code.
    pub status: u16,
    /// Its reason phrase.
    pub reason: String,
    /// Its header lines.
    pub headers: Vec<Header>,
    /// Its body, decoded as the options say.
    pub body: Bytes,
    /// Whether a connection would have been kept.
    pub keep: bool,
    /// How many bytes were left over.
    pub rest: usize,
}

/// Reads one HTTP/1.1 response; each piece comes alone, and after the last the server closes.
///
/// For tests, and for judging recorded traffic: no network, no clock.
pub async fn replay(pieces: &[&[u8]], method: &str, options: &Options) -> Result<Replayed, Fault> {
    let pieces = pieces.iter().copied().filter(|piece| !piece.is_empty());
    let mut io = Pieces { pieces: pieces.collect() };
    let mut buffer = BytesMut::new();
    let clock = Clock::new(options);
    let mut reader = Reader { io: &mut io, buffer: &mut buffer, clock: &clock, first: &mut None };
    let answer = reader.answer(method == "HEAD", options).await?;
    let body = decode::decode_answer(&answer.head, method, answer.body, options)?;
    Ok(Replayed {
        version: answer.head.version,
        status: answer.head.status,
        reason: answer.head.reason,
        headers: answer.head.headers,
        body,
        keep: answer.keep,
        rest: buffer.len() + io.pieces.iter().map(|piece| piece.len()).sum::<usize>(),
    })
}

/// A stream that gives one piece at a time.
struct Pieces<'a> {
    pieces: VecDeque<&'a [u8]>,
}

impl AsyncRead for Pieces<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(piece) = self.pieces.front_mut() {
            let count = piece.len().min(buffer.remaining());
            let (now, later) = piece.split_at_checked(count).unwrap_or_default();
            buffer.put_slice(now);
            *piece = later;
            if later.is_empty() {
                self.pieces.pop_front();
            }
        }
        Poll::Ready(Ok(()))
    }
}
