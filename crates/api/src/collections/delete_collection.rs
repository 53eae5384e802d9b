//! Deletes a collection with all that is in it.

use catalog::op;
use model::ElementKind;

use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn delete_collection(ctx: Ctx, call: Call<op::DeleteCollection>) -> Outcome {
    let target = call.target()?;
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    ctx.store.delete_element(&stamp, ElementKind::Collection, &target.id, &expect).await?;
    elements::gone("collection", &target.id, &target.uid)
}
