//! Lists of tools stay short: a fifth of what the published server sends for the same tools.

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

/// The bytes of published tools without their prose, which the file leaves out.
fn bare(file: &Value, wanted: impl Fn(&Value) -> bool) -> usize {
    let tools = file["tools"].as_array().unwrap();
    tools.iter().filter(|tool| wanted(tool)).map(|tool| tool["inputSchema"].to_string().len()).sum()
}

#[tokio::test]
async fn lists_are_a_fifth_of_the_published_ones() {
    let Some(file) = published() else { return };
    let world = World::new().await;
    let key = world.granted().await;
    let (mut ours, mut theirs) = (0, 0);
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
        // The tools for code are few and short already: there it is at most half.
        let factor = if toolset == Code { 2 } else { 5 };
        assert!(bytes as u64 * factor <= published, "{name}: {bytes} bytes, published {published}");
        ours += bytes as u64;
        theirs += published;
    }
    assert!(ours * 5 <= theirs, "{ours} bytes, published {theirs}");
}
