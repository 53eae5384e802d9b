//! Copies a collection, into the same or another workspace.

use catalog::{Kind, op};
use model::{Role, collection};
use serde::Deserialize;
use serde_json::json;
use store::{NewElement, StoreError};

use super::tasks;
use crate::{
    Call, Ctx, Outcome,
    aside::aside,
    carried::{self, To},
    elements,
};

#[derive(Deserialize)]
struct Given {
    suffix: Option<String>,
}

pub(super) async fn duplicate_collection(ctx: Ctx, call: Call<op::DuplicateCollection>) -> Outcome {
    let Given { suffix } = call.read()?;
    let place = call.permit.named(Kind::Workspace).ok_or(StoreError::NotFound)?;
    let source = call.target()?;
    carried::refuse(&ctx, &call, source, To::Place(place)).await?;
    let found = ctx.store.collection(&source.id).await?.ok_or(StoreError::NotFound)?;
    let name = match suffix.as_deref().map(str::trim).filter(|suffix| !suffix.is_empty()) {
        Some(suffix) => format!("{} {suffix}", found.element.name),
        None => found.element.name.clone(),
    };
    let mut draft =
        aside(found.size(), move || super::parse(&collection::render(&found))).await??;
    draft.name.clone_from(&name);
    let new = NewElement { workspace: place.id.clone(), name, guard: call.guard(Role::Editor) };
    let stamp = call.permit.stamp();
    let made = ctx.store.create_collection(&stamp, &new, draft).await?;
    let id = tasks::keep(&ctx, &stamp, tasks::COPY, &source.id, None).await?;
    let reply = elements::json(&json!({ "task": { "id": id, "status": "processing" } }))?;
    Ok(reply.created(&made.id, &made.uid().to_string(), &made.name))
}
