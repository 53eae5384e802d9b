//! Creates a spec with its files.

use catalog::op;
use gate::{Fault, Reply};
use model::{Role, secret::Document};
use serde::Deserialize;
use store::{NewElement, NewSpecFile, StoreError};

use super::{files, shown};
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Given {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    path: String,
    content: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

pub(super) async fn create_spec(ctx: Ctx, call: Call<op::CreateSpec>) -> Outcome {
    let Given { name, kind, files } = call.read()?;
    if name.trim().is_empty() {
        return Err(Fault::bad_request("Missing parameter: 'name'").into());
    }
    let files = checked(files)?;
    let content = shown::Content { name: name.clone(), kind };
    let document = Document::plain(elements::write(&content)?);
    let new = NewElement { workspace: call.destination()?, name, guard: call.guard(Role::Editor) };
    let made = ctx.store.create_spec(&call.permit.stamp(), &new, document, files).await;
    let made = match made {
        Err(StoreError::Exists { id }) => {
            let message = format!("Two files can't share the path `{id}`.");
            return Err(Fault::bad_request(message).into());
        }
        made => made?,
    };
    let body = elements::write(&shown::spec(&made, &content))?;
    Ok(Reply::with_status(201, body).created(&made.id, &made.id, &made.name))
}

/// The files, one of which is the root.
fn checked(given: Vec<File>) -> Result<Vec<NewSpecFile>, Fault> {
    let several = given.len() > 1;
    let mut files = Vec::new();
    for File { path, content, kind } in given {
        files::check_path(&path)?;
        files::check_size(&content, files::LARGEST_NEW)?;
        if several && kind.is_none() {
            let message = format!("With several files each needs a `type`: `{path}` has none.");
            return Err(Fault::bad_request(message));
        }
        let root = !several || kind.as_deref() == Some("ROOT");
        files.push(NewSpecFile { path, root, content });
    }
    match files.iter().filter(|file| file.root).count() {
        0 => Err(Fault::bad_request("At least one file must have type ROOT")),
        1 => Ok(files),
        _ => Err(Fault::bad_request("Only one file can have type ROOT")),
    }
}
