//! Answers the whole description as one document.

use catalog::op;
use convert::spec::{Format, Spec, format, write};
use gate::{Fault, Reply};
use store::StoreError;

use super::files;
use crate::{Call, Ctx, Outcome, aside::aside};

pub(super) async fn get_spec_definition(ctx: Ctx, call: Call<op::GetSpecDefinition>) -> Outcome {
    let all = ctx.store.spec_files(&call.target()?.id).await?;
    let root = all.iter().find(|file| file.root).ok_or(StoreError::NotFound)?;
    let written = format(&root.content);
    let body = if all.len() == 1 {
        root.content.clone()
    } else {
        let size = all.iter().map(|file| file.content.len()).sum();
        let files = files::readable(&all);
        aside(size, move || {
            let bundle = Spec::read(&files).and_then(|spec| spec.bundle());
            let bundle = bundle.map_err(|problem| malformed(&problem.to_string()))?;
            Ok::<_, Fault>(write(&bundle, written))
        })
        .await??
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
