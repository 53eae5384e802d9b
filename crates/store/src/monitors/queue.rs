//! What waits to be run, and the end of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{RecordId, Stamp};

use super::{Cause, EXECUTION, Execution, MonitorRun, RunState, RunTally, execution};
use crate::Store;
use crate::db::{Tx, params};
use crate::error::Result;
use crate::rows::{effect, limit, list};

/// A start of a monitor that is to be queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewExecution {
    /// Its id.
    pub id: String,
    /// The monitor's id.
    pub monitor: String,
    /// Who made the monitor.
    pub owner: i64,
    /// The team of its workspace, or the workspace's owner below zero.
    pub team: i64,
    /// What starts it.
    pub cause: Cause,
    /// What a webhook was called with.
    pub payload: String,
    /// Now, milliseconds since 1970.
    pub at: i64,
}

/// What a process takes out of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// One for each execution to take, in order.
    pub records: Vec<RecordId>,
    /// How many executions of each team run already; a team has `per_team` at most.
    pub busy: BTreeMap<i64, usize>,
    /// How many executions of a team may run at once.
    pub per_team: usize,
    /// The process.
    pub node: String,
    /// Until when it answers for them, milliseconds since 1970.
    pub lease: i64,
    /// Now.
    pub at: i64,
}

/// The end of an execution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// How it ended.
    pub state: RunState,
    /// Why it is not a success.
    pub reason: String,
    /// What happened in it.
    pub tally: RunTally,
    /// What was found out, as JSON.
    pub report: String,
    /// Its tries.
    pub runs: Vec<MonitorRun>,
    /// Now, milliseconds since 1970.
    pub at: i64,
}

const HOUR: i64 = 3_600_000;

impl Store {
    /// Queues a start, unless the monitor has `most` waiting already: then it answers false.
    pub async fn enqueue(
        &self,
        stamp: Option<&Stamp>,
        new: &NewExecution,
        most: u64,
    ) -> Result<bool> {
        let (stamp, new) = (stamp.cloned(), new.clone());
        let most = limit(Some(most));
        self.db
            .tx(move |tx| {
                let (stamp, new) = (stamp.clone(), new.clone());
                Box::pin(async move {
                    let sql = "SELECT COUNT(*) FROM executions WHERE monitor = $1 AND state = \
                               'queued'";
                    let waiting = tx.first(sql, params![&new.monitor]).await?;
                    if waiting.map_or(Ok(0), |mut row| row.int())? >= most {
                        return Ok(false);
                    }
                    add(tx, &new).await?;
                    if let Some(stamp) = &stamp {
                        effect(tx, stamp).await?;
                    }
                    Ok(true)
                })
            })
            .await
    }

    /// True when something waits.
    pub async fn has_queued(&self) -> Result<bool> {
        let sql = "SELECT 1 FROM executions WHERE state = 'queued' LIMIT 1";
        Ok(!self.db.query(sql, &[]).await?.is_empty())
    }

    /// Takes what has waited longest out of the queue and leaves a record's id for each: from here
    /// on it counts as begun.
    pub async fn claim(&self, claim: Claim) -> Result<Vec<Execution>> {
        let claim = Arc::new(claim);
        self.db
            .tx(move |tx| {
                let claim = claim.clone();
                Box::pin(async move { take(tx, &claim).await })
            })
            .await
    }

    /// Ends an execution that runs. One that is over, or gone with its monitor, stays as it is.
    pub async fn finish(&self, id: &str, late: bool, done: Done) -> Result<()> {
        let task = Arc::new((id.to_owned(), done));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move { end(tx, &task.0, late, &task.1).await })
            })
            .await
    }

    /// Ends what an earlier process of this `node` left: what ran was cut short, and slots that
    /// were due before `oldest` did not begin. Answers how many were cut short.
    pub async fn end_orphans(&self, node: &str, oldest: i64, now: i64) -> Result<u64> {
        let node = node.to_owned();
        self.db
            .tx(move |tx| {
                let node = node.clone();
                Box::pin(async move {
                    let sql = "UPDATE executions SET state = 'aborted', finished_at = $1, reason = \
                               'the server stopped during the run' WHERE state = 'running' AND \
                               node = $2";
                    let cut = tx.run(sql, params![now, &node]).await?;
                    let sql = "UPDATE executions SET state = 'skipped', finished_at = $1, reason = \
                               'the server stopped before it began' WHERE state = 'queued' AND \
                               cause = 'schedule' AND slot < $2";
                    tx.run(sql, params![now, oldest]).await?;
                    Ok(cut)
                })
            })
            .await
    }
}

async fn take(tx: &mut Tx<'_>, claim: &Claim) -> Result<Vec<Execution>> {
    let mut busy = claim.busy.clone();
    let full: Vec<i64> =
        busy.iter().filter(|(_, count)| **count >= claim.per_team).map(|(team, _)| *team).collect();
    // Of teams that fill up here some are left out below, so more are looked at than are taken.
    let most = i64::try_from(claim.records.len() * 4).unwrap_or(i64::MAX);
    let sql = format!(
        "SELECT {EXECUTION} FROM executions WHERE state = 'queued' AND CAST(team AS TEXT) NOT IN \
         (SELECT value FROM json_each($1)) ORDER BY created_at, id LIMIT $2"
    );
    let full = list(&full.iter().map(ToString::to_string).collect::<Vec<_>>());
    let waiting = tx.query(&sql, params![&full, most]).await?;
    let mut records = claim.records.iter();
    let mut claimed = Vec::new();
    for row in waiting {
        let mut found = execution(row)?;
        let count = busy.entry(found.team).or_default();
        if *count >= claim.per_team {
            continue;
        }
        let Some(record) = records.next() else { break };
        let sql = "UPDATE executions SET state = 'running', started_at = $1, node = $2, lease = \
                   $3, record = $4, payload = '' WHERE id = $5 AND state = 'queued'";
        let values = params![claim.at, &claim.node, claim.lease, record.as_str(), &found.id];
        if tx.run(sql, values).await? == 0 {
            continue;
        }
        let sql =
            "INSERT INTO effects (record, at) VALUES ($1, $2) ON CONFLICT (record) DO NOTHING";
        tx.run(sql, params![record.as_str(), claim.at]).await?;
        *count += 1;
        record.as_str().clone_into(&mut found.record);
        found.state = RunState::Running;
        found.started_at = Some(claim.at);
        claimed.push(found);
    }
    Ok(claimed)
}

async fn add(tx: &mut Tx<'_>, new: &NewExecution) -> Result<()> {
    tx.run(
        "INSERT INTO executions (id, monitor, owner, team, cause, slot, slots, late, state, \
         reason, payload, node, lease, record, created_at, started_at, finished_at, assertions, \
         assertions_failed, requests, requests_failed, latency, bytes, report) VALUES ($1, $2, $3, \
         $4, $5, NULL, 1, 0, 'queued', '', $6, '', 0, '', $7, NULL, NULL, 0, 0, 0, 0, 0, 0, '')",
        params![
            &new.id,
            &new.monitor,
            new.owner,
            new.team,
            new.cause.name(),
            &new.payload,
            new.at,
        ],
    )
    .await
    .map(|_| ())
}

async fn end(tx: &mut Tx<'_>, id: &str, late: bool, done: &Done) -> Result<()> {
    let RunTally { assertions, assertions_failed, requests, requests_failed, latency, bytes } =
        done.tally;
    let sql = "UPDATE executions SET state = $1, reason = $2, late = $3, finished_at = $4, \
               assertions = $5, assertions_failed = $6, requests = $7, requests_failed = $8, \
               latency = $9, bytes = $10, report = $11 WHERE id = $12 AND state = 'running'";
    let values = params![
        done.state.name(),
        &done.reason,
        i64::from(late),
        done.at,
        assertions,
        assertions_failed,
        requests,
        requests_failed,
        latency,
        bytes,
        &done.report,
        id,
    ];
    if tx.run(sql, values).await? == 0 {
        return Ok(());
    }
    for run in &done.runs {
        tx.run(
            "INSERT INTO monitor_runs (id, execution, monitor, attempt, state, started_at, \
             finished_at, summary, log) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            params![
                &run.id,
                id,
                &run.monitor,
                run.attempt,
                run.state.name(),
                run.started_at,
                run.finished_at,
                &run.summary,
                &run.log,
            ],
        )
        .await?;
    }
    let Some(run) = done.runs.last() else { return Ok(()) };
    let passed = i64::from(done.state == RunState::Success);
    tx.run(
        "INSERT INTO monitor_hours (monitor, hour, runs, passed, requests, latency) VALUES ($1, \
         $2, 1, $3, $4, $5) ON CONFLICT (monitor, hour) DO UPDATE SET runs = monitor_hours.runs + \
         1, passed = monitor_hours.passed + excluded.passed, requests = monitor_hours.requests + \
         excluded.requests, latency = monitor_hours.latency + excluded.latency",
        params![&run.monitor, done.at.div_euclid(HOUR), passed, requests, latency],
    )
    .await
    .map(|_| ())
}
