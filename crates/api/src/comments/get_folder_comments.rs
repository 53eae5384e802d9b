//! Lists the comments on a folder, newest first.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn get_folder_comments(ctx: Ctx, call: Call<op::GetFolderComments>) -> Outcome {
    super::list(&ctx, &call).await
}
