//! Deletes a mock and its call log.

use catalog::op;
use model::ElementKind;

use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn delete_mock(ctx: Ctx, call: Call<op::DeleteMock>) -> Outcome {
    let target = call.target()?;
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    ctx.store.delete_element(&stamp, ElementKind::Mock, &target.id, &expect).await?;
    elements::gone("mock", &target.id, &target.uid)
}
