//! Deletes a comment on a request; with the first of a thread goes the thread.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_request_comment(
    ctx: Ctx,
    call: Call<op::DeleteRequestComment>,
) -> Outcome {
    super::delete(&ctx, &call).await
}
