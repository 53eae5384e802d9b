//! Stops an agent for good.

use catalog::op;

use super::{find, get_agent::answer};
use crate::{Call, Ctx, Outcome};

pub(super) async fn kill_agent(ctx: Ctx, call: Call<op::KillAgent>) -> Outcome {
    let directory = ctx.store.directory().await?;
    let agent = find::agent(&directory, call.param("agentId"))?;
    let stamp = call.permit.stamp();
    // The state alone stops every call; the keys follow so that none looks usable.
    ctx.store.set_agent_state(&stamp, &agent.id, "killed").await?;
    for key in &directory.keys {
        if key.agent.as_ref() == Some(&agent.id) && !key.revoked {
            ctx.store.revoke_key(&stamp, &key.id).await?;
        }
    }
    answer(&ctx, agent.id.as_str(), stamp.at).await
}
