//! Answers an environment with its values.

use catalog::op;
use gate::Reply;
use model::{ElementKind, environment};
use store::StoreError;

use super::envelope;
use crate::{Call, Ctx, Outcome, aside::aside};

pub(super) async fn get_environment(ctx: Ctx, call: Call<op::GetEnvironment>) -> Outcome {
    let target = call.target()?;
    let found = ctx.store.document(ElementKind::Environment, &target.id).await?;
    let (element, document) = found.ok_or(StoreError::NotFound)?;
    let place = target.workspace.as_deref();
    let public = place.is_some_and(|workspace| workspace.visibility == "public");
    let masker = call.permit.masks().then_some(ctx.masker);
    let body = aside(document.body.len(), move || {
        let mut text = environment::render(&element, &document, false);
        if public && let Some(private) = text.strip_suffix(r#""isPublic":false}"#) {
            text = format!(r#"{private}"isPublic":true}}"#);
        }
        envelope(text, masker.as_ref())
    });
    Ok(Reply::json(body.await?))
}
