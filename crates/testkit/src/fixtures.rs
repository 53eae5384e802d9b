//! Bodies that tests send.

use serde_json::{Value, json};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// A collection with one folder, two requests and one saved response.
#[must_use]
pub fn collection(name: &str) -> Value {
    json!({ "collection": {
        "info": { "name": name, "schema": SCHEMA },
        "item": [
            { "name": "Orders", "item": [
                { "name": "List orders", "request": {
                    "method": "GET", "header": [],
                    "url": { "raw": "{{base}}/orders?page=1", "host": ["{{base}}"], "path": ["orders"],
                        "query": [{ "key": "page", "value": "1" }] } },
                  "response": [{ "name": "Two orders", "code": 200, "status": "OK",
                    "header": [{ "key": "Content-Type", "value": "application/json" }],
                    "body": "[1,2]" }] }
            ] },
            { "name": "Ping", "request": { "method": "GET", "url": "https://example.com/ping" } }
        ],
        "variable": [{ "key": "base", "value": "https://example.com" }]
    } })
}

/// A collection of `requests` plain requests.
#[must_use]
pub fn collection_of(name: &str, requests: usize) -> Value {
    let items: Vec<Value> = (0..requests)
        .map(|index| {
            json!({ "name": format!("Request {index}"), "request": {
                "method": "POST",
                "header": [{ "key": "Content-Type", "value": "application/json" }],
                "url": { "raw": format!("https://example.com/items/{index}"), "protocol": "https",
                    "host": ["example", "com"], "path": ["items", index.to_string()] },
                "body": { "mode": "raw", "raw": format!("{{\"index\":{index}}}") } } })
        })
        .collect();
    json!({ "collection": { "info": { "name": name, "schema": SCHEMA }, "item": items } })
}

/// An environment with one open and one secret value.
#[must_use]
pub fn environment(name: &str, secret: &str) -> Value {
    json!({ "environment": { "name": name, "values": [
        { "key": "base", "value": "https://example.com", "type": "default", "enabled": true },
        { "key": "token", "value": secret, "type": "secret", "enabled": true },
    ] } })
}
