//! Lists the APIs of a workspace.

use catalog::op;
use gate::Reply;
use model::{ElementKind, UserId};
use serde::Serialize;
use serde_json::json;
use store::{ElementQuery, Page};

use super::{Content, Shown, number};
use crate::{
    Call, Ctx, Outcome, cursor,
    elements::{self, workspace_id},
};

/// How many are answered when `limit` is not given.
const USUAL: u64 = 10;

#[derive(Serialize)]
struct Answer {
    apis: Vec<Shown<i64>>,
    meta: Meta,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Meta {
    limit: u64,
    total: u64,
    /// Empty on the last page.
    next_cursor: String,
}

pub(super) async fn get_apis(ctx: Ctx, call: Call<op::GetApis>) -> Outcome {
    let Some(workspace) = call.request.query.get("workspaceId").filter(|id| !id.is_empty()) else {
        return Ok(missing("workspaceId"));
    };
    let query = call.query()?;
    let limit = query.integer("limit").and_then(|limit| u64::try_from(limit).ok()).unwrap_or(USUAL);
    let after = query.text("cursor").filter(|cursor| !cursor.is_empty());
    let offset = after.map_or(Some(0), cursor::offset).ok_or_else(cursor::refused)?;
    let wanted = ElementQuery {
        workspace: Some(workspace_id(workspace)),
        description: query.text("description").map(str::to_owned),
        created_by: query.integer("createdBy").map(UserId),
        page: Some(Page { offset, limit }),
        ..ElementQuery::default()
    };
    let visible = call.permit.visible();
    let listing = ctx.store.elements(ElementKind::Api, &visible, &wanted).await?;
    let mut apis = Vec::new();
    for element in &listing.items {
        // One that was deleted since the list was read is left out.
        if let Some((element, document)) = ctx.store.document(ElementKind::Api, &element.id).await?
        {
            apis.push(Shown::new(&element, Content::of(&document), number));
        }
    }
    let shown = apis.len();
    let meta =
        Meta { limit, total: listing.total, next_cursor: next(offset, limit, listing.total) };
    Ok(elements::json(&Answer { apis, meta })?.showing(shown))
}

fn next(offset: u64, limit: u64, total: u64) -> String {
    let end = offset.saturating_add(limit);
    if end < total { cursor::write("o", &[&end.to_string()]) } else { String::new() }
}

/// 400 in the words that only this list has.
fn missing(parameter: &str) -> Reply {
    let body = json!({
        "type": "badRequest",
        "title": "Invalid request",
        "detail": format!("Missing parameter, {parameter}"),
        "status": 400,
    });
    Reply::with_status(400, body.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_has_no_next() {
        assert_eq!(cursor::offset(&next(0, 10, 11)), Some(10));
        for (offset, total) in [(0, 10), (0, 0), (10, 11), (u64::MAX, u64::MAX)] {
            assert_eq!(next(offset, 10, total), "", "{offset} of {total}");
        }
    }
}
