//! Replaces a collection.

use std::mem::take;

use catalog::op;
use gate::policy::Resource;
use gate::{Fault, Reply};
use model::{ElementRef, collection::Draft};
use serde_json::json;

use super::{draft, tasks};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn put_collection(ctx: Ctx, mut call: Call<op::PutCollection>) -> Outcome {
    let draft = draft::read(take(&mut call.request.body)).await?;
    let target = call.target()?;
    if names_another(&draft, target) {
        return Err(mismatch().into());
    }
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    let (element, replaced) =
        ctx.store.replace_collection(&stamp, &target.id, &expect, draft).await?;
    let mut reply = if call.request.later {
        let task = tasks::keep(&ctx, &stamp, tasks::UPDATE, &element.id, None).await?;
        let body = json!({ "task": { "id": task, "status": "in-progress" } });
        Reply::with_status(202, elements::write(&body)?)
    } else {
        elements::named("collection", &element)?
    };
    reply.notes.removed = Some((replaced.removed, replaced.total));
    Ok(reply)
}

/// True when the body says that it is another collection than the path.
fn names_another(draft: &Draft, target: &Resource) -> bool {
    let owner = ElementRef::parse(&target.uid).owner;
    draft.given_id.as_ref().is_some_and(|given| ElementRef::parse(given).id != target.id)
        || draft.given_uid_owner.is_some_and(|given| Some(given) != owner)
}

fn mismatch() -> Fault {
    let message = "The collection ID in the path does not match the collection ID in the body.";
    Fault::new(400, "collectionMismatchError", message)
}
