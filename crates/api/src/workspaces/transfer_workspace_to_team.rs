//! Gives a workspace to another team.

use catalog::op;
use gate::Fault;
use model::{Role, TeamId};
use serde::Deserialize;
use serde_json::json;
use store::StoreError;

use super::public_name;
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Given {
    source: String,
    destination: String,
}

pub(super) async fn transfer_workspace_to_team(
    ctx: Ctx,
    call: Call<op::TransferWorkspaceToTeam>,
) -> Outcome {
    let Given { source, destination } = call.read()?;
    let workspace = call.target()?.workspace.as_deref().ok_or(StoreError::NotFound)?;
    if workspace.team.is_none_or(|team| team.to_string() != source) {
        let message = "`source` must be the team that the workspace belongs to.";
        return Err(Fault::bad_request(message).into());
    }
    let viewer = call.permit.viewer();
    let team: Option<TeamId> =
        viewer.teams.iter().copied().find(|team| team.to_string() == destination);
    let team = team.ok_or_else(|| {
        Fault::new(403, "forbiddenError", "`destination` must be a team that you are in.")
    })?;
    if source == destination {
        return Err(Fault::bad_request("The workspace belongs to that team already.").into());
    }
    let _name = if workspace.visibility == "public" {
        let claim = public_name::claim(&ctx, &workspace.name, Some(team), Some(&workspace.id));
        Some(claim.await?)
    } else {
        None
    };
    let (stamp, guard) = (call.permit.stamp(), call.guard(Role::Admin));
    ctx.store.give_workspace(&stamp, &workspace.id, team, guard.as_ref()).await?;
    let transfer = json!({ "id": workspace.id, "source": source, "destination": destination });
    elements::json(&json!({ "workspace": { "transfer": transfer } }))
}
