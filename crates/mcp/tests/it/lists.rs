//! What lists of tools show.

use catalog::{
    Area, CATALOGUE, Level, Spec,
    Toolset::{Code, Full, Minimal},
};
use serde_json::{Value, json};

use crate::world::{Unusual, World};

/// A tool in one line: hint, name, arguments with `!` on required ones, `=` before output.
fn line(tool: &Value) -> String {
    let hints = &tool["annotations"];
    let hint = match (hints["readOnlyHint"].as_bool(), hints["destructiveHint"].as_bool()) {
        (Some(true), None) => "read",
        (None, Some(false)) => "    ",
        (None, Some(true)) => "DEL ",
        other => panic!("hints {other:?} of {tool}"),
    };
    let input = &tool["inputSchema"];
    let required = input["required"].as_array().cloned().unwrap_or_default();
    let arguments = input["properties"].as_object().unwrap().keys().map(|name| {
        let mark = if required.contains(&json!(name)) { "!" } else { "" };
        format!(" {name}{mark}")
    });
    let output = tool["outputSchema"]["properties"].as_object().into_iter().flatten();
    let output: String = output.flat_map(|(name, _)| [" =", name]).collect();
    let name = tool["name"].as_str().unwrap();
    format!("{hint} {name}{}{output}", arguments.collect::<String>())
}

fn lines(tools: &[Value]) -> String {
    tools.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn names(tools: &[Value]) -> Vec<&str> {
    tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect()
}

/// The row that a tool stands for.
fn row(tool: &str) -> &'static Spec {
    CATALOGUE.iter().copied().find(|spec| spec.tool == tool).unwrap()
}

#[tokio::test]
async fn a_granted_agent_sees_what_is_served() {
    let world = World::new().await;
    let key = world.granted().await;
    for (toolset, name) in [(Minimal, "minimal"), (Code, "code"), (Full, "full")] {
        let tools = world.client(toolset, &key).tools().await;
        assert!(names(&tools).is_sorted(), "{name}");
        insta::assert_snapshot!(format!("granted_{name}"), lines(&tools));
    }
}

#[tokio::test]
async fn an_ungranted_agent_sees_only_what_needs_no_grant() {
    let world = World::new().await;
    let key = world.agent("New bot", &[]).await;
    for toolset in [Minimal, Code, Full] {
        let tools = world.client(toolset, &key).tools().await;
        let needs_none = |name: &&str| row(name).needs.worst == Level::Always;
        assert!(names(&tools).iter().all(needs_none), "{:?}", names(&tools));
        assert!(tools.len() < 6, "instructions, and the list itself");
    }
}

#[tokio::test]
async fn a_reader_sees_only_what_reads() {
    let world = World::new().await;
    let key = world.agent("Reader", &[("collections", "read")]).await;
    let tools = world.client(Full, &key).tools().await;
    assert!(names(&tools).contains(&"getCollection"));
    for tool in &tools {
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
        let row = row(tool["name"].as_str().unwrap());
        assert!(row.area == Area::Collections || row.needs.worst == Level::Always, "{tool}");
    }
}

#[tokio::test]
async fn a_user_sees_everything_served_where_users_may_connect() {
    let world = World::with(Unusual { user_keys: true, ..Unusual::default() }).await;
    let agent = world.granted().await;
    let by_agent = world.client(Minimal, &agent).tools().await;
    let by_user = world.client(Minimal, &world.user_key).tools().await;
    assert_eq!(names(&by_agent), names(&by_user));
}

#[tokio::test]
async fn every_schema_is_complete_in_itself() {
    let world = World::new().await;
    let key = world.granted().await;
    for tool in world.client(Full, &key).tools().await {
        let name = tool["name"].as_str().unwrap();
        assert_eq!(tool["inputSchema"]["type"], "object", "{name}");
        let text = tool.to_string();
        assert!(!text.contains("$ref") && !text.contains("x-gatepost"), "{name}");
        assert!(!tool["description"].as_str().unwrap().is_empty(), "{name}");
    }
}
