//! Deletes a comment on a folder; with the first of a thread goes the thread.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_folder_comment(
    ctx: Ctx,
    call: Call<op::DeleteFolderComment>,
) -> Outcome {
    super::delete(&ctx, &call).await
}
