//! Renames a spec.

use catalog::op;
use gate::Fault;
use model::{ElementKind, secret::Document};
use serde::Deserialize;

use super::shown;
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Given {
    name: String,
}

pub(super) async fn update_spec_properties(
    ctx: Ctx,
    call: Call<op::UpdateSpecProperties>,
) -> Outcome {
    let Given { name } = call.read()?;
    if name.trim().is_empty() {
        return Err(Fault::bad_request("Missing parameter: 'name'").into());
    }
    let (element, content) = shown::find(&ctx, &call.target()?.id).await?;
    let content = shown::Content { name: name.clone(), ..content };
    let document = Document::plain(elements::write(&content)?);
    let (stamp, expect, kind) = (call.permit.stamp(), call.expect()?, ElementKind::Spec);
    let changed =
        ctx.store.replace_document(&stamp, kind, &element.id, &expect, &name, document).await?;
    elements::json(&shown::spec(&changed, &content))
}
