//! Answers the files of a spec as they were when it was tagged.

use catalog::op;
use gate::{Fault, Reply};

use crate::{Call, Ctx, Outcome};

pub(super) async fn get_spec_version_tag(ctx: Ctx, call: Call<op::GetSpecVersionTag>) -> Outcome {
    let id = call.param("tagId");
    let tags = ctx.store.spec_tags(&call.target()?.id).await?;
    let tag = tags.into_iter().find(|tag| tag.id == id).ok_or_else(|| {
        let message =
            "The version tag you are trying to access does not exist on this specification.";
        Fault::new(404, "instanceNotFoundError", message)
    })?;
    Ok(Reply::json(format!("{{\"data\":{}}}", tag.files)))
}
