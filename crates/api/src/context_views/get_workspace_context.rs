//! Shows a workspace with what lies in it, as far as the caller sees that.

use catalog::{Area, op};
use model::ElementKind;
use store::{ElementQuery, Page as Part, StoreError};

use super::markdown::{Page, code, inline, reply};
use crate::{ApiError, Call, Context, Ctx, Outcome};

/// Elements of a kind that are named.
const MOST: u64 = 50;

/// Kind, area, title, and the tool that lists them all.
const PARTS: [(ElementKind, Area, &str, &str); 5] = [
    (ElementKind::Collection, Area::Collections, "Collections", "getCollections"),
    (ElementKind::Environment, Area::Environments, "Environments", "getEnvironments"),
    (ElementKind::Api, Area::Apis, "APIs", "getApis"),
    (ElementKind::Mock, Area::Mocks, "Mock servers", "getMocks"),
    (ElementKind::Monitor, Area::Monitors, "Monitors", "getMonitors"),
];

pub(super) async fn get_workspace_context(
    ctx: Ctx,
    call: Call<op::GetWorkspaceContext>,
) -> Outcome {
    let found = ctx.store.workspace(&call.target()?.id, call.permit.user()).await?;
    let found = found.ok_or(StoreError::NotFound)?;
    let mut page = Page::new(&found.name);
    page.field("Workspace", &code(&found.id));
    page.field("Type", &found.visibility);
    page.field("About", &found.about);
    page.prose(&found.description);
    let mut shown = 0;
    for part in PARTS {
        shown += inside(&ctx, &call, &mut page, part).await?;
    }
    Ok(reply(page.finish("the tools that list elements answer all of them")).showing(shown))
}

/// Adds the elements of one kind; says how many it named.
async fn inside(
    ctx: &Context,
    call: &Call<op::GetWorkspaceContext>,
    page: &mut Page,
    (kind, area, title, tool): (ElementKind, Area, &str, &str),
) -> Result<usize, ApiError> {
    let seen = call.permit.sees(area);
    if seen.allowed.is_empty() {
        return Ok(0);
    }
    let wanted = ElementQuery {
        workspace: Some(call.target()?.id.clone()),
        page: Some(Part { offset: 0, limit: MOST }),
        ..ElementQuery::default()
    };
    let listing = ctx.store.elements(kind, &seen, &wanted).await?;
    let shown = listing.items.len();
    if shown == 0 {
        return Ok(0);
    }
    page.section(&format!("{title} ({})", listing.total));
    for element in &listing.items {
        page.line(&format!("- {} {}", inline(&element.name), code(&element.uid().to_string())));
    }
    let left = usize::try_from(listing.total).unwrap_or(usize::MAX).saturating_sub(shown);
    page.more(left, &format!("of them: {tool} lists them by workspace"));
    Ok(shown)
}
