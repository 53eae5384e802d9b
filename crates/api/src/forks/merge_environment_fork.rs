//! Merges a fork of an environment into its parent.

use catalog::op;
use model::ElementKind;
use serde::Deserialize;
use serde_json::json;
use store::{After, MergeInto};

use super::{judged, merge, related, unrelated};
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    source: String,
    #[serde(default)]
    delete_source: bool,
}

pub(super) async fn merge_environment_fork(
    ctx: Ctx,
    call: Call<op::MergeEnvironmentFork>,
) -> Outcome {
    let Given { source, delete_source } = call.read()?;
    let (fork, parent) = (judged(&call, &source)?, call.target()?);
    let pair = related(&ctx, fork, parent).await?;
    if pair.into == MergeInto::Fork {
        return Err(unrelated().into());
    }
    let after = if delete_source { After::Delete } else { After::Keep };
    merge(&ctx, &call, &pair, &pair.merge(&call, ElementKind::Environment, after)?).await?;
    elements::json(&json!({ "environment": { "uid": parent.uid } }))
}
