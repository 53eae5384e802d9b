//! A collection as views read it: masked, with its items in place.

use catalog::{Operation, op};
use gate::Fault;
use model::{ElementRef, mask::Masker};
use serde_json::{Value, json};

use crate::{ApiError, Call, Context, aside::aside, collections};

/// What stands in views where a secret was.
const SECRET: &str = "(secret)";

/// A collection without secrets.
pub(super) struct Tree {
    collection: Value,
    masker: Masker,
    size: usize,
}

/// An item, and the folders it lies in, outermost first.
pub(super) struct Found<'t> {
    pub(super) item: &'t Value,
    pub(super) folders: Vec<&'t Value>,
}

/// What an operation on an item of a collection looks for.
pub(super) trait OfCollection: Operation {}

impl OfCollection for op::GetCollectionContext {}
impl OfCollection for op::GetFolderContext {}
impl OfCollection for op::GetRequestContext {}
impl OfCollection for op::GetRequestCodeContext {}
impl OfCollection for op::GetResponseContext {}

impl Tree {
    /// The collection that the call names.
    pub(super) async fn read<O: OfCollection>(
        ctx: &Context,
        call: &Call<O>,
    ) -> Result<Self, ApiError> {
        let body = collections::whole(ctx, &call.target()?.id, call.permit.user(), true).await?;
        let (masker, size) = (ctx.masker, body.len());
        let read = aside(size, move || {
            let text = unmarked(std::str::from_utf8(&body).unwrap_or_default());
            let mut envelope: Value = serde_json::from_str(&text).ok()?;
            Some(envelope.get_mut("collection")?.take())
        });
        let collection = read.await?.ok_or_else(Fault::internal)?;
        Ok(Self { collection, masker, size })
    }

    /// Bytes of its text.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The collection itself.
    pub(super) fn whole(&self) -> &Value {
        &self.collection
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        self.collection.get("info").map(name).unwrap_or_default()
    }

    /// Its uid, by which tools name it.
    pub(super) fn uid(&self) -> &str {
        self.collection.get("info").map(id).unwrap_or_default()
    }

    /// The folder with this id or uid.
    pub(super) fn folder(&self, reference: &str) -> Result<Found<'_>, ApiError> {
        self.find(reference, is_folder).ok_or_else(|| absent("folder", reference))
    }

    /// The request with this id or uid.
    pub(super) fn request(&self, reference: &str) -> Result<Found<'_>, ApiError> {
        self.find(reference, |item| !is_folder(item)).ok_or_else(|| absent("request", reference))
    }

    fn find(&self, reference: &str, fits: fn(&Value) -> bool) -> Option<Found<'_>> {
        let mut folders = Vec::new();
        let item = find(&self.collection, reference, fits, &mut folders)?;
        Some(Found { item, folders })
    }

    /// The body of a request or an answer, without what its member names say to be secret.
    pub(super) fn body(&self, text: &str) -> String {
        let json = text.trim_start().starts_with(['{', '[']);
        if json && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
            unmarked(&self.masker.body(text))
        } else {
            text.to_owned()
        }
    }
}

/// 404 for an item of a collection that the caller sees.
pub(super) fn absent(what: &str, reference: &str) -> ApiError {
    Fault::new(404, "instanceNotFoundError", format!("The specified {what} does not exist."))
        .with(json!({ "item": what, "id": reference }))
        .into()
}

/// True when `reference`, an id or uid, names it.
pub(super) fn is_named(item: &Value, reference: &str) -> bool {
    let own = |member: &str| item.get(member).and_then(Value::as_str).unwrap_or_default();
    let named = ElementRef::parse(reference);
    if named.owner.is_some() {
        own("uid").eq_ignore_ascii_case(reference)
    } else {
        own("id").eq_ignore_ascii_case(&named.id)
    }
}

fn find<'t>(
    parent: &'t Value,
    reference: &str,
    fits: fn(&Value) -> bool,
    folders: &mut Vec<&'t Value>,
) -> Option<&'t Value> {
    for item in items(parent) {
        if fits(item) && is_named(item, reference) {
            return Some(item);
        }
        if is_folder(item) {
            folders.push(item);
            if let Some(found) = find(item, reference, fits, folders) {
                return Some(found);
            }
            folders.pop();
        }
    }
    None
}

/// The items of a collection or folder.
pub(super) fn items(parent: &Value) -> &[Value] {
    list(parent, "item")
}

/// True for a folder.
pub(super) fn is_folder(item: &Value) -> bool {
    item.get("item").is_some_and(Value::is_array)
}

/// A member that is a list; empty when it is something else.
pub(super) fn list<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    value.get(member).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A member that is text; empty when it is something else.
pub(super) fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

/// The name of anything that has one.
pub(super) fn name(value: &Value) -> &str {
    match text(value, "name") {
        "" => "(without a name)",
        name => name,
    }
}

/// The uid of anything that has one, else its id.
pub(super) fn id(value: &Value) -> &str {
    match text(value, "uid") {
        "" => text(value, "id"),
        uid => uid,
    }
}

/// True for a parameter, header or variable that is switched off.
pub(super) fn is_off(value: &Value) -> bool {
    value.get("disabled") == Some(&Value::Bool(true))
        || value.get("enabled") == Some(&Value::Bool(false))
}

/// A value as text.
pub(super) fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// Says that something is secret, where masks would say which secrets are equal.
pub(super) fn unmarked(text: &str) -> String {
    const START: &str = "«masked:";
    const LONGEST: usize = 16;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(START) {
        out.push_str(before);
        match after.split_once('»') {
            Some((hex, behind)) if hex.len() <= LONGEST => {
                out.push_str(SECRET);
                rest = behind;
            }
            _ => {
                out.push_str(START);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_become_a_word() {
        let cases = [
            ("a", "a"),
            ("«masked:1a2b3c»", "(secret)"),
            ("Bearer «masked:1a2b3c» x «masked:1a2b3d»", "Bearer (secret) x (secret)"),
            ("«masked:", "«masked:"),
            ("«masked:no end of it at all»", "«masked:no end of it at all»"),
        ];
        for (given, expected) in cases {
            assert_eq!(unmarked(given), expected);
        }
    }

    #[test]
    fn items_are_found_with_their_folders() {
        let tree = Tree {
            collection: json!({ "item": [
                { "name": "A", "id": "a", "item": [
                    { "name": "B", "id": "b", "uid": "7-b", "item": [
                        { "name": "R", "id": "r", "request": {} }] }] },
                { "name": "S", "id": "s", "request": {} }] }),
            masker: Masker { key: [0; 32] },
            size: 0,
        };
        let folders =
            |found: Found<'_>| found.folders.into_iter().map(name).collect::<Vec<_>>().join("/");
        assert_eq!(folders(tree.request("r").ok().unwrap()), "A/B");
        assert_eq!(folders(tree.folder("b").ok().unwrap()), "A");
        assert_eq!(folders(tree.request("s").ok().unwrap()), "");
        assert!(tree.request("a").is_err() && tree.folder("r").is_err());
    }
}
