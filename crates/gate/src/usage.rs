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

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Calls of the Postman API.
    Api,
    /// Calls of mocks, counted for whoever made the mock.
    Mocks,
}

impl Counter {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Api, Self::Mocks];

    /// Its name in the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "api_usage",
            Self::Mocks => "mock_usage",
        }
    }
}

/// Counters per user and month.
///
/// The audit log is the truth: the store keeps sums up to a record number, and a start after a
/// crash counts the records behind it again. So a call is counted exactly when it is recorded.
#[derive(Debug, Default)]
pub struct Usage {
    counts: Mutex<BTreeMap<(i64, Counter, String), i64>>,
    saved: AtomicU64,
}

impl Usage {
    /// Sums kept in the store, with the number of the last record they include.
    pub(crate) async fn load(&self, store: &Store) -> Result<u64, StoreError> {
        let kept = store.usage().await?;
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for count in kept.counts {
            let counter = Counter::ALL.into_iter().find(|one| one.name() == count.name);
            if let Some(counter) = counter {
                *counts.entry((count.user, counter, count.month)).or_default() += count.value;
            }
        }
        Ok(kept.upto_seq)
    }

    /// Counts calls of `user` at `at`.
    pub(crate) fn add(&self, user: i64, counter: Counter, at: i64, calls: i64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((user, counter, month(at))).or_default() += calls;
    }

    /// Number of the last record whose call is saved in the store.
    pub(crate) fn saved(&self) -> u64 {
        self.saved.load(Ordering::Acquire)
    }

    pub(crate) fn set_saved(&self, upto: u64) {
        self.saved.store(upto, Ordering::Release);
    }

    /// What was counted for `user` in the month of `now`.
    #[must_use]
    pub fn of(&self, user: UserId, counter: Counter, now: i64) -> i64 {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(&(user.0, counter, month(now))).copied().unwrap_or(0)
    }
}

/// The month of a time: `2026-11`.
pub(crate) fn month(millis: i64) -> String {
    model::time::iso(millis).chars().take(7).collect()
}
