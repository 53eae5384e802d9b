//! Requests.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    auth::{self, Level},
    behaviour, body, events, headers,
    notes::Notes,
    out::Out,
    read::{Object, description, put, text},
    response, tree, url, variables,
};
use crate::Fault;

/// Appends a request as an item, with its examples.
pub(super) fn write_item(
    old: &Object,
    all: &BTreeMap<String, &Object>,
    out: &mut Out,
    notes: &mut Notes,
) -> Result<(), Fault> {
    let of = tree::called(old);
    let mut members = Object::new();
    put(&mut members, "id", text(old.get("id")));
    put(&mut members, "event", events::events(old, &of, notes));
    put(&mut members, "variable", variables(old));
    put(&mut members, "protocolProfileBehavior", behaviour(old));
    put(&mut members, "request", Some(request(old, &of, notes)));
    out.push("{\"name\":")?;
    out.value(&Value::String(text(old.get("name")).unwrap_or_default()))?;
    out.members(&members)?;
    out.push(",\"response\":[")?;
    response::write(old, all, out, notes)?;
    out.push("]}")
}

/// What is sent; `of` is what notes call it.
pub(super) fn request(old: &Object, of: &str, notes: &mut Notes) -> Value {
    let mut new = Object::new();
    put(&mut new, "auth", auth::auth(old, Level::Request, of, notes));
    put(&mut new, "method", text(old.get("method")));
    put(&mut new, "header", Some(headers::headers(old, of, notes)));
    put(&mut new, "body", body::body(old, of, notes));
    put(&mut new, "url", url::url(old, of, notes));
    put(&mut new, "description", description(old));
    Value::Object(new)
}
