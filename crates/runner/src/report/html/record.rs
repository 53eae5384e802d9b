//! What one execution of an item leaves on the page.

use serde_json::{Value, json};

use super::shape::{origin, problem, received, sent};
use crate::{
    event::{Event, Next, Origin, Place, Problem, RequestDone, ScriptDone, Source},
    report::bodies::Bodies,
};

/// What goes onto the page.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Rules {
    pub(super) bodies: Bodies,
    pub(super) request_bodies: bool,
    pub(super) response_bodies: bool,
    pub(super) headers: bool,
    /// Headers to leave out, in small letters.
    pub(super) skipped: Vec<String>,
    pub(super) logs: bool,
}

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
    /// Errors of the running script, which may turn out not to fail it.
    exceptions: Vec<Problem>,
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
            exceptions: Vec::new(),
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
            Event::Exception(_, _, error) => self.exceptions.push((**error).clone()),
            Event::Script(_, done) => self.script(done),
            Event::Item(_, Next::Named(next)) => self.put("next", &json!(next)),
            _ => {}
        }
    }

    fn script(&mut self, done: &ScriptDone) {
        self.left_out |= done.skipped;
        let failed = done.error.as_deref().or(done.bailed.as_deref());
        for error in std::mem::take(&mut self.exceptions) {
            if failed.is_none_or(|failed| failed.id != error.id) {
                let value = json!({ "script": done.listen.name(), "error": problem(&error) });
                self.put("exception", &value);
            }
        }
        if let Some(error) = failed {
            self.errors = self.errors.saturating_add(1);
            let value = json!({
                "script": done.listen.name(),
                "owner": &*done.owner,
                "error": problem(error),
            });
            self.put("script", &value);
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
