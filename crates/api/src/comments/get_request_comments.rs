//! Lists the comments on a request, newest first.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn get_request_comments(ctx: Ctx, call: Call<op::GetRequestComments>) -> Outcome {
    super::list(&ctx, &call).await
}
