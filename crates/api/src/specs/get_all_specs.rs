//! Lists the specs of a workspace.

use catalog::op;
use gate::Fault;
use model::ElementKind;
use serde_json::{Value, json};
use store::{ElementQuery, Page};

use super::shown;
use crate::{Call, Ctx, Outcome, cursor, elements};

/// How many a page shows when nobody says.
const PAGE: u64 = 10;

pub(super) async fn get_all_specs(ctx: Ctx, call: Call<op::GetAllSpecs>) -> Outcome {
    let query = call.query()?;
    let limit = query.integer("limit").and_then(|limit| u64::try_from(limit).ok()).unwrap_or(PAGE);
    let offset = match query.text("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => cursor::offset(cursor).ok_or_else(cursor::refused)?,
    };
    let workspace = query
        .text("workspaceId")
        .ok_or_else(|| Fault::bad_request("Missing parameter: 'workspaceId'"))?;
    let wanted = ElementQuery {
        workspace: Some(elements::workspace_id(workspace)),
        page: Some(Page { offset, limit: limit + 1 }),
        ..ElementQuery::default()
    };
    let listing = ctx.store.elements(ElementKind::Spec, &call.permit.visible(), &wanted).await?;
    let mut items = listing.items;
    let more = items.len() as u64 > limit;
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let mut specs: Vec<Value> = Vec::new();
    for element in items {
        // One that was deleted since the list was read is left out.
        if let Ok((element, content)) = shown::find(&ctx, &element.id).await {
            specs.push(shown::spec(&element, &content));
        }
    }
    let next = more.then(|| cursor::write("o", &[&(offset + limit).to_string()]));
    let count = specs.len();
    let answer = json!({ "specs": specs, "meta": { "nextCursor": next } });
    Ok(elements::json(&answer)?.showing(count))
}
