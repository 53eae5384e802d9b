//! Deletes a response of a collection.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn delete_collection_response(
    ctx: Ctx,
    call: Call<op::DeleteCollectionResponse>,
) -> Outcome {
    super::delete(&ctx, &call, ItemKind::Response).await
}
