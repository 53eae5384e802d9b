//! Moves or copies requests.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn transfer_collection_requests(
    ctx: Ctx,
    call: Call<op::TransferCollectionRequests>,
) -> Outcome {
    super::transfer(&ctx, &call, ItemKind::Request).await
}
