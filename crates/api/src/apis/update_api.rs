//! Changes an API; what is not named stays.

use catalog::op;
use model::ElementKind;
use store::{Expect, StoreError};

use super::{Content, Shown};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn update_api(ctx: Ctx, call: Call<op::UpdateApi>) -> Outcome {
    let change: Content = call.read()?;
    let id = &call.target()?.id;
    let found = ctx.store.document(ElementKind::Api, id).await?;
    let (element, before) = found.ok_or(StoreError::NotFound)?;
    // It was read, changed and is written: a change in between must not be lost.
    let expect = Expect { version: Some(element.version), ..call.expect()? };
    let after = change.over(Content::of(&before));
    let name = after.name.clone().unwrap_or(element.name);
    let (stamp, kind, document) = (call.permit.stamp(), ElementKind::Api, after.document()?);
    let changed = ctx.store.replace_document(&stamp, kind, id, &expect, &name, document).await?;
    elements::json(&Shown::new(&changed, after, |user| user.to_string()))
}
