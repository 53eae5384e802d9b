//! Creates a workspace.

use catalog::op;
use serde::Deserialize;
use store::NewWorkspace;

use super::{public_name, visibility};
use crate::{Call, Ctx, Outcome};

#[derive(Deserialize)]
struct Body {
    workspace: Given,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    name: String,
    #[serde(rename = "type")]
    visibility: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    about: String,
    team_id: Option<String>,
}

pub(super) async fn create_workspace(ctx: Ctx, call: Call<op::CreateWorkspace>) -> Outcome {
    let Body { workspace: given } = call.read()?;
    super::check_name(&given.name)?;
    let team = visibility::team(&given.visibility, given.team_id.as_deref(), call.permit.viewer())?;
    let _name = match given.visibility.as_str() {
        "public" => Some(public_name::claim(&ctx, &given.name, team, None).await?),
        _ => None,
    };
    let new = NewWorkspace {
        name: given.name,
        visibility: given.visibility,
        team,
        about: given.about,
        description: given.description,
    };
    let made = ctx.store.create_workspace(&call.permit.stamp(), new).await?;
    Ok(super::named(&made)?.created(&made.id, &made.id, &made.name))
}
