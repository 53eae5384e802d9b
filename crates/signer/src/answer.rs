//! What an answer means for a signed request.

use model::auth::Auth;

use crate::{Env, Fault, Memory};

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

/// Reads an answer to a request of this auth, and keeps what it teaches.
///
/// Call it for every answer, of requests that [`crate::sign`] skipped too.
pub fn answer(auth: &Auth, head: Head<'_>, env: &mut Env<'_>, memory: &mut Memory) -> Answer {
    let _ = (auth, head, env, memory);
    Answer::Final
}
