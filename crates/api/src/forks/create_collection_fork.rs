//! Forks a collection.

use catalog::{Kind, op};
use model::ElementKind;
use serde::Deserialize;
use serde_json::json;
use store::StoreError;

use super::{label, place};
use crate::{
    Call, Ctx, Outcome,
    carried::{self, To},
    elements::{self, ForkOf},
};

#[derive(Deserialize)]
struct Given {
    label: String,
}

pub(super) async fn create_collection_fork(
    ctx: Ctx,
    call: Call<op::CreateCollectionFork>,
) -> Outcome {
    let Given { label: given } = call.read()?;
    let (label, new) = (label(given, "label")?, place(&call, "workspace")?);
    let (source, to) = (call.target()?, call.permit.named(Kind::Workspace));
    let to = to.ok_or(StoreError::NotFound)?;
    carried::refuse(&ctx, &call, source, To::Place(to)).await?;
    let (kind, stamp) = (ElementKind::Collection, call.permit.stamp());
    let made = ctx.store.fork(&stamp, kind, &source.id, &new, &label).await?;
    let uid = made.uid().to_string();
    let reply = elements::json(&json!({
        "collection": { "id": made.id, "name": made.name, "fork": ForkOf::of(&made), "uid": uid },
    }))?;
    Ok(reply.created(&made.id, &uid, &made.name))
}
