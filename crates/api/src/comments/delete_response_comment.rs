//! Deletes a comment on a response; with the first of a thread goes the thread.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_response_comment(
    ctx: Ctx,
    call: Call<op::DeleteResponseComment>,
) -> Outcome {
    super::delete(&ctx, &call).await
}
