//! Answers a folder of a collection.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn get_collection_folder(
    ctx: Ctx,
    call: Call<op::GetCollectionFolder>,
) -> Outcome {
    super::get(ctx, call, ItemKind::Folder).await
}
