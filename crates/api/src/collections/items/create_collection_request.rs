//! Adds a request to a collection, at its top or in the folder that query or body names.

use catalog::op;
use model::collection::ItemKind;
use serde_json::Value;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn create_collection_request(
    ctx: Ctx,
    call: Call<op::CreateCollectionRequest>,
) -> Outcome {
    let given = super::given(&call)?;
    let named = given.get("folder").and_then(Value::as_str);
    let parent = call.request.query.get("folderId").or(named).map(str::to_owned);
    super::create(ctx, call, ItemKind::Request, parent).await
}
