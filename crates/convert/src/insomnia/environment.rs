//! Environments.

use serde_json::{Value, json};

use super::template;
use crate::formats::{Notes, flat};

/// An environment's text; what lies deeper gets a name with dots. Values that the export keeps
/// private are of type secret.
pub(super) fn document(name: &str, of: &Value, private: bool, notes: &mut Notes) -> Option<String> {
    let mut values = Vec::new();
    let pairs = flat::list(of.get("kvPairData"));
    for pair in pairs {
        let secret = private || pair.get("type").and_then(Value::as_str) == Some("secret");
        let enabled = pair.get("enabled") != Some(&false.into());
        let value = template::text(&flat::text(pair.get("value")), name, notes);
        values.push(json!({ "key": flat::text(pair.get("name")), "value": value,
            "type": kind(secret), "enabled": enabled }));
    }
    if pairs.is_empty() {
        collect("", of.get("data").unwrap_or(&Value::Null), private, name, notes, &mut values);
    }
    let name = if name.is_empty() { "Environment" } else { name };
    (!values.is_empty()).then(|| json!({ "name": name, "values": values }).to_string())
}

fn kind(secret: bool) -> &'static str {
    if secret { "secret" } else { "default" }
}

fn collect(
    under: &str,
    data: &Value,
    private: bool,
    place: &str,
    notes: &mut Notes,
    values: &mut Vec<Value>,
) {
    match data {
        Value::Object(members) => {
            for (key, value) in members {
                let key = if under.is_empty() { key.clone() } else { format!("{under}.{key}") };
                collect(&key, value, private, place, notes, values);
            }
        }
        _ if under.is_empty() => {}
        data => {
            let value = data.as_str().map_or_else(|| data.to_string(), str::to_owned);
            let value = template::text(&value, place, notes);
            values.push(json!({ "key": under, "value": value, "type": kind(private),
                "enabled": true }));
        }
    }
}
