//! Adds a simulated outage to a mock; it answers nothing until it is switched on.

use catalog::op;

use super::{
    outage::{Body, Shown, add},
    stored::{change, read},
};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn create_mock_server_response(
    ctx: Ctx,
    call: Call<op::CreateMockServerResponse>,
) -> Outcome {
    let Body { server_response: asked } = call.read()?;
    let (element, mut definition) = read(&ctx, &call).await?;
    let made = add(&call, &mut definition, asked)?;
    let mock = change(&ctx, &call, &element, &element.name, &definition).await?;
    elements::json(&Shown::of(&mock, &made))
}
