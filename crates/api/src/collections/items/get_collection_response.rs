//! Answers a response of a collection.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn get_collection_response(
    ctx: Ctx,
    call: Call<op::GetCollectionResponse>,
) -> Outcome {
    super::get(ctx, call, ItemKind::Response).await
}
