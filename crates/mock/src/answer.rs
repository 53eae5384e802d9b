//! The answer of a mock.

use bytes::Bytes;
use model::variables::Dynamic;
use serde_json::Value;

use crate::{call::Call, example::Example, index::Index, template::Filling, tree::Captures};

/// Headers that belong to a connection, or to the form in which the answer once came.
const DROPPED: [&str; 11] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "content-length",
    "content-encoding",
    "proxy-authorization",
];

/// True for headers that are never taken from what was saved.
pub(crate) fn is_of_connection(name: &str) -> bool {
    DROPPED.iter().any(|dropped| name.eq_ignore_ascii_case(dropped))
}

/// The example that was chosen for a call.
#[derive(Debug)]
pub struct Hit<'i> {
    /// The example.
    pub example: &'i Example,
    /// Its score in thousandths; absent when the call named the example.
    pub score: Option<i64>,
    pub(crate) captures: Captures,
    pub(crate) index: &'i Index,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, repeated ones side by side.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// The pause before it, in milliseconds.
    pub delay_ms: u64,
    /// What goes wrong on purpose.
    pub fault: Option<Fault>,
}

/// What goes wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is dropped without an answer.
    Drop,
    /// The body stops half-way.
    Truncate,
}

/// The object `x-gatepost` of an example.
#[derive(Debug, Default)]
pub(crate) struct Extension {
    status: Option<u16>,
    delay_ms: Option<u64>,
    fault: Option<Fault>,
    /// Its turn among the examples of its request.
    pub(crate) sequence: Option<u64>,
    /// After the last of them comes the first again.
    pub(crate) cycle: bool,
}

impl Extension {
    /// Reads it; members that are not understood are left out.
    pub(crate) fn read(object: Option<&Value>) -> Self {
        let member = |name: &str| object.and_then(|object| object.get(name));
        let status = member("status").and_then(Value::as_u64);
        let fault = match member("fault").and_then(Value::as_str) {
            Some("drop") => Some(Fault::Drop),
            Some("truncate") => Some(Fault::Truncate),
            _ => None,
        };
        Self {
            status: status
                .and_then(|it| u16::try_from(it).ok())
                .filter(|it| (200..=599).contains(it)),
            delay_ms: member("delay").and_then(Value::as_u64).map(|it| it.min(180_000)),
            fault,
            sequence: member("sequence").and_then(Value::as_u64),
            cycle: member("cycle") == Some(&Value::Bool(true)),
        }
    }
}

impl Hit<'_> {
    /// The answer to this call. Dynamic values such as `$guid` come from `dynamic`.
    #[must_use]
    pub fn answer(&self, call: &Call<'_>, dynamic: &mut dyn Dynamic) -> Answer {
        let example = self.example;
        let variables = &self.index.variables;
        let filling = Filling { captures: &self.captures, variables, call };
        let kept = example.headers.iter().filter(|(name, _)| !is_of_connection(name));
        let headers =
            kept.map(|(name, value)| (name.clone(), filling.fill(value, dynamic).into_owned()));
        let headers = headers.collect();
        let body = match std::str::from_utf8(&example.body) {
            Ok(text) if text.contains("{{") => filling.fill(text, dynamic).into_owned().into(),
            _ => example.body.clone(),
        };
        let Extension { status, delay_ms, fault, .. } = example.extension;
        Answer {
            status: status.unwrap_or(example.code),
            headers,
            body,
            delay_ms: delay_ms.unwrap_or_else(|| self.index.config.delay_ms()),
            fault,
        }
    }
}
