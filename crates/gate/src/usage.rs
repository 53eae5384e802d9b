//! How much each user called, counted from the records.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use model::UserId;
use store::{Store, StoreError};

/// Name of the counter of calls of the Postman API.
pub(crate) const API_USAGE: &str = "api_usage";

/// Counters per user and month.
///
/// The audit log is the truth: the store keeps sums up to a record number, and a start after a
/// crash counts the records behind it again. So a call is counted exactly when it is recorded.
#[derive(Debug, Default)]
pub struct Usage {
    counts: Mutex<BTreeMap<(i64, String), i64>>,
    saved: AtomicU64,
}

impl Usage {
    /// Sums kept in the store, with the number of the last record they include.
    pub(crate) async fn load(&self, store: &Store) -> Result<u64, StoreError> {
        let kept = store.usage().await?;
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for count in kept.counts {
            if count.name == API_USAGE {
                *counts.entry((count.user, count.month)).or_default() += count.value;
            }
        }
        Ok(kept.upto_seq)
    }

    /// Counts one call of `user` at `now`.
    pub(crate) fn count(&self, user: i64, now: i64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((user, month(now))).or_default() += 1;
    }

    pub(crate) fn add(&self, user: i64, at: i64, calls: i64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((user, month(at))).or_default() += calls;
    }

    /// Number of the last record whose call is saved in the store.
    pub(crate) fn saved(&self) -> u64 {
        self.saved.load(Ordering::Acquire)
    }

    pub(crate) fn set_saved(&self, upto: u64) {
        self.saved.store(upto, Ordering::Release);
    }

    /// How often `user` called in the month of `now`.
    #[must_use]
    pub fn calls(&self, user: UserId, now: i64) -> i64 {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(&(user.0, month(now))).copied().unwrap_or(0)
    }
}

/// The month of a time: `2026-11`.
pub(crate) fn month(millis: i64) -> String {
    model::time::iso(millis).chars().take(7).collect()
}
