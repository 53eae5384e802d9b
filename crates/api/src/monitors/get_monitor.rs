//! Answers a monitor with its last run, and what its last hours add up to.

use catalog::op;
use model::time::iso;
use serde_json::{Value, json};

use super::{
    shown::{Row, stats, status},
    stored::read,
};
use crate::{Call, Ctx, Outcome, elements};

/// So many hours are shown.
const HOURS: i64 = 48 * 3_600_000;

pub(super) async fn get_monitor(ctx: Ctx, call: Call<op::GetMonitor>) -> Outcome {
    let (element, definition, _) = read(&ctx, &call).await?;
    let mut shown = serde_json::to_value(Row::new(&element, &definition)).unwrap_or_default();
    let Some(members) = shown.as_object_mut() else { return elements::json(&shown) };
    // What is not set is left out.
    let kept = serde_json::to_value(&definition).unwrap_or_default();
    for name in ["notificationLimit", "options", "notifications", "distribution", "retry"] {
        if let Some(value) = kept.get(name) {
            members.insert(name.to_owned(), value.clone());
        }
    }
    if let Some(schedule) = &definition.schedule {
        let mut told = serde_json::to_value(schedule).unwrap_or_default();
        let due = ctx.store.due_of(&element.id).await?;
        if let (Some(due), Some(told)) = (due, told.as_object_mut()) {
            told.insert("nextRun".to_owned(), iso(due).into());
        }
        members.insert("schedule".to_owned(), told);
    }
    if let Some(last) = ctx.store.last_execution(&element.id, false).await? {
        let runs = ctx.store.runs_of(&last.id).await?.len();
        let mut run = json!({
            "jobId": last.id,
            "status": status(last.state),
            "startedAt": iso(last.started_at.unwrap_or(last.created_at)),
            "stats": stats(&last, runs),
        });
        if let (Some(finished), Some(run)) = (last.finished_at, run.as_object_mut()) {
            run.insert("finishedAt".to_owned(), iso(finished).into());
        }
        members.insert("jobId".to_owned(), last.id.into());
        members.insert("lastRun".to_owned(), run);
    }
    let hours = ctx.store.hours_of(&element.id, call.permit.now() - HOURS).await?;
    let hours: Vec<Value> = hours
        .iter()
        .map(|hour| {
            json!({
                "hour": iso(hour.at),
                "runs": hour.runs,
                "passed": hour.passed,
                "requests": hour.requests,
                "latency": hour.latency,
            })
        })
        .collect();
    members.insert("series".to_owned(), hours.into());
    elements::json(&json!({ "monitor": shown }))
}
