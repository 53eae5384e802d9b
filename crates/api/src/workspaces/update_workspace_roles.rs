//! Gives and takes roles in a workspace.

use catalog::op;
use model::{Role, TeamId, UserId};
use store::StoreError;

use super::{
    roles,
    roles_patch::{self, Body, Scene},
};
use crate::{Call, Ctx, Outcome};

pub(super) async fn update_workspace_roles(
    ctx: Ctx,
    call: Call<op::UpdateWorkspaceRoles>,
) -> Outcome {
    let Body { roles: steps } = call.read()?;
    let id = &call.target()?.id;
    let found = ctx.store.workspace(id, call.permit.user()).await?;
    let workspace = found.ok_or(StoreError::NotFound)?;
    if workspace.visibility == "personal" {
        return Ok(roles::personal());
    }
    let stored = ctx.store.workspace_roles(id).await?;
    let changes = {
        let people = ctx.judge.snapshot();
        let teams = |user: UserId| -> Option<Vec<TeamId>> {
            let person = people.person(user).filter(|person| person.active)?;
            Some(person.teams.iter().map(|team| team.id).collect())
        };
        let scene = Scene {
            workspace: &workspace,
            stored: &stored,
            teams: &teams,
            agents_owner: call.permit.is_agent().then(|| call.permit.user()),
        };
        roles_patch::plan(&steps, &scene)?
    };
    let (stamp, guard) = (call.permit.stamp(), call.guard(Role::Admin));
    let after = ctx.store.change_workspace_roles(&stamp, id, &changes, guard.as_ref()).await?;
    roles::answer(&workspace, &after)
}
