//! Lists the workspaces of every team, newest first.

use catalog::op;
use serde::Serialize;
use serde_json::json;

use super::shown::{self, Ref};
use crate::{Call, Ctx, Outcome, elements, workspaces::kind};

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    visibility: String,
    owner: Ref,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<Ref>,
}

pub(super) async fn get_every_workspace(ctx: Ctx, _call: Call<op::GetEveryWorkspace>) -> Outcome {
    let directory = ctx.store.directory().await?;
    let found = ctx.store.every_workspace().await?;
    let rows: Vec<Row> = found
        .into_iter()
        .rev()
        .map(|workspace| Row {
            kind: kind(&workspace.visibility),
            owner: shown::person(&directory, workspace.owner),
            team: workspace.team.map(|team| shown::team(&directory, team)),
            id: workspace.id,
            name: workspace.name,
            visibility: workspace.visibility,
        })
        .collect();
    Ok(elements::json(&json!({ "workspaces": rows }))?.showing(rows.len()))
}
