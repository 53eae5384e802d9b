//! Answers the global variables of a workspace.

use catalog::op;
use gate::Reply;
use model::{environment::render_globals, mask::Masker, secret::Document};

use crate::{Call, Ctx, Outcome, aside::aside};

pub(super) async fn get_workspace_global_variables(
    ctx: Ctx,
    call: Call<op::GetWorkspaceGlobalVariables>,
) -> Outcome {
    let document = ctx.store.globals(&call.target()?.id).await?;
    let document = document.unwrap_or_else(|| Document::plain("{}"));
    let masker = call.permit.masks().then_some(ctx.masker);
    let body = aside(document.body.len(), move || answer(&document, masker.as_ref()));
    Ok(Reply::json(body.await?))
}

/// `{"values":[…]}`, without anything else that was sent along.
pub(super) fn answer(document: &Document, masker: Option<&Masker>) -> String {
    let text = render_globals(document);
    match masker {
        Some(masker) => masker.values(&text),
        None => text,
    }
}
