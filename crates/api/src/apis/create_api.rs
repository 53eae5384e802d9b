//! Creates an API.

use catalog::op;
use model::{ElementKind, Role};
use store::NewElement;

use super::{Content, Shown, number};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn create_api(ctx: Ctx, call: Call<op::CreateApi>) -> Outcome {
    let content: Content = call.read()?;
    let name = content.name.clone().unwrap_or_default();
    let new = NewElement { workspace: call.destination()?, name, guard: call.guard(Role::Editor) };
    let (stamp, document) = (call.permit.stamp(), content.document()?);
    let made = ctx.store.create_document(&stamp, ElementKind::Api, &new, document).await?;
    let reply = elements::json(&Shown::new(&made, content, number))?;
    Ok(reply.created(&made.id, &made.uid().to_string(), &made.name))
}
