//! Answers the whole description as one document.

use catalog::op;
use convert::spec::{Format, Problem, Spec, format, write};
use gate::{Fault, Reply};
use store::StoreError;

use super::{files, shown};
use crate::{Call, Ctx, Outcome, aside::aside};

/// Types of specs that are read; others are only kept.
const READABLE: [&str; 2] = ["OPENAPI:", "ASYNCAPI:"];

pub(super) async fn get_spec_definition(ctx: Ctx, call: Call<op::GetSpecDefinition>) -> Outcome {
    let id = &call.target()?.id;
    let (_, shown::Content { kind, .. }) = shown::find(&ctx, id).await?;
    let all = ctx.store.spec_files(id).await?;
    let root = all.iter().find(|file| file.root).ok_or(StoreError::NotFound)?;
    let (written, content) = (format(&root.content), root.content.clone());
    let body = if READABLE.iter().any(|family| kind.starts_with(family)) {
        let size = all.iter().map(|file| file.content.len()).sum();
        let files = files::readable(&all);
        let one = all.len() == 1;
        aside(size, move || {
            let spec = Spec::read(&files)?;
            // A single file is answered as it was written.
            if one { Ok(content) } else { Ok(write(&spec.bundle()?, written)) }
        })
        .await?
        .map_err(|problem: Problem| malformed(&problem.to_string()))?
    } else {
        content
    };
    let mut reply = Reply::json(body);
    if written == Format::Yaml {
        reply.content_type = Some("application/yaml");
    }
    Ok(reply)
}

/// 400 for a description that can't be read.
pub(super) fn malformed(problem: &str) -> Fault {
    Fault::new(
        400,
        "MalformedSpecification",
        format!("The specification can't be used: {problem}."),
    )
}
