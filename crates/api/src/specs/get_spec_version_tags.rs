//! Lists the version tags of a spec, newest first.

use catalog::op;
use serde_json::{Value, json};

use crate::{Call, Ctx, Outcome, cursor, elements};

pub(super) async fn get_spec_version_tags(ctx: Ctx, call: Call<op::GetSpecVersionTags>) -> Outcome {
    let query = call.query()?;
    let limit = query.integer("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(10);
    let skip = match query.text("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => cursor::offset(cursor).ok_or_else(cursor::refused)?,
    };
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let all = ctx.store.spec_tags(&call.target()?.id).await?;
    let more = all.len() > skip.saturating_add(limit);
    let page = all.iter().skip(skip).take(limit);
    let tags: Vec<Value> = page.map(|tag| json!({ "id": tag.id, "name": tag.name })).collect();
    let next = more.then(|| cursor::write("o", &[&(skip + limit).to_string()]));
    let count = tags.len();
    Ok(elements::json(&json!({ "data": tags, "meta": { "nextCursor": next } }))?.showing(count))
}
