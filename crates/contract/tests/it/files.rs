//! Every file is an OpenAPI 3.1 description by itself, and together they are one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

const METHODS: &[&str] = &["get", "put", "post", "patch", "delete"];
const FILE: &[&str] = &["openapi", "info", "x-gatepost-since", "paths", "components"];
const OPERATION: &[&str] =
    &["operationId", "description", "x-gatepost-body", "parameters", "requestBody", "responses"];
const PARAMETER: &[&str] =
    &["name", "in", "required", "description", "schema", "style", "explode", "x-gatepost-tool"];
const SCHEMA: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "description",
    "enum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "pattern",
    "properties",
    "required",
    "type",
    "x-gatepost-tool",
];

fn files() -> BTreeMap<&'static str, Value> {
    contract::documents()
        .iter()
        .map(|(name, text)| (*name, serde_yaml_ng::from_str(text).unwrap()))
        .collect()
}

fn members(node: &Value) -> impl Iterator<Item = (&String, &Value)> {
    node.as_object().into_iter().flatten()
}

/// Follows a reference of one file into this or another one.
fn target<'a>(files: &'a BTreeMap<&str, Value>, file: &str, reference: &str) -> Option<&'a Value> {
    let (name, pointer) = reference.split_once('#')?;
    files.get(if name.is_empty() { file } else { name })?.pointer(pointer)
}

fn resolved<'a>(files: &'a BTreeMap<&str, Value>, file: &str, node: &'a Value) -> &'a Value {
    match node.get("$ref").and_then(Value::as_str) {
        Some(reference) => target(files, file, reference).unwrap(),
        None => node,
    }
}

fn only(node: &Value, known: &[&str], place: &str) {
    for (name, _) in members(node) {
        assert!(known.contains(&name.as_str()), "{place}: `{name}` is not known");
    }
}

#[test]
fn every_file_is_a_description() {
    let files = files();
    assert_eq!(files.len(), contract::documents().len(), "file names are unique");
    for (name, file) in &files {
        only(file, FILE, name);
        assert!(file["openapi"].as_str().unwrap().starts_with("3.1."), "{name}");
        assert!(file["info"]["title"].is_string() && file["info"]["version"].is_string(), "{name}");
        assert!(file.get("paths").or_else(|| file.get("components")).is_some(), "{name}");
        assert!(file.get("paths").is_none() || file["x-gatepost-since"].is_string(), "{name}");
    }
}

#[test]
fn every_operation_is_well_formed() {
    let files = files();
    let mut ids = BTreeSet::new();
    for (name, file) in &files {
        for (path, item) in members(&file["paths"]) {
            assert!(path.starts_with('/'), "{path}");
            for (method, node) in members(item).filter(|(method, _)| *method != "parameters") {
                assert!(METHODS.contains(&method.as_str()), "{path} {method}");
                only(node, OPERATION, path);
                let id = node["operationId"].as_str().unwrap();
                assert!(ids.insert(id.to_owned()), "{id} twice");
                check_parameters(&files, name, path, [item, node]);
                check_answers(&files, name, id, node);
            }
        }
    }
    let described: BTreeSet<String> =
        contract::operations().map(|operation| operation.id.clone()).collect();
    assert_eq!(described, ids, "the library reads every operation");
}

fn check_parameters(files: &BTreeMap<&str, Value>, file: &str, path: &str, holders: [&Value; 2]) {
    let mut in_path = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for node in holders.iter().filter_map(|holder| holder["parameters"].as_array()).flatten() {
        let node = resolved(files, file, node);
        only(node, PARAMETER, path);
        let (name, place) = (node["name"].as_str().unwrap(), node["in"].as_str().unwrap());
        assert!(seen.insert((name, place)), "{path} {name} twice");
        assert!(node["schema"].is_object(), "{path} {name} has a schema");
        let schema = resolved(files, file, &node["schema"]);
        assert!(
            schema["type"] != "array" || node["explode"] == false && node["style"] == "form",
            "{path} {name}: lists have commas between"
        );
        match place {
            "path" => {
                assert_eq!(node["required"], true, "{path} {name}");
                in_path.insert(name.to_owned());
            }
            other => assert!(["query", "header"].contains(&other), "{path} {name} in {other}"),
        }
    }
    let template: BTreeSet<String> = path
        .split('/')
        .filter_map(|part| Some(part.strip_prefix('{')?.strip_suffix('}')?.to_owned()))
        .collect();
    assert_eq!(in_path, template, "{path}");
}

fn check_answers(files: &BTreeMap<&str, Value>, file: &str, id: &str, node: &Value) {
    if let Some(body) = node.get("requestBody") {
        assert_eq!(body["required"], true, "{id}");
        let media: Vec<&String> = members(&body["content"]).map(|(media, _)| media).collect();
        assert!(media.iter().any(|media| *media == "application/json"), "{id} {media:?}");
    }
    assert!(members(&node["responses"]).count() > 0, "{id} answers something");
    for (status, answer) in members(&node["responses"]) {
        assert!(status.starts_with('2') && status.len() == 3, "{id}: errors come from the row");
        let answer = resolved(files, file, answer);
        assert!(answer["description"].is_string(), "{id} {status}");
        assert_eq!(answer.get("content").is_none(), status == "204", "{id} {status}");
    }
}

#[test]
fn every_component_is_named_once_and_used() {
    let files = files();
    let mut named = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (name, file) in &files {
        for (kind, parts) in members(&file["components"]) {
            for (part, _) in members(parts) {
                let known = named.insert((kind.clone(), part.clone()), *name);
                assert_eq!(known, None, "{kind} {part} is in two files, merging would lose one");
            }
        }
        references(&files, name, file, &mut used);
    }
    for ((kind, part), file) in named {
        let is_error = file == "shared.yaml" && part.len() <= 2;
        let fine =
            kind == "securitySchemes" || is_error || used.contains(&(kind.clone(), part.clone()));
        assert!(fine, "nothing refers to {kind} {part} of {file}");
    }
}

fn references(
    files: &BTreeMap<&str, Value>,
    file: &str,
    node: &Value,
    used: &mut BTreeSet<(String, String)>,
) {
    if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
        assert!(target(files, file, reference).is_some(), "{file}: {reference} leads nowhere");
        let mut parts = reference.rsplit('/');
        let (part, kind) = (parts.next().unwrap(), parts.next().unwrap());
        used.insert((kind.to_owned(), part.to_owned()));
    }
    match node {
        Value::Object(_) => {
            members(node).for_each(|(_, value)| references(files, file, value, used));
        }
        Value::Array(items) => items.iter().for_each(|item| references(files, file, item, used)),
        _ => {}
    }
}

#[test]
fn every_schema_is_one() {
    for (name, file) in files() {
        for (part, schema) in members(&file["components"]["schemas"]) {
            check_schema(schema, &format!("{name} {part}"));
        }
        schemas_below(&file["paths"], name);
        for kind in ["parameters", "responses"] {
            schemas_below(&file["components"][kind], name);
        }
    }
}

fn schemas_below(node: &Value, place: &str) {
    for (name, value) in members(node) {
        if name == "schema" {
            check_schema(value, place);
        } else {
            schemas_below(value, &format!("{place} {name}"));
        }
    }
    node.as_array().into_iter().flatten().for_each(|item| schemas_below(item, place));
}

fn check_schema(schema: &Value, place: &str) {
    assert!(jsonschema::draft202012::meta::is_valid(schema), "{place} is no schema");
    if schema.is_boolean() {
        return;
    }
    only(schema, SCHEMA, place);
    let has_shape = ["type", "$ref", "anyOf", "allOf"].iter().any(|key| schema.get(key).is_some());
    let narrows = schema.get("required").is_some();
    assert!(has_shape || narrows, "{place} has no type");
    let properties: BTreeSet<&String> =
        members(&schema["properties"]).map(|(name, _)| name).collect();
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap().to_owned();
        assert!(
            properties.contains(&name) || schema.get("type").is_none(),
            "{place}: required `{name}` is not described"
        );
    }
    let types = schema["type"].to_string();
    assert!(!types.contains("array") || schema.get("items").is_some(), "{place} has no items");
    for (name, value) in members(&schema["properties"]) {
        check_schema(value, &format!("{place}.{name}"));
    }
    for key in ["items", "x-gatepost-tool"] {
        if let Some(value) = schema.get(key) {
            check_schema(value, &format!("{place} {key}"));
        }
    }
    for value in ["anyOf", "allOf"].iter().filter_map(|key| schema[key].as_array()).flatten() {
        check_schema(value, place);
    }
}
