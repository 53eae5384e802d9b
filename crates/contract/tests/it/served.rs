//! The contract against the catalogue, and the served document.

use std::collections::BTreeSet;

use catalog::{CATALOGUE, spec};
use contract::Place;
use serde_json::Value;

#[test]
fn every_operation_has_a_row_that_agrees() {
    for operation in contract::operations() {
        let row = spec(&operation.id).unwrap_or_else(|| panic!("{} has no row", operation.id));
        assert_eq!(row.method.as_str(), operation.method, "{}", row.id);
        assert_eq!(row.path, operation.path, "{}", row.id);
        let statuses: Vec<u16> = operation.responses.iter().map(|one| one.status).collect();
        assert_eq!(row.success, statuses, "{}", row.id);
        let names = |place| -> Vec<&str> {
            let at = operation.parameters.iter().filter(|one| one.place == place);
            at.map(|one| one.name.as_str()).collect()
        };
        assert_eq!(row.path_params().collect::<Vec<_>>(), names(Place::Path), "{}", row.id);
        assert_eq!(row.query, names(Place::Query), "{}", row.id);
        let form = operation.bodies.iter().any(|body| body.media_type == "multipart/form-data");
        assert_eq!(row.flags.takes_form(), form, "{}", row.id);
        assert_eq!(operation.since.split('.').count(), 3, "{}", row.id);
    }
}

#[test]
fn whole_areas_of_our_own_are_described() {
    for row in CATALOGUE.iter().filter(|row| row.path.starts_with("/gatepost/")) {
        assert!(contract::operation(row.id).is_some(), "{} is not described", row.id);
    }
    assert_eq!(
        contract::operations().count(),
        29 + 12 + 6 + 12 + 5 + 4 + 8 + 2 + 22 + 20 + 1 + 23 + 25 + 15,
        "the contract's operations and our own"
    );
}

#[test]
fn document_holds_what_is_served_and_nothing_else() {
    let served = |id: &str| ["getCollection", "updateWorkspace", "deleteApi"].contains(&id);
    let text = contract::openapi(&served, "1.2.3", "https://gate.example");
    assert!(!text.contains("x-gatepost-tool"));
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["info"]["version"], "1.2.3");
    assert_eq!(document["servers"][0]["url"], "https://gate.example");
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        ["/collections/{collectionId}", "/workspaces/{workspaceId}", "/apis/{apiId}"]
    );
    let tags: Vec<&Value> = document["tags"].as_array().unwrap().iter().collect();
    assert_eq!(tags.len(), 3, "{tags:?}");

    let get = &document["paths"]["/collections/{collectionId}"]["get"];
    assert_eq!(get["x-gatepost-area"], "collections");
    assert_eq!(get["x-gatepost-access"], "read");
    assert_eq!(get["x-gatepost-level"], "read");
    assert_eq!(get["x-gatepost-rate-limit"], "default");
    assert_eq!(get["x-gatepost-since"], "0.1.0");
    assert_eq!(
        get["responses"]["400"]["content"]["application/problem+json"]["schema"]["$ref"],
        "#/components/schemas/E1"
    );
    let update = &document["paths"]["/workspaces/{workspaceId}"]["put"];
    assert_eq!(update["x-gatepost-level"], "full");
    assert_eq!(update["x-gatepost-level-floor"], "write");
    assert_eq!(update["requestBody"]["required"], true);

    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert!(schemas.contains_key("StoredItem") && !schemas.contains_key("VariableIn"));
}

#[test]
fn whole_document_refers_to_what_it_holds() {
    let text = contract::openapi(&|_| true, "1.0.0", "http://127.0.0.1:1");
    let document: Value = serde_json::from_str(&text).unwrap();
    let operations: usize = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|item| item.as_object().unwrap().len())
        .sum();
    assert_eq!(operations, contract::operations().count());
    let mut pointers = BTreeSet::new();
    collect(&document, &mut pointers);
    for pointer in &pointers {
        assert!(document.pointer(pointer.trim_start_matches('#')).is_some(), "{pointer}");
    }
    let unused: Vec<&String> = document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| !pointers.contains(&format!("#/components/schemas/{name}")))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

fn collect(node: &Value, pointers: &mut BTreeSet<String>) {
    match node {
        Value::Object(members) => {
            if let Some(Value::String(pointer)) = members.get("$ref") {
                pointers.insert(pointer.clone());
            }
            members.values().for_each(|value| collect(value, pointers));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, pointers)),
        _ => {}
    }
}
