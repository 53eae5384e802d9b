//! HTTP/1.1 on one connection.

pub(crate) mod answer;
pub(crate) mod body;
pub(crate) mod head;
pub(crate) mod send;
#[cfg(test)]
mod tests;

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use bytes::BytesMut;
use tokio::{
    io::{AsyncWriteExt, split},
    select,
    time::{Instant, timeout},
};

use self::{
    answer::{Answer, Reader},
    send::{Unsent, Writer},
};
use crate::{
    clock::Clock,
    fault::Fault,
    io::Io,
    options::Options,
    proxy::Proxy,
    request::{Body, Request, says},
    response::Session,
    tls,
};

/// A connection and what is known of it.
#[derive(Debug)]
pub(crate) struct Conn {
    pub(crate) io: Io,
    pub(crate) remote: SocketAddr,
    pub(crate) local: SocketAddr,
    pub(crate) session: Option<Arc<Session>>,
    /// Bytes that were read ahead.
    pub(crate) buffer: BytesMut,
    /// Room for heads.
    pub(crate) out: Vec<u8>,
}

/// What became of a request on a connection, so far.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) sent_head: u64,
    pub(crate) sent_body: u64,
    /// When the last byte of the request was written.
    pub(crate) sent: Option<Instant>,
    /// When the first byte of an answer came.
    pub(crate) first: Option<Instant>,
}

/// Bodies up to this size go out together with the head, before an answer is looked for.
const SMALL: usize = 16 * 1024;

/// A kept connection holds on to no more than this.
const ROOM: usize = 32 * 1024;

/// How long to look for an answer of a server that reads no more.
const LAST_WORDS: Duration = Duration::from_millis(500);

impl Conn {
    pub(crate) fn new(
        io: Io,
        remote: SocketAddr,
        local: SocketAddr,
        session: Option<Arc<Session>>,
    ) -> Self {
        let (buffer, out) = (BytesMut::new(), Vec::new());
        Self { io, remote, local, session, buffer, out }
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn exchange(
        &mut self,
        request: &Request,
        options: &Options,
        proxy: Option<&Proxy>,
        clock: &Clock,
        progress: &mut Progress,
    ) -> Result<Answer, Fault> {
        self.out.clear();
        send::head(&mut self.out, request, proxy);
        progress.sent_head = self.out.len() as u64;
        let chunked = send::chunked(request);
        let small = match &request.body {
            Body::Empty => Some(&[][..]),
            Body::Bytes(bytes) if bytes.len() <= SMALL => Some(&bytes[..]),
            _ => None,
        };
        let mut answer = match small.filter(|_| !chunked) {
            Some(bytes) => {
                self.out.extend_from_slice(bytes);
                progress.sent_body = bytes.len() as u64;
                self.at_once(request, options, clock, progress).await
            }
            None => Box::pin(self.side_by_side(request, options, clock, progress)).await,
        }?;
        answer.keep &= !says(&request.headers, "connection", b"close");
        answer.keep &= send::framed(request);
        if self.buffer.is_empty() && self.buffer.capacity() > ROOM {
            self.buffer = BytesMut::new();
        }
        Ok(answer)
    }

    /// Writes everything, then reads.
    async fn at_once(
        &mut self,
        request: &Request,
        options: &Options,
        clock: &Clock,
        progress: &mut Progress,
    ) -> Result<Answer, Fault> {
        let written = clock
            .idle(async {
                self.io.write_all(&self.out).await?;
                self.io.flush().await
            })
            .await?;
        progress.sent = Some(Instant::now());
        let first = &mut progress.first;
        let mut reader = Reader { io: &mut self.io, buffer: &mut self.buffer, clock, first };
        let reading = reader.answer(request.method == "HEAD", options);
        match written {
            Ok(()) => reading.await,
            Err(error) => last_words(reading, error).await,
        }
    }

    /// Writes and reads at the same time: a server may answer before it has read everything.
    async fn side_by_side(
        &mut self,
        request: &Request,
        options: &Options,
        clock: &Clock,
        progress: &mut Progress,
    ) -> Result<Answer, Fault> {
        let Self { io, buffer, out, .. } = self;
        let (mut read_half, write_half) = split(io);
        let chunked = send::chunked(request);
        let mut writer = Writer { io: write_half, clock, chunked, sent: 0 };
        let Progress { first, sent, sent_body, .. } = progress;
        let mut reader = Reader { io: &mut read_half, buffer, clock, first };
        let answer = {
            let mut reading = pin!(reader.answer(request.method == "HEAD", options));
            let mut writing = pin!(writer.body(out, &request.body));
            select! {
                biased;
                written = &mut writing => {
                    *sent = Some(Instant::now());
                    match written {
                        Ok(()) => reading.await,
                        Err(Unsent::Stream(error)) => last_words(reading, error).await,
                        Err(Unsent::Fault(fault)) => Err(fault),
                    }
                }
                // Who has answered wants no more; the rest stays unsent.
                answer = &mut reading => answer.map(|answer| Answer { keep: false, ..answer }),
            }
        };
        *sent_body = writer.sent;
        answer
    }
}

/// Reads what a server said before it closed its ear.
async fn last_words(
    reading: impl Future<Output = Result<Answer, Fault>>,
    error: std::io::Error,
) -> Result<Answer, Fault> {
    match timeout(LAST_WORDS, reading).await {
        // The read end knows better what happened.
        Ok(answer) => answer.map(|answer| Answer { keep: false, ..answer }),
        Err(_) => Err(tls::fault("write", &error)),
    }
}
