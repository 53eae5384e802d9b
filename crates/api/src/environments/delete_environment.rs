//! Deletes an environment.

use catalog::op;
use model::ElementKind;

use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn delete_environment(ctx: Ctx, call: Call<op::DeleteEnvironment>) -> Outcome {
    let target = call.target()?;
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    ctx.store.delete_element(&stamp, ElementKind::Environment, &target.id, &expect).await?;
    elements::gone("environment", &target.id, &target.uid)
}
