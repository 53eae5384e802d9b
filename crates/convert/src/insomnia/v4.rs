//! Version 4: everything lies in one list and names its parent.

use std::collections::BTreeMap;

use model::json::MAX_DEPTH;
use serde_json::Value;

use super::{Tree, environment, request};
use crate::formats::{
    Notes,
    flat::{list, text},
};

type Children<'a> = BTreeMap<String, Vec<&'a Value>>;

pub(super) fn tree(export: &Value, notes: &mut Notes) -> Tree {
    let mut tree = Tree::default();
    let mut children = Children::new();
    let resources = list(export.get("resources"));
    let ids: Vec<String> = resources.iter().map(|one| text(one.get("_id"))).collect();
    let mut roots = Vec::new();
    for one in resources {
        let (kind, name) = (text(one.get("_type")), text(one.get("name")));
        match kind.as_str() {
            "workspace" => {
                if tree.name.is_empty() {
                    tree.name = name;
                }
                roots.push(text(one.get("_id")));
            }
            "request" | "request_group" => {
                let parent = text(one.get("parentId"));
                // What lies nowhere would be lost.
                let parent = if ids.contains(&parent) { parent } else { String::new() };
                children.entry(parent).or_default().push(one);
            }
            "environment" => {
                let private = one.get("isPrivate") == Some(&true.into());
                tree.environments.extend(environment::document(&name, one, private, notes));
            }
            "cookie_jar" if list(one.get("cookies")).is_empty() => {}
            other => notes.add(format!("a resource of type `{other}`"), &name),
        }
    }
    for list in children.values_mut() {
        let key = |one: &&Value| one.get("metaSortKey").and_then(Value::as_f64).unwrap_or_default();
        list.sort_by(|one, other| key(one).total_cmp(&key(other)));
    }
    roots.push(String::new());
    for root in roots {
        let items = items(&root, 0, &mut children, notes);
        tree.items.extend(items);
    }
    let left = children.values().flatten();
    for one in left {
        notes.add("an entry in no workspace, or inside itself", &text(one.get("name")));
    }
    tree
}

/// Each parent's children are taken once, so that loops end.
fn items(parent: &str, depth: usize, children: &mut Children<'_>, notes: &mut Notes) -> Vec<Value> {
    let mut made = Vec::new();
    for one in children.remove(parent).unwrap_or_default() {
        if text(one.get("_type")) == "request" {
            made.push(request::item(one, notes));
        } else if depth < MAX_DEPTH {
            let inner = items(&text(one.get("_id")), depth + 1, children, notes);
            made.push(request::folder(one, &inner, notes));
        } else {
            notes.add("a folder that lies too deep", &text(one.get("name")));
        }
    }
    made
}
