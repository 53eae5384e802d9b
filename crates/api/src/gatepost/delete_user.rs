//! Removes a user; its keys and agents stop working with the next call.

use catalog::op;
use gate::Reply;

use super::find;
use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_user(ctx: Ctx, call: Call<op::DeleteUser>) -> Outcome {
    let id = find::user_id(call.param("userId"))?;
    ctx.store.remove_user(&call.permit.stamp(), id).await?;
    Ok(Reply::empty())
}
