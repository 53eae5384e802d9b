//! Schemas of MCP tools: short, and complete in themselves.

use catalog::Rule;
use serde_json::{Map, Value, json};

use crate::{Operation, Place, operation, schema};

/// What the tool of an operation does, in one or two sentences.
#[must_use]
pub fn tool_description(id: &str) -> Option<String> {
    let summary = catalog::spec(id)?.summary;
    Some(match operation(id).and_then(|operation| operation.description.as_deref()) {
        Some(more) => format!("{summary} {more}"),
        None => summary.to_owned(),
    })
}

/// The arguments of an operation's tool.
///
/// Parameters of path, query and headers, and the members of the body, each under its own name;
/// a body that is no object is the argument `body`. Creating in a workspace needs the workspace
/// to be named. An id the contract does not know takes any object.
#[must_use]
pub fn input_schema(id: &str) -> Value {
    let Some(operation) = operation(id) else { return json!({ "type": "object" }) };
    let mut properties = Map::new();
    let mut required = Vec::new();
    parameters(operation, &mut properties, &mut required);
    body(operation, &mut properties, &mut required);
    let mut input = Map::new();
    input.insert("type".to_owned(), "object".into());
    input.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        input.insert("required".to_owned(), required.into());
    }
    input.into()
}

/// The answer of an operation's tool, its upper levels; `None` when it has no body or is no object.
#[must_use]
pub fn output_schema(id: &str) -> Option<Value> {
    let response = operation(id)?.responses.first()?;
    let mut output = expand(&response.body.as_ref()?.schema, &mut Vec::new())?;
    thin(&mut output, 0);
    (output.get("type").is_some_and(|kind| kind == "object")).then_some(output)
}

fn parameters(
    operation: &Operation,
    properties: &mut Map<String, Value>,
    required: &mut Vec<Value>,
) {
    let creates = catalog::spec(&operation.id).is_some_and(|spec| spec.rule == Some(Rule::Into));
    for parameter in &operation.parameters {
        let Some(mut shape) = expand(&parameter.schema, &mut Vec::new()) else { continue };
        let Some(members) = shape.as_object_mut() else { continue };
        if parameter.place == Place::Query {
            as_text(members);
        }
        // The names of ids in paths say what they are.
        let spoken = parameter.description.as_ref().filter(|_| parameter.place != Place::Path);
        if let Some(description) = spoken {
            members.insert("description".to_owned(), description.as_str().into());
        }
        match &parameter.tool {
            Some(Value::Bool(false)) => continue,
            Some(Value::Object(instead)) => members.extend(instead.clone()),
            _ => {}
        }
        if parameter.required || creates && parameter.name.starts_with("workspace") {
            required.push(parameter.name.as_str().into());
        }
        properties.insert(parameter.name.clone(), shape);
    }
}

/// A list in the query is one text with commas.
fn as_text(shape: &mut Map<String, Value>) {
    let Some(items) = shape.remove("items") else { return };
    shape.insert("type".to_owned(), "string".into());
    if let Some(options) = items.get("enum") {
        let hint = format!("{}; commas between.", schema::words(options));
        shape.insert("description".to_owned(), hint.into());
    }
}

fn body(operation: &Operation, properties: &mut Map<String, Value>, required: &mut Vec<Value>) {
    let Some(shape) =
        operation.bodies.first().and_then(|body| expand(&body.schema, &mut Vec::new()))
    else {
        return;
    };
    let members = shape.get("properties").and_then(Value::as_object);
    if let Some(members) = members {
        properties.extend(members.clone());
        let names = shape.get("required").and_then(Value::as_array);
        required.extend(names.into_iter().flatten().cloned());
    } else {
        properties.insert("body".to_owned(), shape);
        required.push("body".into());
    }
}

/// The schema with references put in place; what nests in itself becomes an open object.
///
/// `x-gatepost-tool` replaces the schema it stands in; `false` removes it.
fn expand<'a>(node: &'a Value, inside: &mut Vec<&'a str>) -> Option<Value> {
    if let Some(instead) = node.get("x-gatepost-tool") {
        return instead.is_object().then(|| instead.clone());
    }
    if let Some(name) = schema::target(node) {
        if inside.contains(&name) {
            return Some(json!({ "type": "object" }));
        }
        inside.push(name);
        let expanded = expand(schema::follow(node), inside);
        inside.pop();
        return expanded;
    }
    Some(match node {
        Value::Object(members) => members
            .iter()
            // The keyword; a member of that name has a schema.
            .filter(|(name, value)| *name != "format" || !value.is_string())
            .filter_map(|(name, value)| Some((name.clone(), expand(value, inside)?)))
            .collect(),
        Value::Array(items) => items.iter().filter_map(|item| expand(item, inside)).collect(),
        other => other.clone(),
    })
}

/// How deep answers are described: an envelope and what is in it.
const DEPTH: usize = 1;

/// Drops what only people need, and what lies deep, so that lists of tools stay short.
fn thin(node: &mut Value, depth: usize) {
    let Some(members) = node.as_object_mut() else { return };
    let kept: &[&str] = if depth < DEPTH { &["type", "properties", "items"] } else { &["type"] };
    members.retain(|name, value| kept.contains(&name.as_str()) && *value != Value::Bool(false));
    if let Some(properties) = members.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|_, value| *value != Value::Bool(false));
        properties.values_mut().for_each(|member| thin(member, depth + 1));
    }
    if let Some(items) = members.get_mut("items") {
        thin(items, depth);
    }
}
