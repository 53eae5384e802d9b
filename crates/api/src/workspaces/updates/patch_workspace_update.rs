//! Changes an announcement; what is left out stays.

use catalog::op;
use model::Role;
use serde::Deserialize;
use serde_json::Value;
use store::{StoreError, UpdateText};

use super::{changed, missing, number};
use crate::{ApiError, Call, Ctx, Outcome, elements};

#[derive(Clone, Deserialize)]
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
    let patched = move |before: UpdateText| {
        let given = given.clone();
        let related = given.related_resources.as_ref().map(Value::to_string);
        UpdateText {
            topic: given.topic.unwrap_or(before.topic),
            description: given.description.unwrap_or(before.description),
            category: given.category.unwrap_or(before.category),
            pinned: given.is_pinned.unwrap_or(before.pinned),
            related: related.unwrap_or(before.related),
        }
    };
    let (stamp, guard) = (call.permit.stamp(), call.guard(Role::Editor));
    let (workspace, id) = (&call.target()?.id, number(&call)?);
    let now = ctx.store.change_workspace_update(&stamp, workspace, id, guard.as_ref(), patched);
    let now = now.await.map_err(|error| match error {
        StoreError::NotFound => missing().into(),
        error => ApiError::from(error),
    })?;
    elements::json(&changed(&now))
}
