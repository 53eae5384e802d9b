//! Comments on a request, or answers in a thread there.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn create_request_comment(
    ctx: Ctx,
    call: Call<op::CreateRequestComment>,
) -> Outcome {
    super::create(&ctx, &call).await
}
