//! Answers how a copy went.

use catalog::op;
use serde_json::json;

use super::tasks;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_duplicate_collection_task_status(
    ctx: Ctx,
    call: Call<op::GetDuplicateCollectionTaskStatus>,
) -> Outcome {
    let id = call.param("taskId");
    let task = ctx.store.task(tasks::COPY, id, call.permit.user(), call.permit.now()).await?;
    let task = task.ok_or_else(|| tasks::missing(id))?;
    let done = task.state == "done";
    let reason = (!done).then_some(task.result);
    let status = if done { "completed" } else { "failed" };
    elements::json(&json!({ "task": { "id": task.id, "status": status, "reason": reason } }))
}
