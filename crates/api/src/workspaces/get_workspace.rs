//! Answers a workspace with what lies in it, as far as the caller sees that.

use catalog::{Area, op};
use model::{ElementKind, time::iso};
use serde::Serialize;
use store::{ElementQuery, StoreError};

use super::kind;
use crate::{
    ApiError, Call, Context, Ctx, Outcome,
    elements::{self, Named},
};

#[derive(Serialize)]
struct Answer {
    workspace: Shown,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    description: String,
    visibility: String,
    created_by: String,
    updated_by: String,
    created_at: String,
    updated_at: String,
    about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<String>,
    collections: Vec<Named>,
    environments: Vec<Named>,
    mocks: Vec<Named>,
    monitors: Vec<Named>,
    specs: Vec<Named>,
    apis: Vec<Named>,
}

pub(super) async fn get_workspace(ctx: Ctx, call: Call<op::GetWorkspace>) -> Outcome {
    let with_team = call.query()?.list("include").contains(&"team");
    let id = &call.target()?.id;
    let found = ctx.store.workspace(id, call.permit.user()).await?;
    let found = found.ok_or(StoreError::NotFound)?;
    let inside = async |kind, area| inside(&ctx, &call, kind, area).await;
    elements::json(&Answer {
        workspace: Shown {
            collections: inside(ElementKind::Collection, Area::Collections).await?,
            environments: inside(ElementKind::Environment, Area::Environments).await?,
            apis: inside(ElementKind::Api, Area::Apis).await?,
            mocks: inside(ElementKind::Mock, Area::Mocks).await?,
            monitors: inside(ElementKind::Monitor, Area::Monitors).await?,
            specs: inside(ElementKind::Spec, Area::Specs).await?,
            kind: kind(&found.visibility),
            created_by: found.owner.to_string(),
            updated_by: found.updated_by.to_string(),
            created_at: iso(found.created_at),
            updated_at: iso(found.updated_at),
            team: found.team.filter(|_| with_team).map(|team| team.to_string()),
            id: found.id,
            name: found.name,
            visibility: found.visibility,
            about: found.about,
            description: found.description,
        },
    })
}

/// The elements of one kind in it that the caller sees by that kind's own area.
async fn inside(
    ctx: &Context,
    call: &Call<op::GetWorkspace>,
    kind: ElementKind,
    area: Area,
) -> Result<Vec<Named>, ApiError> {
    let seen = call.permit.sees(area);
    if seen.allowed.is_empty() {
        return Ok(Vec::new());
    }
    let wanted =
        ElementQuery { workspace: Some(call.target()?.id.clone()), ..ElementQuery::default() };
    let listing = ctx.store.elements(kind, &seen, &wanted).await?;
    Ok(listing.items.iter().map(Named::from).collect())
}
