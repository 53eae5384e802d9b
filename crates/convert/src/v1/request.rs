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
    let mut item = Object::new();
    put(&mut item, "event", events::events(old, &of, notes));
    put(&mut item, "variable", variables(old));
    put(&mut item, "protocolProfileBehavior", behaviour(old));
    put(&mut item, "request", Some(request(old, &of, notes)));
    let name = text(old.get("name")).unwrap_or_default();
    out.push("{\"name\":")?;
    out.value(&Value::String(name))?;
    let mut head = Object::new();
    put(&mut head, "id", text(old.get("id")));
    out.members(&head)?;
    out.members(&item)?;
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
