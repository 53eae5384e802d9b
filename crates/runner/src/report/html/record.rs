//! What one execution of an item leaves on the page.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use crate::{
    event::{
        Event, Header, Listen, Next, Origin, Phases, Place, Problem, Received, RequestDone, Sent,
        Source,
    },
    report::bodies::Bodies,
};

/// What goes onto the page.
pub(super) struct Rules {
    pub(super) bodies: Bodies,
    pub(super) request_bodies: bool,
    pub(super) response_bodies: bool,
    pub(super) headers: bool,
    /// Headers to leave out, in small letters.
    pub(super) skipped: Vec<String>,
    pub(super) logs: bool,
}

/// Bytes of a body that is no text.
const BINARY: usize = 512;

/// What one execution of an item leaves: details as JSON, and what a list shows of it.
pub(super) struct Record {
    iteration: u32,
    item: u32,
    reference: String,
    details: Vec<u8>,
    method: String,
    url: String,
    code: Option<u16>,
    time: Option<u64>,
    size: u64,
    requests: u32,
    assertions: u32,
    failed: u32,
    skipped: u32,
    errors: u32,
    /// A script skipped the request.
    left_out: bool,
}

impl Record {
    pub(super) fn new(place: &Place) -> Self {
        Self {
            iteration: place.cursor.iteration,
            item: place.item.index,
            reference: place.cursor.reference.to_string(),
            details: vec![b'['],
            method: String::new(),
            url: String::new(),
            code: None,
            time: None,
            size: 0,
            requests: 0,
            assertions: 0,
            failed: 0,
            skipped: 0,
            errors: 0,
            left_out: false,
        }
    }

    pub(super) fn failed(&self) -> bool {
        self.failed > 0 || self.errors > 0
    }

    /// The details, a list without its end.
    pub(super) fn details(&self) -> &[u8] {
        &self.details
    }

    /// What a list shows.
    pub(super) fn row(&self) -> Value {
        json!([
            self.iteration,
            self.item,
            self.reference,
            self.method,
            self.url,
            self.code,
            self.time,
            self.size,
            self.requests,
            self.assertions,
            self.failed,
            self.skipped,
            self.errors,
            u8::from(self.left_out),
        ])
    }

    fn put(&mut self, kind: &str, value: &Value) {
        if self.details.len() > 1 {
            self.details.push(b',');
        }
        self.details.push(b'\n');
        // Writing to memory can't fail.
        let _ = serde_json::to_writer(&mut self.details, &(kind, value));
    }

    pub(super) fn take(&mut self, event: &Event, rules: &mut Rules) {
        match event {
            Event::Request(_, done) => self.request(done, rules),
            Event::Assertion(_, assertion) => {
                let failed = assertion.error.is_some() && !assertion.skipped;
                self.assertions = self.assertions.saturating_add(1);
                self.failed = self.failed.saturating_add(u32::from(failed));
                self.skipped = self.skipped.saturating_add(u32::from(assertion.skipped));
                let error = assertion.error.as_deref().filter(|_| failed).map(problem);
                let value = json!({
                    "name": assertion.name,
                    "script": assertion.listen.name(),
                    "skipped": assertion.skipped,
                    "error": error,
                });
                self.put("assertion", &value);
            }
            Event::Console(_, console) if rules.logs => {
                let shown: Vec<_> = console.messages.iter().map(|one| one.inspect(100)).collect();
                let source = match console.source {
                    Source::Script(listen) => listen.name(),
                    Source::Runner => "runner",
                };
                let value = json!({
                    "level": console.level.name(),
                    "source": source,
                    "text": shown.join(" "),
                });
                self.put("console", &value);
            }
            Event::Exception(_, listen, error) => {
                let value = json!({ "script": listen.name(), "error": problem(error) });
                self.put("exception", &value);
            }
            Event::Script(_, done) => {
                self.left_out |= done.skipped;
                if let Some(error) = done.error.as_deref().or(done.bailed.as_deref()) {
                    self.errors = self.errors.saturating_add(1);
                    let value = json!({
                        "script": done.listen.name(),
                        "owner": &*done.owner,
                        "error": problem(error),
                    });
                    self.put("script", &value);
                }
            }
            Event::Item(_, Next::Named(next)) => self.put("next", &json!(next)),
            _ => {}
        }
    }

    fn request(&mut self, done: &RequestDone, rules: &mut Rules) {
        self.requests = self.requests.saturating_add(1);
        let own = !matches!(done.origin, Origin::Script(_) | Origin::Token);
        if done.error.is_some() && !done.retried {
            self.errors = self.errors.saturating_add(1);
        }
        if own || self.method.is_empty() {
            self.method.clone_from(&done.sent.method);
            self.url.clone_from(&done.sent.url);
            self.code = done.received.as_ref().map(|received| received.code);
            self.time = done.received.as_ref().map(|received| received.time_ms);
            self.size = done.received.as_ref().map_or(0, |received| received.size);
        }
        let hops: Vec<_> = done
            .hops
            .iter()
            .map(|hop| json!([hop.method, hop.url, hop.code, hop.location]))
            .collect();
        let value = json!({
            "origin": origin(&done.origin),
            "attempt": done.attempt,
            "retried": done.retried,
            "sent": sent(&done.sent, rules),
            "received": done.received.as_deref().map(|one| received(one, rules)),
            "error": done.error.as_deref().map(problem),
            "hops": hops,
        });
        self.put("request", &value);
    }
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Item => String::new(),
        Origin::Replay => "again with the auth that was asked for".to_owned(),
        Origin::Token => "token for the auth".to_owned(),
        Origin::Script(Listen::Prerequest) => "pm.sendRequest in a prerequest script".to_owned(),
        Origin::Script(Listen::Test) => "pm.sendRequest in a test script".to_owned(),
        Origin::Nested(name) => format!("pm.execution.runRequest of {name}"),
    }
}

fn headers(headers: &[Header], rules: &Rules) -> Value {
    if !rules.headers {
        return Value::Null;
    }
    let shown = headers.iter().filter(|header| {
        !header.disabled && !rules.skipped.contains(&header.key.to_ascii_lowercase())
    });
    shown.map(|header| json!([header.key, header.value])).collect()
}

fn sent(sent: &Sent, rules: &mut Rules) -> Value {
    let body = sent.body.as_ref().filter(|_| rules.request_bodies).map(|body| {
        let mut value = text(&body.text(), sent.body_size, rules);
        value.insert("mode".to_owned(), Value::from(&*body.mode));
        value
    });
    json!({
        "method": sent.method,
        "url": sent.url,
        "size": sent.head_size.saturating_add(sent.body_size),
        "headers": headers(&sent.headers, rules),
        "body": body,
    })
}

fn received(received: &Received, rules: &mut Rules) -> Value {
    let body = (rules.response_bodies && received.size > 0).then(|| {
        let decoded = received.text();
        let kind = received.header("content-type").unwrap_or_default();
        let mut value = if readable(&decoded) {
            text(&decoded, received.size, rules)
        } else {
            binary(received, kind, rules)
        };
        value.insert("type".to_owned(), kind.into());
        value
    });
    json!({
        "code": received.code,
        "reason": received.reason,
        "version": received.version,
        "time": received.time_ms,
        "size": received.size,
        "downloaded": received.downloaded,
        "remote": received.remote.map(|remote| remote.to_string()),
        "phases": phases(&received.phases),
        "headers": headers(&received.headers, rules),
        "body": body,
    })
}

/// Whether a body is text: what is none has characters that texts don't have.
fn readable(text: &str) -> bool {
    let strange = |c: &char| {
        *c == char::REPLACEMENT_CHARACTER || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    };
    text.chars().take(2048).filter(strange).count() == 0
}

/// The beginning of a text, and how long it is.
fn text(text: &str, size: u64, rules: &mut Rules) -> Map<String, Value> {
    let kept = text.floor_char_boundary(rules.bodies.keep(text.len()));
    let mut value = Map::new();
    value.insert("text".to_owned(), text.get(..kept).unwrap_or_default().into());
    value.insert("size".to_owned(), size.into());
    if kept < text.len() {
        value.insert("kept".to_owned(), kept.into());
    }
    value
}

/// An image whole if it is small enough, of other things the first bytes.
fn binary(received: &Received, kind: &str, rules: &mut Rules) -> Map<String, Value> {
    let body = &received.body;
    let mime = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let image = matches!(&*mime, "image/png" | "image/jpeg" | "image/gif" | "image/webp");
    let kept = rules.bodies.keep(if image { body.len() } else { body.len().min(BINARY) });
    let mut value = Map::new();
    if image && kept == body.len() {
        value.insert("image".to_owned(), mime.into());
    }
    value.insert("base64".to_owned(), STANDARD.encode(body.get(..kept).unwrap_or_default()).into());
    value.insert("size".to_owned(), received.size.into());
    if kept < body.len() {
        value.insert("kept".to_owned(), kept.into());
    }
    value
}

fn problem(problem: &Problem) -> Value {
    json!({
        "name": problem.name,
        "message": problem.message,
        "stack": problem.stack,
        "line": problem.line,
        "column": problem.column,
        "hint": problem.hint,
    })
}

/// Milliseconds of what happened, in order.
fn phases(phases: &Phases) -> Value {
    let ms = |time: Duration| (time.as_secs_f64() * 1_000_000.0).round() / 1000.0;
    let mut list = vec![json!(["prepare", ms(phases.prepare)])];
    for (name, time) in [
        ("wait", phases.wait),
        ("dns", phases.dns),
        ("tcp", phases.tcp),
        ("tls", phases.tls),
        ("first byte", Some(phases.first_byte)),
        ("download", Some(phases.download)),
        ("process", Some(phases.process)),
    ] {
        list.extend(time.map(|time| json!([name, ms(time)])));
    }
    Value::Array(list)
}
