//! Changes an announcement; what is left out stays.

use catalog::op;
use model::Role;
use serde::Deserialize;
use serde_json::Value;
use store::UpdateText;

use super::{changed, find};
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    topic: Option<String>,
    description: Option<String>,
    category: Option<String>,
    is_pinned: Option<bool>,
    related_resources: Option<Value>,
}

pub(in super::super) async fn patch_workspace_update(
    ctx: Ctx,
    call: Call<op::PatchWorkspaceUpdate>,
) -> Outcome {
    let given: Given = call.read()?;
    let found = find(&ctx, &call).await?;
    let before = found.text;
    let text = UpdateText {
        topic: given.topic.unwrap_or(before.topic),
        description: given.description.unwrap_or(before.description),
        category: given.category.unwrap_or(before.category),
        pinned: given.is_pinned.unwrap_or(before.pinned),
        related: given.related_resources.map_or(before.related, |related| related.to_string()),
    };
    let (stamp, guard) = (call.permit.stamp(), call.guard(Role::Editor));
    let (workspace, id) = (&call.target()?.id, Some(found.id));
    let now = ctx.store.put_workspace_update(&stamp, workspace, id, text, guard.as_ref()).await?;
    elements::json(&changed(&now))
}
