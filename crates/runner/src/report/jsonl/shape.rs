//! Parts of lines.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::{
    event::{Listen, Next, Origin, Phases, Place, Problem, ScriptDone, Start},
    summary::{Average, Count, Summary},
};

/// Members of an object; those without a value are left out.
#[derive(Default)]
pub(super) struct Members(Map<String, Value>);

impl Members {
    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    pub(super) fn put_some(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }
}

impl From<Members> for Value {
    fn from(members: Members) -> Self {
        Self::Object(members.0)
    }
}

/// Says so if a body was cut.
pub(super) fn truncated(to: &mut Members, kept: usize, size: u64) {
    if u64::try_from(kept).unwrap_or(u64::MAX) < size {
        to.put("truncated", json!({ "kept": kept, "size": size }));
    }
}

pub(super) fn place(line: &mut Members, place: &Place) {
    line.put("iteration", place.cursor.iteration);
    line.put("position", place.cursor.position);
    line.put("ref", place.cursor.reference.to_string());
    line.put("item", json!({ "id": &*place.item.id, "name": &*place.item.name }));
}

pub(super) fn start(line: &mut Members, start: &Start) {
    let collection = &start.collection;
    line.put("collection", json!({ "id": collection.id(), "name": collection.name() }));
    line.put_some("environment", start.environment.clone());
    line.put("iterations", start.iterations);
    line.put("jobs", start.jobs);
    line.put("retries", start.retries);
    line.put("startedAt", start.started_ms);
    let items = start.items.iter().map(|item| {
        let folders: Vec<&str> = item.folders.iter().map(|folder| &*folder.name).collect();
        json!({ "id": &*item.id, "name": &*item.name, "folders": folders })
    });
    line.put("items", items.collect::<Value>());
}

pub(super) fn script(line: &mut Members, done: &ScriptDone) {
    line.put("script", done.listen.name());
    line.put("scriptId", &*done.id);
    line.put("owner", &*done.owner);
    line.put("took", ms(done.took));
    line.put_some("error", done.error.as_deref().map(problem));
    line.put_some("bailed", done.bailed.as_deref().map(problem));
    if let Next::Named(name) = &done.next {
        line.put("next", name.clone());
    }
    line.put("skippedRequest", done.skipped);
}

pub(super) fn origin(line: &mut Members, origin: &Origin) {
    line.put(
        "origin",
        match origin {
            Origin::Item => "item",
            Origin::Replay => "replay",
            Origin::Token => "token",
            Origin::Script(Listen::Prerequest) => "prerequest",
            Origin::Script(Listen::Test) => "test",
            Origin::Nested(_) => "nested",
        },
    );
    if let Origin::Nested(name) = origin {
        line.put("nested", &**name);
    }
}

pub(super) fn done(line: &mut Members, summary: &Summary) {
    let numbers = &summary.statistics;
    let count = |count: &Count| json!({ "total": count.total, "failed": count.failed });
    line.put(
        "stats",
        json!({
            "iterations": count(&numbers.iterations),
            "items": count(&numbers.items),
            "requests": count(&numbers.requests),
            "prerequestScripts": count(&numbers.prerequest_scripts),
            "testScripts": count(&numbers.test_scripts),
            "assertions": count(&numbers.assertions),
            "skipped": numbers.skipped,
            "retried": numbers.retried,
        }),
    );
    let average = |one: &Average| json!({ "average": one.mean, "min": one.min, "max": one.max, "sd": one.deviation });
    line.put(
        "timings",
        json!({
            "startedAt": summary.timings.started_ms,
            "completedAt": summary.timings.completed_ms,
            "response": average(&summary.timings.response),
        }),
    );
    line.put("received", summary.received_bytes);
    line.put("failures", summary.failures.len());
    line.put("passed", summary.passed());
    line.put("aborted", summary.aborted);
    line.put_some("error", summary.error.as_ref().map(ToString::to_string));
}

pub(super) fn problem(problem: &Problem) -> Value {
    let mut error = Members::default();
    error.put_some("name", problem.name.clone());
    error.put_some("message", problem.message.clone());
    error.put_some("stack", problem.stack.clone());
    error.put_some("line", problem.line);
    error.put_some("column", problem.column);
    error.put_some("code", problem.code.clone());
    error.put_some("syscall", problem.syscall.clone());
    error.put_some("address", problem.address.clone());
    error.put_some("port", problem.port);
    error.put_some("hint", problem.hint.clone());
    error.into()
}

pub(super) fn phases(phases: &Phases) -> Value {
    let mut times = Members::default();
    times.put("prepare", ms(phases.prepare));
    times.put_some("wait", phases.wait.map(ms));
    times.put_some("dns", phases.dns.map(ms));
    times.put_some("tcp", phases.tcp.map(ms));
    times.put_some("tls", phases.tls.map(ms));
    times.put("firstByte", ms(phases.first_byte));
    times.put("download", ms(phases.download));
    times.put("process", ms(phases.process));
    times.put("total", ms(phases.total));
    times.put("reused", phases.reused);
    times.into()
}

/// Milliseconds with microseconds behind the point.
pub(super) fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
