//! Collection format v1.0.0, the one with flat lists of folders and requests.
//!
//! Files of this format come from many programs and years, so nothing in them is relied on: what
//! has the wrong type counts as absent. Where the format leaves open what a file means, the answer
//! is that of Newman, because the file is to run as it always did.

mod auth;
mod body;
mod events;
mod flat;
mod headers;
mod notes;
mod out;
mod read;
mod request;
mod response;
mod tree;
mod url;

use model::json::{check, member};
use serde_json::{Value, json};

pub use flat::{change, show};

use crate::{Converted, Fault};
use auth::Level;
use notes::Notes;
use out::Out;
use read::{Object, description, given, put, text};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// Whether `text` is a collection of format v1: it has a name, an order and requests.
///
/// It looks at members only, so `text` should be JSON. An envelope is not looked into.
#[must_use]
pub fn is_v1(text: &str) -> bool {
    let filled = |raw: &str| !matches!(raw, "null" | "false" | "\"\"" | "0");
    // Requests first: other formats have none, and then one look is enough.
    ["requests", "order", "name"].iter().all(|name| member(text, name).is_some_and(filled))
}

/// Converts a collection of format v1.0.0 to v2.1.
///
/// Folders come before the requests beside them, both in the order that the file gives. Ids are
/// kept. What no order lists is left out, as nothing would run it, and said.
pub fn to_v21(text: &str) -> Result<Converted, Fault> {
    let Value::Object(old) = serde_json::from_str(text)? else { return Err(Fault::Other) };
    let mut notes = Notes::default();
    let mut out = Out::new(text.len());
    out.push("{\"info\":")?;
    out.value(&info(&old))?;
    out.push(",\"item\":[")?;
    tree::write(&old, &mut out, &mut notes)?;
    out.push("]")?;
    out.members(&common(&old, Level::Collection, "the collection", &mut notes))?;
    out.push("}")?;
    let document = out.into_text();
    check(document.as_bytes()).map_err(|_| Fault::Deep)?;
    Ok(Converted { document, notes: notes.into_lines() })
}

fn info(old: &Object) -> Value {
    let mut info = Object::new();
    put(&mut info, "_postman_id", text(old.get("id")));
    let name = text(old.get("name")).filter(|name| !name.is_empty());
    put(&mut info, "name", Some(name.unwrap_or_else(|| "Collection".to_owned())));
    put(&mut info, "description", description(old));
    put(&mut info, "schema", Some(SCHEMA));
    Value::Object(info)
}

/// What a collection and a folder have beside their name and what lies in them.
fn common(old: &Object, level: Level, of: &str, notes: &mut Notes) -> Object {
    let mut new = Object::new();
    put(&mut new, "auth", auth::auth(old, level, of, notes));
    put(&mut new, "event", events::events(old, of, notes));
    put(&mut new, "variable", variables(old));
    put(&mut new, "protocolProfileBehavior", behaviour(old));
    new
}

fn behaviour(old: &Object) -> Option<Value> {
    old.get("protocolProfileBehavior").filter(|one| one.is_object() && !read::empty(one)).cloned()
}

/// Variables; older files name them by `id`.
fn variables(old: &Object) -> Option<Value> {
    let list = given(old, "variables").or_else(|| given(old, "variable"))?.as_array()?;
    let variable = |old: &Object| {
        let mut new = Object::new();
        let named = |name| text(old.get(name)).filter(|key| !key.is_empty());
        put(&mut new, "key", named("key").or_else(|| named("id")));
        put(&mut new, "value", old.get("value").cloned());
        let kind = text(old.get("type")).filter(|kind| !kind.is_empty());
        put(&mut new, "type", kind.map(|kind| if kind == "text" { "string".into() } else { kind }));
        put(&mut new, "disabled", read::disabled(old).then_some(true));
        put(&mut new, "description", description(old));
        Value::Object(new)
    };
    let list: Vec<Value> = list.iter().filter_map(Value::as_object).map(variable).collect();
    (!list.is_empty()).then(|| json!(list))
}
