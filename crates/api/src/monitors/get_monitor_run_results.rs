//! Answers what a try found, item by item.

use catalog::op;
use gate::Reply;
use store::StoreError;

use super::shown::found;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_monitor_run_results(
    ctx: Ctx,
    call: Call<op::GetMonitorRunResults>,
) -> Outcome {
    let monitor = &call.target()?.id;
    let run = ctx.store.monitor_run(call.param("runId")).await?;
    let run = run.filter(|one| one.monitor == *monitor).ok_or(StoreError::NotFound)?;
    let text = elements::write(&found(&run))?;
    let text = if call.permit.masks() { ctx.masker.collection(&text) } else { text };
    Ok(Reply::json(text))
}
