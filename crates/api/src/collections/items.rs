//! Folders, requests and responses, one by one, in the flat model.
//!
//! The store keeps one form of a collection, that of v2.1; what these operations read and write is
//! a view of it (`convert::v1`). A change touches the members it names and leaves the text of all
//! others alone.

mod shown;
mod written;

pub(super) mod create_collection_folder;
pub(super) mod create_collection_request;
pub(super) mod create_collection_response;
pub(super) mod delete_collection_folder;
pub(super) mod delete_collection_request;
pub(super) mod delete_collection_response;
pub(super) mod get_collection_folder;
pub(super) mod get_collection_request;
pub(super) mod get_collection_response;
pub(super) mod update_collection_folder;
pub(super) mod update_collection_request;
pub(super) mod update_collection_response;

use catalog::Operation;
use gate::{Fault, policy::Resource};
use model::{
    Element, ElementKind, ElementRef,
    collection::{Item, ItemKind},
};
use serde_json::{Map, Value, json};
use store::{ItemChange, NewItem, StoreError};

use crate::{ApiError, Call, Context, Ctx, Outcome, body, collections::draft, elements};

/// How often a change is tried anew when others change the same item.
const TRIES: usize = 4;

/// Answers an item.
async fn get<O: Operation>(ctx: Ctx, call: Call<O>, kind: ItemKind) -> Outcome {
    let query = call.query()?;
    let flag = |name| query.text(name) == Some("true");
    let (populate, wish) = (flag("populate"), shown::Wish { ids: flag("ids"), uid: flag("uid") });
    let (element, item) = found(&ctx, &call, kind).await?;
    let view = shown::View { ctx: &ctx, element: &element, masked: call.permit.masks() };
    let mut data = view.data(&item).await?;
    if populate {
        view.populate(&mut data, &item).await?;
    }
    let data = wish.apply(data, &element);
    let meta =
        json!({ "model": kind.name(), "populate": populate, "changeset": false, "action": "find" });
    elements::json(&json!({ "model_id": item.id, "meta": meta, "data": data }))
}

/// Adds an item. `parent` is an id or uid as the caller gave it.
async fn create<O: Operation>(
    ctx: Ctx,
    call: Call<O>,
    kind: ItemKind,
    parent: Option<String>,
) -> Outcome {
    let given = given(&call)?;
    let id = given.get("id").and_then(Value::as_str).map(str::to_owned);
    let target = call.target()?;
    let text = written::new(kind, &given);
    let (name, document) = written::checked(kind, &text)?;
    let parent_id = parent.as_ref().map(|parent| inside(target, parent));
    let new = NewItem { id: id.clone(), parent: parent_id, kind, name, document };
    let made = ctx.store.create_item(&call.permit.stamp(), &target.id, &call.expect()?, new).await;
    let (element, item) = match made {
        Ok(made) => made,
        Err(StoreError::Exists { .. }) => {
            return Err(taken(kind, target, id.as_deref().unwrap_or_default()).into());
        }
        // The collection was found when the call was decided, so it is the parent.
        Err(StoreError::NotFound) => {
            let of = if kind == ItemKind::Response { ItemKind::Request } else { ItemKind::Folder };
            return Err(missing(400, of, target, parent.as_deref().unwrap_or_default()).into());
        }
        Err(error) => return Err(error.into()),
    };
    let view = shown::View { ctx: &ctx, element: &element, masked: call.permit.masks() };
    let mut data = view.data(&item).await?;
    for list in shown::lists(kind) {
        data.insert((*list).to_owned(), json!([]));
    }
    let action = if kind == ItemKind::Response { "create" } else { "import" };
    let uid = shown::uid(&element, &item.id);
    let reply =
        elements::json(&answer(kind, &item.id, action, &Value::Object(data), item.version))?;
    Ok(reply.created(&item.id, &uid, &item.name))
}

/// Sets those members of an item that the body names.
async fn update<O: Operation>(ctx: Ctx, call: Call<O>, kind: ItemKind) -> Outcome {
    let given = given(&call)?;
    for attempt in 1.. {
        let (element, item) = found(&ctx, &call, kind).await?;
        stays(&given, &item, call.target()?)?;
        let text = written::changed(&element, &item, &given);
        let (name, document) = written::checked(kind, &text)?;
        let change =
            ItemChange { id: item.id.clone(), version: Some(item.version), name, document };
        let put =
            ctx.store.put_item(&call.permit.stamp(), &element.id, &call.expect()?, change).await;
        let item = match put {
            Ok(item) => item,
            Err(StoreError::Conflict) if attempt < TRIES => continue,
            Err(error) => return Err(error.into()),
        };
        let view = shown::View { ctx: &ctx, element: &element, masked: call.permit.masks() };
        let data = Value::Object(view.data(&item).await?);
        return elements::json(&answer(kind, &item.id, "update", &data, item.version));
    }
    Err(StoreError::Conflict.into())
}

/// Deletes an item with all that lies in it.
async fn delete<O: Operation>(ctx: &Context, call: &Call<O>, kind: ItemKind) -> Outcome {
    let (element, item) = found(ctx, call, kind).await?;
    let stamp = call.permit.stamp();
    let expect = call.expect()?;
    let (changed, gone) = ctx.store.delete_item(&stamp, &element.id, &item.id, &expect).await?;
    let data = json!({ "id": item.id, "owner": element.owner.to_string() });
    let mut reply = elements::json(&answer(kind, &item.id, "destroy", &data, changed.version))?;
    reply.notes.removed = (kind == ItemKind::Folder).then_some((gone, gone));
    Ok(reply)
}

fn answer(kind: ItemKind, id: &str, action: &str, data: &Value, revision: i64) -> Value {
    let meta = json!({ "model": kind.name(), "action": action });
    json!({ "model_id": id, "meta": meta, "data": data, "revision": revision })
}

fn given<O: Operation>(call: &Call<O>) -> Result<Map<String, Value>, ApiError> {
    body::read(O::SPEC, &call.request.body)
}

/// The item that the path names, and its collection.
async fn found<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
    kind: ItemKind,
) -> Result<(Element, Item), ApiError> {
    let target = call.target()?;
    let param = match kind {
        ItemKind::Folder => "folderId",
        ItemKind::Request => "requestId",
        ItemKind::Response => "responseId",
    };
    let named = call.param(param);
    let viewer = call.permit.user();
    let found = ctx.store.element(ElementKind::Collection, &target.id, viewer).await?;
    let (element, _) = found.ok_or(StoreError::NotFound)?;
    let item = ctx.store.item(&target.id, &inside(target, named)).await?;
    match item.filter(|item| item.kind == kind) {
        Some(item) => Ok((element, item)),
        None => Err(missing(404, kind, target, named).into()),
    }
}

/// The id that `given`, an id or uid, means inside the collection; one that no item has when the
/// uid names another owner.
fn inside(target: &Resource, given: &str) -> String {
    let owner = ElementRef::parse(&target.uid).owner;
    let named = ElementRef::parse(given);
    if named.owner.is_some() && named.owner != owner { String::new() } else { named.id }
}

/// A change can't move an item: what it says of its place must be so already.
fn stays(given: &Map<String, Value>, item: &Item, target: &Resource) -> Result<(), Fault> {
    let place = match item.kind {
        ItemKind::Response => "request",
        ItemKind::Folder | ItemKind::Request => "folder",
    };
    let moved = match given.get(place) {
        Some(Value::String(parent)) if !parent.is_empty() => {
            item.parent.as_deref() != Some(inside(target, parent).as_str())
        }
        Some(Value::Null | Value::String(_)) => item.parent.is_some() && place == "folder",
        // Older clients send a whole request here.
        None | Some(_) => false,
    };
    let elsewhere = given.get("collection").and_then(Value::as_str);
    let elsewhere = elsewhere.is_some_and(|other| inside(target, other) != target.id);
    if moved || elsewhere {
        let message = format!(
            "A {} can't be moved by an update: leave `{}` out, or move it with POST \
             /collection-{}s-transfers.",
            item.kind.name(),
            if elsewhere { "collection" } else { place },
            item.kind.name(),
        );
        return Err(Fault::new(400, "invalidParamError", message));
    }
    Ok(())
}

fn details(kind: ItemKind, target: &Resource, id: &str) -> Value {
    let owner = ElementRef::parse(&target.uid).owner.map(|owner| owner.to_string());
    json!({ "model": kind.name(), "model_id": id, "owner": owner.unwrap_or_default() })
}

fn missing(status: u16, kind: ItemKind, target: &Resource, id: &str) -> Fault {
    let message = format!("We could not find the {} you are looking for", kind.name());
    Fault::new(status, "instanceNotFoundError", message).with(details(kind, target, id))
}

fn taken(kind: ItemKind, target: &Resource, id: &str) -> Fault {
    let message = format!("There is another item with `{id}` already.");
    Fault::new(400, "instanceFoundError", message).with(details(kind, target, id))
}

/// 400 for an item that breaks the format.
fn malformed(kind: ItemKind, invalid: &model::collection::Invalid) -> Fault {
    draft::malformed_item(kind.name(), invalid)
}
