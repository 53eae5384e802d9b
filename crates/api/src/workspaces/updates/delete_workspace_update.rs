//! Deletes an announcement.

use catalog::op;
use gate::Reply;
use model::Role;
use store::StoreError;

use super::{missing, number};
use crate::{ApiError, Call, Ctx, Outcome};

pub(in super::super) async fn delete_workspace_update(
    ctx: Ctx,
    call: Call<op::DeleteWorkspaceUpdate>,
) -> Outcome {
    let (stamp, guard) = (call.permit.stamp(), call.guard(Role::Editor));
    let (workspace, id) = (&call.target()?.id, number(&call)?);
    let gone = ctx.store.delete_workspace_update(&stamp, workspace, id, guard.as_ref()).await;
    gone.map_err(|error| match error {
        StoreError::NotFound => ApiError::from(missing()),
        error => error.into(),
    })?;
    Ok(Reply::empty())
}
