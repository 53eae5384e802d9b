//! Deletes a folder of a collection with all that lies in it.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn delete_collection_folder(
    ctx: Ctx,
    call: Call<op::DeleteCollectionFolder>,
) -> Outcome {
    super::delete(&ctx, &call, ItemKind::Folder).await
}
