//! Lists keys, newest first, without their secrets.

use catalog::op;
use serde_json::json;

use super::shown;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_keys(ctx: Ctx, call: Call<op::GetKeys>) -> Outcome {
    let directory = ctx.store.directory().await?;
    let now = call.permit.now();
    let rows: Vec<_> = directory.keys.iter().rev().map(|key| shown::key(key, now)).collect();
    Ok(elements::json(&json!({ "keys": rows }))?.showing(rows.len()))
}
