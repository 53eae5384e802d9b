//! Moves or copies folders.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn transfer_collection_folders(
    ctx: Ctx,
    call: Call<op::TransferCollectionFolders>,
) -> Outcome {
    super::transfer(&ctx, &call, ItemKind::Folder).await
}
