//! Answers a file of a spec with its text.

use catalog::op;
use serde_json::Value;

use super::{files, shown};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_spec_file(ctx: Ctx, call: Call<op::GetSpecFile>) -> Outcome {
    let path = call.param("filePath");
    let all = ctx.store.spec_files(&call.target()?.id).await?;
    let file = all.iter().find(|file| file.path == path).ok_or_else(|| files::missing(path))?;
    let mut answer = shown::file(file);
    if let Value::Object(answer) = &mut answer {
        answer.insert("content".to_owned(), file.content.as_str().into());
    }
    elements::json(&answer)
}
