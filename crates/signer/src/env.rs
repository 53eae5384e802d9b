//! The world a signature depends on.

/// Time and randomness, handed in.
pub struct Env<'a> {
    /// Milliseconds since 1970, UTC.
    pub now_ms: i64,
    /// Fills a buffer with random bytes; keys and nonces need good ones.
    pub random: &'a mut dyn FnMut(&mut [u8]),
}
