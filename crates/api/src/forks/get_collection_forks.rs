//! Lists the forks of a collection.

use catalog::op;
use model::ElementKind;

use super::listed;
use crate::{Call, Ctx, Outcome};

pub(super) async fn get_collection_forks(ctx: Ctx, call: Call<op::GetCollectionForks>) -> Outcome {
    listed::of_target(&ctx, &call, ElementKind::Collection).await
}
