//! Lists the agents, newest first.

use catalog::op;
use serde_json::json;

use super::shown;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_agents(ctx: Ctx, call: Call<op::GetAgents>) -> Outcome {
    let directory = ctx.store.directory().await?;
    let now = call.permit.now();
    let agents = directory.agents.iter().rev();
    let rows: Vec<_> = agents.map(|agent| shown::agent(&directory, agent, now)).collect();
    Ok(elements::json(&json!({ "agents": rows }))?.showing(rows.len()))
}
