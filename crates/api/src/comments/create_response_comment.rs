//! Comments on a response, or answers in a thread there.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn create_response_comment(
    ctx: Ctx,
    call: Call<op::CreateResponseComment>,
) -> Outcome {
    super::create(&ctx, &call).await
}
