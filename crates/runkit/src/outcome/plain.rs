//! JSON without what is new in every run.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::{headers, lines};

/// What the runtime of Newman leaves in scripts that it ran.
const BOOKKEEPING: &str = "_lastExecutionId";

/// A copy with marks like `<ms>` in place of times, ids, tokens and the program's own name.
#[must_use]
pub fn plain(value: &Value) -> Value {
    match value {
        Value::String(text) => lines::words(text).into(),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(fields) if fields.get("type") == Some(&json!("Buffer")) => bytes(fields),
        Value::Object(fields) if is_header(fields) => header(fields),
        Value::Object(fields) if sends_file(fields) => {
            let mut fields = fields.clone();
            let headers = fields.get_mut("header").and_then(Value::as_array_mut);
            if let Some(headers) = headers {
                headers.retain(|header| header["key"] != json!("Content-Length"));
            }
            each(&fields)
        }
        Value::Object(fields) => each(fields),
        other => other.clone(),
    }
}

fn each(fields: &Map<String, Value>) -> Value {
    let kept = fields.iter().filter(|(key, _)| *key != BOOKKEEPING);
    let plain = kept.map(|(key, value)| (lines::words(key), field(key, value)));
    plain.collect::<Map<_, _>>().into()
}

/// A request whose body is a file: whether Newman's report has its length is a race.
fn sends_file(fields: &Map<String, Value>) -> bool {
    fields.get("body").and_then(|body| body.get("mode")) == Some(&json!("file"))
}

fn field(key: &str, value: &Value) -> Value {
    let mark = |text: &str| Value::from(text);
    match (key, value) {
        ("responseTime", Value::Number(_)) => mark("<ms>"),
        ("timestamp" | "expiry", Value::Number(_)) => mark("<time>"),
        ("checksum", _) => mark("<checksum>"),
        ("stacktrace", Value::Array(_)) => mark("<frames>"),
        ("stack", Value::String(stack)) => mark(&lines::words(&lines::stack(stack))),
        ("timings", Value::Object(timings)) => {
            let known = |(key, value): (&String, &Value)| {
                let value = if *value == json!(0) { value.clone() } else { mark("<ms>") };
                (key.clone(), value)
            };
            // The deviation of two equal times is 0 by chance.
            let mut timings: Map<_, _> = timings.iter().map(known).collect();
            timings.insert("responseSd".to_owned(), mark("<ms>"));
            timings.into()
        }
        _ => plain(value),
    }
}

/// Bytes as the text that they are, if they are one.
fn bytes(fields: &Map<String, Value>) -> Value {
    let data = fields.get("data").and_then(Value::as_array);
    let data: Option<Vec<u8>> = data.and_then(|data| {
        let byte = |byte: &Value| byte.as_u64().and_then(|byte| u8::try_from(byte).ok());
        data.iter().map(byte).collect()
    });
    match data.map(String::from_utf8) {
        Some(Ok(text)) => json!({"type": "Buffer", "text": lines::words(&text)}),
        Some(Err(error)) => {
            json!({"type": "Buffer", "base64": STANDARD.encode(error.into_bytes())})
        }
        None => Value::Object(fields.clone()),
    }
}

fn is_header(fields: &Map<String, Value>) -> bool {
    ["key", "value"].iter().all(|name| fields.get(*name).is_some_and(Value::is_string))
}

fn header(fields: &Map<String, Value>) -> Value {
    let text = |name: &str| fields[name].as_str().unwrap_or_default();
    let value = headers::value(text("key"), text("value"));
    let rest = fields.iter().filter(|(name, _)| !["key", "value"].contains(&name.as_str()));
    let mut header: Map<_, _> = rest.map(|(name, value)| (name.clone(), plain(value))).collect();
    header.insert("key".to_owned(), lines::words(text("key")).into());
    header.insert("value".to_owned(), value.into());
    header.into()
}
