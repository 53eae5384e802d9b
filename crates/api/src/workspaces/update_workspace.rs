//! Changes a workspace; what is not named stays.

use catalog::op;
use model::Role;
use serde::Deserialize;
use store::{StoreError, WorkspaceChange};

use super::{public_name, visibility};
use crate::{Call, Ctx, Outcome};

#[derive(Deserialize)]
struct Body {
    workspace: Given,
}

#[derive(Deserialize)]
struct Given {
    name: Option<String>,
    #[serde(rename = "type")]
    visibility: Option<String>,
    description: Option<String>,
    about: Option<String>,
}

pub(super) async fn update_workspace(ctx: Ctx, call: Call<op::UpdateWorkspace>) -> Outcome {
    let Body { workspace: given } = call.read()?;
    given.name.as_deref().map_or(Ok(()), super::check_name)?;
    let id = &call.target()?.id;
    let viewer = call.permit.viewer();
    let before = ctx.store.workspace(id, viewer.user()).await?.ok_or(StoreError::NotFound)?;
    let role = match &given.visibility {
        Some(to) if visibility::change(&before, to, viewer)? => Role::Admin,
        _ => Role::Editor,
    };
    let name = given.name.as_ref().unwrap_or(&before.name);
    let public = given.visibility.as_ref().unwrap_or(&before.visibility) == "public";
    let _name = if public {
        Some(public_name::claim(&ctx, name, before.team, Some(id)).await?)
    } else {
        None
    };
    let change = WorkspaceChange {
        name: given.name,
        visibility: given.visibility,
        about: given.about,
        description: given.description,
    };
    let (stamp, guard) = (call.permit.stamp(), call.guard(role));
    let changed = ctx.store.update_workspace(&stamp, id, change, guard.as_ref()).await?;
    super::named(&changed)
}
