//! Saved examples. In a block of their own they write blocks as `name: {`.

use serde_json::{Value, json};

use super::{
    body,
    bru::{Bru, take},
    shared::{self, written},
    url,
};
use crate::formats::Notes;

/// Bodies of requests, by the blocks that hold them.
const BODIES: [(&str, &str); 8] = [
    ("body:json", "json"),
    ("body:text", "text"),
    ("body:xml", "xml"),
    ("body:sparql", "sparql"),
    ("body:graphql", "graphql"),
    ("body:form-urlencoded", "formUrlEncoded"),
    ("body:multipart-form", "multipartForm"),
    ("body:file", "file"),
];

/// The examples of a request, which was made of `method` and the text of its URL.
pub(super) fn made(
    bru: &mut Bru,
    method: &str,
    raw: &str,
    place: &str,
    notes: &mut Notes,
) -> Vec<Value> {
    let mut all = Vec::new();
    for _ in 0..MOST {
        let Some(text) = bru.take_text("example") else { break };
        match Bru::parse(&text) {
            Ok(mut example) => all.extend(one(&mut example, method, raw, place, notes)),
            Err(_) => notes.add(UNREADABLE, place),
        }
    }
    all.reverse();
    all
}

/// Examples of a request.
const MOST: usize = 1_000;
const UNREADABLE: &str = "a saved example that can't be read";

fn one(
    example: &mut Bru,
    method: &str,
    raw: &str,
    place: &str,
    notes: &mut Notes,
) -> Option<Value> {
    let mut part = |name: &str| Bru::parse(&example.take_text(name).unwrap_or_default());
    let (Ok(mut request), Ok(mut response)) = (part("request"), part("response")) else {
        notes.add(UNREADABLE, place);
        return None;
    };
    let name = example.take_text("name").unwrap_or_default();
    if example.take_text("description").is_some_and(|about| !about.is_empty()) {
        notes.add("descriptions of saved examples", place);
    }
    let mut status = response.take_pairs("status");
    let (code, text) = (take(&mut status, "code"), take(&mut status, "text"));
    let code = code.parse::<u16>().unwrap_or(200);
    let headers: Vec<Value> = response.take_pairs("headers").iter().map(written).collect();
    let answer = response.take_text("body").unwrap_or_default();
    let original = original(&mut request, method, raw, place, notes);
    for rest in [&*example, &request, &response] {
        shared::note_left(rest, place, notes);
    }
    let name = if name.is_empty() { format!("{code} {text}").trim().to_owned() } else { name };
    Some(json!({
        "name": name, "originalRequest": original, "status": text, "code": code, "header": headers,
        "body": content(answer),
    }))
}

fn original(request: &mut Bru, method: &str, raw: &str, place: &str, notes: &mut Notes) -> Value {
    let own = request.take_text("method").filter(|own| !own.is_empty());
    let method = own.map_or_else(|| method.to_owned(), |own| own.to_ascii_uppercase());
    let raw = request.take_text("url").unwrap_or_else(|| raw.to_owned());
    // Which body there is says the same.
    request.take_text("mode");
    let mut headers: Vec<Value> = request.take_pairs("headers").iter().map(written).collect();
    let mode = BODIES.iter().find(|(block, _)| request.has(block)).map_or("", |(_, mode)| mode);
    let body = body::made(request, mode, &mut headers, place, notes);
    let (query, path) = (request.take_pairs("params:query"), request.take_pairs("params:path"));
    let mut made = json!({
        "method": method, "header": headers, "url": url::made(&raw, &query, &path, place, notes),
    });
    if let (Some(body), Value::Object(made)) = (body, &mut made) {
        made.insert("body".to_owned(), body);
    }
    made
}

/// The text of an answer, which may stand beside its type.
fn content(text: String) -> String {
    match Bru::parse(&text) {
        Ok(mut parts) if text.starts_with("type:") || text.starts_with("content:") => {
            parts.take_text("content").unwrap_or_default()
        }
        _ => text,
    }
}
