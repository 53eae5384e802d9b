//! Collections as texts to be converted.

use model::{collection, mask::without_markers};
use store::StoreError;

use crate::{ApiError, Context, aside::aside};

/// The collection as its caller may see it, format v2.1, with `<secret>` for what it may not.
pub(crate) async fn text(ctx: &Context, id: &str, masked: bool) -> Result<String, ApiError> {
    let found = ctx.store.collection(id).await?.ok_or(StoreError::NotFound)?;
    let mask = masked.then_some(ctx.masker);
    let size = found.items.iter().map(|item| item.document.body.len()).sum();
    aside(size, move || {
        let text = collection::render(&found);
        mask.map_or_else(|| text.clone(), |mask| without_markers(&mask.collection(&text)))
    })
    .await
}
