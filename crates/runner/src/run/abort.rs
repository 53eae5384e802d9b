//! Stopping a run from outside.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use sandbox::Stopper;
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
    scripts: Mutex<Vec<Stopper>>,
    linked: Mutex<Vec<Abort>>,
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
        self.scripts(|scripts| scripts.iter().for_each(Stopper::stop));
        self.linked(|linked| linked.iter().for_each(Self::abort));
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

    /// Stops these scripts too.
    pub(crate) fn register(&self, stopper: &Stopper) {
        self.scripts(|scripts| scripts.push(stopper.clone()));
        if self.is_aborted() {
            stopper.stop();
        }
    }

    /// Stops another one too.
    pub(crate) fn link(&self, other: &Self) {
        self.linked(|linked| linked.push(other.clone()));
        if self.is_aborted() {
            other.abort();
        }
    }

    /// Forgets what was registered and linked.
    pub(crate) fn forget(&self) {
        self.scripts(Vec::clear);
        self.linked(Vec::clear);
    }

    fn linked(&self, with: impl FnOnce(&mut Vec<Self>)) {
        with(&mut self.0.linked.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn scripts(&self, with: impl FnOnce(&mut Vec<Stopper>)) {
        with(&mut self.0.scripts.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
