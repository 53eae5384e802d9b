//! Lets anybody call a mock.

use catalog::op;
use gate::Fault;
use serde_json::json;

use super::stored::{change, read};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn publish_mock(ctx: Ctx, call: Call<op::PublishMock>) -> Outcome {
    let (element, mut definition) = read(&ctx, &call).await?;
    if !definition.private {
        let message = "This mock is already public.";
        return Err(Fault::new(400, "mockAlreadyPublishedError", message).into());
    }
    definition.private = false;
    let changed = change(&ctx, &call, &element, &element.name, &definition).await?;
    elements::json(&json!({ "mock": { "id": changed.id } }))
}
