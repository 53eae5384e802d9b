//! Replaces the global variables of a workspace.

use catalog::op;
use gate::{Fault, Reply};
use model::{Role, environment};

use super::get_workspace_global_variables::answer;
use crate::{ApiError, Call, Ctx, Outcome, aside::aside, body, environments::removed};

pub(super) async fn update_workspace_global_variables(
    ctx: Ctx,
    call: Call<op::UpdateWorkspaceGlobalVariables>,
) -> Outcome {
    let id = &call.target()?.id;
    let before = ctx.store.globals(id).await?.map_or_else(String::new, |before| before.body);
    let body = call.request.body.clone();
    let masker = call.permit.masks().then_some(ctx.masker);
    let parsed = aside(body.len() + before.len(), move || {
        let document = environment::parse_globals(body::text(&body)?)
            .map_err(|invalid| Fault::bad_request(format!("The body does not fit: {invalid}.")))?;
        let removed = removed(&before, &document.body);
        let shown = answer(&document, masker.as_ref());
        Ok::<_, ApiError>((document, removed, shown))
    });
    let (document, removed, shown) = parsed.await??;
    let guard = call.guard(Role::Editor);
    ctx.store.put_globals(&call.permit.stamp(), id, document, guard.as_ref()).await?;
    let mut reply = Reply::json(shown);
    reply.notes.removed = Some(removed);
    Ok(reply)
}
