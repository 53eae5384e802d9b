//! Lists the collections that were made of a spec, of those the caller reads.

use catalog::{Area, op};
use model::time::iso;
use serde_json::{Value, json};
use store::Made;

use crate::{Call, Ctx, Outcome, cursor, elements};

pub(super) async fn get_spec_collections(ctx: Ctx, call: Call<op::GetSpecCollections>) -> Outcome {
    let query = call.query()?;
    let limit = query.integer("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(10);
    let offset = match query.text("cursor").filter(|cursor| !cursor.is_empty()) {
        None => 0,
        Some(cursor) => cursor::offset(cursor).ok_or_else(cursor::refused)?,
    };
    let seen = call.permit.sees(Area::Collections);
    let mut all = Vec::new();
    for link in ctx.store.spec_links(&call.target()?.id).await? {
        let kind = model::ElementKind::Collection;
        let found = ctx.store.element(kind, &link.collection, call.permit.user()).await?;
        let shown = found.is_some_and(|(element, place)| seen.shows(&place, &element.id));
        if shown && link.made == Made::Collection {
            all.push(link);
        }
    }
    let skip = usize::try_from(offset).unwrap_or(usize::MAX);
    let more = all.len() > skip.saturating_add(limit);
    let collections: Vec<Value> = all
        .iter()
        .skip(skip)
        .take(limit)
        .map(|link| {
            json!({
                "id": format!("{}-{}", link.collection_owner, link.collection),
                "name": link.collection_name,
                "state": if link.in_step { "in-sync" } else { "out-of-sync" },
                "createdAt": iso(link.created_at),
                "updatedAt": iso(link.updated_at),
                "createdBy": link.created_by.0,
            })
        })
        .collect();
    let next = more.then(|| cursor::write("o", &[&(skip + limit).to_string()]));
    let count = collections.len();
    let answer = json!({ "collections": collections, "meta": { "nextCursor": next } });
    Ok(elements::json(&answer)?.showing(count))
}
