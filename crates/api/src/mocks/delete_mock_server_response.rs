//! Deletes a simulated outage. If it was switched on, the mock answers by its examples again.

use catalog::op;

use super::{
    outage::{Shown, place},
    stored::{change, read},
};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn delete_mock_server_response(
    ctx: Ctx,
    call: Call<op::DeleteMockServerResponse>,
) -> Outcome {
    let (element, mut definition) = read(&ctx, &call).await?;
    let gone = definition.server_responses.remove(place(&call, &definition)?);
    let config = &mut definition.config;
    config.server_response_id = config.server_response_id.take().filter(|id| *id != gone.id);
    change(&ctx, &call, &element, &element.name, &definition).await?;
    elements::json(&Shown::gone(&gone, None))
}
