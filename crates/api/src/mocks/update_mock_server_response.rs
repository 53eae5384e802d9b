//! Changes a simulated outage; what is left out stays.

use catalog::op;
use store::StoreError;

use super::{
    outage::{Body, Shown, place, set},
    stored::{change, read},
};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn update_mock_server_response(
    ctx: Ctx,
    call: Call<op::UpdateMockServerResponse>,
) -> Outcome {
    let Body { server_response: asked } = call.read()?;
    let (element, mut definition) = read(&ctx, &call).await?;
    let place = place(&call, &definition)?;
    let found = definition.server_responses.get_mut(place).ok_or(StoreError::NotFound)?;
    set(&call, found, asked);
    let outage = found.clone();
    let mock = change(&ctx, &call, &element, &element.name, &definition).await?;
    elements::json(&Shown::of(&mock, &outage))
}
