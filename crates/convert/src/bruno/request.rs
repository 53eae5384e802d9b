//! Requests.

use serde_json::{Map, Value, json};

use super::{
    auth, body,
    bru::{Bru, Pair, take},
    example, script,
    shared::{self, Scope, is_named, number, written},
    url,
};
use crate::formats::{Notes, item::Request};

const METHODS: [&str; 9] =
    ["get", "post", "put", "delete", "patch", "options", "head", "connect", "trace"];

/// A request as an item, and its number in its folder; `None`, and a note, when the file is none.
pub(super) fn item(
    mut bru: Bru,
    path: &str,
    scope: &Scope,
    notes: &mut Notes,
) -> Option<(f64, Value)> {
    let mut meta = bru.take_pairs("meta");
    let (name, kind) = (take(&mut meta, "name"), take(&mut meta, "type"));
    let order = number(&take(&mut meta, "seq"), 1.0);
    if ["grpc", "ws"].iter().any(|other| kind.starts_with(other) || bru.has(other)) {
        notes.add("a request that is not of HTTP", path);
        return None;
    }
    let Some((method, mut http)) = method(&mut bru) else {
        notes.add("a file without a request", path);
        return None;
    };
    shared::note_rest("meta", &meta, path, notes);
    let raw = take(&mut http, "url");
    let (mode, scheme) = (take(&mut http, "body"), take(&mut http, "auth"));
    shared::note_rest(&method.to_ascii_lowercase(), &http, path, notes);
    let mode = if mode.is_empty() && bru.has("body") { "json".to_owned() } else { mode };
    let mut headers = headers(&mut bru, scope);
    let body = body::made(&mut bru, &mode, &mut headers, path, notes);
    let auth = match scheme.as_str() {
        "inherit" => None,
        "" | "none" => scope.auth.then(|| json!({ "type": "noauth" })),
        scheme => {
            let made = auth::made(&mut bru, scheme, path, notes);
            made.or_else(|| scope.auth.then(|| json!({ "type": "noauth" })))
        }
    };
    let mut query = bru.take_pairs("params:query");
    query.append(&mut bru.take_pairs("query"));
    let url = url::made(&raw, &query, &bru.take_pairs("params:path"), path, notes);
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = stem.strip_suffix(".bru").unwrap_or(stem).to_owned();
    let name = if name.is_empty() { stem } else { name };
    let responses = example::made(&mut bru, &method, &raw, path, notes);
    let about = bru.take_text("docs").unwrap_or_default();
    let behaviour = behaviour(&bru.take_pairs("settings"), path, notes);
    let request = Request {
        name,
        method,
        headers,
        body,
        auth,
        responses,
        about,
        behaviour,
        ..Request::default()
    };
    let mut made = request.into_item();
    if let Value::Object(members) = &mut made {
        if let Some(Value::Object(request)) = members.get_mut("request") {
            request.insert("url".to_owned(), url);
        }
        let events = script::events(&mut bru, path, notes);
        if !events.is_empty() {
            members.insert("event".to_owned(), Value::Array(events));
        }
    }
    shared::note_left(&bru, path, notes);
    Some((order, made))
}

/// The method in capitals, and the pairs of its block.
fn method(bru: &mut Bru) -> Option<(String, Vec<Pair>)> {
    for method in METHODS {
        if bru.has(method) {
            return Some((method.to_ascii_uppercase(), bru.take_pairs(method)));
        }
    }
    let mut http = bru.take_pairs("http");
    let method = take(&mut http, "method").to_ascii_uppercase();
    (!method.is_empty()).then_some((method, http))
}

/// Its own headers, and those of its folders that it does not have itself.
fn headers(bru: &mut Bru, scope: &Scope) -> Vec<Value> {
    let own = bru.take_pairs("headers");
    let has = |inherited: &&Value| {
        !own.iter().any(|pair| !pair.disabled && is_named(inherited, &pair.key))
    };
    let inherited: Vec<Value> = scope.headers.iter().filter(has).cloned().collect();
    own.iter().map(written).chain(inherited).collect()
}

fn behaviour(settings: &[Pair], place: &str, notes: &mut Notes) -> Map<String, Value> {
    let mut made = Map::new();
    for pair in settings {
        match (pair.key.as_str(), pair.value.as_str()) {
            ("encodeUrl", "false") => {
                made.insert("disableUrlEncoding".to_owned(), true.into());
            }
            ("followRedirects", flag @ ("true" | "false")) => {
                made.insert("followRedirects".to_owned(), (flag == "true").into());
            }
            ("maxRedirects", count) if count.parse::<u32>().is_ok() => {
                made.insert("maxRedirects".to_owned(), count.parse::<u32>().unwrap_or(0).into());
            }
            ("encodeUrl", "true") | ("timeout", "0") | (_, "" | "inherit") => {}
            (key, _) => notes.add(format!("the setting `{key}` of a request"), place),
        }
    }
    made
}
