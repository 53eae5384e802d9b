//! Answers a simulated outage.

use catalog::op;
use store::StoreError;

use super::{
    outage::{Shown, place},
    stored::read,
};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_mock_server_response(
    ctx: Ctx,
    call: Call<op::GetMockServerResponse>,
) -> Outcome {
    let (element, definition) = read(&ctx, &call).await?;
    let found = definition.server_responses.get(place(&call, &definition)?);
    elements::json(&Shown::of(&element, found.ok_or(StoreError::NotFound)?))
}
