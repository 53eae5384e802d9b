//! Sets members of a request of a collection; what the body leaves out stays.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn update_collection_request(
    ctx: Ctx,
    call: Call<op::UpdateCollectionRequest>,
) -> Outcome {
    super::update(ctx, call, ItemKind::Request).await
}
