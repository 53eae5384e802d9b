//! Values of dynamic variables.

use model::{dynamic::Source, variables::Dynamic};
use rand::Rng as _;

/// Makes them, at a time of the gate's clock.
pub(crate) struct Dynamics {
    /// Milliseconds since 1970.
    pub(crate) now: i64,
}

impl Source for Dynamics {
    fn random(&mut self) -> u64 {
        rand::rng().next_u64()
    }

    fn now_ms(&self) -> i64 {
        self.now
    }
}

impl Dynamic for Dynamics {
    fn value(&mut self, name: &str) -> Option<String> {
        model::dynamic::value(name, self)
    }
}
