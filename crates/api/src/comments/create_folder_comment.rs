//! Comments on a folder, or answers in a thread there.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn create_folder_comment(
    ctx: Ctx,
    call: Call<op::CreateFolderComment>,
) -> Outcome {
    super::create(&ctx, &call).await
}
