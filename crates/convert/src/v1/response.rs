//! Saved examples.

use std::collections::BTreeMap;

use model::time;
use serde_json::Value;

use super::{
    headers,
    notes::{Loss, Notes},
    out::Out,
    read::{Object, given, list, put, text},
    request, tree,
};
use crate::Fault;

/// Appends the examples of a request, comma between comma.
pub(super) fn write(
    old: &Object,
    all: &BTreeMap<String, &Object>,
    out: &mut Out,
    notes: &mut Notes,
) -> Result<(), Fault> {
    let mut separator = "";
    for response in ordered(old, notes) {
        out.push(separator)?;
        separator = ",";
        out.value(&example(response, all, notes))?;
    }
    Ok(())
}

/// The examples as `responses_order` lists them, else as they stand in the file.
fn ordered<'a>(old: &'a Object, notes: &mut Notes) -> Vec<&'a Object> {
    let objects = || list(old.get("responses")).iter().filter_map(Value::as_object);
    let order = list(old.get("responses_order"));
    if order.is_empty() {
        return objects().collect();
    }
    let by_id: BTreeMap<String, &Object> =
        objects().filter_map(|one| Some((text(one.get("id"))?, one))).collect();
    let mut ordered = Vec::new();
    let mut lost = by_id.clone();
    for id in order.iter().filter_map(|id| text(Some(id))) {
        match by_id.get(&id) {
            Some(response) => ordered.push(*response),
            None => notes.add(Loss::Nothing, &id),
        }
        lost.remove(&id);
    }
    for response in lost.values() {
        notes.add(Loss::UnlistedExample, &tree::called(response));
    }
    ordered
}

pub(super) fn example(old: &Object, all: &BTreeMap<String, &Object>, notes: &mut Notes) -> Value {
    let of = tree::called(old);
    let mut new = Object::new();
    put(&mut new, "id", text(old.get("id")));
    let name = text(old.get("name")).filter(|name| !name.is_empty());
    put(&mut new, "name", Some(name.unwrap_or_else(|| "response".to_owned())));
    let saved = saved(old, all);
    let saved = saved.as_ref().map(|saved| request::request(saved.object(), &of, notes));
    put(&mut new, "originalRequest", saved);
    if let Some(Value::Object(code)) = old.get("responseCode") {
        put(&mut new, "status", text(given(code, "name")));
        put(&mut new, "code", given(code, "code").and_then(number));
    }
    put(&mut new, "_postman_previewlanguage", old.get("language").cloned());
    put(&mut new, "_postman_previewtype", old.get("previewType").cloned());
    put(&mut new, "header", headers::of_response(old, &of, notes));
    put(&mut new, "cookie", Some(cookies(old)));
    put(&mut new, "responseTime", old.get("time").filter(|time| plain(time)).cloned());
    let body = old.get("text").map(|body| match body {
        Value::String(_) | Value::Null => body.clone(),
        other => Value::String(other.to_string()),
    });
    put(&mut new, "body", body);
    Value::Object(new)
}

/// Whether a value may stand for a length of time.
fn plain(value: &Value) -> bool {
    matches!(value, Value::Number(_) | Value::String(_) | Value::Null)
}

fn number(value: &Value) -> Option<Value> {
    match value {
        Value::Number(_) => Some(value.clone()),
        Value::String(text) => text.trim().parse::<u32>().ok().map(Value::from),
        _ => None,
    }
}

/// The request that was answered.
enum Saved<'a> {
    Own(Object),
    Known(&'a Object),
}

impl Saved<'_> {
    fn object(&self) -> &Object {
        match self {
            Self::Own(object) => object,
            Self::Known(object) => object,
        }
    }
}

/// It is an object, an object as text, or the id of a request, under either of two names.
fn saved<'a>(old: &'a Object, all: &BTreeMap<String, &'a Object>) -> Option<Saved<'a>> {
    let mut id = None;
    for name in ["requestObject", "request"] {
        match old.get(name) {
            Some(Value::Object(object)) => return Some(Saved::Known(object)),
            Some(Value::String(text)) if !text.is_empty() => match serde_json::from_str(text) {
                Ok(Value::Object(object)) => return Some(Saved::Own(object)),
                _ => id = Some(text),
            },
            _ => {}
        }
    }
    all.get(id?).copied().map(Saved::Known)
}

fn cookies(old: &Object) -> Value {
    let cookie = |old: &Object| {
        let mut new = Object::new();
        let expires = old.get("expirationDate").and_then(Value::as_f64).map(milliseconds);
        put(&mut new, "expires", expires.map(time::javascript));
        for name in ["hostOnly", "httpOnly", "domain", "path", "secure", "session", "value"] {
            put(&mut new, name, old.get(name).cloned());
        }
        put(&mut new, "key", old.get("name").cloned());
        Value::Object(new)
    };
    list(old.get("cookies")).iter().filter_map(Value::as_object).map(cookie).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a date out of range stays at its end")]
fn milliseconds(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}
