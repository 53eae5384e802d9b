//! What requests, folders and the collection have alike.

use serde_json::{Map, Value, json};

use super::{
    auth,
    bru::{Bru, Pair},
    script,
};
use crate::formats::{Notes, item::pair};

/// Bytes of headers that a request gets from its folders; servers take no more, and each request
/// repeats them.
const MAX_HEADERS: usize = 16 << 10;
const MOST_HEADERS: usize = 1_000;

/// What a request has from the folders it lies in.
#[derive(Clone, Default)]
pub(super) struct Scope {
    pub(super) headers: Vec<Value>,
    /// Whether one of them has an authentication.
    pub(super) auth: bool,
}

/// A pair as collections write it.
pub(super) fn written(of: &Pair) -> Value {
    let mut made = pair(&of.key, &of.value);
    if let Value::Object(members) = &mut made {
        if of.disabled {
            members.insert("disabled".to_owned(), true.into());
        }
        if !of.about.is_empty() {
            members.insert("description".to_owned(), of.about.as_str().into());
        }
    }
    made
}

/// Whether a header is called so.
pub(super) fn is_named(header: &Value, name: &str) -> bool {
    header.get("key").and_then(Value::as_str).is_some_and(|key| key.eq_ignore_ascii_case(name))
}

/// A number that sorts; what is none counts as `otherwise`.
pub(super) fn number(text: &str, otherwise: f64) -> f64 {
    text.parse::<f64>().ok().filter(|number| number.is_finite()).unwrap_or(otherwise)
}

/// The members of a collection, out of its common file.
pub(super) fn collection(
    bru: &mut Bru,
    scope: &mut Scope,
    made: &mut Map<String, Value>,
    notes: &mut Notes,
) {
    let mut variables = Vec::new();
    for mut one in bru.take_pairs("vars:pre-request") {
        one.key = script::name(&one.key).to_owned();
        variables.push(written(&one));
    }
    if !variables.is_empty() {
        made.insert("variable".to_owned(), Value::Array(variables));
    }
    common(bru, scope, super::ROOT, made, notes);
}

/// The members of a folder, out of its common file.
pub(super) fn folder(
    bru: &mut Bru,
    scope: &mut Scope,
    place: &str,
    made: &mut Map<String, Value>,
    notes: &mut Notes,
) {
    common(bru, scope, place, made, notes);
}

fn common(
    bru: &mut Bru,
    scope: &mut Scope,
    place: &str,
    made: &mut Map<String, Value>,
    notes: &mut Notes,
) {
    headers(&bru.take_pairs("headers"), scope, place, notes);
    let mode = bru.take_pairs("auth");
    let mode = mode.iter().find(|pair| pair.key == "mode").map_or("", |pair| pair.value.as_str());
    // Here, too, `none` is what every new folder says.
    if !["", "none", "inherit"].contains(&mode) {
        let auth = auth::made(bru, mode, place, notes);
        scope.auth = auth.is_some();
        let auth = auth.unwrap_or_else(|| json!({ "type": "noauth" }));
        made.insert("auth".to_owned(), auth);
    }
    let events = script::events(bru, place, notes);
    if !events.is_empty() {
        made.insert("event".to_owned(), Value::Array(events));
    }
    if let Some(docs) = bru.take_text("docs").filter(|docs| !docs.is_empty()) {
        made.insert("description".to_owned(), docs.into());
    }
    note_left(bru, place, notes);
}

/// Headers of a folder become those of its requests.
fn headers(pairs: &[Pair], scope: &mut Scope, place: &str, notes: &mut Notes) {
    let mut some = false;
    if pairs.len() > MOST_HEADERS {
        notes.add("headers of a folder after the first 1,000", place);
    }
    for header in pairs.iter().take(MOST_HEADERS) {
        if header.disabled {
            notes.add("a header of a folder that is turned off", place);
            continue;
        }
        scope.headers.retain(|known| !is_named(known, &header.key));
        let size = |header: &Value| header.to_string().len();
        let header = written(header);
        if scope.headers.iter().map(size).sum::<usize>() + size(&header) > MAX_HEADERS {
            notes.add("headers of a folder beyond 16 KB", place);
            break;
        }
        scope.headers.push(header);
        some = true;
    }
    if some {
        notes.add("headers of a folder as such: its requests have them as their own", place);
    }
}

/// Notes what nobody took.
pub(super) fn note_left(bru: &Bru, place: &str, notes: &mut Notes) {
    for name in bru.left() {
        let what = match name.split(':').next().unwrap_or(name) {
            "body" => "a body that is there, but not chosen".to_owned(),
            "auth" if name.matches(':').count() == 1 => {
                "an authentication that is there, but not chosen".to_owned()
            }
            "example" => "saved examples before the last 1,000".to_owned(),
            _ => format!("the block `{name}`, which collections don't have"),
        };
        notes.add(what, place);
    }
    if bru.comments {
        notes.add("comments, which collections don't have", place);
    }
    for name in &bru.annotations {
        notes.add(format!("the annotation `@{name}`"), place);
    }
}

/// Notes the pairs of a block that nobody took.
pub(super) fn note_rest(block: &str, pairs: &[Pair], place: &str, notes: &mut Notes) {
    for pair in pairs.iter().filter(|pair| !pair.value.is_empty()) {
        notes.add(format!("`{}` of the block `{block}`", pair.key), place);
    }
}

/// Notes expressions that nothing here gives a value.
pub(super) fn note_expressions(text: &str, place: &str, notes: &mut Notes) {
    for (begin, what) in [
        ("{{process.env.", "a variable of the process, which stays as text"),
        ("{{?", "a value that Bruno asks for, which stays as text"),
        ("{{$oauth2.", "a token that Bruno keeps, which stays as text"),
    ] {
        if text.contains(begin) {
            notes.add(what, place);
        }
    }
}
