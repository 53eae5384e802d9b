//! Monitors and their runs as they are answered.

use model::{Element, time::iso};
use monitor::Definition;
use serde::Serialize;
use serde_json::{Value, json};
use store::{Execution, MonitorRun, RunState, RunTally};

/// A monitor as creations and changes answer it.
#[derive(Serialize)]
pub(super) struct Named {
    id: String,
    name: String,
    active: bool,
    uid: String,
}

/// `{"monitor": {id, name, active, uid}}`
pub(super) fn named(element: &Element, definition: &Definition) -> Value {
    let uid = element.uid().to_string();
    let (id, name) = (element.id.clone(), element.name.clone());
    json!({ "monitor": Named { id, name, active: definition.active, uid } })
}

/// A line of the list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    id: String,
    name: String,
    active: bool,
    uid: String,
    owner: i64,
    collection_uid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    environment_uid: Option<String>,
}

impl Row {
    pub(super) fn new(element: &Element, definition: &Definition) -> Self {
        Self {
            id: element.id.clone(),
            name: element.name.clone(),
            active: definition.active,
            uid: element.uid().to_string(),
            owner: element.owner.0,
            collection_uid: definition.collection.clone(),
            environment_uid: definition.environment.clone(),
        }
    }
}

/// `{total, failed}`
fn count(total: i64, failed: i64) -> Value {
    json!({ "total": total, "failed": failed })
}

/// The numbers of an execution, as `stats`; `runs` is how often it was tried.
pub(super) fn stats(execution: &Execution, runs: usize) -> Value {
    let RunTally { assertions, assertions_failed, requests, requests_failed, latency, bytes } =
        execution.tally;
    json!({
        "assertions": count(assertions, assertions_failed),
        "requests": count(requests, requests_failed),
        "runCount": runs.max(1),
        "errorCount": i64::from(execution.state == RunState::Error),
        "abortedCount": i64::from(execution.state == RunState::Aborted),
        "responseLatency": latency,
        "responseSize": bytes,
    })
}

/// The word for how a run stands, of those the contract knows.
pub(super) fn status(state: RunState) -> &'static str {
    match state {
        RunState::Queued => RunState::Running.name(),
        RunState::Skipped => RunState::Aborted.name(),
        other => other.name(),
    }
}

/// `run.info` of an execution.
pub(super) fn info(element: &Element, definition: &Definition, execution: &Execution) -> Value {
    let mut info = json!({
        "jobId": execution.id,
        "monitorId": element.id,
        "name": element.name,
        "collectionUid": definition.collection,
        "status": status(execution.state),
        "startedAt": iso(execution.started_at.unwrap_or(execution.created_at)),
    });
    if let Some(info) = info.as_object_mut() {
        if let Some(environment) = &definition.environment {
            info.insert("environmentUid".to_owned(), environment.as_str().into());
        }
        if let Some(finished) = execution.finished_at {
            info.insert("finishedAt".to_owned(), iso(finished).into());
        }
        if !execution.reason.is_empty() {
            info.insert("reason".to_owned(), execution.reason.as_str().into());
        }
        let report: Value = serde_json::from_str(&execution.report).unwrap_or_default();
        if let Some(changes) = report.get("changes").and_then(Value::as_array)
            && !changes.is_empty()
        {
            info.insert("changes".to_owned(), changes.clone().into());
        }
    }
    info
}

/// `results` of an execution or a try.
fn results(tally: &Value, state: RunState) -> Value {
    let none = count(0, 0);
    json!({
        "assertions": tally.get("assertions").unwrap_or(&none),
        "requests": tally.get("requests").unwrap_or(&none),
        "errors": i64::from(state == RunState::Error),
        "aborted": i64::from(state == RunState::Aborted),
    })
}

/// A line of the history.
pub(super) fn execution(execution: &Execution) -> Value {
    let tally = execution.tally;
    let tally = json!({
        "assertions": count(tally.assertions, tally.assertions_failed),
        "requests": count(tally.requests, tally.requests_failed),
    });
    let mut row = json!({
        "id": execution.id,
        "state": execution.state.name(),
        "trigger": execution.cause.name(),
        "results": results(&tally, execution.state),
        "createdAt": iso(execution.created_at),
    });
    let Some(members) = row.as_object_mut() else { return row };
    let times = [
        ("startedAt", execution.started_at),
        ("finishedAt", execution.finished_at),
        ("slot", execution.slot),
    ];
    for (name, time) in times {
        if let Some(time) = time {
            members.insert(name.to_owned(), iso(time).into());
        }
    }
    if execution.slots > 1 {
        members.insert("slots".to_owned(), execution.slots.into());
    }
    if execution.late {
        members.insert("late".to_owned(), true.into());
    }
    if !execution.reason.is_empty() {
        members.insert("reason".to_owned(), execution.reason.as_str().into());
    }
    row
}

/// Everything runs here.
const REGION: &str = "local";

/// A try of an execution.
pub(super) fn run(run: &MonitorRun) -> Value {
    let summary: Value = serde_json::from_str(&run.summary).unwrap_or_default();
    json!({
        "id": run.id,
        "region": REGION,
        "attempt": run.attempt,
        "state": run.state.name(),
        "results": results(&summary, run.state),
        "startedAt": iso(run.started_at),
        "finishedAt": iso(run.finished_at),
    })
}

/// What a try found, item by item.
pub(super) fn found(run: &MonitorRun) -> Value {
    let summary: Value = serde_json::from_str(&run.summary).unwrap_or_default();
    let log: Value = serde_json::from_str(&run.log).unwrap_or_default();
    let number = |path: &str| summary.pointer(path).and_then(Value::as_i64).unwrap_or(0);
    let failed = number("/assertions/failed");
    json!({
        "run": { "id": run.id, "region": REGION, "state": run.state.name() },
        "counts": {
            "passed": number("/assertions/total") - failed,
            "failed": failed,
            "errors": i64::from(run.state == RunState::Error),
            "requests": number("/requests/total"),
        },
        "logs": if log.is_array() { log } else { json!([]) },
    })
}
