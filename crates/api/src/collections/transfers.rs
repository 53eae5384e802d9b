//! Items that go elsewhere, or are copied there.

pub(super) mod transfer_collection_folders;
pub(super) mod transfer_collection_requests;
pub(super) mod transfer_collection_responses;

use catalog::Operation;
use gate::Fault;
use model::{ElementRef, Role, collection::ItemKind};
use serde::Deserialize;
use serde_json::json;
use store::{Expect, Spot, StoreError, Transfer};

use crate::{
    Call, Context, Outcome,
    carried::{self, To},
    elements,
};

/// Items of one transfer: as many as the gate judges.
const MOST: usize = 1_000;

#[derive(Deserialize)]
struct Given {
    ids: Vec<String>,
    mode: String,
    target: Target,
    location: Location,
}

#[derive(Deserialize)]
struct Target {
    id: String,
    model: String,
}

#[derive(Deserialize)]
struct Location {
    id: Option<String>,
    position: String,
}

/// Moves or copies items of one kind.
async fn transfer<O: Operation>(ctx: &Context, call: &Call<O>, kind: ItemKind) -> Outcome {
    let Given { ids, mode, target, location } = call.read()?;
    if ids.is_empty() || ids.len() > MOST {
        let message = format!("`ids` must name 1 to {MOST} items, not {}.", ids.len());
        return Err(Fault::bad_request(message).into());
    }
    let plain = |id: &String| ElementRef::parse(id).id;
    let (collection, parent) = if target.model == "collection" {
        (plain(&target.id), None)
    } else {
        let parent = plain(&target.id);
        let collection = ctx.store.collection_of_item(&parent).await?;
        (collection.ok_or(StoreError::NotFound)?, Some(parent))
    };
    let beside = location.id.as_ref().map(plain);
    let spot = match (location.position.as_str(), beside) {
        ("start", _) => Spot::Start,
        ("before", Some(id)) => Spot::Before(id),
        ("after", Some(id)) => Spot::After(id),
        ("before" | "after", None) => {
            let message = "`location.id` must name the item that `before` and `after` mean.";
            return Err(Fault::bad_request(message).into());
        }
        _ => Spot::End,
    };
    let target = call.permit.all_named().iter().find(|resource| resource.id == collection);
    let target = target.ok_or(StoreError::NotFound)?;
    for source in call.permit.all_named().iter().filter(|one| one.id != target.id) {
        carried::refuse(ctx, call, source, To::Place(target)).await?;
    }
    // Only collections that the gate judged can be touched.
    let judged = call.permit.all_named().iter().filter_map(|resource| {
        let workspace = resource.workspace.as_ref()?.id.clone();
        let expect = Expect { workspace, version: None, guard: call.guard(Role::Editor) };
        Some((resource.id.clone(), expect))
    });
    let transfer = Transfer {
        ids: ids.iter().map(plain).collect(),
        kind,
        copy: mode == "copy",
        collection,
        parent,
        spot,
        expect: judged.collect(),
    };
    let done = ctx.store.transfer_items(&call.permit.stamp(), transfer).await;
    let done = done.map_err(|error| refused(error, kind))?;
    let owner =
        ElementRef::parse(&target.uid).owner.map(|owner| owner.to_string()).unwrap_or_default();
    let ids: Vec<String> = done.iter().map(|id| format!("{owner}-{id}")).collect();
    elements::json(&json!({ "ids": ids }))
}

fn refused(error: StoreError, kind: ItemKind) -> crate::ApiError {
    let kind = kind.name();
    match error {
        StoreError::NotFound => {
            let place = match kind {
                "response" => "a request",
                _ => "a collection or a folder",
            };
            Fault::bad_request(format!(
                "Nothing was transferred: `ids` must name {kind}s, `target` {place}, and \
                 `location.id` something in it."
            ))
            .into()
        }
        StoreError::Inside => {
            let message = format!("A {kind} can't go into itself, or into what lies in it.");
            Fault::bad_request(message).into()
        }
        error => error.into(),
    }
}
