//! Lists environments, without their values.

use catalog::op;
use model::ElementKind;
use serde::Serialize;
use store::ElementQuery;

use crate::{
    Call, Ctx, Outcome,
    elements::{self, ElementRow, workspace_id},
};

#[derive(Serialize)]
struct Answer {
    environments: Vec<ElementRow>,
}

pub(super) async fn get_environments(ctx: Ctx, call: Call<op::GetEnvironments>) -> Outcome {
    let wanted = ElementQuery {
        workspace: call.request.query.get("workspace").map(workspace_id),
        ..ElementQuery::default()
    };
    let visible = call.permit.visible();
    let listing = ctx.store.elements(ElementKind::Environment, &visible, &wanted).await?;
    let public = ctx.public_workspaces(call.permit.viewer()).await?;
    let environments: Vec<_> =
        listing.items.iter().map(|one| ElementRow::new(one, &public)).collect();
    let shown = environments.len();
    Ok(elements::json(&Answer { environments })?.showing(shown))
}
