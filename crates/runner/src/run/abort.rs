//! Stopping a run from outside.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::Notify;

/// Stops a run from any thread; clones stop the same run.
///
/// What is under way is dropped: the script, the request, the pause. Reports are finished.
#[derive(Clone, Debug, Default)]
pub struct Abort(Arc<State>);

#[derive(Debug, Default)]
struct State {
    is: AtomicBool,
    changed: Notify,
}

impl Abort {
    /// A handle for one run.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the run.
    pub fn abort(&self) {
        self.0.is.store(true, Ordering::Release);
        self.0.changed.notify_waiters();
    }

    /// The run is to stop, or has.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        self.0.is.load(Ordering::Acquire)
    }

    /// Waits for it.
    pub(crate) async fn aborted(&self) {
        loop {
            let changed = self.0.changed.notified();
            if self.is_aborted() {
                return;
            }
            changed.await;
        }
    }
}
