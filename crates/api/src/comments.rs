//! Comments on collections and what is in them.

mod create_collection_comment;
mod create_folder_comment;
mod create_request_comment;
mod create_response_comment;
mod delete_collection_comment;
mod delete_folder_comment;
mod delete_request_comment;
mod delete_response_comment;
mod get_collection_comments;
mod get_folder_comments;
mod get_request_comments;
mod get_response_comments;
mod resolve_comment_thread;
mod update_collection_comment;
mod update_folder_comment;
mod update_request_comment;
mod update_response_comment;

use catalog::Operation;
use gate::{Fault, Reply};
use model::{ElementKind, ElementRef, Role, collection::ItemKind, time::iso};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use store::{Comment, CommentPlace, CommentText, Expect, StoreError};

use crate::{Api, ApiError, Call, Context, Outcome, elements};

/// Characters of a comment.
const LONGEST: usize = 10_000;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_collection_comments::get_collection_comments)
        .serve(create_collection_comment::create_collection_comment)
        .serve(update_collection_comment::update_collection_comment)
        .serve(delete_collection_comment::delete_collection_comment)
        .serve(get_folder_comments::get_folder_comments)
        .serve(create_folder_comment::create_folder_comment)
        .serve(update_folder_comment::update_folder_comment)
        .serve(delete_folder_comment::delete_folder_comment)
        .serve(get_request_comments::get_request_comments)
        .serve(create_request_comment::create_request_comment)
        .serve(update_request_comment::update_request_comment)
        .serve(delete_request_comment::delete_request_comment)
        .serve(get_response_comments::get_response_comments)
        .serve(create_response_comment::create_response_comment)
        .serve(update_response_comment::update_response_comment)
        .serve(delete_response_comment::delete_response_comment)
        .serve(resolve_comment_thread::resolve_comment_thread)
}

/// The body of a comment.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    body: String,
    thread_id: Option<i64>,
    #[serde(default)]
    tags: Map<String, Value>,
}

async fn list<O: Operation>(ctx: &Context, call: &Call<O>) -> Outcome {
    let place = place(ctx, call).await?;
    let comments = ctx.store.comments(&place).await?;
    let data: Vec<Value> = comments.iter().map(shown).collect();
    let count = data.len();
    Ok(elements::json(&json!({ "data": data }))?.showing(count))
}

async fn create<O: Operation>(ctx: &Context, call: &Call<O>) -> Outcome {
    let (text, thread) = given(call)?;
    let place = place(ctx, call).await?;
    let stamp = call.permit.stamp();
    let made = ctx.store.create_comment(&stamp, &place, &expect(call)?, thread, text).await;
    let made = match (made, thread) {
        (Err(StoreError::NotFound), Some(thread)) => {
            let message =
                format!("There is no thread {thread} here; leave `threadId` out to begin one.");
            return Err(Fault::new(404, "instanceNotFoundError", message).into());
        }
        (made, _) => made?,
    };
    let body = elements::write(&json!({ "data": shown(&made) }))?;
    let id = made.id.to_string();
    Ok(Reply::with_status(201, body).created(&id, &id, "comment"))
}

async fn update<O: Operation>(ctx: &Context, call: &Call<O>) -> Outcome {
    let (text, _) = given(call)?;
    let place = place(ctx, call).await?;
    let comment = found(ctx, call, &place).await?;
    if comment.created_by != call.permit.user() {
        return Err(others("changed").into());
    }
    let (stamp, expect) = (call.permit.stamp(), expect(call)?);
    let changed = ctx.store.update_comment(&stamp, &place, &expect, comment.id, text).await?;
    elements::json(&json!({ "data": shown(&changed) }))
}

async fn delete<O: Operation>(ctx: &Context, call: &Call<O>) -> Outcome {
    let place = place(ctx, call).await?;
    let comment = found(ctx, call, &place).await?;
    let workspace = call.target()?.workspace.clone();
    let role = workspace.and_then(|workspace| call.permit.viewer().role_in(&workspace));
    if comment.created_by != call.permit.user() && role < Some(Role::Admin) {
        return Err(others("deleted").into());
    }
    let (stamp, expect) = (call.permit.stamp(), expect(call)?);
    ctx.store.delete_comment(&stamp, &place, &expect, comment.id).await?;
    Ok(Reply::empty())
}

fn others(what: &str) -> Fault {
    let message = format!("Only who wrote a comment may have it {what}.");
    Fault::new(403, "forbiddenError", message)
}

/// Whoever sees something may comment on it.
fn expect<O: Operation>(call: &Call<O>) -> Result<Expect, ApiError> {
    Ok(Expect { guard: call.guard(Role::Viewer), ..call.expect()? })
}

fn given<O: Operation>(call: &Call<O>) -> Result<(CommentText, Option<i64>), ApiError> {
    let Given { body, thread_id, tags } = call.read()?;
    let length = body.chars().count();
    if body.trim().is_empty() || length > LONGEST {
        let message = format!("`body` must have 1 to {LONGEST} characters, this one has {length}.");
        return Err(Fault::bad_request(message).into());
    }
    let tags = elements::write(&tags)?;
    Ok((CommentText { body, tags }, thread_id))
}

/// What the path names; an item must be in the collection.
async fn place<O: Operation>(ctx: &Context, call: &Call<O>) -> Result<CommentPlace, ApiError> {
    let target = call.target()?;
    let kind = ElementKind::Collection;
    let mut place = CommentPlace { kind, element: target.id.clone(), item: None };
    let kinds = [
        ("folderId", ItemKind::Folder),
        ("requestId", ItemKind::Request),
        ("responseId", ItemKind::Response),
    ];
    let named = kinds.iter().find(|(name, _)| !call.param(name).is_empty());
    if let Some((name, kind)) = named {
        let given = ElementRef::parse(call.param(name));
        let owner = ElementRef::parse(&target.uid).owner;
        let item = ctx.store.item(&target.id, &given.id).await?;
        let item = item.filter(|item| item.kind == *kind);
        if item.is_none() || (given.owner.is_some() && given.owner != owner) {
            let message = format!("We could not find the {} you are looking for", kind.name());
            return Err(Fault::new(404, "instanceNotFoundError", message).into());
        }
        place.item = Some(given.id);
    }
    Ok(place)
}

async fn found<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
    place: &CommentPlace,
) -> Result<Comment, ApiError> {
    let id = call.param("commentId").parse::<i64>().ok();
    let all = ctx.store.comments(place).await?;
    let found = all.into_iter().find(|comment| Some(comment.id) == id);
    found.ok_or_else(|| {
        let message = format!("There is no comment `{}` here.", call.param("commentId"));
        Fault::new(404, "instanceNotFoundError", message).into()
    })
}

fn shown(comment: &Comment) -> Value {
    json!({
        "id": comment.id,
        "threadId": comment.thread,
        "status": if comment.resolved { "Resolved" } else { "Open" },
        "createdBy": comment.created_by.0,
        "createdAt": iso(comment.created_at),
        "updatedAt": iso(comment.updated_at),
        "body": comment.body,
    })
}
