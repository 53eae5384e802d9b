//! Specs and their files as they are answered.

use model::{Element, time::iso};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{SpecFile, StoreError};

use crate::{ApiError, Context, elements};

/// What is stored of a spec besides its files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Content {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
}

/// A spec by its id.
pub(super) async fn find(ctx: &Context, id: &str) -> Result<(Element, Content), ApiError> {
    let found = ctx.store.document(model::ElementKind::Spec, id).await?;
    let (element, document) = found.ok_or(StoreError::NotFound)?;
    let content = serde_json::from_str(&document.body).map_err(|error| {
        tracing::error!(%error, spec = id, "a stored spec can't be read");
        StoreError::NotFound
    })?;
    Ok((element, content))
}

pub(super) fn spec(element: &Element, content: &Content) -> Value {
    json!({
        "id": element.id,
        "name": element.name,
        "type": content.kind,
        "createdAt": iso(element.created_at),
        "updatedAt": iso(element.updated_at),
        "createdBy": element.owner.0,
        "updatedBy": element.updated_by.0,
    })
}

/// A file without its text.
pub(super) fn file(file: &SpecFile) -> Value {
    json!({
        "id": file.id,
        "name": super::files::name(&file.path),
        "path": file.path,
        "type": kind(file.root),
        "createdAt": iso(file.created_at),
        "updatedAt": iso(file.updated_at),
        "createdBy": file.created_by.0,
        "updatedBy": file.updated_by.0,
    })
}

pub(super) fn kind(root: bool) -> &'static str {
    if root { "ROOT" } else { "DEFAULT" }
}

/// A file after a change.
pub(super) async fn changed(ctx: &Context, spec: &str, path: &str) -> Result<String, ApiError> {
    let files = ctx.store.spec_files(spec).await?;
    let found = files.iter().find(|file| file.path == path).ok_or(StoreError::NotFound)?;
    elements::write(&file(found))
}
