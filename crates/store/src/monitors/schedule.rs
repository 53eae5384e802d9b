//! Due slots.

use std::sync::Arc;

use model::id::new_element_id;

use super::RunState;
use crate::Store;
use crate::db::{Tx, params};
use crate::error::Result;
use crate::rows::limit;

/// Why a slot is skipped while the slot before it is not done.
const BUSY: &str = "the run before it was still going";

/// A monitor that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its id.
    pub monitor: String,
    /// Who made it.
    pub owner: i64,
    /// The team of its workspace, or the workspace's owner below zero.
    pub team: i64,
    /// The slot.
    pub due: i64,
    /// Its text, without secrets.
    pub body: String,
}

/// What becomes of the slots of a monitor that was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The monitor, as it was found due.
    pub monitor: String,
    /// Who made it.
    pub owner: i64,
    /// The team of its workspace, or the workspace's owner below zero.
    pub team: i64,
    /// The slot that was found.
    pub due: i64,
    /// The slot after; none when there is none.
    pub next: Option<i64>,
    /// Slots up to now, in order.
    pub slots: Vec<Slot>,
}

/// What becomes of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// When it was due.
    pub at: i64,
    /// How many slots from there on it stands for.
    pub count: i64,
    /// Why it is skipped; none for one that is to run.
    pub skipped: Option<String>,
}

impl Store {
    /// Monitors that are due, those due longest first.
    pub async fn due_monitors(&self, now: i64, most: u64) -> Result<Vec<Due>> {
        let most = limit(Some(most));
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    let sql = "SELECT s.monitor, e.owner, COALESCE(w.team, -w.owner), s.due, \
                               d.body FROM schedules s JOIN elements e ON e.id = s.monitor JOIN \
                               workspaces w ON w.id = e.workspace JOIN documents d ON d.element \
                               = s.monitor WHERE s.due <= $1 ORDER BY s.due, s.monitor LIMIT $2";
                    let rows = tx.query(sql, params![now, most]).await?;
                    let due = |mut row: crate::db::Row| {
                        let (monitor, owner, team) = (row.text()?, row.int()?, row.int()?);
                        Ok(Due { monitor, owner, team, due: row.int()?, body: row.text()? })
                    };
                    rows.into_iter().map(due).collect()
                })
            })
            .await
    }

    /// When the next monitor is due.
    pub async fn next_due(&self) -> Result<Option<i64>> {
        let found = self.db.query("SELECT MIN(due) FROM schedules", &[]).await?;
        found.into_iter().next().map_or(Ok(None), |mut row| row.maybe_int())
    }

    /// When a monitor is due next.
    pub async fn due_of(&self, monitor: &str) -> Result<Option<i64>> {
        let sql = "SELECT due FROM schedules WHERE monitor = $1";
        let found = self.db.query(sql, params![monitor]).await?;
        found.into_iter().next().map_or(Ok(None), |mut row| row.maybe_int())
    }

    /// Writes down what becomes of due slots and moves the schedules on, all at once. Answers how
    /// many are to run. A schedule that was moved meanwhile is left alone.
    pub async fn take_slots(&self, taken: Vec<Taken>, now: i64) -> Result<u64> {
        let taken = Arc::new(taken);
        self.db
            .tx(move |tx| {
                let taken = taken.clone();
                Box::pin(async move {
                    let mut queued = 0;
                    for one in taken.iter() {
                        queued += take(tx, one, now).await?;
                    }
                    Ok(queued)
                })
            })
            .await
    }
}

async fn take(tx: &mut Tx<'_>, taken: &Taken, now: i64) -> Result<u64> {
    let monitor = &taken.monitor;
    let moved = if let Some(next) = taken.next {
        let sql = "UPDATE schedules SET due = $1 WHERE monitor = $2 AND due = $3";
        tx.run(sql, params![next, monitor, taken.due]).await?
    } else {
        let sql = "DELETE FROM schedules WHERE monitor = $1 AND due = $2";
        tx.run(sql, params![monitor, taken.due]).await?
    };
    if moved == 0 {
        return Ok(0);
    }
    let sql = "SELECT 1 FROM executions WHERE monitor = $1 AND state IN ('queued', 'running') LIMIT \
               1";
    let busy = tx.first(sql, params![monitor]).await?.is_some();
    let mut queued = 0;
    for slot in &taken.slots {
        let skipped = slot.skipped.as_deref().or(busy.then_some(BUSY));
        let state = if skipped.is_some() { RunState::Skipped } else { RunState::Queued };
        queued += u64::from(skipped.is_none());
        tx.run(
            "INSERT INTO executions (id, monitor, owner, team, cause, slot, slots, late, state, \
             reason, payload, node, lease, record, created_at, started_at, finished_at, \
             assertions, assertions_failed, requests, requests_failed, latency, bytes, report) \
             VALUES ($1, $2, $3, $4, 'schedule', $5, $6, 0, $7, $8, '', '', 0, '', $9, NULL, $10, \
             0, 0, 0, 0, 0, 0, '') ON CONFLICT (monitor, slot) DO NOTHING",
            params![
                &new_element_id(),
                monitor,
                taken.owner,
                taken.team,
                slot.at,
                slot.count,
                state.name(),
                skipped.unwrap_or_default(),
                now,
                skipped.map(|_| now),
            ],
        )
        .await?;
    }
    Ok(queued)
}

/// Sets when a monitor is due next.
pub(super) async fn set(tx: &mut Tx<'_>, monitor: &str, due: Option<i64>) -> Result<()> {
    match due {
        Some(due) => {
            let sql = "INSERT INTO schedules (monitor, due) VALUES ($1, $2) ON CONFLICT (monitor) \
                       DO UPDATE SET due = excluded.due";
            tx.run(sql, params![monitor, due]).await?;
        }
        None => {
            tx.run("DELETE FROM schedules WHERE monitor = $1", params![monitor]).await?;
        }
    }
    Ok(())
}
