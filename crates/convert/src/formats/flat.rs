//! The requests of a collection in order, with what they inherit.

use model::url::Url;
use serde_json::{Map, Value};

use super::Notes;
use crate::Fault;

const DESCRIPTIONS: &str = "descriptions, which the format does not know";

/// A request, and where it lies.
pub(crate) struct Flat<'a> {
    pub(crate) name: String,
    pub(crate) folders: Vec<String>,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<&'a Value>,
    pub(crate) auth: Option<&'a Value>,
    pub(crate) examples: &'a [Value],
    /// How it is sent: its `protocolProfileBehavior`.
    pub(crate) behaviour: Option<&'a Map<String, Value>>,
}

/// The requests of a collection of format v2.1, and its name.
pub(crate) fn requests<'a>(
    collection: &'a Value,
    notes: &mut Notes,
) -> Result<(String, Vec<Flat<'a>>), Fault> {
    if !collection.get("item").is_some_and(Value::is_array) {
        return Err(Fault::NoCollection);
    }
    let name = text(collection.pointer("/info/name"));
    if !list(collection.get("variable")).is_empty() {
        notes.add("variables, which stay as names", &name);
    }
    let mut all = Vec::new();
    walk(collection, &[], None, notes, &mut all);
    Ok((name, all))
}

fn walk<'a>(
    node: &'a Value,
    folders: &[String],
    auth: Option<&'a Value>,
    notes: &mut Notes,
    all: &mut Vec<Flat<'a>>,
) {
    let described = node.get("description").or_else(|| node.pointer("/info/description"));
    if !description(described).is_empty() {
        let place = node.get("name").or_else(|| node.pointer("/info/name"));
        notes.add(DESCRIPTIONS, &text(place));
    }
    if list(node.get("event")).iter().any(|event| event.get("script").is_some()) {
        let place = node.get("name").or_else(|| node.pointer("/info/name"));
        notes.add("scripts, which the format does not know", &text(place));
    }
    let auth = node.get("auth").filter(|auth| auth.is_object()).or(auth);
    for item in list(node.get("item")) {
        if item.get("item").is_some() {
            let mut inner = folders.to_vec();
            inner.push(text(item.get("name")));
            walk(item, &inner, auth, notes, all);
            continue;
        }
        if list(item.get("event")).iter().any(|event| event.get("script").is_some()) {
            notes.add("scripts, which the format does not know", &text(item.get("name")));
        }
        let Some(request) = item.get("request") else { continue };
        note_lost(item, request, notes);
        let method = text(request.get("method"));
        let own = request.get("auth").filter(|auth| auth.is_object());
        all.push(Flat {
            name: text(item.get("name")),
            folders: folders.to_vec(),
            method: if method.is_empty() { "GET".to_owned() } else { method },
            url: url(if request.is_string() { Some(request) } else { request.get("url") }),
            headers: pairs(request.get("header")),
            body: request.get("body").filter(|body| body.get("disabled") != Some(&true.into())),
            auth: own.or(auth),
            examples: list(item.get("response")),
            behaviour: item.get("protocolProfileBehavior").and_then(Value::as_object),
        });
    }
}

/// Notes what a request has besides what is sent.
fn note_lost(item: &Value, request: &Value, notes: &mut Notes) {
    let place = text(item.get("name"));
    let lists = [
        request.get("header"),
        request.pointer("/url/query"),
        request.pointer("/url/variable"),
        request.pointer("/body/urlencoded"),
        request.pointer("/body/formdata"),
    ];
    let entries = || lists.iter().flat_map(|entries| list(*entries));
    if entries().any(|one| one.get("disabled") == Some(&true.into())) {
        notes.add("headers, parameters or fields that are turned off", &place);
    }
    let nameless = |one: &Value| text(one.get("key")).is_empty() && one.get("disabled").is_none();
    if list(request.get("header")).iter().any(nameless) {
        notes.add("headers without a name", &place);
    }
    let own = [item.get("description"), request.get("description")];
    let described = entries().map(|one| one.get("description")).chain(own);
    if described.map(description).any(|text| !text.is_empty()) {
        notes.add(DESCRIPTIONS, &place);
    }
    if request.pointer("/body/disabled") == Some(&true.into()) {
        notes.add("a body that is turned off", &place);
    }
}

/// A description, which is text or an object with its `content`.
fn description(of: Option<&Value>) -> String {
    text(of.and_then(|of| of.get("content")).or(of))
}

/// The URL as it is sent, but for its variables.
fn url(url: Option<&Value>) -> String {
    match url {
        Some(Value::String(url)) => url.clone(),
        Some(url) => {
            let built = Url::from_json(url).to_text();
            let mut url_text = if built.is_empty() { text(url.get("raw")) } else { built };
            for variable in list(url.get("variable")) {
                let (key, value) = (text(variable.get("key")), text(variable.get("value")));
                if !key.is_empty() && !value.is_empty() {
                    url_text = with_segment(&url_text, &format!(":{key}"), &value);
                }
            }
            url_text
        }
        None => String::new(),
    }
}

/// A URL with another segment in its path.
pub(crate) fn with_segment(url: &str, segment: &str, with: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (path, rest) = url.split_at_checked(end).unwrap_or((url, ""));
    let parts = path.split('/').map(|part| if part == segment { with } else { part });
    parts.collect::<Vec<_>>().join("/") + rest
}

/// Pairs that are not turned off.
pub(crate) fn pairs(value: Option<&Value>) -> Vec<(String, String)> {
    let on = list(value).iter().filter(|one| one.get("disabled") != Some(&true.into()));
    on.map(|one| (text(one.get("key")), text(one.get("value"))))
        .filter(|(key, _)| !key.is_empty())
        .collect()
}

/// The parameter of an authentication.
pub(crate) fn param(auth: &Value, name: &str) -> String {
    let kind = text(auth.get("type"));
    let all = list(auth.get(&kind)).iter();
    let mut found = all.filter(|one| one.get("key").and_then(Value::as_str) == Some(name));
    found.next().map(|one| text(one.get("value"))).unwrap_or_default()
}

pub(crate) fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Text, also of a number or flag.
pub(crate) fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(flag)) => flag.to_string(),
        _ => String::new(),
    }
}
