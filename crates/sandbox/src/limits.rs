//! What a script may use, and the switch that stops it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// What the scripts of a run may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of heap for all scripts of a run together; what a script leaves behind counts.
    pub memory_bytes: usize,
    /// Bytes of native stack. The thread must have half a megabyte more than that.
    pub stack_bytes: usize,
    /// How long a script may take, what it waits for included; `None` for as long as it likes.
    pub script_timeout: Option<Duration>,
    /// Console output and assertions that one turn of a script may queue, in bytes.
    pub output_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 512 << 20,
            stack_bytes: 1 << 20,
            script_timeout: None,
            output_bytes: 64 << 20,
        }
    }
}

/// Stops the script that runs, from any thread, and every later one.
#[derive(Clone, Debug, Default)]
pub struct Stopper(Arc<AtomicBool>);

impl Stopper {
    /// Stops the script at its next step; what it waits for is left.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True once [`Stopper::stop`] was called.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
