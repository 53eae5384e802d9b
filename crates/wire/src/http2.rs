//! HTTP/2 on one connection, through `h2`.

mod send;

use std::{
    future::poll_fn,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
};

use bytes::{Bytes, BytesMut};
use h2::{
    RecvStream,
    client::{Builder, ResponseFuture, SendRequest},
};
use tokio::{select, time::Instant};

use crate::{
    clock::Clock,
    fault::{Fault, System, TooLarge},
    http1::{Conn, Progress, answer::Answer, head::Head},
    options::{Limits, Options},
    request::{Header, Request},
    response::{self, Version},
};

/// A connection that serves many requests at once; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    send: SendRequest<Bytes>,
    open: Arc<AtomicBool>,
    pub(crate) remote: SocketAddr,
    pub(crate) local: SocketAddr,
    pub(crate) tls: Option<Arc<response::Session>>,
}

/// How much of one body, and of all bodies of a connection, may be on its way unread.
const WINDOW: u32 = 1 << 20;

impl Session {
    /// Begins to speak HTTP/2 on a new connection.
    pub(crate) async fn open(conn: Conn, limits: &Limits, clock: &Clock) -> Result<Self, Fault> {
        let Conn { io, remote, local, session: tls, .. } = conn;
        let mut builder = Builder::new();
        builder
            .enable_push(false)
            .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX))
            .initial_window_size(WINDOW)
            .initial_connection_window_size(WINDOW * 4);
        let (send, connection) =
            clock.idle(builder.handshake(io)).await?.map_err(|error| fault(&error))?;
        let open = Arc::new(AtomicBool::new(true));
        let flag = Arc::clone(&open);
        // Ends when the last clone of `send` is gone, or the server goes away.
        tokio::spawn(async move {
            let _ = connection.await;
            flag.store(false, Ordering::Release);
        });
        Ok(Self { send, open, remote, local, tls })
    }

    /// Whether the connection was open when it was last heard of.
    pub(crate) fn is_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn exchange(
        &self,
        request: &Request,
        options: &Options,
        clock: &Clock,
        progress: &mut Progress,
    ) -> Result<Answer, Fault> {
        let head = send::head(request)?;
        let ready = clock.idle(self.send.clone().ready()).await?;
        let mut send = ready.map_err(|error| fault(&error))?;
        let empty = request.body.is_empty();
        let (response, stream) = send.send_request(head, empty).map_err(|error| fault(&error))?;
        let Progress { first, sent, sent_body, .. } = progress;
        let reading = read(response, options, clock, first);
        if empty {
            *sent = Some(Instant::now());
            reading.await
        } else {
            let mut writer = send::Writer { stream, clock, sent: 0 };
            let answer = {
                let mut reading = pin!(reading);
                let mut writing = pin!(writer.body(&request.body));
                select! {
                    biased;
                    written = &mut writing => {
                        *sent = Some(Instant::now());
                        match written {
                            Ok(()) => reading.await,
                            Err(fault) => Err(fault),
                        }
                    }
                    // Who has answered wants no more; the stream ends with its writer.
                    answer = &mut reading => answer,
                }
            };
            *sent_body = writer.sent;
            answer
        }
    }
}

async fn read(
    mut response: ResponseFuture,
    options: &Options,
    clock: &Clock,
    first: &mut Option<Instant>,
) -> Result<Answer, Fault> {
    let limits = &options.limits;
    let mut interim = 0;
    let final_response = poll_fn(|cx| {
        while let Poll::Ready(Some(head)) = response.poll_informational(cx) {
            head.map_err(|error| fault(&error))?;
            interim += 1;
            if interim > limits.interim {
                return Poll::Ready(Err(Fault::TooLarge(TooLarge::Interim(limits.interim))));
            }
        }
        Pin::new(&mut response).poll(cx).map_err(|error| fault(&error))
    });
    let (parts, mut body) = clock.idle(final_response).await??.into_parts();
    clock.moved();
    *first = Some(Instant::now());
    if parts.headers.len() > limits.headers {
        return Err(Fault::Parse { code: "HPE_HEADER_OVERFLOW", reason: "Header overflow" });
    }
    let headers = parts.headers.iter();
    let headers = headers.map(|(name, value)| Header::new(name.as_str(), value.as_bytes()));
    let head = Head {
        version: Version::Http2,
        status: parts.status.as_u16(),
        reason: String::new(),
        headers: headers.collect(),
    };
    let body = collect(&mut body, limits, clock).await?;
    Ok(Answer { head, body, keep: true })
}

async fn collect(stream: &mut RecvStream, limits: &Limits, clock: &Clock) -> Result<Bytes, Fault> {
    let mut body = BytesMut::new();
    while let Some(piece) = clock.idle(stream.data()).await? {
        let piece = piece.map_err(|error| fault(&error))?;
        clock.moved();
        if (body.len() as u64).saturating_add(piece.len() as u64) > limits.body_bytes {
            return Err(Fault::TooLarge(TooLarge::Body));
        }
        body.extend_from_slice(&piece);
        stream.flow_control().release_capacity(piece.len()).map_err(|error| fault(&error))?;
    }
    // Nobody asks for trailers, but they end the stream in good order.
    clock.idle(stream.trailers()).await?.map_err(|error| fault(&error))?;
    Ok(body.freeze())
}

/// What happened, in the words of Node's `http2`.
fn fault(error: &h2::Error) -> Fault {
    if let Some(error) = error.get_io() {
        return match error.kind() {
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::BrokenPipe => Fault::HangUp,
            _ => Fault::System(System::new("read", error)),
        };
    }
    let reason =
        error.reason().map_or_else(|| error.to_string(), |reason| format!("NGHTTP2_{reason:?}"));
    let (code, message) = if error.is_go_away() {
        ("ERR_HTTP2_SESSION_ERROR", format!("Session closed with error code {reason}"))
    } else if error.is_reset() {
        ("ERR_HTTP2_STREAM_ERROR", format!("Stream closed with error code {reason}"))
    } else {
        ("ERR_HTTP2_ERROR", format!("HTTP/2 failed: {reason}"))
    };
    Fault::Http2 { code, message }
}
