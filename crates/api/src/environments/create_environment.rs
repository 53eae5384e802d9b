//! Creates an environment.

use std::mem::take;

use catalog::op;
use model::{ElementKind, Role, environment};
use store::NewElement;

use super::values::read;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn create_environment(ctx: Ctx, mut call: Call<op::CreateEnvironment>) -> Outcome {
    let (name, document) = read(take(&mut call.request.body), environment::parse).await?;
    let new = NewElement { workspace: call.destination()?, name, guard: call.guard(Role::Editor) };
    let stamp = call.permit.stamp();
    let made = ctx.store.create_document(&stamp, ElementKind::Environment, &new, document).await?;
    let reply = elements::named("environment", &made)?;
    Ok(reply.created(&made.id, &made.uid().to_string(), &made.name))
}
