//! Adds a file to a spec.

use catalog::op;
use gate::{Fault, Reply};
use serde::Deserialize;
use store::{FileChange, NewSpecFile, StoreError};

use super::{files, shown};
use crate::{Call, Ctx, Outcome};

#[derive(Deserialize)]
struct Given {
    path: String,
    content: String,
}

pub(super) async fn create_spec_file(ctx: Ctx, call: Call<op::CreateSpecFile>) -> Outcome {
    let Given { path, content } = call.read()?;
    files::check_path(&path)?;
    files::check_size(&content, files::LARGEST)?;
    let (id, expect) = (&call.target()?.id, call.expect()?);
    let change = FileChange::Add(NewSpecFile { path: path.clone(), root: false, content });
    let made = ctx.store.change_spec_files(&call.permit.stamp(), id, &expect, vec![change]).await;
    if let Err(StoreError::Exists { id: other }) = made {
        let message = format!("There is the file `{other}` in the spec already.");
        return Err(Fault::bad_request(message).into());
    }
    made?;
    let body = shown::changed(&ctx, id, &path).await?;
    Ok(Reply::with_status(201, body).created(&path, &path, files::name(&path)))
}
