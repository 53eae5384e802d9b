//! Answers how a generation went.

use catalog::op;
use gate::{Fault, Reply};
use model::ElementRef;

use super::made::TASK;
use crate::{Call, Ctx, Outcome};

pub(super) async fn get_async_spec_task_status(
    ctx: Ctx,
    call: Call<op::GetAsyncSpecTaskStatus>,
) -> Outcome {
    let (id, element) = (call.param("taskId"), ElementRef::parse(call.param("elementId")).id);
    let task = ctx.store.task(TASK, id, call.permit.user(), call.permit.now()).await?;
    // Only whoever began something learns how it went.
    let task = task.filter(|task| ElementRef::parse(&task.element).id == element);
    let task = task.ok_or_else(|| {
        Fault::new(404, "instanceNotFoundError", format!("There is no task `{id}`."))
    })?;
    Ok(Reply::json(task.result))
}
