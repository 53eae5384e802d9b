//! Tags a spec as it is now.

use catalog::op;
use gate::{Fault, Reply};
use model::time::iso;
use serde::Deserialize;
use serde_json::{Value, json};
use store::{SpecFile, StoreError};

use super::{files, shown};
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Given {
    name: String,
}

pub(super) async fn create_spec_version_tag(
    ctx: Ctx,
    call: Call<op::CreateSpecVersionTag>,
) -> Outcome {
    let Given { name } = call.read()?;
    if name.trim().is_empty() {
        return Err(Fault::bad_request("Missing parameter: 'name'").into());
    }
    let id = &call.target()?.id;
    let all = ctx.store.spec_files(id).await?;
    let snapshot = elements::write(&entries(&all))?;
    let (stamp, expect) = (call.permit.stamp(), call.expect()?);
    let tag = match ctx.store.create_spec_tag(&stamp, id, &expect, &name, &snapshot).await {
        Err(StoreError::Conflict) => {
            let message = "A version tag already exists for the current changelog group. Make new \
                           changes to the spec to create a version tag.";
            return Err(Fault::new(409, "conflictError", message).into());
        }
        tag => tag?,
    };
    let body = elements::write(&json!({ "data": { "id": tag.id, "name": tag.name } }))?;
    Ok(Reply::with_status(201, body).created(&tag.id, &tag.id, &tag.name))
}

/// Files and the folders that they lie in, flat.
fn entries(all: &[SpecFile]) -> Vec<Value> {
    let mut entries: Vec<Value> = Vec::new();
    let mut folders: Vec<(String, String)> = Vec::new();
    for file in all {
        let mut parent: Option<String> = None;
        let parts: Vec<&str> = file.path.split('/').collect();
        for end in 1..parts.len() {
            let path = parts.get(..end).unwrap_or_default().join("/");
            let known = folders.iter().find(|(known, _)| *known == path).map(|(_, id)| id.clone());
            let id = known.unwrap_or_else(|| {
                let id = model::id::new_element_id();
                let mut entry = json!({ "id": id, "name": files::name(&path), "type": "FOLDER",
                    "path": path, "createdAt": iso(file.created_at), "updatedAt": iso(file.updated_at),
                    "createdBy": file.created_by.to_string(), "updatedBy": file.updated_by.to_string() });
                if let (Some(parent), Value::Object(entry)) = (&parent, &mut entry) {
                    entry.insert("parentId".to_owned(), parent.as_str().into());
                }
                entries.push(entry);
                folders.push((path, id.clone()));
                id
            });
            parent = Some(id);
        }
        let mut entry = json!({ "id": file.id, "name": files::name(&file.path), "type": "FILE",
            "path": file.path, "fileType": shown::kind(file.root), "content": file.content,
            "createdAt": iso(file.created_at), "updatedAt": iso(file.updated_at),
            "createdBy": file.created_by.to_string(), "updatedBy": file.updated_by.to_string() });
        if let (Some(parent), Value::Object(entry)) = (parent, &mut entry) {
            entry.insert("parentId".to_owned(), parent.into());
        }
        entries.push(entry);
    }
    entries
}
