//! Deletes an API.

use catalog::op;
use gate::Reply;
use model::ElementKind;

use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_api(ctx: Ctx, call: Call<op::DeleteApi>) -> Outcome {
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    ctx.store.delete_element(&stamp, ElementKind::Api, &call.target()?.id, &expect).await?;
    Ok(Reply::empty())
}
