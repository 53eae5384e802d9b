//! Moves or copies responses.

use catalog::op;
use model::collection::ItemKind;

use crate::{Call, Ctx, Outcome};

pub(in crate::collections) async fn transfer_collection_responses(
    ctx: Ctx,
    call: Call<op::TransferCollectionResponses>,
) -> Outcome {
    super::transfer(&ctx, &call, ItemKind::Response).await
}
