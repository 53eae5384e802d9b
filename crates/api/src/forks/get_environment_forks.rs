//! Lists the forks of an environment.

use catalog::op;
use model::ElementKind;

use super::listed;
use crate::{Call, Ctx, Outcome};

pub(super) async fn get_environment_forks(
    ctx: Ctx,
    call: Call<op::GetEnvironmentForks>,
) -> Outcome {
    listed::of_target(&ctx, &call, ElementKind::Environment).await
}
