//! Lists the tags of a workspace.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn get_workspace_tags(ctx: Ctx, call: Call<op::GetWorkspaceTags>) -> Outcome {
    super::list(&ctx, &call).await
}
