//! From v2.1 to the flat model.

use model::collection::ItemKind;
use serde_json::{Value, json};

use super::{
    MODES,
    read::{Object, list, put, text},
};

/// The members of an item in the flat model, without ids, times and order.
///
/// `item` is an item of format v2.1 in its normal form, without the items in it. Members that
/// callers of the API rely on are `null` or empty where the item has none.
#[must_use]
pub fn show(kind: ItemKind, item: &Object) -> Object {
    let mut flat = Object::new();
    put(&mut flat, "name", Some(text(item.get("name")).unwrap_or_default()));
    match kind {
        ItemKind::Folder => {
            put(&mut flat, "description", text(item.get("description")));
            common(item, &mut flat);
            put(&mut flat, "auth", Some(value(item, "auth")));
        }
        ItemKind::Request => {
            let empty = Object::new();
            let request = item.get("request").and_then(Value::as_object).unwrap_or(&empty);
            self::request(request, &mut flat);
            common(item, &mut flat);
        }
        ItemKind::Response => response(item, &mut flat),
    }
    flat
}

fn value(from: &Object, name: &str) -> Value {
    from.get(name).cloned().unwrap_or_default()
}

/// What folders and requests have.
fn common(item: &Object, flat: &mut Object) {
    put(flat, "events", Some(value(item, "event")));
    let variables = item.get("variable").and_then(Value::as_array);
    put(flat, "variables", Some(variables.map_or(Value::Null, |list| parameters(list))));
    let behaviour = item.get("protocolProfileBehavior").filter(|one| one.is_object());
    put(flat, "protocolProfileBehavior", behaviour.cloned());
}

/// What is sent.
fn request(request: &Object, flat: &mut Object) {
    put(flat, "description", text(request.get("description")));
    put(flat, "method", Some(text(request.get("method")).unwrap_or_else(|| "GET".to_owned())));
    url(request.get("url"), flat);
    let headers = match request.get("header") {
        Some(Value::Array(headers)) => parameters(headers),
        Some(Value::String(lines)) => {
            put(flat, "headers", Some(lines.as_str()));
            json!([])
        }
        _ => json!([]),
    };
    put(flat, "headerData", Some(headers));
    body(request.get("body").and_then(Value::as_object), flat);
    put(flat, "auth", Some(value(request, "auth")));
}

fn url(url: Option<&Value>, flat: &mut Object) {
    let Some(Value::Object(url)) = url else {
        put(flat, "url", Some(text(url).map_or(Value::Null, Value::String)));
        put(flat, "queryParams", Some(json!([])));
        put(flat, "pathVariableData", Some(json!([])));
        return;
    };
    put(flat, "url", Some(value(url, "raw")));
    let query = list(url.get("query")).iter().filter_map(Value::as_object);
    let query: Vec<Value> = query.map(parameter).collect();
    put(flat, "queryParams", Some(query));
    let variables = list(url.get("variable"));
    put(flat, "pathVariableData", Some(parameters(variables)));
}

fn parameters(all: &[Value]) -> Value {
    all.iter().filter_map(Value::as_object).map(parameter).collect()
}

/// A header, parameter or variable: what is on says so.
fn parameter(new: &Object) -> Value {
    let mut old = new.clone();
    let off = old.shift_remove("disabled") == Some(Value::Bool(true));
    old.insert("enabled".to_owned(), Value::Bool(!off));
    Value::Object(old)
}

fn body(body: Option<&Object>, flat: &mut Object) {
    let mode = body.and_then(|body| body.get("mode")).and_then(Value::as_str);
    let known = mode.and_then(|mode| MODES.iter().find(|(_, new)| *new == mode));
    let (Some(body), Some((mode, new))) = (body, known) else {
        put(flat, "dataMode", Some(Value::Null));
        put(flat, "data", Some(Value::Null));
        put(flat, "rawModeData", Some(Value::Null));
        return;
    };
    put(flat, "dataMode", Some(*mode));
    let content = body.get(*new);
    let form = matches!(*new, "urlencoded" | "formdata");
    let data = form.then(|| parameters(list(content)));
    put(flat, "data", Some(data.unwrap_or_default()));
    let raw = match *new {
        "raw" => content.cloned(),
        "file" => content.and_then(|file| file.get("src").or_else(|| file.get("content"))).cloned(),
        _ => None,
    };
    put(flat, "rawModeData", Some(raw.unwrap_or_default()));
    put(flat, "graphqlModeData", content.filter(|_| *new == "graphql").cloned());
    if let Some(Value::Object(options)) = body.get("options") {
        let named = MODES.iter().filter_map(|(old, new)| Some((*old, options.get(*new)?.clone())));
        let named: Object = named.map(|(name, value)| (name.to_owned(), value)).collect();
        put(flat, "dataOptions", Some(Value::Object(named)));
    }
    put(flat, "dataDisabled", (body.get("disabled") == Some(&Value::Bool(true))).then_some(true));
}

fn response(item: &Object, flat: &mut Object) {
    let code = item.get("code").filter(|code| code.is_number());
    let status = item.get("status").and_then(Value::as_str);
    put(flat, "status", Some(status.map_or(Value::Null, Value::from)));
    if code.is_some() || status.is_some() {
        let mut shown = Object::new();
        put(&mut shown, "code", code.cloned());
        put(&mut shown, "name", status);
        put(flat, "responseCode", Some(Value::Object(shown)));
    }
    put(flat, "time", Some(value(item, "responseTime")));
    put(flat, "headers", Some(parameters(list(item.get("header")))));
    let cookies = list(item.get("cookie"));
    put(flat, "cookies", Some(if cookies.is_empty() { Value::Null } else { json!(cookies) }));
    put(flat, "text", Some(value(item, "body")));
    put(flat, "language", Some(value(item, "_postman_previewlanguage")));
    let original = item.get("originalRequest").and_then(Value::as_object);
    let original = original.map(|original| {
        let mut flat = Object::new();
        request(original, &mut flat);
        Value::Object(flat).to_string()
    });
    put(flat, "requestObject", Some(original.map_or(Value::Null, Value::String)));
}
