//! Listens to a run: tells how far it is, ends it early if asked, and keeps what its report shows.

use std::sync::{Arc, Mutex, PoisonError};

use gate::{Attendant, Step};
use model::mask::Masker;
use runner::{
    Abort, Event, Failure, FailureKind, Origin, Place, Received, RequestDone, Summary,
    report::{ReportFault, Reporter},
};

use super::{Asked, Counts, Failed, Halt, Outcome, Report, Sent};

/// Requests that are listed, whatever became of them.
const REQUESTS: usize = 60;
/// Requests that are listed if they failed.
const WITH_FAILED: usize = 90;
/// Failures that are listed.
const FAILURES: usize = 30;
/// Letters of names, messages and bodies.
const NAME: usize = 120;
const MESSAGE: usize = 300;
const BODY: usize = 400;
/// Longer bodies are not looked into.
const LARGE: usize = 64 * 1024;

/// The reporter; clones fill the same report.
#[derive(Clone)]
pub(super) struct Listener(Arc<Mutex<Heard>>);

struct Heard {
    halt: Halt,
    masker: Masker,
    iterations: u32,
    abort: Abort,
    attendant: Option<Attendant>,
    /// Why the run ends early, once it does; and whether it does when the request is done.
    halted: Option<&'static str>,
    ending: Option<&'static str>,
    done: u64,
    total: u64,
    /// The item under way: its requests, its tests and how many of them passed, whether it failed.
    sent: Vec<Sent>,
    tests: (u32, u32),
    failed: bool,
    requests: Vec<Sent>,
    more: usize,
}

impl Listener {
    pub(super) fn new(asked: &Asked, abort: Abort, attendant: Option<Attendant>) -> Self {
        Self(Arc::new(Mutex::new(Heard {
            halt: asked.halt,
            masker: asked.masker,
            iterations: asked.iterations,
            abort,
            attendant,
            halted: None,
            ending: None,
            done: 0,
            total: 0,
            sent: Vec::new(),
            tests: (0, 0),
            failed: false,
            requests: Vec::new(),
            more: 0,
        })))
    }

    /// What ended the run early, if an option asked for that.
    pub(super) fn halted(&self) -> Option<&'static str> {
        self.heard(|heard| heard.halted)
    }

    /// The report, with the numbers of the run.
    pub(super) fn report(
        &self,
        summary: &Summary,
        outcome: Outcome,
        reason: Option<String>,
    ) -> Report {
        let (requests, more_requests, iterations) = self.heard(|heard| {
            // What was under way when the run ended.
            heard.close();
            (std::mem::take(&mut heard.requests), heard.more, heard.iterations)
        });
        let listed = summary.failures.iter().take(FAILURES);
        Report {
            outcome,
            reason,
            counts: counts(summary),
            duration_ms: summary.timings.completed_ms - summary.timings.started_ms,
            failures: listed.map(|failure| told(failure, iterations)).collect(),
            more_failures: summary.failures.len().saturating_sub(FAILURES),
            requests,
            more_requests,
        }
    }

    fn heard<T>(&self, with: impl FnOnce(&mut Heard) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Reporter for Listener {
    fn name(&self) -> &'static str {
        "direct"
    }

    fn on(&mut self, event: &Event, _: &Summary) -> Result<(), ReportFault> {
        self.heard(|heard| heard.take(event));
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> Result<(), ReportFault> {
        Ok(())
    }
}

impl Heard {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Start(start) => {
                self.total = start.items.len() as u64 * u64::from(start.iterations);
            }
            Event::Assertion(_, assertion) if !assertion.skipped => {
                self.tests.1 += 1;
                if assertion.error.is_none() {
                    self.tests.0 += 1;
                } else {
                    self.failure();
                }
            }
            Event::Script(_, done) if done.error.is_some() => self.error(),
            Event::Request(place, done) if !done.retried => {
                if matches!(done.origin, Origin::Item | Origin::Nested(_)) {
                    let sent = self.sent(place, done);
                    self.sent.push(sent);
                }
                if done.error.is_some() {
                    self.error();
                }
            }
            Event::Item(place, _) => {
                self.close();
                self.done += 1;
                if let Some(attendant) = &self.attendant {
                    let what = short(&place.item.name, NAME);
                    // Scripts may jump back, and then there is more than was known.
                    let total = self.total.max(self.done);
                    attendant.tell(Step { done: self.done, total, what });
                }
                if let Some(why) = self.ending {
                    self.end(why);
                }
            }
            _ => {}
        }
    }

    fn failure(&mut self) {
        const WHY: &str = "the first failed test";
        self.failed = true;
        if self.halt.abort_on_failure {
            self.end(WHY);
        } else if self.halt.stop_on_failure {
            self.ending.get_or_insert(WHY);
        }
    }

    fn error(&mut self) {
        const WHY: &str = "the first error";
        self.failed = true;
        if self.halt.abort_on_error {
            self.end(WHY);
        } else if self.halt.stop_on_error {
            self.ending.get_or_insert(WHY);
        }
    }

    fn end(&mut self, why: &'static str) {
        self.halted.get_or_insert(why);
        self.abort.abort();
    }

    /// Lists the requests of the item that is done.
    fn close(&mut self) {
        let (passed, all) = std::mem::take(&mut self.tests);
        let failed = std::mem::take(&mut self.failed);
        if let Some(last) = self.sent.last_mut()
            && all > 0
        {
            last.tests = Some(format!("{passed}/{all}"));
        }
        for sent in self.sent.drain(..) {
            let most = if failed { WITH_FAILED } else { REQUESTS };
            if self.requests.len() < most {
                self.requests.push(sent);
            } else {
                self.more += 1;
            }
        }
    }

    fn sent(&self, place: &Place, done: &RequestDone) -> Sent {
        let name = match &done.origin {
            Origin::Nested(name) => name,
            _ => &place.item.name,
        };
        let error = done.error.as_ref().and_then(|error| error.message.as_deref());
        Sent {
            name: short(name, NAME),
            iteration: (self.iterations > 1).then_some(place.cursor.iteration + 1),
            method: done.sent.method.clone(),
            url: address(&done.sent.url),
            status: done.received.as_ref().map(|received| received.code),
            ms: done.received.as_ref().map(|received| received.time_ms),
            tests: None,
            error: error.map(|error| short(error, MESSAGE)),
            body: done.received.as_ref().and_then(|received| self.body(received)),
        }
    }

    /// The begin of the body of an answer that is no success, as far as it is text.
    fn body(&self, received: &Received) -> Option<String> {
        if (200..300).contains(&received.code) || received.body.is_empty() {
            return None;
        }
        if received.body.len() > LARGE || received.body.contains(&0) {
            return Some(format!("({} bytes)", received.size));
        }
        let text = received.text();
        let json = text.trim_start().starts_with(['{', '[']);
        let shown = if json { self.masker.body(&text) } else { text.into_owned() };
        Some(short(&shown, BODY))
    }
}

/// An address without query, fragment and credentials: any of them may hold a secret.
fn address(url: &str) -> String {
    let bare = url.split(['?', '#']).next().unwrap_or(url);
    let bare = match bare.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = host.rsplit('@').next().unwrap_or(host);
            format!("{scheme}://{host}{path}")
        }
        None => bare.to_owned(),
    };
    short(&bare, MESSAGE)
}

fn counts(summary: &Summary) -> Counts {
    let statistics = &summary.statistics;
    Counts {
        iterations: statistics.iterations.total,
        requests: statistics.requests.total,
        requests_failed: statistics.requests.failed,
        tests: statistics.assertions.total,
        tests_failed: statistics.assertions.failed,
        tests_skipped: statistics.skipped,
        script_errors: statistics.scripts.failed,
    }
}

fn told(failure: &Failure, iterations: u32) -> Failed {
    let test = match &failure.kind {
        FailureKind::Assertion { name, .. } => Some(short(name, NAME)),
        _ => None,
    };
    let message = failure.error.message.as_deref().unwrap_or("an error without a message");
    Failed {
        request: short(&failure.item.name, NAME),
        iteration: (iterations > 1).then_some(failure.cursor.iteration + 1),
        test,
        message: short(message, MESSAGE),
    }
}

/// A text of at most so many letters.
fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_without_what_may_be_secret() {
        let cases = [
            ("http://a.example/b?key=1#x", "http://a.example/b"),
            ("http://ana:pw@a.example/b@c", "http://a.example/b@c"),
            ("http://a.example", "http://a.example"),
            ("a.example/x?y", "a.example/x"),
        ];
        for (given, expected) in cases {
            assert_eq!(address(given), expected);
        }
        assert_eq!(short("äöü", 2), "äö…");
    }
}
