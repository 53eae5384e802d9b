//! Monitors: when they are due, what waits to be run, and what became of it.
//!
//! Several processes can work on one store: a due slot belongs to whoever moves its schedule on, an
//! execution to whoever takes it out of the queue.

mod history;
mod queue;
mod schedule;
mod webhook;

use model::secret::Document;
use model::{Element, ElementKind, Stamp};

use crate::Store;
use crate::db::{Row, Tx, params};
use crate::documents::{change_document, insert_document};
use crate::elements::{Expect, NewElement};
use crate::error::{Result, StoreError};

pub use history::{Hour, MonitorRun};
pub use queue::{Claim, Done, NewExecution};
pub use schedule::{Due, Slot, Taken};

/// How an execution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RunState {
    /// It waits.
    Queued,
    /// It runs.
    Running,
    /// Everything passed.
    Success,
    /// A test failed.
    Failed,
    /// A request or script could not be carried out.
    Error,
    /// It was cut short.
    Aborted,
    /// It did not begin.
    Skipped,
}

impl RunState {
    const ALL: [Self; 7] = [
        Self::Queued,
        Self::Running,
        Self::Success,
        Self::Failed,
        Self::Error,
        Self::Aborted,
        Self::Skipped,
    ];

    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Error => "error",
            Self::Aborted => "aborted",
            Self::Skipped => "skipped",
        }
    }

    /// True when nothing more happens to it.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }

    fn read(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|state| state.name() == text);
        found.ok_or_else(|| StoreError::odd("state of an execution"))
    }
}

/// What starts an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The schedule.
    Schedule,
    /// A call of its webhook.
    Webhook,
    /// Somebody, by hand.
    Manual,
}

impl Cause {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Webhook => "webhook",
            Self::Manual => "manual",
        }
    }

    fn read(text: &str) -> Result<Self> {
        let all = [Self::Schedule, Self::Webhook, Self::Manual];
        let found = all.into_iter().find(|cause| cause.name() == text);
        found.ok_or_else(|| StoreError::odd("cause of an execution"))
    }
}

/// How many of what there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunTally {
    /// Assertions.
    pub assertions: i64,
    /// Failed ones.
    pub assertions_failed: i64,
    /// Requests.
    pub requests: i64,
    /// Those without an answer.
    pub requests_failed: i64,
    /// Milliseconds of all answers together.
    pub latency: i64,
    /// Bytes of all answers together.
    pub bytes: i64,
}

/// A slot, call or manual start, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Execution {
    /// Its id.
    pub id: String,
    /// The monitor's id.
    pub monitor: String,
    /// The team of its workspace, or the workspace's owner below zero.
    pub team: i64,
    /// What started it.
    pub cause: Cause,
    /// When it was due, milliseconds since 1970.
    pub slot: Option<i64>,
    /// How many slots it stands for.
    pub slots: i64,
    /// It began long after it was due.
    pub late: bool,
    /// How it stands.
    pub state: RunState,
    /// Why it is not a success.
    pub reason: String,
    /// What a webhook was called with, until the run begins.
    pub payload: String,
    /// The record that announces the run.
    pub record: String,
    /// When it was queued, milliseconds since 1970.
    pub created_at: i64,
    /// When it began.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// What happened in it.
    pub tally: RunTally,
    /// What was found out, as JSON.
    pub report: String,
}

/// Columns of an execution, as [`execution`] reads them.
const EXECUTION: &str = "id, monitor, team, cause, slot, slots, late, state, reason, payload, record, \
                         created_at, started_at, finished_at, assertions, assertions_failed, \
                         requests, requests_failed, latency, bytes, report";

fn execution(mut row: Row) -> Result<Execution> {
    Ok(Execution {
        id: row.text()?,
        monitor: row.text()?,
        team: row.int()?,
        cause: Cause::read(&row.text()?)?,
        slot: row.maybe_int()?,
        slots: row.int()?,
        late: row.int()? != 0,
        state: RunState::read(&row.text()?)?,
        reason: row.text()?,
        payload: row.text()?,
        record: row.text()?,
        created_at: row.int()?,
        started_at: row.maybe_int()?,
        finished_at: row.maybe_int()?,
        tally: RunTally {
            assertions: row.int()?,
            assertions_failed: row.int()?,
            requests: row.int()?,
            requests_failed: row.int()?,
            latency: row.int()?,
            bytes: row.int()?,
        },
        report: row.text()?,
    })
}

/// What a monitor has besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// When it is due next; none for one that is paused or has no schedule.
    pub due: Option<i64>,
    /// The hash of the secret in its webhook's address.
    pub webhook: Option<[u8; 32]>,
}

impl Store {
    /// Adds a monitor at the end of its workspace.
    pub async fn create_monitor(
        &self,
        stamp: &Stamp,
        new: &NewElement,
        document: Document,
        start: Start,
    ) -> Result<Element> {
        let (stamp, new, keys) = (stamp.clone(), new.clone(), self.keys.clone());
        let task = std::sync::Arc::new((stamp, new, document, start, keys));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, new, document, start, keys) = &*task;
                    let kind = ElementKind::Monitor;
                    let made = insert_document(tx, keys, stamp, kind, new, document).await?;
                    schedule::set(tx, &made.id, start.due).await?;
                    if let Some(hash) = &start.webhook {
                        let sql = "INSERT INTO webhooks (hash, monitor) VALUES ($1, $2)";
                        tx.run(sql, params![hash.as_slice(), &made.id]).await?;
                    }
                    Ok(made)
                })
            })
            .await
    }

    /// Replaces the text, name and next slot of a monitor.
    pub async fn replace_monitor(
        &self,
        stamp: &Stamp,
        id: &str,
        expect: &Expect,
        name: &str,
        document: Document,
        due: Option<i64>,
    ) -> Result<Element> {
        let head = crate::documents::Head {
            id: id.to_owned(),
            name: name.to_owned(),
            expect: expect.clone(),
        };
        let task = std::sync::Arc::new((stamp.clone(), head, document, self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, head, document, keys) = &*task;
                    let kind = ElementKind::Monitor;
                    let changed = change_document(tx, keys, stamp, kind, head, document).await?;
                    schedule::set(tx, &head.id, due).await?;
                    Ok(changed)
                })
            })
            .await
    }
}

/// Removes everything about monitors; `which` is a condition on their id, with the parameter `$1`.
pub(crate) async fn remove(tx: &mut Tx<'_>, which: &str, value: &str) -> Result<()> {
    for table in
        ["schedules", "webhooks", "webhook_keys", "executions", "monitor_runs", "monitor_hours"]
    {
        let sql = format!("DELETE FROM {table} WHERE monitor {which}");
        tx.run(&sql, params![value]).await?;
    }
    Ok(())
}
