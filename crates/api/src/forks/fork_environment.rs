//! Forks an environment.

use catalog::op;
use model::ElementKind;
use serde::Deserialize;
use serde_json::json;

use super::{label, place};
use crate::{
    Call, Ctx, Outcome,
    carried::{self, To},
    elements,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    fork_name: String,
}

pub(super) async fn fork_environment(ctx: Ctx, call: Call<op::ForkEnvironment>) -> Outcome {
    let Given { fork_name } = call.read()?;
    let (label, new) = (label(fork_name, "forkName")?, place(&call, "workspaceId")?);
    let parent = call.target()?;
    carried::refuse(&ctx, &call, parent, To::Anywhere).await?;
    let (kind, stamp) = (ElementKind::Environment, call.permit.stamp());
    let made = ctx.store.fork(&stamp, kind, &parent.id, &new, &label).await?;
    let uid = made.uid().to_string();
    let answer = json!({ "environment": { "uid": uid, "name": made.name, "forkName": label } });
    Ok(elements::json(&answer)?.created(&made.id, &uid, &made.name))
}
