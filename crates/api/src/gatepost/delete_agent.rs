//! Deletes an agent with its grants and keys.

use catalog::op;
use gate::Reply;
use model::AgentId;
use store::StoreError;

use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_agent(ctx: Ctx, call: Call<op::DeleteAgent>) -> Outcome {
    let id = AgentId::parse(call.param("agentId")).ok_or(StoreError::NotFound)?;
    ctx.store.delete_agent(&call.permit.stamp(), &id).await?;
    Ok(Reply::empty())
}
