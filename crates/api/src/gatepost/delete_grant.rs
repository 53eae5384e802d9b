//! Removes a grant, or a block.

use catalog::op;
use gate::Reply;
use model::GrantId;
use store::StoreError;

use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_grant(ctx: Ctx, call: Call<op::DeleteGrant>) -> Outcome {
    let id = GrantId::parse(call.param("grantId")).ok_or(StoreError::NotFound)?;
    ctx.store.remove_grant(&call.permit.stamp(), &id).await?;
    Ok(Reply::empty())
}
