//! Deletes a request of a collection with all that lies in it.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn delete_collection_request(
    ctx: Ctx,
    call: Call<op::DeleteCollectionRequest>,
) -> Outcome {
    super::delete(&ctx, &call, ItemKind::Request).await
}
