//! Changes what a comment on a request says.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn update_request_comment(
    ctx: Ctx,
    call: Call<op::UpdateRequestComment>,
) -> Outcome {
    super::update(&ctx, &call).await
}
