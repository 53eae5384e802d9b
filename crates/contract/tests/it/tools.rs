//! Schemas of MCP tools: short, explicit, and named as clients know them.

use std::collections::BTreeSet;

use catalog::{Spec, Toolset, spec};
use serde_json::{Value, json};

use crate::reference;

/// Operations of the contract that have a tool.
fn tools() -> impl Iterator<Item = &'static Spec> {
    contract::operations()
        .filter_map(|operation| spec(&operation.id))
        .filter(|row| !row.toolsets.is_empty())
}

/// Fails on a schema without a type, or a list without items, at any depth.
fn explicit(schema: &Value, place: &str) {
    assert!(schema["type"].is_string() || schema["type"].is_array(), "{place}: {schema}");
    let types = schema["type"].to_string();
    assert!(!types.contains("array") || schema["items"].is_object(), "{place} has no items");
    assert!(schema.get("$ref").is_none() && schema.get("x-gatepost-tool").is_none(), "{place}");
    for (name, value) in schema["properties"].as_object().into_iter().flatten() {
        explicit(value, &format!("{place}.{name}"));
    }
    if let Some(items) = schema.get("items") {
        explicit(items, &format!("{place}[]"));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(schema["properties"].get(name.as_str().unwrap()).is_some(), "{place}: {name}");
    }
}

#[test]
fn inputs_are_explicit_objects() {
    for row in tools() {
        let input = contract::input_schema(row.id);
        assert_eq!(input["type"], "object", "{}", row.id);
        explicit(&input, row.id);
        assert!(jsonschema::draft202012::meta::is_valid(&input), "{}", row.id);
    }
}

#[test]
fn outputs_are_explicit_objects() {
    for operation in contract::operations() {
        let Some(output) = contract::output_schema(&operation.id) else {
            let body = operation.responses[0].body.as_ref();
            let nothing = body.is_none_or(|body| body.media_type.starts_with("text/"));
            assert!(nothing || operation.id == "getMockServerResponses", "{}", operation.id);
            continue;
        };
        assert_eq!(output["type"], "object", "{}", operation.id);
        assert!(jsonschema::draft202012::meta::is_valid(&output), "{}", operation.id);
    }
    let get = contract::output_schema("getCollection").unwrap();
    assert_eq!(
        get,
        json!({ "type": "object",
            "properties": { "collection": { "type": "object" } } })
    );
}

#[test]
fn inputs_read_as_expected() {
    assert_eq!(
        contract::input_schema("deleteCollection"),
        json!({
            "type": "object",
            "properties": { "collectionId": { "type": "string" } },
            "required": ["collectionId"],
        })
    );
    assert_eq!(
        contract::input_schema("getAuthenticatedUser"),
        json!({ "type": "object", "properties": {} })
    );
    let create = contract::input_schema("createCollection");
    assert_eq!(create["required"], json!(["workspace", "collection"]), "agents name the workspace");
    assert_eq!(
        create["properties"]["collection"]["properties"]["item"]["items"],
        json!({ "type": "object" })
    );
    let patch = contract::input_schema("patchEnvironment");
    assert_eq!(patch["required"], json!(["environmentId", "body"]));
    assert_eq!(patch["properties"]["body"]["type"], "array");
    let get = contract::input_schema("getCollection");
    assert_eq!(get["properties"]["model"]["enum"], json!(["minimal", "full"]));
    assert_eq!(contract::input_schema("createSdk"), json!({ "type": "object" }));
}

/// Arguments of a published tool that it never sends or that Gatepost does not need.
const DROPPED: &[(&str, &str)] =
    &[("updateWorkspaceRoles", "identifierType"), ("patchWorkspaceUpdate", "Content-Type")];

#[test]
fn arguments_are_those_of_the_published_tools() {
    let Some(file) = reference::json("mcp-tools.json") else { return };
    for row in tools() {
        let published =
            file["tools"].as_array().unwrap().iter().find(|tool| tool["name"] == row.tool).unwrap();
        let names = |schema: &Value| -> BTreeSet<String> {
            schema["properties"].as_object().unwrap().keys().cloned().collect()
        };
        let mut theirs = names(&published["inputSchema"]);
        theirs.retain(|name| !DROPPED.contains(&(row.tool, name.as_str())));
        assert_eq!(names(&contract::input_schema(row.id)), theirs, "{}", row.tool);
    }
}

#[test]
fn tools_take_a_part_of_the_published_bytes() {
    let Some(file) = reference::json("mcp-tools.json") else { return };
    let take = |wanted: &dyn Fn(&Spec) -> bool| {
        let (mut ours, mut theirs) = (0, 0);
        for row in tools().filter(|row| wanted(row)) {
            let published = file["tools"]
                .as_array()
                .unwrap()
                .iter()
                .find(|tool| tool["name"] == row.tool)
                .unwrap();
            // The reference has the schemas without prose; published they are about 2.5 times as
            // long (`sizes` in the file: 410,796 bytes against 141,000 for all tools).
            let bare = published["inputSchema"].to_string().len()
                + published["description"].as_str().unwrap().len();
            theirs += bare * 5 / 2;
            ours += contract::input_schema(row.id).to_string().len()
                + contract::output_schema(row.id).map_or(0, |schema| schema.to_string().len())
                + contract::tool_description(row.id).unwrap().len();
        }
        eprintln!("tools: {ours} bytes, published {theirs}");
        (ours, theirs)
    };
    let (ours, theirs) = take(&|row| row.toolsets.contains(&Toolset::Minimal));
    assert!(ours * 5 <= theirs, "minimal: {ours} bytes against {theirs}");
    let (ours, theirs) = take(&|_| true);
    assert!(ours * 10 <= theirs * 3, "all: {ours} bytes against {theirs}");
}
