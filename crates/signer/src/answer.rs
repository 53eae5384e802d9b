//! What an answer means for a signed request.

use std::borrow::Cow;

use crate::Fault;

/// How often a request is sent again because of its auth.
pub const MAX_REPLAYS: u32 = 3;

/// The part of an answer that schemes read.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The status code.
    pub status: u16,
    /// The headers as received.
    pub headers: &'a [(String, Vec<u8>)],
}

/// What to do after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is the last one.
    Final,
    /// Sign the request anew and send it again, at most [`MAX_REPLAYS`] times.
    Replay,
    /// It is the last one, and the reader is warned.
    Failed(Fault),
}

impl<'a> Head<'a> {
    /// Whether the server wants to know who asks.
    pub(crate) fn refused(self) -> bool {
        matches!(self.status, 401 | 403)
    }

    /// The challenges, header by header.
    pub(crate) fn challenges(self) -> impl Iterator<Item = Cow<'a, str>> {
        let named = |(name, _): &&(String, Vec<u8>)| name.eq_ignore_ascii_case("www-authenticate");
        self.headers.iter().filter(named).map(|(_, value)| String::from_utf8_lossy(value))
    }
}
