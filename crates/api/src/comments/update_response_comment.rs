//! Changes what a comment on a response says.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn update_response_comment(
    ctx: Ctx,
    call: Call<op::UpdateResponseComment>,
) -> Outcome {
    super::update(&ctx, &call).await
}
