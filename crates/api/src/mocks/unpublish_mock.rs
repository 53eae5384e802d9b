//! Lets only those call a mock who show a key that sees its collection.

use catalog::op;
use gate::Fault;
use serde_json::json;

use super::stored::{change, read};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn unpublish_mock(ctx: Ctx, call: Call<op::UnpublishMock>) -> Outcome {
    let (element, mut definition) = read(&ctx, &call).await?;
    if definition.private {
        let message = "This mock has already been deleted.";
        return Err(Fault::new(400, "mockAlreadyUnpublishedError", message).into());
    }
    definition.private = true;
    let changed = change(&ctx, &call, &element, &element.name, &definition).await?;
    elements::json(&json!({ "mock": { "id": changed.id } }))
}
