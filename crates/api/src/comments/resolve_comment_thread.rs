//! Marks a thread of comments as resolved.

use catalog::op;
use gate::Reply;
use model::Role;
use store::{Expect, StoreError};

use crate::{Call, Ctx, Outcome};

pub(super) async fn resolve_comment_thread(
    ctx: Ctx,
    call: Call<op::ResolveCommentThread>,
) -> Outcome {
    let thread = call.param("threadId").parse().map_err(|_| StoreError::NotFound)?;
    let expect = Expect { guard: call.guard(Role::Viewer), ..call.expect()? };
    ctx.store.resolve_thread(&call.permit.stamp(), &expect, thread).await?;
    Ok(Reply::empty())
}
