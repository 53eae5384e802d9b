//! Creates a collection.

use std::mem::take;

use catalog::op;
use model::Role;
use store::NewElement;

use super::draft;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn create_collection(ctx: Ctx, mut call: Call<op::CreateCollection>) -> Outcome {
    let draft = draft::read(take(&mut call.request.body)).await?;
    let new = NewElement {
        workspace: call.destination()?,
        name: draft.name.clone(),
        guard: call.guard(Role::Editor),
    };
    let made = ctx.store.create_collection(&call.permit.stamp(), &new, draft).await?;
    let reply = elements::named("collection", &made)?;
    Ok(reply.created(&made.id, &made.uid().to_string(), &made.name))
}
