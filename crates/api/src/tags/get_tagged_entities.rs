//! Lists what has a tag, of what the caller reads.

use catalog::{Area, op};
use gate::Fault;
use model::ElementKind;
use serde_json::{Value, json};
use store::{TagQuery, Tagged};

use crate::{Call, Ctx, Outcome, cursor, elements};

/// How many a page shows when nobody says.
const PAGE: u64 = 10;
/// How many it shows at most.
const LONGEST: u64 = 50;

pub(super) async fn get_tagged_entities(ctx: Ctx, call: Call<op::GetTaggedEntities>) -> Outcome {
    let slug = call.param("slug").to_owned();
    if let Some(what) = super::problem(&slug) {
        return Err(Fault::bad_request(format!("params/slug {what}.")).into());
    }
    let query = call.query()?;
    let page = query.integer("limit").and_then(|limit| u64::try_from(limit).ok()).unwrap_or(PAGE);
    let page = page.clamp(1, LONGEST);
    // A cursor that is none begins at the start, as the contract says.
    let after = query.text("cursor").and_then(cursor::by_age);
    let ascending = query.text("direction") == Some("asc");
    let wanted = TagQuery { slug: slug.clone(), ascending, after, limit: page + 1 };
    let kinds = [
        ("collection", Some(ElementKind::Collection), Area::Collections),
        ("api", Some(ElementKind::Api), Area::Apis),
        ("workspace", None, Area::Workspaces),
    ];
    let asked = query.text("entityType");
    let seen: Vec<_> = kinds
        .into_iter()
        .filter(|(name, _, _)| asked.is_none_or(|asked| asked == *name))
        .map(|(_, kind, area)| (kind, call.permit.sees(area)))
        .collect();
    let mut found = ctx.store.tagged(&seen, &wanted).await?;
    if found.is_empty() && wanted.after.is_none() {
        let message = format!("Slug '{slug}' does not exist.");
        return Err(Fault::new(404, "instanceNotFoundError", message).into());
    }
    let more = found.len() as u64 > page;
    found.truncate(usize::try_from(page).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more);
    let next = next.map(|last| cursor::write("t", &[&last.at.to_string(), &last.id]));
    let meta = match next {
        Some(next) => json!({ "count": found.len(), "nextCursor": next }),
        None => json!({ "count": found.len() }),
    };
    let entities: Vec<Value> = found.iter().map(shown).collect();
    let count = entities.len();
    let answer = json!({ "data": { "entities": entities }, "meta": meta });
    Ok(elements::json(&answer)?.showing(count))
}

fn shown(tagged: &Tagged) -> Value {
    let kind = tagged.kind.map_or("workspace", ElementKind::name);
    json!({ "entityId": tagged.id, "entityType": kind })
}
