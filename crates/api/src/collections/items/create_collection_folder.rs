//! Adds a folder to a collection, at its top or in the folder that the body names.

use catalog::op;
use model::collection::ItemKind;
use serde_json::Value;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn create_collection_folder(
    ctx: Ctx,
    call: Call<op::CreateCollectionFolder>,
) -> Outcome {
    let given = super::given(&call)?;
    let parent = given.get("folder").and_then(Value::as_str).map(str::to_owned);
    super::create(ctx, call, ItemKind::Folder, parent).await
}
