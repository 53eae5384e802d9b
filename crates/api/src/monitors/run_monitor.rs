//! Runs a monitor and answers what came of it, or at once that it runs.

use std::time::Duration;

use catalog::op;
use gate::{Fault, Reply};
use monitor::StartFault;
use serde_json::{Value, json};
use store::StoreError;

use super::{
    shown::{info, stats},
    stored::read,
};
use crate::{ApiError, Call, Ctx, Outcome, elements};

/// Whoever waits is answered after so long at the latest.
const WAIT: Duration = Duration::from_mins(5);
const LONG: &str = "The request is taking longer than expected, but is processing. To avoid this \
                    in future requests, pass the 'async=true' query parameter to use the  async \
                    option.";

pub(super) async fn run_monitor(ctx: Ctx, call: Call<op::RunMonitor>) -> Outcome {
    let at_once = call.query()?.text("async") == Some("true");
    let (element, definition, _) = read(&ctx, &call).await?;
    let stamp = call.permit.stamp();
    let started = ctx.monitors.start(&stamp, &element.id, element.owner.0, &definition).await;
    let id = started.map_err(refused)?;
    let wait = if at_once { Duration::ZERO } else { WAIT };
    let execution = ctx.monitors.wait(&id, wait).await?.ok_or(StoreError::NotFound)?;
    let info = info(&element, &definition, &execution);
    if at_once {
        return elements::json(&json!({ "run": { "info": info } }));
    }
    if !execution.state.is_over() {
        let info = json!({ "monitorId": element.id, "status": "running", "message": LONG });
        let body = json!({ "run": { "info": info } });
        return Ok(Reply::with_status(202, body.to_string()));
    }
    let runs = ctx.store.runs_of(&id).await?;
    let summary: Value =
        runs.last().and_then(|run| serde_json::from_str(&run.summary).ok()).unwrap_or_default();
    let list = |name: &str| summary.get(name).cloned().unwrap_or_else(|| json!([]));
    let body = json!({ "run": {
        "info": info,
        "stats": stats(&execution, runs.len()),
        "executions": list("executions"),
        "failures": list("failures"),
    } });
    let text = elements::write(&body)?;
    let text = if call.permit.masks() { ctx.masker.collection(&text) } else { text };
    Ok(Reply::json(text))
}

fn refused(fault: StartFault) -> ApiError {
    match fault {
        StartFault::Store(error) => error.into(),
        StartFault::Full => {
            let message = "Too many starts of this monitor wait already. Try again later.";
            Fault::new(429, "rateLimited", message).into()
        }
        StartFault::Barred(barred) => {
            let why = barred.because;
            let message = format!("Whoever made this monitor may not run it any more: {why}.");
            Fault::new(403, "forbiddenError", message).because(why).into()
        }
    }
}
