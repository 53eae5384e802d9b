//! Where callers are in examples that answer in turns.

use std::{
    hash::{BuildHasher as _, RandomState},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use quick_cache::sync::Cache;

/// Sessions and requests that are remembered; those not used for longest are forgotten.
const REMEMBERED: usize = 10_000;

/// How often each session was answered by each request. It begins anew when the mock changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// Made when it is needed: most mocks have no turns, and there may be many.
    counts: OnceLock<Counts>,
    hasher: RandomState,
}

/// By session and request.
type Counts = Cache<(u64, usize), Arc<AtomicU64>>;

impl State {
    /// Counts an answer and tells how many there were before. Callers without a session share one.
    pub(crate) fn turn(&self, session: &str, request: usize) -> u64 {
        let key = (self.hasher.hash_one(session), request);
        let made = || Ok::<_, std::convert::Infallible>(Arc::default());
        let counts = self.counts.get_or_init(|| Cache::new(REMEMBERED));
        let Ok(count) = counts.get_or_insert_with(&key, made);
        count.fetch_add(1, Ordering::Relaxed)
    }
}
