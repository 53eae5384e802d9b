//! Replaces the tags of a collection.

use catalog::op;
use model::ElementKind;

use crate::{Call, Ctx, Outcome};

pub(super) async fn update_collection_tags(
    ctx: Ctx,
    call: Call<op::UpdateCollectionTags>,
) -> Outcome {
    let slugs = super::given(&call)?;
    let (kind, id) = (ElementKind::Collection, &call.target()?.id);
    let expect = call.expect()?;
    ctx.store.put_element_tags(&call.permit.stamp(), kind, id, &expect, &slugs).await?;
    super::answer(&slugs)
}
