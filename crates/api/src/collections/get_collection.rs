//! Answers a collection, whole or only its outline.

use bytes::Bytes;
use catalog::op;
use gate::Reply;
use model::{ElementKind, UserId, collection};
use store::StoreError;

use crate::{ApiError, Call, Context, Ctx, Outcome, aside::aside, error::invalid};

pub(super) async fn get_collection(ctx: Ctx, call: Call<op::GetCollection>) -> Outcome {
    let id = &call.target()?.id;
    let masked = call.permit.masks();
    match call.request.query.get("model") {
        None => {}
        Some("minimal") => return outline(&ctx, id, masked).await,
        Some(_) => return Err(invalid("parameter `model` must be minimal").into()),
    }
    Ok(Reply::json(whole(&ctx, id, call.permit.user(), masked).await?))
}

/// `{collection: {…}}`, as it was answered last or made anew.
pub(crate) async fn whole(
    ctx: &Context,
    id: &str,
    user: UserId,
    masked: bool,
) -> Result<Bytes, ApiError> {
    let looked = ctx.store.element(ElementKind::Collection, id, user).await?;
    let (element, _) = looked.ok_or(StoreError::NotFound)?;
    match ctx.rendered.get(&(element.id, element.version, masked)) {
        Some(body) => Ok(body),
        None => render(ctx, id, masked).await,
    }
}

/// Makes the answer anew and keeps it.
async fn render(ctx: &Context, id: &str, masked: bool) -> Result<Bytes, ApiError> {
    let collection = ctx.store.collection(id).await?.ok_or(StoreError::NotFound)?;
    let key = (collection.element.id.clone(), collection.element.version, masked);
    let mask = masked.then_some(ctx.masker);
    let body = aside(collection.size(), move || {
        let text = collection::render(&collection);
        envelope(match mask {
            Some(mask) => mask.collection(&text),
            None => text,
        })
    });
    let body = Bytes::from(body.await?);
    ctx.rendered.keep(key, &body);
    Ok(body)
}

async fn outline(ctx: &Context, id: &str, masked: bool) -> Outcome {
    let (element, head, top) = ctx.store.collection_head(id).await?.ok_or(StoreError::NotFound)?;
    let text = collection::render_minimal(&element, &head, &top);
    let text = if masked { ctx.masker.collection(&text) } else { text };
    Ok(Reply::json(envelope(text)))
}

/// Wraps in place: a collection may be large.
fn envelope(mut collection: String) -> String {
    collection.insert_str(0, r#"{"collection":"#);
    collection.push('}');
    collection
}
