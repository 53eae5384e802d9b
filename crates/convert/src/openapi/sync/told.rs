//! What a synchronisation changed, in sentences.

use std::collections::HashMap;

use model::collection::ItemKind;
use model::merge::{Node, Tree};

use super::trees::operation;

/// A sentence for each item that is new, gone or changed, and for the collection.
pub(super) fn changes(before: &Tree, after: &Tree) -> Vec<String> {
    let known: HashMap<&str, &Node> =
        before.nodes.iter().map(|node| (node.key.as_str(), node)).collect();
    let left: HashMap<&str, &Node> =
        after.nodes.iter().map(|node| (node.key.as_str(), node)).collect();
    let mut told = Vec::new();
    if before.name != after.name || before.head != after.head {
        told.push("changed the collection itself".to_owned());
    }
    for node in &after.nodes {
        match known.get(node.key.as_str()) {
            None => told.push(format!("added {}", place(node, &left))),
            Some(was) if was.document != node.document || was.name != node.name => {
                told.push(format!("changed {}", place(node, &left)));
            }
            Some(was) if was.parent != node.parent => {
                told.push(format!("moved {}", place(node, &left)));
            }
            Some(_) => {}
        }
    }
    let gone = before.nodes.iter().filter(|node| !left.contains_key(node.key.as_str()));
    told.extend(gone.map(|node| format!("deleted {}", place(node, &known))));
    told
}

/// The request as `GET /pets`, others by name.
fn place(node: &Node, all: &HashMap<&str, &Node>) -> String {
    match node.kind {
        ItemKind::Folder => format!("the folder \"{}\"", node.name),
        ItemKind::Request => format!("the request `{}`", operation(node)),
        ItemKind::Response => {
            let request = node.parent.as_deref().and_then(|key| all.get(key));
            let request = request.map(|node| operation(node)).unwrap_or_default();
            format!("the example \"{}\" of `{request}`", node.name)
        }
    }
}
