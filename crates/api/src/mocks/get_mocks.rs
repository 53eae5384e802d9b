//! Lists mocks that answer: of a workspace, of a team, or the caller's own.

use catalog::op;
use mock::Definition;
use model::{ElementKind, Visible};
use serde::Serialize;
use store::{ElementQuery, WorkspaceQuery};

use super::shown::Seen;
use crate::{
    ApiError, Call, Context, Ctx, Outcome,
    elements::{self, workspace_id},
};

#[derive(Serialize)]
struct Answer {
    mocks: Vec<Seen>,
}

pub(super) async fn get_mocks(ctx: Ctx, call: Call<op::GetMocks>) -> Outcome {
    let (workspace, team) = (call.request.query.get("workspace"), call.request.query.get("teamId"));
    let places = match (workspace, team) {
        (None, Some(team)) => Some(of_team(&ctx, &call, team).await?),
        _ => None,
    };
    let own = workspace.is_none() && team.is_none();
    let wanted = ElementQuery {
        workspace: workspace.map(workspace_id),
        created_by: own.then(|| call.permit.user()),
        ..ElementQuery::default()
    };
    let listing = ctx.store.elements(ElementKind::Mock, &call.permit.visible(), &wanted).await?;
    let mut mocks = Vec::new();
    for element in listing.items {
        let elsewhere = places.as_ref().is_some_and(|ids| !ids.contains(&element.workspace));
        if elsewhere {
            continue;
        }
        // One that was deleted since the list was read is left out.
        let found = ctx.store.document(ElementKind::Mock, &element.id).await?;
        let Some((element, document)) = found else { continue };
        let Ok(definition) = Definition::read(&document.body) else { continue };
        let seen = Seen::new(&ctx, &element, definition).await?;
        mocks.extend(Some(seen).filter(Seen::is_active));
    }
    let shown = mocks.len();
    Ok(elements::json(&Answer { mocks })?.showing(shown))
}

/// Ids of the workspaces of a team that the caller sees.
async fn of_team(
    ctx: &Context,
    call: &Call<op::GetMocks>,
    team: &str,
) -> Result<Vec<String>, ApiError> {
    let seen = Visible::by_role(call.permit.viewer().clone());
    let all = ctx.store.workspaces(&seen, &WorkspaceQuery::default()).await?;
    let of_team = all.into_iter().filter(|one| one.team.is_some_and(|id| id.to_string() == team));
    Ok(of_team.map(|one| one.id).collect())
}
