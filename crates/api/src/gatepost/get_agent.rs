//! Answers an agent with its grants and keys.

use catalog::op;
use serde_json::json;

use super::{find, shown};
use crate::{Call, Context, Ctx, Outcome, elements};

pub(super) async fn get_agent(ctx: Ctx, call: Call<op::GetAgent>) -> Outcome {
    answer(&ctx, call.param("agentId"), call.permit.now()).await
}

/// `{agent: …}` as it is now stored.
pub(super) async fn answer(ctx: &Context, id: &str, now: i64) -> Outcome {
    let directory = ctx.store.directory().await?;
    let agent = find::agent(&directory, id)?;
    elements::json(&json!({ "agent": shown::whole_agent(&directory, agent, now) }))
}
