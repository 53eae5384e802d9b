//! Listens to a run and keeps what its history shows.

use std::sync::{Arc, Mutex, PoisonError};

use runner::{
    Event, Failure, FailureKind, Header, Origin, Received, RequestDone, Sent, Summary,
    report::{ReportFault, Reporter, Wants},
};
use serde_json::{Map, Value, json};
use store::RunTally;

/// Requests whose details are kept.
const REQUESTS: usize = 1_000;
/// Lines of the log that are kept.
const LINES: usize = 5_000;

/// What a run leaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected {
    /// The requests in order, as they are answered.
    pub(crate) executions: Vec<Value>,
    /// What failed.
    pub(crate) failures: Vec<Value>,
    /// Items and assertions in order.
    pub(crate) log: Vec<Value>,
    /// Of each item the status and time of its last answer, for comparisons.
    pub(crate) items: Vec<Seen>,
    /// The numbers.
    pub(crate) tally: RunTally,
}

/// An item's last answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The item's id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// The status; none without an answer.
    pub(crate) code: Option<u16>,
    /// Milliseconds.
    pub(crate) time: u64,
}

/// The reporter; clones fill the same result.
#[derive(Clone, Default)]
pub(crate) struct Collector(Arc<Mutex<Collected>>);

impl Collector {
    /// What was collected, with the numbers of the run.
    pub(crate) fn take(&self, summary: &Summary) -> Collected {
        let mut collected =
            std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let statistics = &summary.statistics;
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        collected.tally.assertions = count(statistics.assertions.total);
        collected.tally.assertions_failed = count(statistics.assertions.failed);
        collected.tally.requests = count(statistics.requests.total);
        collected.tally.requests_failed = count(statistics.requests.failed);
        collected.failures = summary.failures.iter().take(REQUESTS).map(failure).collect();
        collected
    }
}

impl Reporter for Collector {
    fn name(&self) -> &'static str {
        "monitor"
    }

    fn wants(&self) -> Wants {
        Wants { bodies: false }
    }

    fn on(&mut self, event: &Event, _: &Summary) -> Result<(), ReportFault> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::BeforeItem(place) if kept.log.len() < LINES => {
                let (item, cursor) = (&place.item, &place.cursor);
                kept.log.push(json!({
                    "event": "beforeItem",
                    "cursor": { "position": cursor.position, "iteration": cursor.iteration },
                    "item": { "id": &*item.id, "name": &*item.name },
                }));
            }
            Event::Assertion(place, assertion) if kept.log.len() < LINES => {
                let mut told = json!({
                    "name": assertion.name,
                    "passed": assertion.error.is_none() && !assertion.skipped,
                    "skipped": assertion.skipped,
                });
                if let (Some(error), Some(told)) = (&assertion.error, told.as_object_mut()) {
                    let error = json!({ "name": error.name, "message": error.message });
                    told.insert("error".to_owned(), error);
                }
                kept.log.push(json!({
                    "event": "assertion",
                    "item": { "id": &*place.item.id, "name": &*place.item.name },
                    "assertion": told,
                }));
            }
            Event::Request(place, done) if !done.retried => {
                if let Some(received) = &done.received {
                    kept.tally.latency += i64::try_from(received.time_ms).unwrap_or(0);
                    kept.tally.bytes += i64::try_from(received.size).unwrap_or(0);
                }
                let seen = Seen {
                    id: place.item.id.to_string(),
                    name: place.item.name.to_string(),
                    code: done.received.as_ref().map(|received| received.code),
                    time: done.received.as_ref().map_or(0, |received| received.time_ms),
                };
                if matches!(done.origin, Origin::Item) && kept.items.len() < REQUESTS {
                    match kept.items.iter_mut().find(|known| known.id == seen.id) {
                        Some(known) => *known = seen,
                        None => kept.items.push(seen),
                    }
                }
                if kept.executions.len() < REQUESTS {
                    let number = kept.executions.len() + 1;
                    kept.executions.push(execution(number, &place.item.name, done));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> Result<(), ReportFault> {
        Ok(())
    }
}

/// A request as history shows it: lengths instead of bodies.
fn execution(number: usize, name: &str, done: &RequestDone) -> Value {
    let mut shown = json!({
        "id": number,
        "item": { "name": name },
        "request": request(&done.sent),
    });
    if let Some(shown) = shown.as_object_mut() {
        if let Some(received) = &done.received {
            shown.insert("response".to_owned(), response(received));
        }
        if let Some(error) = &done.error {
            let error = json!({ "name": error.name, "message": error.message });
            shown.insert("errors".to_owned(), json!([error]));
        }
    }
    shown
}

fn request(sent: &Sent) -> Value {
    json!({
        "method": sent.method,
        "url": sent.url,
        "headers": headers(&sent.headers),
        "body": { "contentLength": sent.body_size },
    })
}

fn response(received: &Received) -> Value {
    json!({
        "code": received.code,
        "headers": headers(&received.headers),
        "body": { "contentLength": received.size },
        "responseTime": received.time_ms,
        "responseSize": received.size,
    })
}

/// Headers as an object; values that authenticate somebody are null.
fn headers(headers: &[Header]) -> Value {
    let mut shown = Map::new();
    for header in headers.iter().filter(|header| !header.disabled) {
        let value = if is_secret(&header.key) { Value::Null } else { header.value.clone().into() };
        shown.insert(header.key.to_ascii_lowercase(), value);
    }
    Value::Object(shown)
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["auth", "cookie", "token", "secret", "api-key", "apikey", "session", "credential"]
        .iter()
        .any(|word| name.contains(word))
}

fn failure(failure: &Failure) -> Value {
    let mut told = json!({
        "name": failure.error.name.as_deref().unwrap_or("Error"),
        "message": failure.error.message.as_deref().unwrap_or_default(),
        "item": { "id": &*failure.item.id, "name": &*failure.item.name },
        "at": failure.at(),
    });
    if let (FailureKind::Assertion { name, .. }, Some(told)) = (&failure.kind, told.as_object_mut())
    {
        told.insert("assertion".to_owned(), name.clone().into());
    }
    told
}
