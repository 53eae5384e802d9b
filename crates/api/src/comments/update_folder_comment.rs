//! Changes what a comment on a folder says.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn update_folder_comment(
    ctx: Ctx,
    call: Call<op::UpdateFolderComment>,
) -> Outcome {
    super::update(&ctx, &call).await
}
