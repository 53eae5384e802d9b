//! Replaces an environment's values, and its name when one is given.

use std::mem::take;

use catalog::op;
use model::{ElementKind, environment};
use store::StoreError;

use super::{removed, values::read};
use crate::{Call, Ctx, Outcome, aside::aside, elements};

pub(super) async fn put_environment(ctx: Ctx, mut call: Call<op::PutEnvironment>) -> Outcome {
    let (name, document) = read(take(&mut call.request.body), environment::parse_update).await?;
    let id = &call.target()?.id;
    let found = ctx.store.document(ElementKind::Environment, id).await?;
    let (element, before) = found.ok_or(StoreError::NotFound)?;
    let (size, after) = (before.body.len() + document.body.len(), document.body.clone());
    let removed = aside(size, move || removed(&before.body, &after)).await?;
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    let (kind, name) = (ElementKind::Environment, name.unwrap_or(element.name));
    let changed = ctx.store.replace_document(&stamp, kind, id, &expect, &name, document).await?;
    let mut reply = elements::named("environment", &changed)?;
    reply.notes.removed = Some(removed);
    Ok(reply)
}
