//! Lists what became of a monitor's slots, calls and starts, newest first.

use catalog::op;
use gate::Fault;
use serde_json::{Value, json};

use super::shown::execution;
use crate::{Call, Ctx, Outcome, cursor, elements};

/// Executions of a page.
const PAGE: usize = 25;

pub(super) async fn list_monitor_executions(
    ctx: Ctx,
    call: Call<op::ListMonitorExecutions>,
) -> Outcome {
    let after = match call.request.query.get("cursor").filter(|cursor| !cursor.is_empty()) {
        None => None,
        Some(cursor) => {
            let refused = || Fault::bad_request("Invalid cursor query parameter passed.");
            Some(cursor::by_age(cursor).ok_or_else(refused)?)
        }
    };
    let id = &call.target()?.id;
    // One more than shown tells whether there is a next page.
    let mut found = ctx.store.executions(id, after, PAGE as u64 + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more);
    let next =
        last.map(|last| cursor::write("t", &[&last.created_at.to_string(), last.id.as_str()]));
    let rows: Vec<Value> = found.iter().map(execution).collect();
    let shown = rows.len();
    let meta = json!({ "nextCursor": next.unwrap_or_default(), "limit": PAGE });
    Ok(elements::json(&json!({ "executions": rows, "meta": meta }))?.showing(shown))
}
