//! The world a signature depends on.

use std::convert::Infallible;

use chrono::{DateTime, Utc};
use rsa::rand_core::{TryCryptoRng, TryRng};

/// Time and randomness, handed in.
pub struct Env<'a> {
    /// Milliseconds since 1970, UTC.
    pub now_ms: i64,
    /// Fills a buffer with random bytes; keys and nonces need good ones.
    ///
    /// Signing with RSA waits for bytes that fit, so a source must not repeat the same ones forever.
    pub random: &'a mut dyn FnMut(&mut [u8]),
}

/// What made-up words consist of.
const LETTERS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

impl Env<'_> {
    /// Whole seconds since 1970.
    pub(crate) fn seconds(&self) -> i64 {
        self.now_ms.div_euclid(1000)
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }

    /// A word of letters and digits.
    pub(crate) fn word(&mut self, length: usize) -> String {
        let mut letter = || {
            let scaled = (u32::from(u16::from_le_bytes(self.bytes())) * 62) >> 16;
            LETTERS.get(usize::try_from(scaled).unwrap_or_default()).map_or('a', |&b| b.into())
        };
        (0..length).map(|_| letter()).collect()
    }

    /// A UUID of version 4.
    pub(crate) fn uuid(&mut self) -> String {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid().to_string()
    }
}

/// A point in time in a format of chrono.
pub(crate) fn format(millis: i64, pattern: &str) -> String {
    let time = DateTime::<Utc>::from_timestamp_millis(millis).unwrap_or_default();
    time.format(pattern).to_string()
}

/// Lets the key operations draw from the randomness that was handed in.
pub(crate) struct Rng<'a, 'b>(pub(crate) &'a mut Env<'b>);

impl TryRng for Rng<'_, '_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(self.0.bytes()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(self.0.bytes()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.0.random)(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Rng<'_, '_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_ids_come_from_the_bytes() {
        let mut bytes = 0_u8;
        let mut random = |buffer: &mut [u8]| {
            buffer.fill(bytes);
            bytes = bytes.wrapping_add(85);
        };
        let mut env = Env { now_ms: -1, random: &mut random };
        assert_eq!(env.word(4), "auP9");
        assert_eq!(env.uuid(), "54545454-5454-4454-9454-545454545454");
        assert_eq!(env.seconds(), -1);
    }

    #[test]
    fn time_is_formatted_in_utc() {
        assert_eq!(format(1_700_000_000_123, "%Y%m%dT%H%M%SZ"), "20231114T221320Z");
        assert_eq!(format(i64::MAX, "%Y"), "1970");
    }
}
