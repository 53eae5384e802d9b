//! Answers how a merge went.

use catalog::op;
use serde_json::json;

use crate::{Call, Ctx, Outcome, collections::tasks, elements};

pub(super) async fn async_merge_pull_collection_task_status(
    ctx: Ctx,
    call: Call<op::AsyncMergePullCollectionTaskStatus>,
) -> Outcome {
    let id = call.param("taskId");
    let task = ctx.store.task(tasks::MERGE, id, call.permit.user(), call.permit.now()).await?;
    let task = task.ok_or_else(|| tasks::missing(id))?;
    if task.state == "done" {
        return elements::json(&json!({ "id": task.id, "status": "successful" }));
    }
    let details = json!({ "error": { "message": task.result } });
    elements::json(&json!({ "id": task.id, "status": "failed", "details": details }))
}
