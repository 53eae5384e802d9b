//! From the flat model to the text that is stored.

use gate::Fault;
use model::{
    Element,
    collection::{self, Draft, DraftItem, Invalid, Item, ItemKind, Problem},
    json::{member, with_members},
    secret::Document,
};
use serde_json::{Map, Value};

/// Members that are not part of an item's own text.
const OUTSIDE: [&str; 6] = ["id", "uid", "createdAt", "updatedAt", "item", "response"];

/// The text of a new item.
pub(super) fn new(kind: ItemKind, given: &Map<String, Value>) -> String {
    let mut item = Map::new();
    convert::v1::change(kind, &mut item, given);
    Value::Object(item).to_string()
}

/// The text of an item after a change: members that the change does not touch stay byte for byte.
pub(super) fn changed(element: &Element, item: &Item, given: &Map<String, Value>) -> String {
    let stored = item.document.text();
    let normal = collection::render_item(element, item, None);
    let before: Map<String, Value> = serde_json::from_str(&normal).unwrap_or_default();
    let mut after = before.clone();
    convert::v1::change(item.kind, &mut after, given);
    let request = match (before.get("request"), after.get("request"), member(&stored, "request")) {
        (Some(Value::Object(before)), Some(Value::Object(after)), Some(stored))
            if stored.starts_with('{') =>
        {
            with_members(stored, &differences(before, after))
        }
        _ => None,
    };
    let mut changes = differences(&before, &after);
    if let (Some(request), Some((_, value))) =
        (request, changes.iter_mut().find(|(name, _)| *name == "request"))
    {
        *value = Some(request);
    }
    with_members(&stored, &changes).unwrap_or_else(|| stored.into_owned())
}

fn differences<'a>(
    before: &'a Map<String, Value>,
    after: &'a Map<String, Value>,
) -> Vec<(&'a str, Option<String>)> {
    let gone = before.keys().filter(|name| !after.contains_key(*name)).map(|name| (name, None));
    let set = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(value))
        .map(|(name, value)| (name, Some(value.to_string())));
    let own = gone.chain(set).filter(|(name, _)| !OUTSIDE.contains(&name.as_str()));
    own.map(|(name, value)| (name.as_str(), value)).collect()
}

/// Checks the text of an item as that of a whole collection would be; its name and document.
pub(super) fn checked(kind: ItemKind, text: &str) -> Result<(String, Document), Fault> {
    const START: &str = "{\"info\":{\"name\":\"-\",\"schema\":\"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"},\"item\":[";
    let around = match kind {
        ItemKind::Folder | ItemKind::Request => ("", ""),
        ItemKind::Response => ("{\"name\":\"-\",\"request\":{},\"response\":[", "]}"),
    };
    let (before, after) = around;
    let refused = |invalid: &Invalid| super::malformed(kind, &inner(kind, invalid));
    let Draft { items, .. } = collection::parse(&format!("{START}{before}{text}{after}]}}"))
        .map_err(|invalid| refused(&invalid))?;
    let found = items.into_iter().find(|item| item.kind == kind);
    let Some(DraftItem { name, document, .. }) = found else {
        return Err(refused(&Invalid { problems: Vec::new() }));
    };
    Ok((name, document))
}

/// The problems with their places inside the item.
fn inner(kind: ItemKind, invalid: &Invalid) -> Invalid {
    let start = match kind {
        ItemKind::Folder | ItemKind::Request => "item[0]",
        ItemKind::Response => "item[0].response[0]",
    };
    let problem = |problem: &Problem| {
        let path = problem.path.strip_prefix(start).unwrap_or(&problem.path);
        let path = path.strip_prefix('.').unwrap_or(path).to_owned();
        Problem { path, what: problem.what.clone() }
    };
    Invalid { problems: invalid.problems.iter().map(problem).collect() }
}
