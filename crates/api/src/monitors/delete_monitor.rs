//! Deletes a monitor with everything that became of its runs.

use catalog::op;
use model::ElementKind;

use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn delete_monitor(ctx: Ctx, call: Call<op::DeleteMonitor>) -> Outcome {
    let target = call.target()?;
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    ctx.store.delete_element(&stamp, ElementKind::Monitor, &target.id, &expect).await?;
    elements::gone("monitor", &target.id, &target.uid)
}
