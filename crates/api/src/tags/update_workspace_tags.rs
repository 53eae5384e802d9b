//! Replaces the tags of a workspace.

use catalog::op;
use model::Role;

use crate::{Call, Ctx, Outcome};

pub(super) async fn update_workspace_tags(
    ctx: Ctx,
    call: Call<op::UpdateWorkspaceTags>,
) -> Outcome {
    let slugs = super::given(&call)?;
    let guard = call.guard(Role::Editor);
    let id = &call.target()?.id;
    ctx.store.put_workspace_tags(&call.permit.stamp(), id, guard.as_ref(), &slugs).await?;
    super::answer(&slugs)
}
