//! Lists announcements, pinned ones first, then newest first.

use catalog::op;
use serde_json::{Value, json};

use super::shown;
use crate::{Call, Ctx, Outcome, cursor, elements};

/// How many a page shows.
const PAGE: usize = 20;

pub(in super::super) async fn get_workspace_updates(
    ctx: Ctx,
    call: Call<op::GetWorkspaceUpdates>,
) -> Outcome {
    let query = call.query()?;
    let wanted = query.list("category");
    let after = query.text("cursor").filter(|cursor| !cursor.is_empty());
    let skip = after.map_or(Some(0), cursor::offset).ok_or_else(cursor::refused)?;
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let all = ctx.store.workspace_updates(&call.target()?.id).await?;
    let fitting: Vec<_> = all
        .iter()
        .filter(|one| wanted.is_empty() || wanted.contains(&one.text.category.as_str()))
        .collect();
    let page: Vec<Value> =
        fitting.iter().skip(skip).take(PAGE).map(|one| shown(&ctx, one)).collect();
    let next = skip.saturating_add(page.len());
    let meta = if next < fitting.len() {
        json!({ "nextCursor": cursor::write("o", &[&next.to_string()]) })
    } else {
        json!({})
    };
    let count = page.len();
    Ok(elements::json(&json!({ "data": page, "meta": meta }))?.showing(count))
}
