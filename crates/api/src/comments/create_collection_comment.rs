//! Comments on a collection, or answers in a thread there.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn create_collection_comment(
    ctx: Ctx,
    call: Call<op::CreateCollectionComment>,
) -> Outcome {
    super::create(&ctx, &call).await
}
