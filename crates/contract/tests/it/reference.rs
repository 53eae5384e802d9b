//! Reference files beside the repository: `../shared/reference/`, or `GATEPOST_REFERENCE`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use serde_json::Value;

fn text(name: &str) -> Option<String> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let folder = env::var_os("GATEPOST_REFERENCE").map_or(beside, PathBuf::from);
    let text = fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        eprintln!("SKIPPED: no {name} beside the repository; set GATEPOST_REFERENCE to its folder");
    }
    text
}

/// A JSON file; says so when it is not there.
pub(crate) fn json(name: &str) -> Option<Value> {
    Some(serde_json::from_str(&text(name)?).unwrap())
}

/// The vendor's description, read once.
pub(crate) fn vendor() -> Option<&'static Value> {
    static VENDOR: LazyLock<Option<Value>> =
        LazyLock::new(|| Some(serde_yaml_ng::from_str(&text("postman-openapi.yaml")?).unwrap()));
    VENDOR.as_ref()
}

/// Follows references inside a document.
pub(crate) fn follow<'a>(mut node: &'a Value, document: &'a Value) -> &'a Value {
    while let Some(pointer) = node.get("$ref").and_then(Value::as_str) {
        node = document.pointer(pointer.trim_start_matches('#')).unwrap();
    }
    node
}

/// The operations of a description by id: path, method, path item, operation.
pub(crate) fn find<'a>(
    document: &'a Value,
    id: &str,
) -> Option<(&'a str, &'a str, &'a Value, &'a Value)> {
    document["paths"].as_object()?.iter().find_map(|(path, item)| {
        let (method, node) =
            item.as_object()?.iter().find(|(_, node)| node["operationId"] == id)?;
        Some((path.as_str(), method.as_str(), item, node))
    })
}

/// Parameters of an operation, those of its path included.
pub(crate) fn parameters<'a>(
    document: &'a Value,
    item: &'a Value,
    node: &'a Value,
) -> Vec<&'a Value> {
    [item, node]
        .into_iter()
        .filter_map(|holder| holder["parameters"].as_array())
        .flatten()
        .map(|parameter| follow(parameter, document))
        .collect()
}
