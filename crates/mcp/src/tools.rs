//! The tools, made from rows and contract.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use catalog::{CATALOGUE, Hints, Spec, Toolset};
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

use crate::shape::Shape;

/// A tool and what it stands for.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its operation's row.
    pub(crate) spec: &'static Spec,
    /// What clients are told of it.
    pub(crate) tool: Tool,
    /// Where its arguments go.
    pub(crate) shape: Shape,
}

static ENTRIES: LazyLock<BTreeMap<&'static str, Entry>> = LazyLock::new(|| {
    // NOTE: order matters. Rows that toolsets offer come last and win their names.
    let (offered, other): (Vec<&Spec>, Vec<&Spec>) =
        CATALOGUE.iter().copied().partition(|spec| !spec.toolsets.is_empty());
    other.into_iter().chain(offered).map(|spec| (spec.tool, Entry::of(spec))).collect()
});

/// The tool of this name, offered anywhere or not.
pub(crate) fn entry(name: &str) -> Option<&'static Entry> {
    ENTRIES.get(name)
}

/// The tools of a toolset, by name.
pub(crate) fn offered(toolset: Toolset) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.values().filter(move |entry| entry.spec.toolsets.contains(&toolset))
}

/// The path at which the endpoint of a toolset is mounted.
#[must_use]
pub fn path(toolset: Toolset) -> &'static str {
    match toolset {
        Toolset::Minimal => "/minimal",
        Toolset::Code => "/code",
        Toolset::Full => "/mcp",
    }
}

impl Entry {
    fn of(spec: &'static Spec) -> Self {
        let input = object(contract::input_schema(spec.id));
        let shape = Shape::of(spec, &input);
        let description: Cow<'static, str> =
            contract::tool_description(spec.id).map_or(Cow::Borrowed(spec.summary), Cow::Owned);
        let mut tool =
            Tool::new(spec.tool, description, input).with_annotations(annotations(spec.hints));
        tool.output_schema = contract::output_schema(spec.id).map(|full| outline(&full).into());
        Self { spec, tool, shape }
    }
}

/// The members of an answer and their types, nothing deeper: lists of tools must stay short.
///
/// Nothing is required, because clients check refusals against it too, and those have other members.
fn outline(full: &Value) -> JsonObject {
    let kind = |schema: &Value| match schema.get("type") {
        Some(kind) if kind == "array" => json!({ "type": "array", "items": {} }),
        Some(kind) => json!({ "type": kind }),
        None => json!({}),
    };
    let members = full.get("properties").and_then(Value::as_object).into_iter().flatten();
    let members: JsonObject = members.map(|(name, schema)| (name.clone(), kind(schema))).collect();
    object(json!({ "type": "object", "properties": members }))
}

fn object(schema: Value) -> JsonObject {
    match schema {
        Value::Object(members) => members,
        _ => JsonObject::new(),
    }
}

/// Hints only; they never decide. Unsaid, a tool counts as destructive.
fn annotations(hints: Hints) -> ToolAnnotations {
    let hint = ToolAnnotations::new();
    match hints {
        Hints::ReadOnly => hint.read_only(true),
        Hints::None => hint.destructive(false),
        Hints::Destructive => hint.destructive(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_name_of_its_own() {
        for spec in CATALOGUE.iter().filter(|spec| !spec.toolsets.is_empty()) {
            assert_eq!(entry(spec.tool).unwrap().spec, *spec, "{}", spec.tool);
            let fits =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
            assert!(spec.tool.bytes().all(fits) && spec.tool.len() <= 128, "{}", spec.tool);
        }
        assert!(entry("noSuchTool").is_none());
        assert!(entry("createAgent").unwrap().spec.toolsets.is_empty());
    }

    #[test]
    fn toolsets_are_sorted_by_name() {
        for toolset in [Toolset::Minimal, Toolset::Code, Toolset::Full] {
            let names: Vec<&str> = offered(toolset).map(|entry| entry.spec.tool).collect();
            assert!(names.len() > 20 && names.is_sorted(), "{toolset:?}: {names:?}");
        }
    }

    #[test]
    fn structured_answers_take_refusals_too() {
        let mut structured = 0;
        for entry in ENTRIES.values() {
            let Some(schema) = &entry.tool.output_schema else { continue };
            structured += 1;
            assert!(schema.get("required").is_none(), "{}", entry.spec.id);
            assert!(schema.get("additionalProperties").is_none(), "{}", entry.spec.id);
        }
        assert!(structured > 50, "{structured} tools answer structured content");
    }
}
