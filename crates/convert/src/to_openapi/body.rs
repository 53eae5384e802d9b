//! Bodies, as media types with schemas and examples.

use serde_json::{Value, json};

use super::{Object, list, schema, text};

/// A header of a list, in any case.
pub(super) fn header(headers: Option<&Value>, name: &str) -> Option<String> {
    let found = list(headers)
        .iter()
        .find(|one| text(one.get("key")).is_some_and(|key| key.eq_ignore_ascii_case(name)));
    found.and_then(|one| text(one.get("value")))
}

/// The content of a request's body.
pub(super) fn of_request(request: &Value, name: &str) -> Option<Object> {
    let body = request.get("body")?;
    let declared = header(request.get("header"), "content-type");
    let language = body.pointer("/options/raw/language").and_then(Value::as_str);
    match text(body.get("mode"))?.as_str() {
        "raw" => {
            let raw = text(body.get("raw")).filter(|raw| !raw.is_empty())?;
            let by_language = match language {
                Some("json") => Some("application/json"),
                Some("xml") => Some("application/xml"),
                Some("html") => Some("text/html"),
                _ => None,
            };
            Some(of_text(&raw, declared.as_deref().or(by_language), name))
        }
        "graphql" => {
            let query = body.get("graphql").cloned().unwrap_or_default();
            Some(media("application/json", &query, name))
        }
        "urlencoded" => Some(form("application/x-www-form-urlencoded", body.get("urlencoded"))),
        "formdata" => Some(form("multipart/form-data", body.get("formdata"))),
        "file" => {
            let kind = declared.unwrap_or_else(|| "application/octet-stream".to_owned());
            let mut content = Object::new();
            content.insert(kind, json!({ "schema": { "type": "string", "format": "binary" } }));
            Some(content)
        }
        _ => None,
    }
}

/// The content that a text is.
pub(super) fn of_text(raw: &str, kind: Option<&str>, name: &str) -> Object {
    let kind = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim());
    let kind = kind.filter(|kind| !kind.is_empty());
    let json = serde_json::from_str::<Value>(raw).ok();
    let looks = json.as_ref().is_some_and(|json| json.is_object() || json.is_array());
    match (kind, json) {
        (Some(kind), Some(json)) if kind.ends_with("json") => media(kind, &json, name),
        (None, Some(json)) if looks => media("application/json", &json, name),
        (kind, _) => media(kind.unwrap_or("text/plain"), &Value::String(raw.to_owned()), name),
    }
}

fn media(kind: &str, value: &Value, name: &str) -> Object {
    let mut content = Object::new();
    let examples = json!({ name: { "value": value } });
    content.insert(kind.to_owned(), json!({ "schema": schema::of(value), "examples": examples }));
    content
}

fn form(kind: &str, fields: Option<&Value>) -> Object {
    let mut properties = Object::new();
    let mut required = Vec::new();
    for field in list(fields) {
        let Some(name) = text(field.get("key")) else { continue };
        let file = field.get("type").and_then(Value::as_str) == Some("file");
        let mut property = if file {
            json!({ "type": "string", "format": "binary" })
        } else {
            json!({ "type": "string", "example": text(field.get("value")).unwrap_or_default() })
        };
        let about = text(field.get("description")).filter(|about| !about.is_empty());
        if let (Some(about), Value::Object(property)) = (about, &mut property) {
            let plain = about.strip_prefix("(Required) ");
            if plain.is_some() {
                required.push(name.clone());
            }
            property.insert("description".to_owned(), plain.unwrap_or(&about).into());
        }
        properties.insert(name, property);
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if let (false, Value::Object(schema)) = (required.is_empty(), &mut schema) {
        schema.insert("required".to_owned(), json!(required));
    }
    let mut content = Object::new();
    content.insert(kind.to_owned(), json!({ "schema": schema }));
    content
}

/// Puts the content of one body to that of another; examples of the same name get a number.
pub(super) fn join(content: &mut Object, more: Object) {
    for (kind, media) in more {
        let Some(known) = content.get_mut(&kind) else {
            content.insert(kind, media);
            continue;
        };
        let both = schema::merged(
            known.get("schema").cloned().unwrap_or_default(),
            media.get("schema").cloned().unwrap_or_default(),
        );
        let Value::Object(known) = known else { continue };
        known.insert("schema".to_owned(), both);
        let Some(Value::Object(examples)) = media.get("examples") else { continue };
        let all = known.entry("examples").or_insert_with(|| json!({}));
        let Value::Object(all) = all else { continue };
        for (name, example) in examples {
            let mut free = name.clone();
            let mut number = 2;
            while all.contains_key(&free) {
                free = format!("{name} {number}");
                number += 1;
            }
            all.insert(free, example.clone());
        }
    }
}
