//! Lists the tags of a collection.

use catalog::op;

use crate::{Call, Ctx, Outcome};

pub(super) async fn get_collection_tags(ctx: Ctx, call: Call<op::GetCollectionTags>) -> Outcome {
    super::list(&ctx, &call).await
}
