//! Lists the rows of the catalogue.

use catalog::{CATALOGUE, Spec, Toolset, op};
use serde::Serialize;

use crate::{Call, Ctx, Outcome, elements};

#[derive(Serialize)]
struct Answer {
    operations: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    method: &'static str,
    path: &'static str,
    area: &'static str,
    access: &'static str,
    level: &'static str,
    flags: &'static str,
    limit: &'static str,
    summary: &'static str,
    served: bool,
    tools: Vec<&'static str>,
}

pub(super) async fn get_operations(_ctx: Ctx, _call: Call<op::GetOperations>) -> Outcome {
    let operations: Vec<Row> = CATALOGUE.iter().map(|spec| row(spec)).collect();
    let shown = operations.len();
    Ok(elements::json(&Answer { operations })?.showing(shown))
}

fn row(spec: &'static Spec) -> Row {
    Row {
        id: spec.id,
        method: spec.method.as_str(),
        path: spec.path,
        area: spec.area.name(),
        access: spec.access.name(),
        level: spec.needs.worst.name(),
        flags: spec.flags.letters(),
        limit: spec.limit.name(),
        summary: spec.summary,
        // The contract describes what is served, and nothing else; a test holds them together.
        served: contract::operation(spec.id).is_some(),
        tools: spec.toolsets.iter().map(|toolset| name(*toolset)).collect(),
    }
}

fn name(toolset: Toolset) -> &'static str {
    match toolset {
        Toolset::Minimal => "minimal",
        Toolset::Code => "code",
        Toolset::Full => "full",
    }
}
