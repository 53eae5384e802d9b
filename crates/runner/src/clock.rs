//! Time and randomness, in one place.

use std::time::{SystemTime, UNIX_EPOCH};

use model::{dynamic::Source, variables::Dynamic};
use rand::Rng;
use uuid::Uuid;

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A fresh id.
pub(crate) fn uuid() -> Uuid {
    Uuid::new_v4()
}

/// Fills a buffer with random bytes, good enough for keys.
pub(crate) fn random(bytes: &mut [u8]) {
    rand::rng().fill_bytes(bytes);
}

/// Makes the values of dynamic variables.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Dynamics;

impl Source for Dynamics {
    fn random(&mut self) -> u64 {
        rand::rng().next_u64()
    }

    fn now_ms(&self) -> i64 {
        now_ms()
    }
}

impl Dynamic for Dynamics {
    fn value(&mut self, name: &str) -> Option<String> {
        model::dynamic::value(name, self)
    }
}
