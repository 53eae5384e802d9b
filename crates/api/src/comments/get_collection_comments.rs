//! Lists the comments on a collection, newest first.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn get_collection_comments(
    ctx: Ctx,
    call: Call<op::GetCollectionComments>,
) -> Outcome {
    super::list(&ctx, &call).await
}
