//! References that lead nowhere.

use serde_json::Value;

use super::{Checker, rules::REFERENCE};
use crate::spec::{Node, Problem};

/// Members whose value is data.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];
/// Members whose own members have names that somebody chose, or that are statuses.
const NAMED: [&str; 9] = [
    "properties",
    "patternProperties",
    "schemas",
    "definitions",
    "$defs",
    "responses",
    "requestBodies",
    "channels",
    "messages",
];

pub(super) fn check(checker: &mut Checker<'_>) {
    let spec = checker.spec;
    for (index, (_, document)) in spec.documents.iter().enumerate() {
        let node = Node { value: document, file: index };
        walk(checker, node, &mut String::new(), false);
    }
}

fn walk(checker: &mut Checker<'_>, node: Node<'_>, place: &mut String, named: bool) {
    if checker.is_full() {
        return;
    }
    if let Some(reference) = node.reference()
        && !reference.contains("://")
        && let Err(problem) = checker.spec.follow(node)
    {
        checker.push(Problem { place: place.clone(), ..problem }, REFERENCE);
    }
    let length = place.len();
    let mut each = |name: &str, value: &Value| {
        if !named && DATA.contains(&name) {
            return;
        }
        place.push('/');
        place.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let named = !named && NAMED.contains(&name);
        walk(checker, Node { value, file: node.file }, place, named);
        place.truncate(length);
    };
    match node.value {
        Value::Object(members) => members.iter().for_each(|(name, value)| each(name, value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| each(&index.to_string(), value));
        }
        _ => {}
    }
}
