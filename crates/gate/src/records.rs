//! The audit log as handlers see it.

use audit::{Filter, Log, LogError, Record, State};
use model::RecordId;

/// Reads the log. Writing is the gate's alone.
#[derive(Clone, Debug)]
pub struct Records(Log);

impl Records {
    /// Reads `log`.
    #[must_use]
    pub fn new(log: Log) -> Self {
        Self(log)
    }

    /// The record with this id.
    pub async fn find(&self, id: &RecordId) -> Result<Option<Record>, LogError> {
        self.0.find(id).await
    }

    /// Records that fit, newest first.
    pub async fn page(&self, filter: Filter) -> Result<Vec<Record>, LogError> {
        self.0.page(filter).await
    }

    /// Records that fit and that `keep` keeps, newest first, among no more than `most`; and where
    /// it stopped when that many did not suffice ([`Log::look`]).
    pub async fn look(
        &self,
        filter: Filter,
        most: usize,
        keep: impl FnMut(&Record) -> bool + Send + 'static,
    ) -> Result<(Vec<Record>, Option<u64>), LogError> {
        self.0.look(filter, most, keep).await
    }

    /// True while the log can be written, and the number of its last durable record.
    #[must_use]
    pub fn state(&self) -> (bool, u64) {
        (self.0.state() == State::Up, self.0.last_seq())
    }
}
