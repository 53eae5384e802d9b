//! Deletes a comment on a collection; with the first of a thread goes the thread.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_collection_comment(
    ctx: Ctx,
    call: Call<op::DeleteCollectionComment>,
) -> Outcome {
    super::delete(&ctx, &call).await
}
