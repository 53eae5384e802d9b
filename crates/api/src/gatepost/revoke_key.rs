//! Revokes a key.

use catalog::op;
use gate::Reply;
use model::KeyId;
use store::StoreError;

use crate::{Call, Ctx, Outcome};

pub(super) async fn revoke_key(ctx: Ctx, call: Call<op::RevokeKey>) -> Outcome {
    let id = KeyId::parse(call.param("keyId")).ok_or(StoreError::NotFound)?;
    ctx.store.revoke_key(&call.permit.stamp(), &id).await?;
    Ok(Reply::empty())
}
