//! Collections as texts to be converted.

use catalog::{Operation, op};
use gate::policy::Resource;
use model::{collection, mask::without_markers};
use store::StoreError;

use crate::{ApiError, Call, Context, aside::aside};

/// The collection as its caller may see it, format v2.1, with `<secret>` for what it may not.
pub(crate) async fn text<O>(
    ctx: &Context,
    call: &Call<O>,
    collection: &Resource,
) -> Result<String, ApiError> {
    let found = ctx.store.collection(&collection.id).await?.ok_or(StoreError::NotFound)?;
    let masked = !call.permit.reveals(op::GetCollection::SPEC, collection);
    let mask = masked.then_some(ctx.masker);
    aside(found.size(), move || {
        let text = collection::render(&found);
        mask.map_or_else(|| text.clone(), |mask| without_markers(&mask.collection(&text)))
    })
    .await
}
