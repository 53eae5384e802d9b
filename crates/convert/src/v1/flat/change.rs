//! From the flat model into an item of v2.1.

use std::collections::BTreeMap;

use model::{collection::ItemKind, url::Url};
use serde_json::{Value, json};

use super::{
    read::{Object, list, put, text, truthy},
    show,
};
use crate::v1::{body, events, headers, notes::Notes, response, url, variables};

/// Members of the flat model that together make one member of a request in v2.1.
const URL: [&str; 4] = ["url", "queryParams", "pathVariables", "pathVariableData"];
const HEADERS: [&str; 2] = ["headers", "headerData"];
const BODY: [&str; 6] =
    ["dataMode", "data", "rawModeData", "graphqlModeData", "dataOptions", "dataDisabled"];
const EVENTS: [&str; 3] = ["events", "preRequestScript", "tests"];

/// Sets the members that `given`, in the flat model, names on `item`, an item of format v2.1 in
/// its normal form; an empty object makes a new one.
///
/// A member that is `null` is taken away. Members that are not known, and ids and times, are not
/// looked at.
pub fn change(kind: ItemKind, item: &mut Object, given: &Object) {
    if let Some(name) = given.get("name") {
        item.insert("name".to_owned(), text(Some(name)).unwrap_or_default().into());
    } else if !item.contains_key("name") {
        item.insert("name".to_owned(), "".into());
    }
    match kind {
        ItemKind::Folder => {
            set(item, given, "description", "description");
            common(item, given);
            set(item, given, "auth", "auth");
            item.entry("item").or_insert_with(|| json!([]));
        }
        ItemKind::Request => {
            let mut request = taken(item, "request");
            self::request(&mut request, given);
            item.insert("request".to_owned(), Value::Object(request));
            common(item, given);
            item.entry("response").or_insert_with(|| json!([]));
        }
        ItemKind::Response => example(item, given),
    }
}

fn taken(item: &mut Object, name: &str) -> Object {
    match item.get_mut(name).map(Value::take) {
        Some(Value::Object(object)) => object,
        _ => Object::new(),
    }
}

/// Sets or takes away one member.
fn set(item: &mut Object, given: &Object, from: &str, to: &str) {
    match given.get(from) {
        None => {}
        Some(Value::Null) => drop(item.shift_remove(to)),
        Some(value) => drop(item.insert(to.to_owned(), value.clone())),
    }
}

fn any(given: &Object, names: &[&str]) -> bool {
    names.iter().any(|name| given.contains_key(*name))
}

fn common(item: &mut Object, given: &Object) {
    if any(given, &EVENTS) {
        let events = scripts(list(item.get("event")), given);
        replace(item, "event", (!events.is_empty()).then_some(Value::Array(events)));
    }
    if any(given, &["variables", "variable"]) {
        replace(item, "variable", variables(given));
    }
    set(item, given, "protocolProfileBehavior", "protocolProfileBehavior");
}

fn replace(item: &mut Object, name: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(item.insert(name.to_owned(), value)),
        None => drop(item.shift_remove(name)),
    }
}

/// The events there are, or those given; then the scripts that are given on their own.
fn scripts(present: &[Value], given: &Object) -> Vec<Value> {
    let listed = given.contains_key("events");
    let mut only = Object::new();
    put(&mut only, "events", given.get("events").cloned());
    let mut all = match events::events(&only, "", &mut Notes::default()) {
        Some(Value::Array(all)) => all,
        _ if listed => Vec::new(),
        _ => present.to_vec(),
    };
    for (name, listen) in [("preRequestScript", "prerequest"), ("tests", "test")] {
        let source = given.get(name);
        let Some(source) = source.filter(|source| truthy(source) || !listed) else { continue };
        all.retain(|event| event.get("listen").and_then(Value::as_str) != Some(listen));
        let mut old = Object::new();
        put(&mut old, name, Some(source.clone()));
        if let Some(Value::Array(made)) = events::events(&old, "", &mut Notes::default()) {
            all.extend(made);
        }
    }
    all
}

fn request(request: &mut Object, given: &Object) {
    match given.get("method") {
        Some(Value::String(method)) if !method.is_empty() => {
            request.insert("method".to_owned(), method.as_str().into());
        }
        Some(_) => drop(request.insert("method".to_owned(), "GET".into())),
        None => drop(request.entry("method").or_insert_with(|| "GET".into())),
    }
    if any(given, &HEADERS) {
        request.insert("header".to_owned(), sent_headers(given));
    } else {
        request.entry("header").or_insert_with(|| json!([]));
    }
    if any(given, &BODY) {
        replace(request, "body", content(request, given));
    }
    if any(given, &URL) {
        let url = address(request, given);
        request.insert("url".to_owned(), url);
    } else {
        request.entry("url").or_insert_with(|| json!({ "raw": "" }));
    }
    set(request, given, "description", "description");
    match given.get("auth") {
        Some(Value::String(kind)) => {
            request.insert("auth".to_owned(), json!({ "type": kind }));
        }
        _ => set(request, given, "auth", "auth"),
    }
}

fn sent_headers(given: &Object) -> Value {
    let mut old = Object::new();
    put(&mut old, "headerData", given.get("headerData").cloned());
    // An empty list of the one must not hide the other.
    put(&mut old, "headers", given.get("headers").filter(|one| !super::read::empty(one)).cloned());
    headers::headers(&old, "", &mut Notes::default())
}

/// What the request had of these members, with those that are given over them.
fn over(request: &Object, given: &Object, names: &[&str]) -> Object {
    let mut item = Object::new();
    put(&mut item, "request", Some(Value::Object(request.clone())));
    let before = show(ItemKind::Request, &item);
    let value = |name: &&str| given.get(*name).or_else(|| before.get(*name)).cloned();
    let members = names.iter().filter_map(|name| Some(((*name).to_owned(), value(name)?)));
    members.collect()
}

fn content(request: &Object, given: &Object) -> Option<Value> {
    let mut old = over(request, given, &BODY);
    if !given.contains_key("dataMode") {
        let holds = |name: &str| given.get(name).is_some_and(|one| !one.is_null());
        let form = old.get("dataMode").and_then(Value::as_str) == Some("urlencoded");
        let mode = match () {
            () if holds("rawModeData") => Some("raw"),
            () if holds("graphqlModeData") => Some("graphql"),
            () if holds("data") && !form => Some("formdata"),
            () => None,
        };
        put(&mut old, "dataMode", mode);
    }
    // The format itself has another word for forms with parts.
    if old.get("dataMode").and_then(Value::as_str) == Some("formdata") {
        old.insert("dataMode".to_owned(), "params".into());
    }
    if let Some(Value::Object(options)) = old.get_mut("dataOptions")
        && let Some(form) = options.shift_remove("formdata")
    {
        options.insert("params".to_owned(), form);
    }
    body::body(&old, "", &mut Notes::default())
}

/// The URL. Where text and list of parameters differ, the list counts, and what only the text
/// has is put before it.
fn address(request: &Object, given: &Object) -> Value {
    let mut old = over(request, given, &URL);
    let both = given.contains_key("url") && given.contains_key("queryParams");
    if given.contains_key("url") && !both {
        old.shift_remove("queryParams");
    }
    if given.contains_key("pathVariables") && !given.contains_key("pathVariableData") {
        old.shift_remove("pathVariableData");
    }
    let raw = text(old.get("url")).unwrap_or_default();
    if let Some(listed) = old.get("queryParams").and_then(Value::as_array).cloned() {
        let (raw, params) = reconciled(&raw, listed, both);
        old.insert("url".to_owned(), raw.into());
        old.insert("queryParams".to_owned(), Value::Array(params));
    }
    url::url(&old, "", &mut Notes::default()).unwrap_or_else(|| json!({ "raw": "" }))
}

fn reconciled(raw: &str, listed: Vec<Value>, keep: bool) -> (String, Vec<Value>) {
    let key = |param: &Value| text(param.get("key")).unwrap_or_default();
    let (start, hash) = match raw.split_once('#') {
        Some((start, hash)) => (start, Some(hash)),
        None => (raw, None),
    };
    let mut params = Vec::new();
    if keep {
        let known: Vec<String> = listed.iter().map(key).collect();
        let own = Url::parse(raw).query.into_iter();
        let own = own.map(|one| json!({ "key": one.key, "value": one.value }));
        params.extend(own.filter(|one| !known.contains(&key(one))));
    }
    params.extend(listed);
    let mut address = start.split('?').next().unwrap_or_default().to_owned();
    let mut mark = '?';
    for param in &params {
        let Value::Object(object) = param else { continue };
        if super::read::disabled(object) {
            continue;
        }
        address.push(mark);
        address.push_str(&key(param));
        let bare = object.get("equals") == Some(&Value::Bool(false));
        if let Some(value) = text(object.get("value")).or_else(|| (!bare).then(String::new)) {
            address.push('=');
            address.push_str(&value);
        }
        mark = '&';
    }
    if let Some(hash) = hash {
        address.push('#');
        address.push_str(hash);
    }
    (address, params)
}

/// Members of a response in the flat model, and the ones of v2.1 they make.
const EXAMPLE: [(&str, &[&str]); 6] = [
    ("responseCode", &["status", "code"]),
    ("headers", &["header"]),
    ("cookies", &["cookie"]),
    ("time", &["responseTime"]),
    ("text", &["body"]),
    ("language", &["_postman_previewlanguage"]),
];

/// Members of a response that tell what was sent.
const SENT: [&str; 6] = ["url", "method", "dataMode", "data", "rawModeData", "dataOptions"];

fn example(item: &mut Object, given: &Object) {
    let nothing = BTreeMap::new();
    let made = response::example(given, &nothing, &mut Notes::default());
    for (name, members) in EXAMPLE {
        if !given.contains_key(name) {
            continue;
        }
        for member in members {
            replace(
                item,
                member,
                made.get(*member).filter(|value| !value.is_null() && **value != json!([])).cloned(),
            );
        }
    }
    if let Some(status) = given.get("status").filter(|_| !given.contains_key("responseCode")) {
        replace(item, "status", status.as_str().map(Value::from));
    }
    if any(given, &["requestObject"]) && given.get("requestObject").is_some_and(truthy) {
        replace(item, "originalRequest", made.get("originalRequest").cloned());
    } else if any(given, &SENT) {
        let mut request = taken(item, "originalRequest");
        let sent = given.iter().filter(|(name, _)| SENT.contains(&name.as_str()));
        let sent: Object = sent.map(|(name, value)| (name.clone(), value.clone())).collect();
        self::request(&mut request, &sent);
        item.insert("originalRequest".to_owned(), Value::Object(request));
    }
    item.entry("header").or_insert_with(|| json!([]));
}
