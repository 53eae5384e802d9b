//! Lists the specs that belong to a collection, of those the caller reads.

use catalog::op;
use model::time::iso;
use serde_json::{Value, json};
use store::Made;

use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_generated_collection_specs(
    ctx: Ctx,
    call: Call<op::GetGeneratedCollectionSpecs>,
) -> Outcome {
    let seen = call.permit.visible();
    let mut specs: Vec<Value> = Vec::new();
    for link in ctx.store.collection_links(&call.target()?.id).await? {
        let kind = model::ElementKind::Spec;
        let found = ctx.store.element(kind, &link.spec, call.permit.user()).await?;
        let shown = found.is_some_and(|(element, place)| seen.shows(&place, &element.id));
        if !shown || link.made != Made::Spec {
            continue;
        }
        specs.push(json!({
            "id": link.spec,
            "name": link.spec_name,
            "state": if link.in_step { "in-sync" } else { "out-of-sync" },
            "createdAt": iso(link.created_at),
            "updatedAt": iso(link.updated_at),
            "createdBy": link.created_by.0,
            "updatedBy": link.updated_by.0,
        }));
    }
    let count = specs.len();
    Ok(elements::json(&json!({ "specs": specs, "meta": { "nextCursor": null } }))?.showing(count))
}
