//! Removes a file of a spec.

use catalog::op;
use gate::{Fault, Reply};
use store::FileChange;

use super::files;
use crate::{Call, Ctx, Outcome};

pub(super) async fn delete_spec_file(ctx: Ctx, call: Call<op::DeleteSpecFile>) -> Outcome {
    let path = call.param("filePath").to_owned();
    let (id, expect) = (&call.target()?.id, call.expect()?);
    let all = ctx.store.spec_files(id).await?;
    let file = all.iter().find(|file| file.path == path).ok_or_else(|| files::missing(&path))?;
    if file.root {
        let message = "The root can't be deleted: make another file the ROOT first.";
        return Err(Fault::bad_request(message).into());
    }
    let change = FileChange::Remove(path);
    ctx.store.change_spec_files(&call.permit.stamp(), id, &expect, vec![change]).await?;
    Ok(Reply::empty())
}
