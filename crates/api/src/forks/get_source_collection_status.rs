//! Says whether the parent of a fork has changes that the fork has not.

use catalog::op;
use gate::Fault;
use model::ElementKind;
use serde_json::json;

use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_source_collection_status(
    ctx: Ctx,
    call: Call<op::GetSourceCollectionStatus>,
) -> Outcome {
    let fork = call.target()?;
    let ahead = ctx.store.parent_ahead(ElementKind::Collection, &fork.id).await?;
    let ahead =
        ahead.ok_or_else(|| Fault::bad_request("The collection is not a forked collection."))?;
    elements::json(&json!({ "collection": { &fork.uid: { "isSourceAhead": ahead } } }))
}
