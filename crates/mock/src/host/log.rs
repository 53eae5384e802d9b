//! The log of calls, off their way.
//!
//! Calls wait in memory for a moment and are stored together. When they come faster than they may
//! be stored, those above the number are left out and counted: an answer never waits for the log.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use gate::Clock;
use http::{HeaderMap, Method, StatusCode, header::CONTENT_TYPE};
use serde::Serialize;
use store::{MockCall, Store};

use crate::served::KEY;

/// Waiting calls are stored so often.
const EVERY: Duration = Duration::from_millis(100);
/// Of one mock so many calls wait at most.
const OF_ONE: usize = 400;
/// So many wait at most, of all mocks.
const OF_ALL: usize = 4_000;
/// They take so many bytes at most.
const BYTES: usize = 16 << 20;
/// Bytes of a body that are kept.
const BODY: usize = 64 << 10;
const DAY: i64 = 24 * 3_600_000;
/// So many are stored at once, which bounds the memory that takes.
const AT_ONCE: usize = 200;
/// Old calls of mocks that were called are forgotten after so many rounds: a minute.
const SWEEP: u32 = 600;
/// Those of all mocks after so many sweeps: an hour, or sooner under load.
const SWEEP_ALL: u32 = 60;

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
    calls: Vec<MockCall>,
    of_mock: HashMap<String, usize>,
    bytes: usize,
    left_out: u64,
}

pub(super) struct CallLog {
    store: Store,
    retention: Retention,
    waiting: Mutex<Waiting>,
    /// Mocks whose calls were stored since old ones were forgotten.
    called: Mutex<BTreeSet<String>>,
}

impl CallLog {
    pub(super) fn new(store: Store, retention: Retention) -> Self {
        Self { store, retention, waiting: Mutex::default(), called: Mutex::default() }
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
        // The text is smaller than what it is made of, and few calls are logged under load.
        waiting.calls.push(row(call));
    }

    pub(super) async fn maintain(&self, clock: &dyn Clock) {
        let mut ticks = tokio::time::interval(EVERY);
        // Under load more often, so that what is forgotten makes room for what comes.
        let many = usize::try_from(self.retention.calls / 4).unwrap_or(usize::MAX).max(500);
        let (mut rounds, mut sweeps, mut stored) = (0, 0, 0);
        loop {
            ticks.tick().await;
            rounds += 1;
            stored += self.flush().await;
            if sweeps > 0 && rounds < SWEEP && stored < many {
                continue;
            }
            let called =
                std::mem::take(&mut *self.called.lock().unwrap_or_else(PoisonError::into_inner));
            let mocks = (sweeps % SWEEP_ALL != 0).then(|| called.into_iter().collect());
            (rounds, sweeps, stored) = (0, sweeps + 1, 0);
            let oldest = clock.now() - i64::from(self.retention.days) * DAY;
            let most = self.retention.calls.into();
            if let Err(error) = self.store.forget_mock_calls(mocks, oldest, most).await {
                tracing::warn!(%error, "old calls of mocks could not be removed");
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
        {
            let mut called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
            called.extend(waiting.of_mock.into_keys());
        }
        let count = waiting.calls.len();
        if count == 0 {
            return 0;
        }
        let mut calls = waiting.calls.into_iter().peekable();
        while calls.peek().is_some() {
            let rows = calls.by_ref().take(AT_ONCE).collect();
            if let Err(error) = self.store.add_mock_calls(rows).await {
                tracing::warn!(%error, count, "calls of mocks could not be logged");
                break;
            }
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

/// Headers and body of a request or an answer, as they are stored.
#[derive(Serialize)]
struct Part<'p> {
    headers: Vec<Header<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Content<'p>>,
}

#[derive(Serialize)]
struct Header<'p> {
    key: &'p str,
    value: Cow<'p, str>,
}

#[derive(Serialize)]
struct Content<'p> {
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
    data: Cow<'p, str>,
}

impl<'p> Part<'p> {
    /// Keys of Gatepost are never written down.
    fn new(headers: &'p HeaderMap, mode: Option<&'static str>, body: &'p Bytes) -> Self {
        let shown = headers.iter().filter(|(name, _)| *name != KEY);
        let headers = shown.map(|(name, value)| Header {
            key: name.as_str(),
            value: String::from_utf8_lossy(value.as_bytes()),
        });
        let content = || Content { mode, data: String::from_utf8_lossy(body) };
        // An answer has a body, if only an empty one.
        let has_body = mode.is_none() || !body.is_empty();
        Self { headers: headers.collect(), body: has_body.then(content) }
    }

    fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn row(call: Logged) -> MockCall {
    let media = call.asked.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mode = match media.unwrap_or_default() {
        form if form.starts_with("application/x-www-form-urlencoded") => "urlencoded",
        form if form.starts_with("multipart/form-data") => "formdata",
        _ => "raw",
    };
    let request = Part::new(&call.asked, Some(mode), &call.body).write();
    let response = Part::new(&call.answered, None, &call.answer).write();
    MockCall {
        mock: call.mock,
        id: uuid::Uuid::now_v7().to_string(),
        at: call.at,
        name: call.name,
        method: call.method.to_string(),
        path: call.target,
        status: call.status.as_u16(),
        matched: call.matched,
        request,
        response,
    }
}
