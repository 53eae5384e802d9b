//! What became of monitors' runs.

use super::{EXECUTION, Execution, RunState, execution};
use crate::Store;
use crate::conditions::Conditions;
use crate::db::{Par, Row, params};
use crate::error::Result;
use crate::rows::limit;

/// A try of an execution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonitorRun {
    /// Its id.
    pub id: String,
    /// The monitor's id.
    pub monitor: String,
    /// Its number, from 1.
    pub attempt: i64,
    /// How it ended.
    pub state: RunState,
    /// When it began, milliseconds since 1970.
    pub started_at: i64,
    /// When it ended.
    pub finished_at: i64,
    /// Its numbers, requests and failures, as JSON.
    pub summary: String,
    /// Items and assertions in order, as JSON.
    pub log: String,
}

/// What an hour adds up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    /// Its beginning, milliseconds since 1970.
    pub at: i64,
    /// Runs that ended in it.
    pub runs: i64,
    /// Those in which everything passed.
    pub passed: i64,
    /// Requests.
    pub requests: i64,
    /// Milliseconds of all answers together.
    pub latency: i64,
}

impl Store {
    /// Executions of a monitor, newest first, from after one: when it was queued, and its id.
    pub async fn executions(
        &self,
        monitor: &str,
        after: Option<(i64, String)>,
        most: u64,
    ) -> Result<Vec<Execution>> {
        let mut sql = Conditions::new(&[Par::from(monitor)]);
        if let Some((at, id)) = &after {
            let before = "(created_at < $ OR (created_at = $ AND id < $))";
            sql.and(before, [(*at).into(), (*at).into(), id.into()]);
        }
        sql.add(" ORDER BY created_at DESC, id DESC LIMIT $", [limit(Some(most)).into()]);
        let (text, params) = sql.done();
        let sql = format!("SELECT {EXECUTION} FROM executions WHERE monitor = $1{text}");
        self.db.query(&sql, &params).await?.into_iter().map(execution).collect()
    }

    /// One execution.
    pub async fn execution(&self, id: &str) -> Result<Option<Execution>> {
        let sql = format!("SELECT {EXECUTION} FROM executions WHERE id = $1");
        let found = self.db.query(&sql, params![id]).await?;
        found.into_iter().next().map(execution).transpose()
    }

    /// The newest execution of a monitor that began; with `good`, that passed.
    pub async fn last_execution(&self, monitor: &str, good: bool) -> Result<Option<Execution>> {
        let states = if good { "state = 'success'" } else { "state NOT IN ('queued', 'skipped')" };
        let sql = format!(
            "SELECT {EXECUTION} FROM executions WHERE monitor = $1 AND {states} ORDER BY \
             created_at DESC, id DESC LIMIT 1"
        );
        let found = self.db.query(&sql, params![monitor]).await?;
        found.into_iter().next().map(execution).transpose()
    }

    /// How many executions of a monitor failed one after the other up to now, at most `most`.
    pub async fn failures_in_a_row(&self, monitor: &str, most: u64) -> Result<u64> {
        let sql = "SELECT state FROM executions WHERE monitor = $1 AND state IN ('success', \
                   'failed', 'error', 'aborted') ORDER BY created_at DESC, id DESC LIMIT $2";
        let rows = self.db.query(sql, params![monitor, limit(Some(most))]).await?;
        let mut failures = 0;
        for mut row in rows {
            if row.text()? == RunState::Success.name() {
                break;
            }
            failures += 1;
        }
        Ok(failures)
    }

    /// The tries of an execution, in order.
    pub async fn runs_of(&self, execution: &str) -> Result<Vec<MonitorRun>> {
        let sql = "SELECT id, monitor, attempt, state, started_at, finished_at, summary, log FROM \
                   monitor_runs WHERE execution = $1 ORDER BY attempt";
        self.db.query(sql, params![execution]).await?.into_iter().map(run).collect()
    }

    /// One try.
    pub async fn monitor_run(&self, id: &str) -> Result<Option<MonitorRun>> {
        let sql = "SELECT id, monitor, attempt, state, started_at, finished_at, summary, log FROM \
                   monitor_runs WHERE id = $1";
        self.db.query(sql, params![id]).await?.into_iter().next().map(run).transpose()
    }

    /// What the hours since then add up to, oldest first.
    pub async fn hours_of(&self, monitor: &str, since: i64) -> Result<Vec<Hour>> {
        let sql = "SELECT hour, runs, passed, requests, latency FROM monitor_hours WHERE monitor = \
                   $1 AND hour >= $2 ORDER BY hour";
        let rows = self.db.query(sql, params![monitor, since.div_euclid(3_600_000)]).await?;
        let hour = |mut row: Row| {
            let at = row.int()? * 3_600_000;
            let (runs, passed) = (row.int()?, row.int()?);
            Ok(Hour { at, runs, passed, requests: row.int()?, latency: row.int()? })
        };
        rows.into_iter().map(hour).collect()
    }

    /// How many requests the monitors of a user made in runs that were queued since then.
    pub async fn monitored_requests(&self, owner: i64, since: i64) -> Result<i64> {
        let sql = "SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT) FROM executions WHERE owner = \
                   $1 AND created_at >= $2";
        let found = self.db.query(sql, params![owner, since]).await?;
        found.into_iter().next().map_or(Ok(0), |mut row| row.int())
    }

    /// Forgets runs from before `oldest`; what their hours add up to stays. Keys of webhook calls
    /// from before `keys` can be used again.
    pub async fn forget_runs(&self, oldest: i64, keys: i64) -> Result<()> {
        self.db
            .tx(move |tx| {
                Box::pin(async move {
                    let runs = "DELETE FROM monitor_runs WHERE started_at < $1";
                    tx.run(runs, params![oldest]).await?;
                    let executions = "DELETE FROM executions WHERE created_at < $1 AND state NOT \
                                      IN ('queued', 'running')";
                    tx.run(executions, params![oldest]).await?;
                    tx.run("DELETE FROM webhook_keys WHERE at < $1", params![keys]).await?;
                    Ok(())
                })
            })
            .await
    }
}

fn run(mut row: Row) -> Result<MonitorRun> {
    Ok(MonitorRun {
        id: row.text()?,
        monitor: row.text()?,
        attempt: row.int()?,
        state: RunState::read(&row.text()?)?,
        started_at: row.int()?,
        finished_at: row.int()?,
        summary: row.text()?,
        log: row.text()?,
    })
}
