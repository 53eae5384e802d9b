//! Answers a spec without its files.

use catalog::op;
use convert::spec::{Format, format};

use serde_json::Value;

use super::shown;
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_spec(ctx: Ctx, call: Call<op::GetSpec>) -> Outcome {
    let (element, content) = shown::find(&ctx, &call.target()?.id).await?;
    let files = ctx.store.spec_files(&element.id).await?;
    let mut answer = shown::spec(&element, &content);
    let root = files.iter().find(|file| file.root);
    if let (Some(root), Value::Object(answer)) = (root, &mut answer) {
        let ending = root.path.rsplit('.').next().unwrap_or_default();
        let written = match ending {
            "json" | "yaml" | "yml" if format(&root.content) == Format::Json => "json",
            "json" | "yaml" | "yml" => "yaml",
            other => other,
        };
        answer.insert("fileFormat".to_owned(), written.into());
    }
    elements::json(&answer)
}
