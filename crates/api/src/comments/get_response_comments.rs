//! Lists the comments on a response, newest first.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn get_response_comments(
    ctx: Ctx,
    call: Call<op::GetResponseComments>,
) -> Outcome {
    super::list(&ctx, &call).await
}
