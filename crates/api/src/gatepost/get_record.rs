//! Answers one record of the audit log.

use catalog::op;
use gate::audit::Record;
use model::RecordId;
use serde_json::json;
use store::StoreError;

use crate::{ApiError, Call, Context, Ctx, Outcome, elements};

pub(super) async fn get_record(ctx: Ctx, call: Call<op::GetRecord>) -> Outcome {
    let record = record(&ctx, call.param("recordId")).await?;
    elements::json(&json!({ "record": record }))
}

/// The record with this id.
pub(super) async fn record(ctx: &Context, id: &str) -> Result<Record, ApiError> {
    let id = RecordId::parse(id).ok_or(StoreError::NotFound)?;
    ctx.records.find(&id).await?.ok_or_else(|| StoreError::NotFound.into())
}
