//! Deletes a workspace with everything in it.

use catalog::op;
use model::Role;
use serde_json::json;

use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn delete_workspace(ctx: Ctx, call: Call<op::DeleteWorkspace>) -> Outcome {
    let id = &call.target()?.id;
    let guard = call.guard(Role::Admin);
    ctx.store.delete_workspace(&call.permit.stamp(), id, guard.as_ref()).await?;
    elements::json(&json!({ "workspace": { "id": id } }))
}
