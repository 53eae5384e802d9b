//! Sets members of a response of a collection; what the body leaves out stays.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn update_collection_response(
    ctx: Ctx,
    call: Call<op::UpdateCollectionResponse>,
) -> Outcome {
    super::update(ctx, call, ItemKind::Response).await
}
