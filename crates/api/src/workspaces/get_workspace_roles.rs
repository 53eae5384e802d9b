//! Answers who holds which role in a workspace.

use catalog::op;
use store::StoreError;

use super::roles;
use crate::{Call, Ctx, Outcome};

pub(super) async fn get_workspace_roles(ctx: Ctx, call: Call<op::GetWorkspaceRoles>) -> Outcome {
    let id = &call.target()?.id;
    let found = ctx.store.workspace(id, call.permit.user()).await?;
    let workspace = found.ok_or(StoreError::NotFound)?;
    roles::answer(&workspace, &ctx.store.workspace_roles(id).await?)
}
