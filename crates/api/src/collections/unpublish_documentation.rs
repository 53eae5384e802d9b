//! Ends the publication of a collection's documentation.

use catalog::op;
use gate::{Fault, Reply};
use store::StoreError;

use crate::{ApiError, Call, Ctx, Outcome};

pub(super) async fn unpublish_documentation(
    ctx: Ctx,
    call: Call<op::UnpublishDocumentation>,
) -> Outcome {
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    let ended = ctx.store.unpublish(&stamp, &call.target()?.id, &expect).await;
    ended.map_err(|error| match error {
        StoreError::NotFound => {
            let message = "The documentation of this collection is not published.";
            ApiError::from(Fault::new(404, "notFound", message))
        }
        error => error.into(),
    })?;
    Ok(Reply::empty())
}
