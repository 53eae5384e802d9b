//! Lists the tries of an execution.

use catalog::op;
use serde_json::{Value, json};
use store::StoreError;

use super::shown::run;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn list_runs_for_execution(
    ctx: Ctx,
    call: Call<op::ListRunsForExecution>,
) -> Outcome {
    let monitor = &call.target()?.id;
    let execution = ctx.store.execution(call.param("executionId")).await?;
    let execution = execution.filter(|one| one.monitor == *monitor).ok_or(StoreError::NotFound)?;
    let runs = ctx.store.runs_of(&execution.id).await?;
    let rows: Vec<Value> = runs.iter().map(run).collect();
    Ok(elements::json(&json!({ "runs": rows }))?.showing(rows.len()))
}
