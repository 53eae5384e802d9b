//! Lists the files of a spec.

use catalog::op;
use serde_json::{Value, json};

use super::shown;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_spec_files(ctx: Ctx, call: Call<op::GetSpecFiles>) -> Outcome {
    let files = ctx.store.spec_files(&call.target()?.id).await?;
    let files: Vec<Value> = files.iter().map(shown::file).collect();
    let count = files.len();
    Ok(elements::json(&json!({ "files": files, "meta": { "nextCursor": null } }))?.showing(count))
}
