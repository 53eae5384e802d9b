//! Announcements in workspaces.

pub(super) mod create_workspace_update;
pub(super) mod delete_workspace_update;
pub(super) mod get_workspace_update;
pub(super) mod get_workspace_updates;
pub(super) mod patch_workspace_update;

use catalog::Operation;
use gate::Fault;
use serde_json::{Value, json};
use store::WorkspaceUpdate;

use super::seconds;
use crate::{ApiError, Call, Context};

/// The announcement that the path names.
async fn find<O: Operation>(ctx: &Context, call: &Call<O>) -> Result<WorkspaceUpdate, ApiError> {
    let found = ctx.store.workspace_update(&call.target()?.id, number(call)?).await?;
    found.ok_or_else(|| missing().into())
}

fn number<O>(call: &Call<O>) -> Result<i64, ApiError>
where
    O: Operation,
{
    call.param("updateId").parse().map_err(|_| missing().into())
}

fn missing() -> Fault {
    Fault::new(404, "notFound", "Workspace Update does not exist")
}

/// As changes answer it.
fn changed(update: &WorkspaceUpdate) -> Value {
    let related: Value = serde_json::from_str(&update.text.related).unwrap_or_default();
    json!({
        "id": update.id,
        "topic": update.text.topic,
        "description": update.text.description,
        "workspaceId": update.workspace,
        "createdBy": update.created_by.0,
        "updatedBy": update.updated_by.0,
        "createdAt": seconds(update.created_at),
        "updatedAt": seconds(update.updated_at),
        "category": update.text.category,
        "isPinned": update.text.pinned,
        "relatedResources": related,
    })
}

/// As reading shows it, with its author.
fn shown(ctx: &Context, update: &WorkspaceUpdate) -> Value {
    let snapshot = ctx.judge.snapshot();
    let author = snapshot.person(update.created_by);
    let (name, username) =
        author.map(|one| (one.name(), one.username.as_str())).unwrap_or_default();
    let author = json!({ "id": update.created_by.0, "name": name, "username": username });
    let mut shown = changed(update);
    if let Some(members) = shown.as_object_mut() {
        members.insert("createdBy".to_owned(), author);
    }
    shown
}
