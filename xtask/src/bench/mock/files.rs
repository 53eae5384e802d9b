//! The same mock in the formats of all contenders.

use serde_json::{Value, json};

/// Bytes of an answer.
const SIZE: usize = 1024;

/// An answer of 1 KB.
pub(super) fn answer() -> String {
    let empty = json!({ "id": 42, "text": "" }).to_string().len();
    json!({ "id": 42, "text": "x".repeat(SIZE - empty) }).to_string()
}

/// A collection of requests with a path parameter, an example each.
pub(super) fn collection(count: usize) -> Value {
    let item = |number: usize| {
        let url = format!("{{{{host}}}}/items{number}/:id");
        let request = json!({ "method": "GET", "url": url });
        json!({
            "name": format!("Item {number}"),
            "request": request,
            "response": [{
                "name": "found",
                "code": 200,
                "originalRequest": request,
                "header": [{ "key": "Content-Type", "value": "application/json" }],
                "body": answer(),
            }],
        })
    };
    json!({
        "info": {
            "name": "Bench",
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "item": (0..count).map(item).collect::<Vec<_>>(),
    })
}

/// The same as an OpenAPI document.
pub(super) fn openapi(count: usize) -> Value {
    let example: Value = serde_json::from_str(&answer()).unwrap_or_default();
    let path = |number: usize| {
        let parameter = json!({ "name": "id", "in": "path", "required": true,
            "schema": { "type": "string" } });
        let content = json!({ "application/json": { "example": example } });
        let get = json!({ "parameters": [parameter], "responses": { "200": {
            "description": "found", "content": content } } });
        (format!("/items{number}/{{id}}"), json!({ "get": get }))
    };
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Bench", "version": "1" },
        "paths": (0..count).map(path).collect::<serde_json::Map<_, _>>(),
    })
}

/// One of the same as a mapping of `WireMock`.
pub(super) fn mapping(number: usize) -> Value {
    json!({
        "request": { "method": "GET", "urlPathTemplate": format!("/items{number}/{{id}}") },
        "response": {
            "status": 200,
            "headers": { "Content-Type": "application/json" },
            "body": answer(),
        },
    })
}
