//! Answers an announcement.

use catalog::op;

use super::{find, shown};
use crate::{Call, Ctx, Outcome, elements};

pub(in super::super) async fn get_workspace_update(
    ctx: Ctx,
    call: Call<op::GetWorkspaceUpdate>,
) -> Outcome {
    let found = find(&ctx, &call).await?;
    elements::json(&shown(&ctx, &found))
}
