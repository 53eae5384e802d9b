//! Changes what a comment on a collection says.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn update_collection_comment(
    ctx: Ctx,
    call: Call<op::UpdateCollectionComment>,
) -> Outcome {
    super::update(&ctx, &call).await
}
