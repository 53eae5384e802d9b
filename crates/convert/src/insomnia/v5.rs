//! Version 5: items lie in one another.

use model::json::MAX_DEPTH;
use serde_json::Value;

use super::{Tree, environment, request};
use crate::formats::{
    Notes,
    flat::{list, text},
};

pub(super) fn tree(export: &Value, notes: &mut Notes) -> Tree {
    let name = text(export.get("name"));
    let items = items(export.get("collection"), 0, notes);
    let mut environments = Vec::new();
    if let Some(base) = export.get("environments").filter(|base| base.is_object()) {
        let subs = list(base.get("subEnvironments")).iter();
        for one in std::iter::once(base).chain(subs) {
            let private = one.pointer("/meta/isPrivate") == Some(&true.into());
            let name = text(one.get("name"));
            environments.extend(environment::document(&name, one, private, notes));
        }
    }
    if !list(export.pointer("/cookieJar/cookies")).is_empty() {
        notes.add("the cookie jar", &name);
    }
    for member in ["certificates", "spec", "testSuites"] {
        if export.get(member).is_some_and(|one| !one.is_null()) {
            notes.add(format!("`{member}`, which collections don't have"), &name);
        }
    }
    Tree { name, items, environments }
}

fn items(of: Option<&Value>, depth: usize, notes: &mut Notes) -> Vec<Value> {
    let mut made = Vec::new();
    for one in list(of) {
        let id = text(one.pointer("/meta/id"));
        if one.get("children").is_some() && depth < MAX_DEPTH {
            let inner = items(one.get("children"), depth + 1, notes);
            made.push(request::folder(one, &inner, notes));
        } else if ["ws-req_", "greq_", "socketio-req_"].iter().any(|start| id.starts_with(start)) {
            notes.add("a request that is not of HTTP", &text(one.get("name")));
        } else if one.get("url").is_some() {
            made.push(request::item(one, notes));
        } else {
            notes.add("an entry that is no request and no folder", &text(one.get("name")));
        }
    }
    made
}
