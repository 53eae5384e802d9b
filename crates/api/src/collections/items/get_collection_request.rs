//! Answers a request of a collection.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn get_collection_request(
    ctx: Ctx,
    call: Call<op::GetCollectionRequest>,
) -> Outcome {
    super::get(ctx, call, ItemKind::Request).await
}
