//! Takes over into a fork what its parent changed.

use catalog::op;
use gate::Fault;
use model::ElementKind;
use serde_json::json;
use store::After;

use super::{judged, merge, related};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn pull_collection_changes(
    ctx: Ctx,
    call: Call<op::PullCollectionChanges>,
) -> Outcome {
    let fork = call.target()?;
    let parent = ctx.store.parent_of(&fork.id).await?;
    let parent = parent
        .ok_or_else(|| Fault::bad_request("The collection Id is not a forked collection."))?;
    let parent = judged(&call, &parent)?;
    let pair = related(&ctx, parent, fork).await?;
    merge(&ctx, &call, &pair, &pair.merge(&call, ElementKind::Collection, After::Keep)?).await?;
    let answer = json!({ "destinationId": fork.uid, "sourceId": parent.uid });
    elements::json(&json!({ "collection": answer }))
}
