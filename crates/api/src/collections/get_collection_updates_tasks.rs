//! Answers how a replacement went that nobody waited for.

use catalog::op;
use serde_json::json;

use super::tasks;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_collection_updates_tasks(
    ctx: Ctx,
    call: Call<op::GetCollectionUpdatesTasks>,
) -> Outcome {
    let id = call.param("taskId");
    let task = ctx.store.task(tasks::UPDATE, id, call.permit.user(), call.permit.now()).await?;
    let task = task.ok_or_else(|| tasks::missing(id))?;
    let status = if task.state == "done" { "successful" } else { "failed" };
    elements::json(&json!({ "id": task.id, "status": status }))
}
