//! Lists grants and blocks, newest first.

use catalog::op;
use serde_json::json;

use super::{find, shown};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_grants(ctx: Ctx, call: Call<op::GetGrants>) -> Outcome {
    let directory = ctx.store.directory().await?;
    let only = call.request.query.get("agent");
    let only = only.map(|name| find::agent_named(&directory, name)).transpose()?;
    let rules = directory.grants.iter().rev();
    let wanted =
        rules.filter(|rule| only.is_none_or(|agent| rule.agent.as_ref() == Some(&agent.id)));
    let rows: Vec<_> = wanted.map(shown::grant).collect();
    Ok(elements::json(&json!({ "grants": rows }))?.showing(rows.len()))
}
