//! Requests, as operations.

use serde_json::{Value, json};

use super::{Object, Writer, auth, body, list, text, url};

/// Methods that OpenAPI knows.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/// Headers that follow from body and authentication.
const IMPLICIT: [&str; 3] = ["content-type", "accept", "authorization"];

/// Adds a request to the description.
pub(super) fn add(writer: &mut Writer, item: &Value, folders: &[String]) {
    let name = text(item.get("name")).unwrap_or_default();
    let plain = json!({ "url": item.get("request").cloned().unwrap_or_default() });
    let request = match item.get("request") {
        Some(request @ Value::Object(_)) => request,
        _ => &plain,
    };
    let method = text(request.get("method")).unwrap_or_else(|| "GET".to_owned()).to_lowercase();
    if !METHODS.contains(&method.as_str()) {
        writer.notes.insert(format!("the request `{name}`, whose method OpenAPI does not know"));
        return;
    }
    let address = url::address(writer, request.get("url"));
    if !address.server.is_empty() && !writer.servers.contains(&address.server) {
        writer.servers.push(address.server.clone());
    }
    let made = operation(writer, item, request, folders, &name);
    let parameters = path_parameters(request, &address.variable);
    let place = writer.paths.entry(address.path).or_insert_with(|| json!({}));
    let Value::Object(place) = place else { return };
    if !parameters.is_empty() && !place.contains_key("parameters") {
        place.insert("parameters".to_owned(), Value::Array(parameters));
    }
    match place.get_mut(&method) {
        None => drop(place.insert(method, Value::Object(made))),
        Some(Value::Object(known)) => join(known, &made),
        Some(_) => {}
    }
}

fn operation(
    writer: &mut Writer,
    item: &Value,
    request: &Value,
    folders: &[String],
    name: &str,
) -> Object {
    let mut made = Object::new();
    if !folders.is_empty() {
        made.insert("tags".to_owned(), json!(folders));
    }
    made.insert("summary".to_owned(), name.into());
    let about = text(request.get("description")).filter(|about| !about.is_empty());
    if let Some(about) = about {
        made.insert("description".to_owned(), about.into());
    }
    made.insert("operationId".to_owned(), id(writer, name).into());
    let parameters = parameters(request);
    if !parameters.is_empty() {
        made.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(content) = body::of_request(request, name) {
        made.insert("requestBody".to_owned(), json!({ "content": content }));
    }
    if let Some(security) = auth::security(writer, request.get("auth")) {
        made.insert("security".to_owned(), security);
    }
    made.insert("responses".to_owned(), Value::Object(responses(item)));
    made
}

/// A name in camel case, once.
fn id(writer: &mut Writer, name: &str) -> String {
    let mut id = String::new();
    for word in name.split(|one: char| !one.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
    {
        let mut characters = word.chars();
        let first = characters.next().unwrap_or_default();
        let first =
            if id.is_empty() { first.to_ascii_lowercase() } else { first.to_ascii_uppercase() };
        id.push(first);
        id.extend(characters);
    }
    if id.is_empty() {
        id.push_str("operation");
    }
    let mut free = id.clone();
    let mut number = 2;
    while !writer.ids.insert(free.clone()) {
        free = format!("{id}{number}");
        number += 1;
    }
    free
}

fn path_parameters(request: &Value, names: &[String]) -> Vec<Value> {
    let parameter = |name: &String| {
        let known = url::variable(request.get("url"), name);
        let mut made = json!({ "name": name, "in": "path", "required": true,
            "schema": { "type": "string" } });
        let value = known.and_then(|one| text(one.get("value")));
        let about =
            known.and_then(|one| text(one.get("description"))).filter(|about| !about.is_empty());
        if let Value::Object(made) = &mut made {
            made.extend(value.map(|value| ("example".to_owned(), value.into())));
            made.extend(about.map(|about| ("description".to_owned(), about.into())));
        }
        made
    };
    names.iter().map(parameter).collect()
}

fn parameters(request: &Value) -> Vec<Value> {
    let query = list(request.pointer("/url/query")).iter().map(|one| (one, "query"));
    let headers = list(request.get("header")).iter().map(|one| (one, "header"));
    let mut made: Vec<Value> = Vec::new();
    for (param, place) in query.chain(headers) {
        let Some(name) = text(param.get("key")).filter(|name| !name.is_empty()) else { continue };
        let known = |one: &Value| {
            one.get("name") == Some(&name.as_str().into()) && one.get("in") == Some(&place.into())
        };
        if (place == "header" && IMPLICIT.contains(&name.to_lowercase().as_str()))
            || made.iter().any(known)
        {
            continue;
        }
        let about = text(param.get("description")).filter(|about| !about.is_empty());
        let required = about.as_ref().is_some_and(|about| about.starts_with("(Required)"));
        let mut one = json!({ "name": name, "in": place, "schema": { "type": "string" } });
        if let Value::Object(one) = &mut one {
            if required {
                one.insert("required".to_owned(), true.into());
            }
            one.extend(about.map(|about| ("description".to_owned(), about.into())));
            one.extend(text(param.get("value")).map(|value| ("example".to_owned(), value.into())));
        }
        made.push(one);
    }
    made
}

fn responses(item: &Value) -> Object {
    let mut all = Object::new();
    for example in list(item.get("response")) {
        let code = example.get("code").and_then(Value::as_u64);
        let code = code.filter(|code| (100..600).contains(code));
        let code = code.map_or_else(|| "default".to_owned(), |code| code.to_string());
        let name = text(example.get("name")).unwrap_or_default();
        let mut made = Object::new();
        made.insert("description".to_owned(), name.clone().into());
        let mut headers = Object::new();
        for header in list(example.get("header")) {
            let Some(key) = text(header.get("key")) else { continue };
            if !key.eq_ignore_ascii_case("content-type") {
                let value = text(header.get("value")).unwrap_or_default();
                headers.insert(key, json!({ "schema": { "type": "string" }, "example": value }));
            }
        }
        if !headers.is_empty() {
            made.insert("headers".to_owned(), Value::Object(headers));
        }
        if let Some(raw) = text(example.get("body")).filter(|raw| !raw.is_empty()) {
            let kind = body::header(example.get("header"), "content-type");
            let content = body::of_text(&raw, kind.as_deref(), &name);
            made.insert("content".to_owned(), Value::Object(content));
        }
        match all.get_mut(&code) {
            Some(Value::Object(known)) => join_content(known, &made),
            _ => drop(all.insert(code, Value::Object(made))),
        }
    }
    if all.is_empty() {
        all.insert("200".to_owned(), json!({ "description": "" }));
    }
    all
}

fn join_content(known: &mut Object, more: &Object) {
    if let Some(Value::Object(more)) = more.get("content") {
        let content = known.entry("content").or_insert_with(|| json!({}));
        if let Value::Object(content) = content {
            body::join(content, more.clone());
        }
    }
}

/// Puts one operation to another with the same method and path.
fn join(known: &mut Object, made: &Object) {
    for param in list(made.get("parameters")) {
        let all = known.entry("parameters").or_insert_with(|| json!([]));
        let same =
            |one: &Value| one.get("name") == param.get("name") && one.get("in") == param.get("in");
        if let Value::Array(all) = all
            && !all.iter().any(same)
        {
            all.push(param.clone());
        }
    }
    if let Some(Value::Object(body)) = made.get("requestBody") {
        let all = known.entry("requestBody").or_insert_with(|| json!({}));
        if let Value::Object(all) = all {
            join_content(all, body);
        }
    }
    if let (Some(Value::Object(all)), Some(Value::Object(more))) =
        (known.get_mut("responses"), made.get("responses"))
    {
        for (code, response) in more {
            match (all.get_mut(code), response) {
                (Some(Value::Object(known)), Value::Object(more)) => join_content(known, more),
                _ => drop(all.insert(code.clone(), response.clone())),
            }
        }
    }
}
