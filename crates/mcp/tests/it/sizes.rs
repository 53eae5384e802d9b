//! Lists of tools stay short: the everyday ones a fifth of what the published server sends for the
//! same tools.

use std::{env, fs, path::Path};

use catalog::Toolset::{Code, Full, Minimal};
use serde_json::Value;

use crate::world::World;

/// The published tools, from `../shared/reference/` or `GATEPOST_REFERENCE`.
fn published() -> Option<Value> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let folder = env::var_os("GATEPOST_REFERENCE").map_or(beside, Into::into);
    let text = fs::read_to_string(folder.join("mcp-tools.json")).ok();
    if text.is_none() {
        eprintln!("SKIPPED: no mcp-tools.json beside the repository; set GATEPOST_REFERENCE");
    }
    Some(serde_json::from_str(&text?).unwrap())
}

/// What the published server's tools/list may take of each toolset here, all of its tools served.
///
/// A tool that is not served yet is given room: the limit is for the whole list.
const MOST: [(&str, usize); 2] = [("minimal", 32 * 1024), ("code", 10 * 1024)];
/// Bytes of a tool that is not served yet.
const ROOM: usize = 450;

#[tokio::test]
async fn lists_stay_within_their_limits() {
    let Some(file) = published() else { return };
    let world = World::new().await;
    let key = world.granted().await;
    for ((name, most), toolset) in MOST.into_iter().zip([Minimal, Code]) {
        let client = world.client(toolset, &key);
        // The result of tools/list as it is sent, envelope included.
        let bytes = client.ask("tools/list", serde_json::json!({})).await.to_string().len();
        let tools = client.tools().await.len();
        let all = file["tools"].as_array().unwrap().iter();
        let all = all.filter(|tool| tool["toolsets"].as_array().unwrap().contains(&name.into()));
        let missing = all.count() - tools;
        eprintln!("{name}: {tools} tools in {bytes} bytes, {missing} to come, limit {most}");
        assert!(
            bytes + missing * ROOM <= most,
            "{name}: {bytes} bytes and {missing} tools to come"
        );
    }
}

#[tokio::test]
async fn every_answer_that_is_an_object_is_described() {
    let world = World::new().await;
    let key = world.granted().await;
    for toolset in [Minimal, Code] {
        for tool in world.client(toolset, &key).tools().await {
            let row = catalog::CATALOGUE.iter().find(|row| tool["name"] == row.tool).unwrap();
            let described = contract::output_schema(row.id).is_some();
            assert_eq!(tool.get("outputSchema").is_some(), described, "{}", row.tool);
        }
    }
}

/// The bytes of published tools without their prose, which the file leaves out.
fn bare(file: &Value, wanted: impl Fn(&Value) -> bool) -> usize {
    let tools = file["tools"].as_array().unwrap();
    tools.iter().filter(|tool| wanted(tool)).map(|tool| tool["inputSchema"].to_string().len()).sum()
}

#[tokio::test]
async fn lists_are_a_part_of_the_published_ones() {
    let Some(file) = published() else { return };
    let world = World::new().await;
    let key = world.granted().await;
    for (toolset, name) in [(Minimal, "minimal"), (Code, "code"), (Full, "full")] {
        let tools = world.client(toolset, &key).tools().await;
        let bytes: usize = tools.iter().map(|tool| tool.to_string().len() + 1).sum();
        let in_toolset = |tool: &Value| tool["toolsets"].as_array().unwrap().contains(&name.into());
        let same = |tool: &Value| tools.iter().any(|our| our["name"] == tool["name"]);
        // The whole published list is known to the byte; of it, our tools have the share that
        // their bare schemas have.
        let whole = file["sizes"][name]["toolsListBytes"].as_u64().unwrap();
        let share = bare(&file, |tool| in_toolset(tool) && same(tool)) as u64;
        let published = whole * share / bare(&file, in_toolset) as u64;
        eprintln!("{name}: {} tools, {bytes} bytes, published {published}", tools.len());
        // The tools for code are few and short already: there it is at most half; of all of them,
        // many of which are rare, three tenths.
        let tenths = match toolset {
            Minimal => 2,
            Code => 5,
            Full => 3,
        };
        let most = published * tenths / 10;
        assert!(bytes as u64 <= most, "{name}: {bytes} bytes, published {published}");
    }
}
