//! Addresses of requests: brought into one form before a merge, and put together after it.

use std::collections::HashMap;

use model::collection::ItemKind;
use model::json::{member, quote, with_members};
use model::merge::{Clash, ClashKind, Node, Tree};
use model::secret::Document;
use model::url::Url;
use serde_json::{Map, Value};

use crate::{openapi::operation::with_query, to_openapi::url::joined};

/// Gives path variables that the description renamed their new names on all sides, so that their
/// values go along, and takes addresses that people wrote as one text apart where the description
/// changed some part of them.
pub(super) fn align(base: &mut Tree, ours: &mut Tree, theirs: &Tree) {
    let (mut before, mut now) = (by_key(base), by_key(ours));
    for node in theirs.nodes.iter().filter(|node| node.kind == ItemKind::Request) {
        let (Some(before), Some(now)) = (before.get_mut(&node.key), now.get_mut(&node.key)) else {
            continue;
        };
        let (Some(wanted), Some(was), Some(is)) = (parts(node), parts(before), parts(now)) else {
            continue;
        };
        if wanted == was {
            continue;
        }
        let new = names(&wanted);
        let renamed = names(&was) != new;
        for (node, mut parts) in [(&mut **before, was), (&mut **now, is)] {
            let fits = names(&parts).len() == new.len();
            if renamed && fits {
                rename(&mut parts, &new);
            }
            set_url(node, &Value::Object(parts).to_string());
        }
    }
}

fn by_key(tree: &mut Tree) -> HashMap<String, &mut Node> {
    let requests = tree.nodes.iter_mut().filter(|node| node.kind == ItemKind::Request);
    requests.map(|node| (node.key.clone(), node)).collect()
}

/// The parts of a request's address, also of one that is a text.
fn parts(node: &Node) -> Option<Map<String, Value>> {
    let text = node.document.text();
    let request = member(&text, "request").filter(|request| request.starts_with('{'))?;
    match serde_json::from_str(member(request, "url")?).ok()? {
        Value::Object(parts) => Some(parts),
        Value::String(text) => {
            let Value::Object(mut parts) = Url::parse(&text).to_json() else { return None };
            parts.insert("raw".to_owned(), Value::String(text));
            Some(parts)
        }
        _ => None,
    }
}

/// The segments of a path, with the names of those that are variable.
fn names(url: &Map<String, Value>) -> Vec<Option<String>> {
    let path = url.get("path").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let name = |segment: &Value| segment.as_str()?.strip_prefix(':').map(str::to_owned);
    path.iter().map(name).collect()
}

/// Gives the variables of a path new names, by their places.
fn rename(url: &mut Map<String, Value>, new: &[Option<String>]) {
    let old = names(url);
    let pairs = old.iter().zip(new).filter_map(|(old, new)| old.as_deref().zip(new.as_deref()));
    let pairs: HashMap<&str, &str> = pairs.collect();
    if let Some(Value::Array(path)) = url.get_mut("path") {
        for segment in path {
            let name = segment.as_str().and_then(|one| pairs.get(one.strip_prefix(':')?));
            if let Some(name) = name {
                *segment = Value::String(format!(":{name}"));
            }
        }
    }
    for variable in url.get_mut("variable").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(name) = variable.get_mut("key") else { continue };
        if let Some(new) = name.as_str().and_then(|name| pairs.get(name)) {
            *name = Value::String((*new).to_owned());
        }
    }
}

fn set_url(node: &mut Node, url: &str) {
    let text = node.document.text();
    let fresh = member(&text, "request")
        .and_then(|request| with_members(request, &[("url", Some(url.to_owned()))]))
        .and_then(|request| with_members(&text, &[("request", Some(request))]));
    if let Some(fresh) = fresh {
        node.document = Document::extract(&fresh);
    }
}

/// Whether a clash is only about the text of an address, which is made of its parts.
pub(super) fn made_anew(clash: &Clash) -> bool {
    matches!(&clash.kind, ClashKind::Member(path) if path == "request.url.raw")
}

/// Where an address was put together from two, its text is made anew of its parts.
pub(super) fn fresh(tree: &mut Tree, before: &Tree) {
    let known: HashMap<&str, &Node> =
        before.nodes.iter().map(|node| (node.key.as_str(), node)).collect();
    for node in tree.nodes.iter_mut().filter(|node| node.kind == ItemKind::Request) {
        let Some(was) = known.get(node.key.as_str()) else { continue };
        let text = node.document.text().into_owned();
        let Some(request) = member(&text, "request").filter(|one| one.starts_with('{')) else {
            continue;
        };
        let Some(url) = member(request, "url").filter(|one| one.starts_with('{')) else { continue };
        let old = was.document.text();
        let old = member(&old, "request").and_then(|request| member(request, "url"));
        if old == Some(url) || member(url, "raw").is_none() {
            continue;
        }
        let Ok(Value::Object(parts)) = serde_json::from_str(url) else { continue };
        let query = parts.get("query").and_then(Value::as_array).map(Vec::as_slice);
        let raw = quote(&with_query(joined(&parts), query.unwrap_or_default()));
        if let Some(url) = with_members(url, &[("raw", Some(raw))]) {
            set_url(node, &url);
        }
    }
}
