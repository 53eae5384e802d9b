//! Adds events up to a summary.

use std::sync::Arc;

use crate::{
    event::{Assertion, Event, Listen, Place, RequestDone, ScriptDone, Sent},
    summary::{Count, Failure, FailureKind, Summary},
};

/// Adds events up to a summary.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) summary: Summary,
    /// Times of single phases count as well.
    pub(crate) verbose: bool,
}

fn begin(count: &mut Count) {
    count.pending = count.pending.saturating_add(1);
}

fn end(count: &mut Count, failed: bool) {
    count.pending = count.pending.saturating_sub(1);
    count.total = count.total.saturating_add(1);
    count.failed = count.failed.saturating_add(u64::from(failed));
}

impl Tally {
    /// Takes an event.
    pub(crate) fn add(&mut self, event: &Event) {
        let statistics = &mut self.summary.statistics;
        match event {
            Event::Start(start) => {
                self.summary.timings.started_ms = start.started_ms;
                self.summary.start = Some(start.clone());
            }
            Event::BeforeIteration(_) => begin(&mut statistics.iterations),
            Event::Iteration(_) => end(&mut statistics.iterations, false),
            Event::BeforeItem(_) => begin(&mut statistics.items),
            Event::Item(..) => end(&mut statistics.items, false),
            Event::BeforeScripts(_, Listen::Prerequest) => begin(&mut statistics.prerequests),
            Event::BeforeScripts(_, Listen::Test) => begin(&mut statistics.tests),
            Event::Scripts(_, done) => match done.listen {
                Listen::Prerequest => end(&mut statistics.prerequests, false),
                Listen::Test => end(&mut statistics.tests, false),
            },
            Event::BeforeScript(_, listen, _) => {
                begin(&mut statistics.scripts);
                begin(statistics.of_scripts(*listen));
            }
            Event::Script(place, done) => self.script(place, done),
            Event::Assertion(place, assertion) => self.assertion(place, assertion),
            Event::BeforeRequest(..) => begin(&mut statistics.requests),
            Event::Request(place, done) => self.request(place, done),
            Event::Console(..) | Event::Exception(..) | Event::Done => {}
        }
    }

    fn fail(&mut self, place: &Place, kind: FailureKind, error: &crate::event::Problem) {
        self.summary.failures.push(Failure {
            kind,
            error: Box::new(error.clone()),
            item: place.item.clone(),
            cursor: place.cursor,
            request: None,
        });
    }

    fn script(&mut self, place: &Place, done: &ScriptDone) {
        let failed = done.error.as_ref().or(done.bailed.as_ref());
        let statistics = &mut self.summary.statistics;
        end(&mut statistics.scripts, failed.is_some());
        end(statistics.of_scripts(done.listen), failed.is_some());
        if let Some(error) = failed {
            self.fail(place, FailureKind::Script(done.listen), error);
        }
    }

    fn assertion(&mut self, place: &Place, assertion: &Assertion) {
        let statistics = &mut self.summary.statistics;
        let error = assertion.error.as_deref().filter(|_| !assertion.skipped);
        end(&mut statistics.assertions, error.is_some());
        statistics.skipped = statistics.skipped.saturating_add(u64::from(assertion.skipped));
        if let Some(error) = error {
            let Assertion { name, index, listen, .. } = assertion;
            let kind =
                FailureKind::Assertion { name: name.clone(), index: *index, listen: *listen };
            self.fail(place, kind, error);
        }
    }

    fn request(&mut self, place: &Place, done: &RequestDone) {
        let error = done.error.as_deref().filter(|_| !done.retried);
        let Summary { statistics, timings, received_bytes, .. } = &mut self.summary;
        end(&mut statistics.requests, error.is_some());
        statistics.retried = statistics.retried.saturating_add(u64::from(done.retried));
        if let Some(received) = &done.received {
            *received_bytes = received_bytes.saturating_add(received.body_size());
            timings.response.add(millis(received.time_ms));
            if self.verbose {
                let phases = received.phases;
                timings.first_byte.add(phases.first_byte.as_secs_f64() * 1000.0);
                if let Some(dns) = phases.dns.filter(|dns| !dns.is_zero()) {
                    timings.dns.add(dns.as_secs_f64() * 1000.0);
                }
            }
        }
        if let Some(error) = error {
            self.fail(place, FailureKind::Request, error);
            // Bodies may be large, and there may be many failures.
            let sent = Arc::new(Sent { body: None, ..(*done.sent).clone() });
            if let Some(failure) = self.summary.failures.last_mut() {
                failure.request = Some((done.origin.clone(), sent));
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "times of responses stay far below 2^52 ms")]
fn millis(time: u64) -> f64 {
    time as f64
}

impl crate::summary::Statistics {
    fn of_scripts(&mut self, listen: Listen) -> &mut Count {
        match listen {
            Listen::Prerequest => &mut self.prerequest_scripts,
            Listen::Test => &mut self.test_scripts,
        }
    }
}
