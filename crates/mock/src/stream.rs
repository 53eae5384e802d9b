//! The body of an answer, whole or cut off on purpose.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// The body of an answer. One that is cut off announces its whole length, sends half of it and
/// fails, so that the connection breaks.
#[derive(Debug)]
pub struct Stream {
    left: Option<Bytes>,
    end: End,
    size: u64,
}

/// What comes after the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Well,
    /// The connection must get time to send what it has.
    Soon,
    Cut,
}

impl Stream {
    /// The whole body.
    #[must_use]
    pub fn whole(body: Bytes) -> Self {
        let size = body.len() as u64;
        Self { left: Some(body).filter(|body| !body.is_empty()), end: End::Well, size }
    }

    /// Half of the body.
    #[must_use]
    pub fn cut(body: &Bytes) -> Self {
        Self { left: Some(body.slice(..body.len() / 2)), end: End::Soon, size: body.len() as u64 }
    }
}

impl Body for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(bytes) = self.left.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.end {
            End::Well => Poll::Ready(None),
            End::Soon => {
                self.end = End::Cut;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            End::Cut => {
                self.end = End::Well;
                let kind = io::ErrorKind::ConnectionAborted;
                Poll::Ready(Some(Err(io::Error::new(kind, "cut off on purpose"))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_none() && self.end == End::Well
    }

    fn size_hint(&self) -> SizeHint {
        // Of a cut body the whole length is announced, which is what a caller misses later.
        let sent = self.left.is_none() && self.end == End::Well;
        SizeHint::with_exact(if sent { 0 } else { self.size })
    }
}
