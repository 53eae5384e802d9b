//! Writes an announcement.

use catalog::op;
use model::Role;
use serde::Deserialize;
use serde_json::{Value, json};
use store::UpdateText;

use super::changed;
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    topic: String,
    description: String,
    category: String,
    related_resources: Option<Value>,
}

pub(in super::super) async fn create_workspace_update(
    ctx: Ctx,
    call: Call<op::CreateWorkspaceUpdate>,
) -> Outcome {
    let given: Given = call.read()?;
    let related = given.related_resources.unwrap_or_else(|| json!([]));
    let text = UpdateText {
        topic: given.topic,
        description: given.description,
        category: given.category,
        pinned: false,
        related: related.to_string(),
    };
    let (stamp, guard) = (call.permit.stamp(), call.guard(Role::Editor));
    let workspace = &call.target()?.id;
    let made = ctx.store.create_workspace_update(&stamp, workspace, text, guard.as_ref()).await?;
    let id = made.id.to_string();
    Ok(elements::json(&changed(&made))?.created(&id, &id, &made.text.topic))
}
