//! Requests, answers and errors as the page gets them.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::record::Rules;
use crate::event::{Header, Listen, Origin, Phases, Problem, Received, Sent};

/// Bytes of a body that is no text.
const BINARY: usize = 512;

/// Bytes that tell whether a body is text.
const LOOKED_AT: usize = 2048;

pub(super) fn origin(origin: &Origin) -> String {
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

pub(super) fn sent(sent: &Sent, rules: &mut Rules) -> Value {
    let body = sent.body.as_ref().filter(|_| rules.request_bodies).map(|body| {
        let whole = body.text();
        let kept = whole.floor_char_boundary(rules.bodies.keep(whole.len()));
        let kept = whole.get(..kept).unwrap_or_default();
        let mut value = text(kept, whole.len(), sent.body_size);
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

pub(super) fn received(received: &Received, rules: &mut Rules) -> Value {
    let body = (rules.response_bodies && received.size > 0).then(|| {
        let kind = received.header("content-type").unwrap_or_default();
        let mut value = if readable(&received.text_of(LOOKED_AT)) {
            let kept = rules.bodies.keep(received.body.len());
            text(&received.text_of(kept), received.body.len(), received.size)
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
    text.chars().filter(strange).count() == 0
}

/// The beginning of a text, of how many bytes, and how many there were.
fn text(kept: &str, all: usize, size: u64) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("text".to_owned(), kept.into());
    value.insert("size".to_owned(), size.into());
    if kept.len() < all {
        value.insert("kept".to_owned(), kept.len().into());
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

pub(super) fn problem(problem: &Problem) -> Value {
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
