//! Who may carry secret values from one environment to another.

use catalog::Operation;
use gate::Fault;
use model::ElementKind;
use store::StoreError;

use crate::{ApiError, Call, Context};

/// Refuses callers to whom secrets are masked when `source` holds some: what they can't read they
/// can't carry elsewhere.
pub(super) async fn carried<O: Operation>(
    ctx: &Context,
    call: &Call<O>,
    source: &str,
) -> Result<(), ApiError> {
    if !call.permit.masks() {
        return Ok(());
    }
    let found = ctx.store.document(ElementKind::Environment, source).await?;
    let (_, document) = found.ok_or(StoreError::NotFound)?;
    if document.secrets.is_empty() {
        return Ok(());
    }
    let message = "The environment holds secret values, which would come along: ask for a grant \
                   that reveals secrets.";
    Err(Fault::new(403, "forbiddenError", message).into())
}
