//! Sets how a spec and a collection made of it are kept in step.

use catalog::op;
use convert::openapi::Step;
use gate::Fault;
use model::ElementRef;
use serde::Deserialize;
use serde_json::json;

use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    sync_options: Step,
}

pub(super) async fn update_spec_sync_options(
    ctx: Ctx,
    call: Call<op::UpdateSpecSyncOptions>,
) -> Outcome {
    let Given { sync_options } = call.read()?;
    let collection = ElementRef::parse(call.param("collectionId")).id;
    let (spec, sync) = (&call.target()?.id, elements::write(&sync_options)?);
    if !ctx.store.put_sync(&call.permit.stamp(), spec, &collection, &sync).await? {
        let message =
            "The collection was not made of this spec, so there is nothing to keep in step.";
        return Err(Fault::new(404, "instanceNotFoundError", message).into());
    }
    elements::json(&json!({ "syncOptions": sync_options }))
}
