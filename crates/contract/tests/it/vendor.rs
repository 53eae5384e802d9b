//! The contract's structure against the vendor's description.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{CATALOGUE, Matcher};
use contract::{Operation, Parameter, Place};
use serde_json::{Value, json};

use crate::{
    differences::{INTENDED, fits},
    reference::{self, find, follow, parameters, vendor},
};

/// How many members deep schemas are compared.
const DEPTH: usize = 4;

/// What a schema says about one member.
#[derive(Clone, Debug, Default)]
struct Member {
    types: BTreeSet<String>,
    required: bool,
    words: Option<BTreeSet<String>>,
    /// Refuses members it does not name.
    closed: bool,
}

type Members = BTreeMap<String, Member>;

/// A schema as a table of member paths; choices are merged.
fn table(schema: &Value, document: &Value) -> Members {
    let mut members = Members::new();
    walk(schema, document, "", true, 0, &mut members);
    members
}

fn walk(
    schema: &Value,
    document: &Value,
    path: &str,
    required: bool,
    depth: usize,
    members: &mut Members,
) {
    let schema = follow(schema, document);
    let first = !members.contains_key(path);
    let member = members.entry(path.to_owned()).or_default();
    member.required = required && (first || member.required);
    member.types.extend(types(schema));
    member.closed |= schema.get("additionalProperties") == Some(&Value::Bool(false));
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().filter_map(Value::as_str).map(str::to_owned);
        member.words.get_or_insert_with(BTreeSet::new).extend(words);
    }
    for choice in
        ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema[key].as_array()).flatten()
    {
        walk(choice, document, path, required, depth, members);
    }
    if depth < DEPTH {
        let needed = schema["required"].as_array().cloned().unwrap_or_default();
        for (name, value) in schema["properties"].as_object().into_iter().flatten() {
            if *value == Value::Bool(false) {
                continue;
            }
            let below = format!("{path}.{name}");
            walk(value, document, &below, needed.contains(&json!(name)), depth + 1, members);
        }
    }
    if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
        walk(items, document, &format!("{path}[]"), false, depth, members);
    }
}

fn types(schema: &Value) -> BTreeSet<String> {
    let mut types: BTreeSet<String> = match &schema["type"] {
        Value::String(one) => BTreeSet::from([one.clone()]),
        Value::Array(several) => {
            several.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ if schema.get("properties").is_some() => BTreeSet::from(["object".to_owned()]),
        _ if schema.get("enum").is_some() => BTreeSet::from(["string".to_owned()]),
        _ => BTreeSet::new(),
    };
    if schema["nullable"] == true {
        types.insert("null".to_owned());
    }
    if types.contains("number") {
        types.insert("integer".to_owned());
    }
    types
}

/// Differences between what ours and theirs say, one line each.
fn compare(place: &str, ours: &Members, theirs: &Members, direction: Direction) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, their) in theirs {
        let Some(our) = ours.get(path) else {
            if !left_open(ours, path) {
                lines.push(format!("{place} {path}: not described"));
            }
            continue;
        };
        let (narrow, wide) = match direction {
            Direction::In => (their, our),
            Direction::Out => (our, their),
        };
        if !wide.types.is_empty() && !narrow.types.is_subset(&wide.types) {
            lines.push(format!("{place} {path}: {:?}, vendor {:?}", our.types, their.types));
        }
        if let Some(words) = &wide.words
            && !narrow.words.as_ref().is_some_and(|narrow| narrow.is_subset(words))
        {
            lines.push(format!("{place} {path}: words {:?}, vendor {:?}", our.words, their.words));
        }
        if direction == Direction::In && our.required != their.required {
            let word = if our.required { "required" } else { "optional" };
            lines.push(format!("{place} {path}: {word}, unlike the vendor"));
        }
        if direction == Direction::Out && their.required && !our.required {
            lines.push(format!("{place} {path}: optional, vendor always answers it"));
        }
        if direction == Direction::In && our.closed && !their.closed {
            lines.push(format!("{place} {path}: refuses unknown members, vendor takes them"));
        }
    }
    // Members of ours alone do no harm where the vendor allows more members.
    for path in ours.keys().filter(|path| !theirs.contains_key(*path)) {
        if theirs.get(parent(path)).is_some_and(|above| above.closed) {
            lines.push(format!("{place} {path}: ours only, vendor refuses it"));
        }
    }
    lines
}

fn parent(path: &str) -> &str {
    path.rfind(['.', '[']).map_or("", |at| &path[..at])
}

/// True when the contract says nothing about what lies where `path` is: any content fits.
fn left_open(ours: &Members, path: &str) -> bool {
    let mut above = parent(path);
    while !ours.contains_key(above) && !above.is_empty() {
        above = parent(above);
    }
    let described = ours.keys().any(|other| other.len() > above.len() && parent(other) == above);
    !described && ours.get(above).is_some_and(|member| !member.closed)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    In,
    Out,
}

fn our_document() -> Value {
    serde_json::from_str(&contract::openapi(&|_| true, "0", "http://localhost")).unwrap()
}

fn compare_parameters(operation: &Operation, theirs: &[&Value]) -> Vec<String> {
    let mut lines = Vec::new();
    let at = |parameter: &Parameter| match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    let document = our_document();
    for their in theirs {
        let (name, place) = (their["name"].as_str().unwrap(), their["in"].as_str().unwrap());
        let line = format!("{} {place} {name}", operation.id);
        let ours = operation.parameters.iter().find(|one| one.name == name && at(one) == place);
        let Some(ours) = ours else {
            lines.push(format!("{line}: not described"));
            continue;
        };
        if ours.required != their["required"].as_bool().unwrap_or(false) {
            lines.push(format!("{line}: required {}, unlike the vendor", ours.required));
        }
        let theirs = table(&their["schema"], vendor().unwrap());
        lines.extend(compare(&line, &table(&ours.schema, &document), &theirs, Direction::In));
    }
    for ours in &operation.parameters {
        if !theirs
            .iter()
            .any(|their| their["name"] == ours.name.as_str() && their["in"] == at(ours))
        {
            lines.push(format!("{} {} {}: ours only", operation.id, at(ours), ours.name));
        }
    }
    lines
}

fn media(node: &Value) -> BTreeMap<&String, &Value> {
    node["content"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, one)| (name, &one["schema"]))
        .collect()
}

fn compare_operation(operation: &Operation, theirs: &Value, ours: &Value) -> Vec<String> {
    let (_, method, item, node) = find(theirs, &operation.id).unwrap();
    assert_eq!(method.to_ascii_uppercase(), operation.method, "{}", operation.id);
    let (_, _, _, our_node) = find(ours, &operation.id).unwrap();
    let mut lines = compare_parameters(operation, &parameters(theirs, item, node));

    let their_media = node.get("requestBody").map(|body| media(follow(body, theirs)));
    let their_media = their_media.unwrap_or_default();
    let our_media = our_node.get("requestBody").map(media).unwrap_or_default();
    for (name, schema) in &their_media {
        let place = format!("{} body", operation.id);
        match our_media.get(name) {
            None => lines.push(format!("{place} {name}: not described")),
            Some(our_schema) => lines.extend(compare(
                &place,
                &table(our_schema, ours),
                &table(schema, theirs),
                Direction::In,
            )),
        }
    }
    for name in our_media.keys().filter(|name| !their_media.contains_key(*name)) {
        lines.push(format!("{} body {name}: ours only", operation.id));
    }

    let answers = node["responses"].as_object().unwrap();
    let statuses: BTreeSet<&String> =
        answers.keys().filter(|status| status.starts_with('2')).collect();
    let our_statuses: BTreeSet<String> =
        operation.responses.iter().map(|one| one.status.to_string()).collect();
    assert_eq!(our_statuses.iter().collect::<BTreeSet<_>>(), statuses, "{}", operation.id);
    for status in statuses {
        let theirs_here = media(follow(&answers[status], theirs));
        let ours_here = media(&our_node["responses"][status]);
        assert_eq!(ours_here.keys().collect::<Vec<_>>(), theirs_here.keys().collect::<Vec<_>>());
        for (name, schema) in theirs_here {
            let place = format!("{} {status}", operation.id);
            let (our_table, their_table) = (table(ours_here[name], ours), table(schema, theirs));
            lines.extend(compare(&place, &our_table, &their_table, Direction::Out));
        }
    }
    lines
}

#[test]
fn differences_are_all_intended() {
    let Some(theirs) = vendor() else { return };
    let ours = our_document();
    let mut compared = 0;
    let mut lines = Vec::new();
    for operation in contract::operations() {
        if find(theirs, &operation.id).is_some() {
            compared += 1;
            lines.extend(compare_operation(operation, theirs, &ours));
        }
    }
    assert_eq!(
        compared,
        44 + 12 + 6 + 12 + 5 + 4 + 8 + 2 + 22 + 20 + 1,
        "all but the APIs, which the vendor's file leaves out, and our own"
    );
    let intended = |line: &String| INTENDED.iter().any(|(pattern, _)| fits(pattern, line));
    let surprising: Vec<&String> = lines.iter().filter(|line| !intended(line)).collect();
    assert!(surprising.is_empty(), "{} differences:\n{surprising:#?}", surprising.len());
    for (pattern, reason) in INTENDED {
        let fit = lines.iter().any(|line| fits(pattern, line));
        assert!(fit && !reason.is_empty(), "no longer a difference: {pattern}");
    }
}

#[test]
fn required_queries_are_the_reference() {
    let Some(file) = reference::json("operations.json") else { return };
    for entry in file["operations"].as_array().unwrap() {
        let Some(operation) = contract::operation(entry["operationId"].as_str().unwrap()) else {
            continue;
        };
        let queries = operation.parameters.iter().filter(|one| one.place == Place::Query);
        let (required, optional): (Vec<&Parameter>, Vec<&Parameter>) =
            queries.partition(|one| one.required);
        let names =
            |list: Vec<&Parameter>| json!(list.iter().map(|one| &one.name).collect::<Vec<_>>());
        assert_eq!(names(required), entry["requiredQuery"], "{}", operation.id);
        assert_eq!(names(optional), entry["optionalQuery"], "{}", operation.id);
        assert_eq!(!operation.bodies.is_empty(), entry["requestBody"], "{}", operation.id);
    }
}

/// The matcher takes exactly the words the vendor allows for `{elementType}`.
#[test]
fn element_types_are_the_vendors() {
    let Some(theirs) = vendor() else { return };
    let matcher = Matcher::new();
    let mut seen = 0;
    for spec in CATALOGUE.iter().filter(|spec| spec.path.contains("{elementType}")) {
        let Some((_, _, item, node)) = find(theirs, spec.id) else { continue };
        let all = parameters(theirs, item, node);
        let parameter = all.iter().find(|one| one["name"] == "elementType").unwrap();
        let words = follow(&parameter["schema"], theirs)["enum"].as_array().unwrap();
        let words: BTreeSet<&str> = words.iter().filter_map(Value::as_str).collect();
        for word in ["collection", "collections", "spec", "specs", "mock", "requests"] {
            let path = spec.path.replace("{elementType}", word).replace(['{', '}'], "");
            let hit = matcher.find(&spec.method, &path).is_ok_and(|hit| hit.spec == *spec);
            assert_eq!(hit, words.contains(word), "{} with {word}", spec.id);
        }
        seen += 1;
    }
    assert_eq!(seen, 5);
}
