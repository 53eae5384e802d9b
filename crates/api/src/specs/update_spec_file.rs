//! Changes name, type or text of a file of a spec.

use catalog::op;
use gate::{Fault, Reply};
use serde::Deserialize;
use store::{FileChange, StoreError};

use super::{files, shown};
use crate::{Call, Ctx, Outcome};

#[derive(Deserialize)]
struct Given {
    name: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    content: Option<String>,
}

pub(super) async fn update_spec_file(ctx: Ctx, call: Call<op::UpdateSpecFile>) -> Outcome {
    let given: Given = call.read()?;
    let path = call.param("filePath").to_owned();
    let (id, expect) = (&call.target()?.id, call.expect()?);
    let all = ctx.store.spec_files(id).await?;
    let file = all.iter().find(|file| file.path == path).ok_or_else(|| files::missing(&path))?;
    let (change, after) = match given {
        Given { name: Some(name), kind: None, content: None } => {
            let to = renamed(&path, &name)?;
            (FileChange::Path(path.clone(), to.clone()), to)
        }
        Given { name: None, kind: Some(kind), content: None } => {
            if kind == "ROOT" {
                (FileChange::Root(path.clone()), path.clone())
            } else if file.root {
                let message = "The root can't become DEFAULT: make another file the ROOT instead.";
                return Err(Fault::bad_request(message).into());
            } else {
                return Ok(Reply::json(shown::changed(&ctx, id, &path).await?));
            }
        }
        Given { name: None, kind: None, content: Some(content) } => {
            files::check_size(&content, files::LARGEST)?;
            (FileChange::Content(path.clone(), content), path.clone())
        }
        _ => {
            let message = "Give exactly one of `name`, `type` and `content`.";
            return Err(Fault::bad_request(message).into());
        }
    };
    let stamp = call.permit.stamp();
    match ctx.store.change_spec_files(&stamp, id, &expect, vec![change]).await {
        Err(StoreError::Exists { id: other }) => {
            let message = format!("There is the file `{other}` in the spec already.");
            return Err(Fault::bad_request(message).into());
        }
        changed => drop(changed?),
    }
    Ok(Reply::json(shown::changed(&ctx, id, &after).await?))
}

/// The path with another last part.
fn renamed(path: &str, name: &str) -> Result<String, Fault> {
    if name.contains('/') {
        let message = format!("`{name}` is no name of a file: it can't hold `/`.");
        return Err(Fault::bad_request(message));
    }
    let to = match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    };
    files::check_path(&to)?;
    Ok(to)
}
