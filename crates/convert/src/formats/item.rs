//! Requests as items of format v2.1, whatever they were read from.

use model::{json::check, url::Url};
use serde_json::{Map, Value, json};

use super::Notes;
use crate::{Converted, Fault};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// A request, read.
#[derive(Debug, Default)]
pub(crate) struct Request {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) url: String,
    /// More parameters than the URL's text has.
    pub(crate) query: Vec<Value>,
    pub(crate) headers: Vec<Value>,
    pub(crate) body: Option<Value>,
    pub(crate) auth: Option<Value>,
    pub(crate) responses: Vec<Value>,
    /// Its description.
    pub(crate) about: String,
    /// How it is sent: `protocolProfileBehavior`.
    pub(crate) behaviour: Map<String, Value>,
}

impl Request {
    /// As an item.
    pub(crate) fn into_item(self) -> Value {
        let mut request = Map::new();
        let method = if self.method.is_empty() { "GET".to_owned() } else { self.method };
        request.insert("method".to_owned(), method.into());
        request.insert("header".to_owned(), Value::Array(self.headers));
        request.extend(self.auth.map(|auth| ("auth".to_owned(), auth)));
        request.extend(self.body.map(|body| ("body".to_owned(), body)));
        request.insert("url".to_owned(), url(&self.url, self.query));
        if !self.about.is_empty() {
            request.insert("description".to_owned(), self.about.into());
        }
        let mut made = json!({ "name": self.name, "request": request, "response": self.responses });
        if let (false, Value::Object(made)) = (self.behaviour.is_empty(), &mut made) {
            made.insert("protocolProfileBehavior".to_owned(), Value::Object(self.behaviour));
        }
        made
    }
}

/// A pair as headers, parameters and fields are written.
pub(crate) fn pair(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": value })
}

/// An authentication with its parameters.
pub(crate) fn auth(kind: &str, params: &[(&str, &str)]) -> Value {
    let param =
        |(key, value): &(&str, &str)| json!({ "key": key, "value": value, "type": "string" });
    let params: Vec<Value> = params.iter().map(param).collect();
    json!({ "type": kind, kind: params })
}

/// A raw body, with the language that `kind`, a media type, tells.
pub(crate) fn raw(text: &str, kind: &str) -> Value {
    let language = if kind.contains("json") {
        "json"
    } else if kind.contains("xml") {
        "xml"
    } else if kind.contains("html") {
        "html"
    } else {
        return json!({ "mode": "raw", "raw": text });
    };
    json!({ "mode": "raw", "raw": text, "options": { "raw": { "language": language } } })
}

/// The value of a header, in any case.
pub(crate) fn header<'a>(headers: &'a [Value], name: &str) -> Option<&'a str> {
    let key = |one: &&Value| {
        one.get("key").and_then(Value::as_str).is_some_and(|key| key.eq_ignore_ascii_case(name))
    };
    headers.iter().find(key)?.get("value")?.as_str()
}

/// A name for a request that has none.
pub(crate) fn name(method: &str, url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let path = path.find('/').and_then(|at| path.get(at..)).unwrap_or("/");
    format!("{method} {path}")
}

/// The collection of these items.
pub(crate) fn collection(name: &str, items: &[Value], notes: Notes) -> Result<Converted, Fault> {
    collection_with(name, "", items, Map::new(), notes)
}

/// The collection of these items, with a description and other members of its own.
pub(crate) fn collection_with(
    name: &str,
    about: &str,
    items: &[Value],
    members: Map<String, Value>,
    notes: Notes,
) -> Result<Converted, Fault> {
    let name = if name.is_empty() { "Collection" } else { name };
    let mut info = json!({ "name": name, "schema": SCHEMA });
    if let (false, Value::Object(info)) = (about.is_empty(), &mut info) {
        info.insert("description".to_owned(), about.into());
    }
    let mut document = Map::new();
    document.insert("info".to_owned(), info);
    document.insert("item".to_owned(), items.into());
    document.extend(members);
    let document = Value::Object(document).to_string();
    check(document.as_bytes()).map_err(|_| Fault::Deep)?;
    Ok(Converted { document, notes: notes.into_lines() })
}

fn url(text: &str, more: Vec<Value>) -> Value {
    if more.is_empty() {
        return text.into();
    }
    let mut url = Url::parse(text).to_json();
    if let Value::Object(url) = &mut url {
        let query = url.entry("query").or_insert_with(|| json!([]));
        if let Value::Array(query) = query {
            query.extend(more);
        }
        let whole = Url::from_json(&Value::Object(url.clone())).to_text();
        url.insert("raw".to_owned(), whole.into());
    }
    url
}
