//! Merges a fork of a collection, or pulls into it, as a task.

use catalog::op;
use gate::Fault;
use model::ElementKind;
use serde::Deserialize;
use serde_json::json;
use store::{After, MergeInto};

use super::{judged, merge, related};
use crate::{ApiError, Call, Ctx, Outcome, collections::tasks, elements};

#[derive(Deserialize)]
struct Given {
    source: String,
    destination: String,
    strategy: String,
}

pub(super) async fn async_merge_pull_collection_fork(
    ctx: Ctx,
    call: Call<op::AsyncMergePullCollectionFork>,
) -> Outcome {
    let Given { source, destination, strategy } = call.read()?;
    let (source, destination) = (judged(&call, &source)?, judged(&call, &destination)?);
    let pair = related(&ctx, source, destination).await?;
    let after = match strategy.as_str() {
        "deleteSource" => After::Delete,
        "updateSourceWithDestination" => After::Update,
        _ => After::Keep,
    };
    if pair.into == MergeInto::Fork && after == After::Delete {
        let message = "A pull can't delete its source, which is the parent of the fork.";
        return Err(Fault::bad_request(message).into());
    }
    let outcome =
        merge(&ctx, &call, &pair, &pair.merge(&call, ElementKind::Collection, after)?).await;
    // What clashes is told to whoever asks how it went.
    let failed = match outcome {
        Ok(()) => None,
        Err(ApiError::Fault(fault)) if fault.status == 409 => Some(fault.message),
        Err(error) => return Err(error),
    };
    let (stamp, of) = (call.permit.stamp(), &destination.id);
    let id = tasks::keep(&ctx, &stamp, tasks::MERGE, of, failed.as_deref()).await?;
    elements::json(&json!({ "task": { "id": id, "status": "in-progress" } }))
}
