//! `GraphQL` bodies.

use bytes::Bytes;
use serde_json::Value;

use super::Payload;

/// `{query, operationName, variables}` of those that are there; variables as text go in verbatim.
pub(super) fn payload(body: Option<&Value>) -> Payload {
    let Some(body) = body.filter(|body| !body.is_null()) else { return Payload::Empty };
    let mut json = String::from("{");
    for name in ["query", "operationName", "variables"] {
        let Some(value) = body.get(name) else { continue };
        let text = match value {
            Value::String(text) if name == "variables" && text.is_empty() => continue,
            Value::String(text) if name == "variables" => text.clone(),
            other => other.to_string(),
        };
        if json.len() > 1 {
            json.push(',');
        }
        json.push('"');
        json.push_str(name);
        json.push_str("\":");
        json.push_str(&text);
    }
    json.push('}');
    Payload::Bytes(Bytes::from(json), Some("application/json"))
}
