//! Lists the names of the tools that the caller may use, by toolset.

use std::collections::BTreeSet;

use catalog::{CATALOGUE, Spec, Toolset, op};
use gate::policy;
use serde::Serialize;

use crate::{Call, Ctx, Outcome, elements};

type Names = BTreeSet<&'static str>;

#[derive(Serialize)]
struct Answer {
    toolset: String,
    count: usize,
    tools: Names,
    toolsets: Toolsets,
}

#[derive(Serialize)]
struct Toolsets {
    minimal: Names,
    code: Names,
    full: Names,
}

pub(super) async fn get_enabled_tools(_: Ctx, call: Call<op::GetEnabledTools>) -> Outcome {
    let query = call.query()?;
    let (rights, now) = (&call.permit.principal().rights, call.permit.now());
    // The contract describes what is served, and nothing else.
    let usable = |spec: &'static Spec| {
        contract::operation(spec.id).is_some() && policy::may_ever(rights, spec, now)
    };
    let of = |toolset: Toolset| -> Names {
        let offered = CATALOGUE.iter().copied().filter(|spec| spec.toolsets.contains(&toolset));
        offered.filter(|spec| usable(spec)).map(|spec| spec.tool).collect()
    };
    let toolsets = Toolsets {
        minimal: of(Toolset::Minimal),
        code: of(Toolset::Code),
        full: of(Toolset::Full),
    };
    let toolset = query.text("toolset").unwrap_or("full").to_owned();
    let tools = match toolset.as_str() {
        "minimal" => toolsets.minimal.clone(),
        "code" => toolsets.code.clone(),
        _ => toolsets.full.clone(),
    };
    let count = tools.len();
    Ok(elements::json(&Answer { toolset, count, tools, toolsets })?.showing(count))
}
