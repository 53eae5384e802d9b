//! The log of calls, off their way.
//!
//! Calls wait in memory for a moment and are stored together. When they come faster than they may
//! be stored, those above the number are left out and counted: an answer never waits for the log.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use gate::Clock;
use http::{HeaderMap, Method, StatusCode, header::CONTENT_TYPE};
use serde_json::{Value, json};
use store::{MockCall, Store, StoreError};

use crate::served::KEY;

/// Waiting calls are stored so often.
const EVERY: Duration = Duration::from_millis(250);
/// Of one mock so many calls wait at most.
const OF_ONE: usize = 1_000;
/// So many wait at most, of all mocks.
const OF_ALL: usize = 8_000;
/// They take so many bytes at most.
const BYTES: usize = 32 << 20;
/// Bytes of a body that are kept.
const BODY: usize = 64 << 10;
const DAY: i64 = 24 * 3_600_000;
/// Old calls are forgotten after so many stores, or when so many calls were stored.
const SWEEP_AFTER: (u32, usize) = (240, 20_000);

/// How long calls are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Days.
    pub days: u32,
    /// Calls of each mock.
    pub calls: u32,
}

/// A call that was answered.
pub(super) struct Logged {
    pub(super) mock: String,
    pub(super) at: i64,
    pub(super) name: String,
    pub(super) matched: bool,
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) asked: HeaderMap,
    pub(super) body: Bytes,
    pub(super) status: StatusCode,
    pub(super) answered: HeaderMap,
    pub(super) answer: Bytes,
}

#[derive(Default)]
struct Waiting {
    calls: Vec<Logged>,
    of_mock: HashMap<String, usize>,
    bytes: usize,
    left_out: u64,
}

pub(super) struct CallLog {
    store: Store,
    retention: Retention,
    waiting: Mutex<Waiting>,
}

impl CallLog {
    pub(super) fn new(store: Store, retention: Retention) -> Self {
        Self { store, retention, waiting: Mutex::default() }
    }

    /// Logs a call, if there is room for it.
    pub(super) fn add(&self, mut call: Logged) {
        call.body = kept(call.body);
        call.answer = kept(call.answer);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = waiting.bytes + call.body.len() + call.answer.len() + size(&call.asked);
        let of_mock = waiting.of_mock.get(&call.mock).copied().unwrap_or_default();
        if of_mock >= OF_ONE || waiting.calls.len() >= OF_ALL || bytes > BYTES {
            waiting.left_out += 1;
            return;
        }
        match waiting.of_mock.get_mut(&call.mock) {
            Some(count) => *count += 1,
            None => drop(waiting.of_mock.insert(call.mock.clone(), 1)),
        }
        waiting.bytes = bytes;
        waiting.calls.push(call);
    }

    pub(super) async fn maintain(&self, clock: &dyn Clock) {
        let mut ticks = tokio::time::interval(EVERY);
        let (mut rounds, mut stored) = (0, usize::MAX);
        loop {
            ticks.tick().await;
            rounds += 1;
            stored = stored.saturating_add(self.flush().await);
            if rounds >= SWEEP_AFTER.0 || stored >= SWEEP_AFTER.1 {
                (rounds, stored) = (0, 0);
                let oldest = clock.now() - i64::from(self.retention.days) * DAY;
                let forgotten =
                    self.store.forget_mock_calls(oldest, self.retention.calls.into()).await;
                if let Err(error) = forgotten {
                    tracing::warn!(%error, "old calls of mocks could not be removed");
                }
            }
        }
    }

    /// Stores what waits and tells how many calls that were.
    pub(super) async fn flush(&self) -> usize {
        let waiting =
            std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if waiting.left_out > 0 {
            metrics::counter!("gatepost_mock_calls_not_logged_total").increment(waiting.left_out);
        }
        let count = waiting.calls.len();
        if count == 0 {
            return 0;
        }
        let rows = tokio::task::spawn_blocking(move || {
            waiting.calls.into_iter().map(row).collect::<Vec<_>>()
        });
        let stored = match rows.await {
            Ok(rows) => self.store.add_mock_calls(rows).await,
            Err(_) => Err(StoreError::Unavailable("writing was cut short".into())),
        };
        if let Err(error) = stored {
            tracing::warn!(%error, count, "calls of mocks could not be logged");
        }
        count
    }
}

/// The beginning of a body; a long one is copied, so that the rest is given free.
fn kept(body: Bytes) -> Bytes {
    if body.len() <= BODY {
        body
    } else {
        Bytes::copy_from_slice(body.get(..BODY).unwrap_or(&body))
    }
}

fn size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}

fn row(call: Logged) -> MockCall {
    let media = call.asked.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mode = match media.unwrap_or_default() {
        form if form.starts_with("application/x-www-form-urlencoded") => "urlencoded",
        form if form.starts_with("multipart/form-data") => "formdata",
        _ => "raw",
    };
    let body = || json!({ "mode": mode, "data": String::from_utf8_lossy(&call.body) });
    let headers = list(&call.asked);
    let request = if call.body.is_empty() {
        json!({ "headers": headers })
    } else {
        json!({ "headers": headers, "body": body() })
    };
    let response = json!({
        "headers": list(&call.answered),
        "body": { "data": String::from_utf8_lossy(&call.answer) },
    });
    MockCall {
        mock: call.mock,
        id: uuid::Uuid::now_v7().to_string(),
        at: call.at,
        name: call.name,
        method: call.method.to_string(),
        path: call.target,
        status: call.status.as_u16(),
        matched: call.matched,
        request: request.to_string(),
        response: response.to_string(),
    }
}

/// Headers as a list; keys of Gatepost are never written down.
fn list(headers: &HeaderMap) -> Vec<Value> {
    let shown = headers.iter().filter(|(name, _)| *name != KEY);
    shown
        .map(|(name, value)| {
            json!({ "key": name.as_str(), "value": String::from_utf8_lossy(value.as_bytes()) })
        })
        .collect()
}
