//! The embedded files, read once and merged.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::Operation;

/// The embedded files: name and YAML text.
const DOCUMENTS: &[(&str, &str)] = &[
    ("shared.yaml", include_str!("../openapi/shared.yaml")),
    ("collections.yaml", include_str!("../openapi/collections.yaml")),
    ("items.yaml", include_str!("../openapi/items.yaml")),
    ("comments.yaml", include_str!("../openapi/comments.yaml")),
    ("forks.yaml", include_str!("../openapi/forks.yaml")),
    ("pull_requests.yaml", include_str!("../openapi/pull_requests.yaml")),
    ("tags.yaml", include_str!("../openapi/tags.yaml")),
    ("specs.yaml", include_str!("../openapi/specs.yaml")),
    ("search.yaml", include_str!("../openapi/search.yaml")),
    ("environments.yaml", include_str!("../openapi/environments.yaml")),
    ("mocks.yaml", include_str!("../openapi/mocks.yaml")),
    ("monitors.yaml", include_str!("../openapi/monitors.yaml")),
    ("webhooks.yaml", include_str!("../openapi/webhooks.yaml")),
    ("workspaces.yaml", include_str!("../openapi/workspaces.yaml")),
    ("announcements.yaml", include_str!("../openapi/announcements.yaml")),
    ("context.yaml", include_str!("../openapi/context.yaml")),
    ("runs.yaml", include_str!("../openapi/runs.yaml")),
    ("apis.yaml", include_str!("../openapi/apis.yaml")),
    ("user.yaml", include_str!("../openapi/user.yaml")),
    ("team.yaml", include_str!("../openapi/team.yaml")),
    ("gatepost.yaml", include_str!("../openapi/gatepost.yaml")),
];

/// The files of the contract: name and YAML text, shared parts first.
#[must_use]
pub fn documents() -> &'static [(&'static str, &'static str)] {
    DOCUMENTS
}

/// Every operation the contract describes, in the order of the files.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    MERGED.operations.values()
}

/// The merged document: operations with parameters and responses resolved, and the schemas they
/// refer to as `#/components/schemas/…`.
#[derive(Default)]
pub(crate) struct Merged {
    pub(crate) operations: IndexMap<String, Operation>,
    pub(crate) schemas: Map<String, Value>,
    pub(crate) security: Map<String, Value>,
}

pub(crate) static MERGED: LazyLock<Merged> = LazyLock::new(merge);

fn merge() -> Merged {
    // NOTE: a file that can't be read is left out here; a test proves that all can.
    let files: Vec<Value> = DOCUMENTS
        .iter()
        .filter_map(|(_, text)| serde_yaml_ng::from_str(text).ok())
        .map(|mut file| {
            point_inside(&mut file);
            file
        })
        .collect();
    let mut components = Map::new();
    for (kind, parts) in
        files.iter().filter_map(|file| file.get("components")?.as_object()).flatten()
    {
        let merged = components.entry(kind.clone()).or_insert_with(|| Value::Object(Map::new()));
        if let (Some(merged), Some(parts)) = (merged.as_object_mut(), parts.as_object()) {
            merged.extend(parts.clone());
        }
    }
    let components = Value::Object(components);
    let operations = files
        .iter()
        .flat_map(|file| operations_of(file, &components))
        .map(|operation| (operation.id.clone(), operation))
        .collect();
    let part = |name: &str| components.get(name).and_then(Value::as_object).cloned();
    Merged {
        operations,
        schemas: part("schemas").unwrap_or_default(),
        security: part("securitySchemes").unwrap_or_default(),
    }
}

fn operations_of(file: &Value, components: &Value) -> Vec<Operation> {
    let since = file.get("x-gatepost-since").and_then(Value::as_str).unwrap_or_default();
    let mut operations = Vec::new();
    for (path, item) in file.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let shared = item.get("parameters").and_then(Value::as_array);
        for (method, node) in item.as_object().into_iter().flatten() {
            if method == "parameters" {
                continue;
            }
            let own = node.get("parameters").and_then(Value::as_array);
            let parameters: Vec<&Value> =
                shared.into_iter().flatten().chain(own.into_iter().flatten()).collect();
            operations.extend(Operation::read(path, method, since, &parameters, node, components));
        }
    }
    operations
}

/// Follows a reference into the components; anything else is answered as it is.
pub(crate) fn resolve<'a>(node: &'a Value, components: &'a Value) -> &'a Value {
    let pointer = node.get("$ref").and_then(Value::as_str);
    pointer
        .and_then(|pointer| components.pointer(pointer.strip_prefix("#/components")?))
        .unwrap_or(node)
}

/// Turns `file.yaml#/components/…` into `#/components/…`: after merging all lie in one document.
fn point_inside(node: &mut Value) {
    match node {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match value {
                    Value::String(target) if name == "$ref" => {
                        if let Some(at) = target.find('#') {
                            target.drain(..at);
                        }
                    }
                    other => point_inside(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(point_inside),
        _ => {}
    }
}
