//! Takes over into a fork of an environment what its parent changed.

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
}

pub(super) async fn pull_environment(ctx: Ctx, call: Call<op::PullEnvironment>) -> Outcome {
    let Given { source } = call.read()?;
    let (parent, fork) = (judged(&call, &source)?, call.target()?);
    let pair = related(&ctx, parent, fork).await?;
    if pair.into == MergeInto::Parent {
        let message = "The environment Id is not a forked environment.";
        return Err(Fault::bad_request(message).into());
    }
    merge(&ctx, &call, &pair, &pair.merge(&call, ElementKind::Environment, After::Keep)?).await?;
    elements::json(&json!({ "environment": { "uid": fork.uid } }))
}
