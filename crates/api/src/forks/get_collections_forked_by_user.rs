//! Lists the collections that the caller forked.

use catalog::op;
use gate::Reply;
use model::{Element, ElementKind, time::iso};
use serde_json::{Value, json};
use store::Forks;

use super::listed::{self, Listed};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_collections_forked_by_user(
    ctx: Ctx,
    call: Call<op::GetCollectionsForkedByUser>,
) -> Outcome {
    let (kind, user) = (ElementKind::Collection, call.permit.user());
    let Listed { forks, mut meta } =
        listed::page(&ctx, &call, kind, Forks::Any, Some(user)).await?;
    // What the caller does not see is not counted either.
    meta.insert("inaccessibleFork".to_owned(), 0.into());
    let data: Vec<Value> = forks.iter().filter_map(shown).collect();
    let count = data.len();
    Ok(Reply::json(elements::write(&json!({ "data": data, "meta": meta }))?).showing(count))
}

fn shown(element: &Element) -> Option<Value> {
    let fork = element.fork.as_ref()?;
    Some(json!({
        "forkName": fork.label,
        "forkId": element.uid().to_string(),
        "sourceId": fork.from,
        "createdAt": iso(element.created_at),
    }))
}
