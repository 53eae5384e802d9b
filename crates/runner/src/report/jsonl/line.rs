//! Events as JSON.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use crate::{
    event::{
        Event, Header, Listen, Next, Origin, Phases, Place, Problem, Received, RequestDone,
        ScriptDone, Sent, Source, Start,
    },
    report::bodies::Bodies,
    summary::{Average, Count, Summary},
};

/// What goes into lines.
pub(super) struct Lines {
    pub(super) headers: bool,
    /// None: no bodies.
    pub(super) bodies: Option<Bodies>,
}

/// What an event is called.
pub(super) fn name(event: &Event) -> &'static str {
    match event {
        Event::Start(_) => "start",
        Event::BeforeIteration(_) => "iteration-start",
        Event::BeforeItem(_) => "item-start",
        Event::BeforeScripts(..) => "scripts-start",
        Event::BeforeScript(..) => "script-start",
        Event::Console(..) => "console",
        Event::Assertion(..) => "assertion",
        Event::Exception(..) => "exception",
        Event::Script(..) => "script-end",
        Event::Scripts(..) => "scripts-end",
        Event::BeforeRequest(..) => "request-start",
        Event::Request(..) => "request-end",
        Event::Item(..) => "item-end",
        Event::Iteration(_) => "iteration-end",
        Event::Done => "done",
    }
}

/// Members of an object; those without a value are left out.
#[derive(Default)]
struct Members(Map<String, Value>);

impl Members {
    fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    fn put_some(&mut self, key: &str, value: Option<impl Into<Value>>) {
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

impl Lines {
    /// The event as JSON.
    pub(super) fn value(&mut self, event: &Event, summary: &Summary) -> Value {
        let mut line = Members::default();
        line.put("event", name(event));
        if let Some(at) = event.place() {
            place(&mut line, at);
        }
        match event {
            Event::Start(begun) => start(&mut line, begun),
            Event::BeforeIteration(cursor) | Event::Iteration(cursor) => {
                line.put("iteration", cursor.iteration);
            }
            Event::BeforeItem(_) => {}
            Event::BeforeScripts(_, listen) => line.put("script", listen.name()),
            Event::BeforeScript(_, listen, id) => {
                line.put("script", listen.name());
                line.put("scriptId", &**id);
            }
            Event::Console(_, console) => {
                line.put("level", console.level.name());
                line.put(
                    "source",
                    match console.source {
                        Source::Script(listen) => listen.name(),
                        Source::Runner => "runner",
                    },
                );
                let messages = console.messages.iter().map(|one| one.to_json());
                line.put("messages", messages.collect::<Value>());
            }
            Event::Assertion(_, assertion) => {
                line.put("script", assertion.listen.name());
                line.put("name", &*assertion.name);
                line.put("index", assertion.index);
                line.put("skipped", assertion.skipped);
                line.put("passed", assertion.skipped || assertion.error.is_none());
                line.put_some("error", assertion.error.as_deref().map(problem));
            }
            Event::Exception(_, listen, error) => {
                line.put("script", listen.name());
                line.put("error", problem(error));
            }
            Event::Script(_, done) => script(&mut line, done),
            Event::Scripts(_, done) => {
                line.put("script", done.listen.name());
                line.put("count", done.count);
                line.put("skippedRequest", done.skipped);
            }
            Event::BeforeRequest(_, who) => origin(&mut line, who),
            Event::Request(_, done) => self.request(&mut line, done),
            Event::Item(_, next) => match next {
                Next::Following => {}
                Next::Named(name) => line.put("next", name.clone()),
                Next::Stop => line.put("stopped", true),
            },
            Event::Done => done(&mut line, summary),
        }
        line.into()
    }

    fn request(&mut self, line: &mut Members, done: &RequestDone) {
        origin(line, &done.origin);
        line.put("attempt", done.attempt);
        line.put("retried", done.retried);
        line.put("request", self.sent(&done.sent));
        if let Some(received) = &done.received {
            line.put("response", self.received(received));
        }
        if !done.hops.is_empty() {
            let hops = done.hops.iter().map(|hop| {
                json!({
                    "method": hop.method,
                    "url": hop.url,
                    "code": hop.code,
                    "location": hop.location,
                })
            });
            line.put("redirects", hops.collect::<Value>());
        }
        line.put_some("error", done.error.as_deref().map(problem));
    }

    fn sent(&mut self, sent: &Sent) -> Value {
        let mut request = Members::default();
        request.put("method", &*sent.method);
        request.put("url", &*sent.url);
        request.put("size", sent.head_size.saturating_add(sent.body_size));
        self.headers(&mut request, &sent.headers);
        if let Some(body) = &sent.body {
            self.body(&mut request, &body.preview, Some(&body.text()), sent.body_size);
        }
        request.into()
    }

    fn received(&mut self, received: &Received) -> Value {
        let mut response = Members::default();
        response.put("code", received.code);
        response.put("reason", &*received.reason);
        response.put("time", received.time_ms);
        response.put("size", received.size);
        response.put("downloaded", received.downloaded);
        response.put_some("remote", received.remote.map(|remote| remote.to_string()));
        response.put("timings", phases(&received.phases));
        self.headers(&mut response, &received.headers);
        if self.bodies.is_some() {
            let text = received.text();
            let text = (!text.contains(char::REPLACEMENT_CHARACTER)).then_some(&*text);
            self.body(&mut response, &received.body, text, received.size);
        }
        response.into()
    }

    fn headers(&self, to: &mut Members, headers: &[Header]) {
        if self.headers {
            let sent = headers.iter().filter(|header| !header.disabled);
            to.put("headers", sent.map(|one| json!([one.key, one.value])).collect::<Value>());
        }
    }

    /// As text, else as base64, as much as is kept.
    fn body(&mut self, to: &mut Members, bytes: &[u8], text: Option<&str>, size: u64) {
        let Some(bodies) = &mut self.bodies else { return };
        let kept = bodies.keep(bytes.len());
        match text {
            Some(text) => {
                let end = text.floor_char_boundary(kept);
                to.put("body", text.get(..end).unwrap_or_default());
            }
            None => to.put("base64", STANDARD.encode(bytes.get(..kept).unwrap_or_default())),
        }
        if u64::try_from(kept).unwrap_or(u64::MAX) < size {
            to.put("truncated", json!({ "kept": kept, "size": size }));
        }
    }
}

fn place(line: &mut Members, place: &Place) {
    line.put("iteration", place.cursor.iteration);
    line.put("position", place.cursor.position);
    line.put("ref", place.cursor.reference.to_string());
    line.put("item", json!({ "id": &*place.item.id, "name": &*place.item.name }));
}

fn start(line: &mut Members, start: &Start) {
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

fn script(line: &mut Members, done: &ScriptDone) {
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

fn origin(line: &mut Members, origin: &Origin) {
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

fn done(line: &mut Members, summary: &Summary) {
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

fn problem(problem: &Problem) -> Value {
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

fn phases(phases: &Phases) -> Value {
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
fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
