//! Merges a fork of a collection into its parent.

use catalog::op;
use gate::Fault;
use model::ElementKind;
use serde::Deserialize;
use serde_json::json;
use store::{After, MergeInto};

use super::{judged, merge, related};
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Given {
    source: String,
    destination: String,
    strategy: Option<String>,
}

pub(super) async fn merge_collection_fork(
    ctx: Ctx,
    call: Call<op::MergeCollectionFork>,
) -> Outcome {
    let Given { source, destination, strategy } = call.read()?;
    let (fork, parent) = (judged(&call, &source)?, judged(&call, &destination)?);
    let pair = related(&ctx, fork, parent).await?;
    if pair.into == MergeInto::Fork {
        let message = "`destination` is a fork of `source`: pull its changes instead.";
        return Err(Fault::bad_request(message).into());
    }
    let deletes = strategy.as_deref() == Some("deleteSource");
    let after = if deletes { After::Delete } else { After::Update };
    merge(&ctx, &call, &pair, &pair.merge(&call, ElementKind::Collection, after)?).await?;
    elements::json(&json!({ "collection": { "id": fork.id, "uid": fork.uid } }))
}
