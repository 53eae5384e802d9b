//! Answers an API.

use catalog::op;
use model::ElementKind;
use store::StoreError;

use super::{Content, Shown, number};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_api(ctx: Ctx, call: Call<op::GetApi>) -> Outcome {
    let query = call.query()?;
    let found = ctx.store.document(ElementKind::Api, &call.target()?.id).await?;
    let (element, document) = found.ok_or(StoreError::NotFound)?;
    let mut shown = Shown::new(&element, Content::of(&document), number);
    // Nothing can be attached to an API yet, so what is asked for is there and empty.
    for part in query.list("include") {
        match part {
            "collections" => shown.collections = Some([]),
            "versions" => shown.versions = Some([]),
            "schemas" => shown.schemas = Some([]),
            _ => {}
        }
    }
    elements::json(&shown)
}
