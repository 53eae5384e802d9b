//! Requests and folders, whose members are called alike in both versions.

use serde_json::{Map, Value, json};

use super::{auth, settings, template};
use crate::formats::{
    Notes,
    flat::{list, text, with_segment},
    item::{self, Request, pair},
};

/// A request as an item.
pub(super) fn item(of: &Value, notes: &mut Notes) -> Value {
    let name = text(of.get("name"));
    let words =
        |value: Option<&Value>, notes: &mut Notes| template::text(&text(value), &name, notes);
    let mut url = words(of.get("url"), notes);
    for param in list(of.get("pathParameters")) {
        let (key, value) = (text(param.get("name")), words(param.get("value"), notes));
        if !key.is_empty() && !value.is_empty() {
            url = with_segment(&url, &format!(":{key}"), &value);
        }
    }
    let mut request = Request {
        method: text(of.get("method")),
        query: pairs(of.get("parameters"), &name, notes),
        headers: pairs(of.get("headers"), &name, notes),
        body: body(of.get("body"), &name, notes),
        auth: auth::made(of.get("authentication"), &name, notes),
        about: described(of),
        behaviour: settings::behaviour(of, &name, notes),
        ..Request::default()
    };
    request.name = if name.is_empty() { item::name(&request.method, &url) } else { name.clone() };
    request.url = url;
    let mut made = request.into_item();
    add_scripts(of, &name, notes, &mut made);
    made
}

/// A folder with what lies in it.
pub(super) fn folder(of: &Value, items: &[Value], notes: &mut Notes) -> Value {
    let name = text(of.get("name"));
    let mut made = json!({ "name": name, "item": items });
    if let Value::Object(made) = &mut made {
        let about = described(of);
        if !about.is_empty() {
            made.insert("description".to_owned(), about.into());
        }
        let auth = auth::made(of.get("authentication"), &name, notes);
        made.extend(auth.map(|auth| ("auth".to_owned(), auth)));
    }
    for member in ["environment", "headers"] {
        let filled = of.get(member).is_some_and(|one| match one {
            Value::Object(members) => !members.is_empty(),
            Value::Array(list) => !list.is_empty(),
            _ => false,
        });
        if filled {
            notes.add(format!("the {member} of a folder, which folders don't have"), &name);
        }
    }
    add_scripts(of, &name, notes, &mut made);
    made
}

fn described(of: &Value) -> String {
    text(of.get("description").or_else(|| of.pointer("/meta/description")))
}

fn pairs(of: Option<&Value>, place: &str, notes: &mut Notes) -> Vec<Value> {
    let mut made = Vec::new();
    for one in list(of) {
        let key = template::text(&text(one.get("name")), place, notes);
        let mut new = pair(&key, &template::text(&text(one.get("value")), place, notes));
        let Value::Object(members) = &mut new else { continue };
        if one.get("disabled") == Some(&true.into()) {
            members.insert("disabled".to_owned(), true.into());
        }
        let about = text(one.get("description"));
        if !about.is_empty() {
            members.insert("description".to_owned(), about.into());
        }
        // Long texts of a form say their media type here.
        let kind = text(one.get("multiline"));
        if kind.contains('/') {
            members.insert("contentType".to_owned(), kind.into());
        }
        if one.get("type").and_then(Value::as_str) == Some("file") {
            members.insert("type".to_owned(), "file".into());
            members.remove("value");
            members.insert("src".to_owned(), text(one.get("fileName")).into());
        }
        made.push(new);
    }
    made
}

fn body(of: Option<&Value>, place: &str, notes: &mut Notes) -> Option<Value> {
    let of = of.filter(|of| of.is_object())?;
    let kind = text(of.get("mimeType")).to_ascii_lowercase();
    let raw = template::text(&text(of.get("text")), place, notes);
    if kind.contains("x-www-form-urlencoded") {
        let fields = pairs(of.get("params"), place, notes);
        return Some(json!({ "mode": "urlencoded", "urlencoded": fields }));
    }
    if kind.starts_with("multipart/") {
        return Some(
            json!({ "mode": "formdata", "formdata": pairs(of.get("params"), place, notes) }),
        );
    }
    if kind == "application/graphql"
        && let Ok(Value::Object(parts)) = serde_json::from_str(&raw)
    {
        return Some(json!({ "mode": "graphql", "graphql": graphql(&parts, place, notes) }));
    }
    let file = text(of.get("fileName"));
    if !file.is_empty() {
        return Some(json!({ "mode": "file", "file": { "src": file } }));
    }
    (!raw.is_empty()).then(|| item::raw(&raw, &kind))
}

fn graphql(parts: &Map<String, Value>, place: &str, notes: &mut Notes) -> Map<String, Value> {
    let mut made = Map::new();
    made.insert("query".to_owned(), text(parts.get("query")).into());
    // Insomnia writes them as an object or as text.
    let variables = match parts.get("variables") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(variables) => variables.to_string(),
    };
    made.insert("variables".to_owned(), variables.into());
    let operation = text(parts.get("operationName"));
    if !operation.is_empty() {
        made.insert("operationName".to_owned(), operation.into());
    }
    for name in parts.keys() {
        if !["query", "variables", "operationName"].contains(&name.as_str()) {
            notes.add(format!("`{name}` of a GraphQL body"), place);
        }
    }
    made
}

fn add_scripts(of: &Value, place: &str, notes: &mut Notes, made: &mut Value) {
    let both = [
        ("prerequest", of.get("preRequestScript").or_else(|| of.pointer("/scripts/preRequest"))),
        ("test", of.get("afterResponseScript").or_else(|| of.pointer("/scripts/afterResponse"))),
    ];
    let mut events = Vec::new();
    for (listen, script) in both {
        let script = text(script);
        if script.trim().is_empty() {
            continue;
        }
        if script.contains("insomnia.") {
            notes.add("scripts that name `insomnia`, which is read as `pm`", place);
        }
        let script = script.replace("insomnia.", "pm.");
        let lines: Vec<&str> = script.lines().collect();
        let script = json!({ "type": "text/javascript", "exec": lines });
        events.push(json!({ "listen": listen, "script": script }));
    }
    if let (false, Value::Object(made)) = (events.is_empty(), made) {
        let made: &mut Map<String, Value> = made;
        made.insert("event".to_owned(), Value::Array(events));
    }
}
