//! Bodies.

use serde_json::{Map, Value, json};

use super::{
    bru::{Bru, Pair},
    shared::{is_named, written},
};
use crate::formats::{
    Notes,
    item::{self, pair},
};

/// The body of this mode, and the headers that it brings.
pub(super) fn made(
    bru: &mut Bru,
    mode: &str,
    headers: &mut Vec<Value>,
    place: &str,
    notes: &mut Notes,
) -> Option<Value> {
    match mode {
        "" | "none" => None,
        "json" => {
            // A block without a kind is one of JSON.
            let text = bru.take_text("body:json").or_else(|| bru.take_text("body"))?;
            Some(item::raw(&text, "json"))
        }
        "xml" => Some(item::raw(&bru.take_text("body:xml")?, "xml")),
        "text" => Some(item::raw(&bru.take_text("body:text")?, "text")),
        "sparql" => {
            let text = bru.take_text("body:sparql")?;
            content_type("application/sparql-query", headers);
            Some(item::raw(&text, "sparql"))
        }
        "graphql" => {
            let query = bru.take_text("body:graphql").unwrap_or_default();
            let variables = bru.take_text("body:graphql:vars").unwrap_or_default();
            let graphql = json!({ "query": query, "variables": variables });
            Some(json!({ "mode": "graphql", "graphql": graphql }))
        }
        "formUrlEncoded" | "form-urlencoded" => {
            let fields: Vec<Value> =
                bru.take_pairs("body:form-urlencoded").iter().map(written).collect();
            Some(json!({ "mode": "urlencoded", "urlencoded": fields }))
        }
        "multipartForm" | "multipart-form" => {
            let fields: Vec<Value> =
                bru.take_pairs("body:multipart-form").iter().map(part).collect();
            Some(json!({ "mode": "formdata", "formdata": fields }))
        }
        "file" => file(bru, headers, place, notes),
        other => {
            notes.add(format!("a body of mode `{other}`"), place);
            None
        }
    }
}

fn content_type(kind: &str, headers: &mut Vec<Value>) {
    if !headers.iter().any(|header| is_named(header, "content-type")) {
        headers.push(pair("Content-Type", kind));
    }
}

/// A field of a form, whose value may name files and a media type.
fn part(of: &Pair) -> Value {
    let (value, kind) = typed(&of.value);
    let mut made = written(&Pair { value: value.to_owned(), ..of.clone() });
    let Value::Object(members) = &mut made else { return made };
    if let Some(files) = files(value) {
        members.remove("value");
        members.insert("type".to_owned(), "file".into());
        let files: Vec<&str> = files.split('|').collect();
        let source = if let [one] = files.as_slice() { (*one).into() } else { files.into() };
        members.insert("src".to_owned(), source);
    } else {
        members.insert("type".to_owned(), "text".into());
    }
    if let Some(kind) = kind {
        members.insert("contentType".to_owned(), kind.into());
    }
    made
}

fn file(bru: &mut Bru, headers: &mut Vec<Value>, place: &str, notes: &mut Notes) -> Option<Value> {
    let mut chosen = None;
    for pair in bru.take_pairs("body:file") {
        if pair.disabled || chosen.is_some() {
            notes.add("files of a body besides the one that is chosen", place);
        } else {
            chosen = Some(pair);
        }
    }
    let chosen = chosen?;
    let (value, kind) = typed(&chosen.value);
    if let Some(kind) = kind {
        content_type(kind, headers);
    }
    let mut source = Map::new();
    source.insert("src".to_owned(), files(value).unwrap_or(value).into());
    Some(json!({ "mode": "file", "file": source }))
}

/// A value without its media type, and that.
fn typed(value: &str) -> (&str, Option<&str>) {
    let found = value.strip_suffix(')').and_then(|value| value.rsplit_once("@contentType("));
    match found {
        Some((value, kind)) => {
            (value.trim_end(), Some(kind.trim()).filter(|kind| !kind.is_empty()))
        }
        None => (value, None),
    }
}

fn files(value: &str) -> Option<&str> {
    value.strip_prefix("@file(")?.strip_suffix(')')
}
