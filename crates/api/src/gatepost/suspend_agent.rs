//! Suspends an agent until it is resumed.

use catalog::op;

use super::{find, get_agent::answer};
use crate::{Call, Ctx, Outcome};

pub(super) async fn suspend_agent(ctx: Ctx, call: Call<op::SuspendAgent>) -> Outcome {
    let directory = ctx.store.directory().await?;
    let agent = find::agent(&directory, call.param("agentId"))?;
    find::alive(agent)?;
    ctx.store.set_agent_state(&call.permit.stamp(), &agent.id, "suspended").await?;
    answer(&ctx, agent.id.as_str(), call.permit.now()).await
}
