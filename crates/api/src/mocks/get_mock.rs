//! Answers a mock.

use catalog::op;

use super::{
    shown::{Envelope, Seen},
    stored::read,
};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_mock(ctx: Ctx, call: Call<op::GetMock>) -> Outcome {
    let (element, definition) = read(&ctx, &call).await?;
    elements::json(&Envelope { mock: Seen::new(&ctx, &element, definition).await? })
}
