//! Deletes a spec with all its files.

use catalog::op;
use gate::Reply;
use model::ElementKind;

use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_spec(ctx: Ctx, call: Call<op::DeleteSpec>) -> Outcome {
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    let id = &call.target()?.id;
    ctx.store.delete_element(&stamp, ElementKind::Spec, id, &expect).await?;
    Ok(Reply::empty())
}
