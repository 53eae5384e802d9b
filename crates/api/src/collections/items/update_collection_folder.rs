//! Sets members of a folder of a collection; what the body leaves out stays.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn update_collection_folder(
    ctx: Ctx,
    call: Call<op::UpdateCollectionFolder>,
) -> Outcome {
    super::update(ctx, call, ItemKind::Folder).await
}
