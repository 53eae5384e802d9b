//! Makes a spec of a collection, in the same workspace.

use catalog::op;
use convert::{Converted, Version, spec::Format, to_openapi};
use gate::{Fault, Reply};
use model::{ElementKind, secret::Document};
use serde::Deserialize;
use serde_json::json;
use store::{Made, NewElement, NewLink, NewSpecFile, StoreError};

use super::{get_spec_definition::malformed, made, shown};
use crate::{Call, Ctx, Outcome, aside::aside, collections::described, elements};

#[derive(Deserialize)]
struct Given {
    name: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    format: Option<String>,
}

pub(super) async fn generate_spec_from_collection(
    ctx: Ctx,
    call: Call<op::GenerateSpecFromCollection>,
) -> Outcome {
    let Given { name, kind, format } = call.read()?;
    if name.trim().is_empty() {
        return Err(Fault::bad_request("`name` must name the spec.").into());
    }
    let kind = kind.unwrap_or_else(|| "OPENAPI:3.0".to_owned());
    let version = match kind.as_str() {
        "OPENAPI:3.1" => Version::V31,
        "OPENAPI:3.0" => Version::V30,
        _ => {
            let message = "`type` must be OPENAPI:3.0 or OPENAPI:3.1: no others are written.";
            return Err(Fault::bad_request(message).into());
        }
    };
    let (format, path) = match format.as_deref() {
        Some("JSON") => (Format::Json, "index.json"),
        _ => (Format::Yaml, "index.yaml"),
    };
    let collection = call.target()?;
    let place = collection.workspace.as_deref().ok_or(StoreError::NotFound)?;
    let user = call.permit.user();
    let before = ctx.store.element(ElementKind::Collection, &collection.id, user).await?;
    // As read before its text: what changes after that is still to be followed.
    let (before, _) = before.ok_or(StoreError::NotFound)?;
    let text = described::text(&ctx, &call, collection).await?;
    let made = aside(text.len(), move || to_openapi(&text, version, format)).await?;
    let stamp = call.permit.stamp();
    let mut created = None;
    let outcome = match made {
        Ok(Converted { document, .. }) => {
            let content = shown::Content { name: name.clone(), kind };
            let body = Document::plain(elements::write(&content)?);
            let guard = call.guard(made::ROLE);
            let new = NewElement { workspace: place.id.clone(), name, guard };
            let root = NewSpecFile { path: path.to_owned(), root: true, content: document };
            let spec = ctx.store.create_spec(&stamp, &new, body, vec![root]).await?;
            let link = NewLink {
                spec: spec.id.clone(),
                collection: collection.id.clone(),
                made: Made::Spec,
                options: "{}".to_owned(),
                agreed: Some((spec.version, before.version)),
            };
            ctx.store.link_spec(&stamp, link).await?;
            let url = format!("/specs/{}", spec.id);
            created = Some((spec.id.clone(), spec.name.clone()));
            Ok(json!({ "resources": [{ "id": spec.id, "url": url }] }))
        }
        Err(fault) => Err(malformed(&fault.to_string())),
    };
    let of = ("collections", collection.uid.as_str());
    let told = made::told(&ctx, &stamp, of, made::GENERATED_SPEC, outcome).await?;
    let reply = Reply::json(elements::write(&told)?);
    Ok(match created {
        Some((id, name)) => reply.created(&id, &id, &name),
        None => reply,
    })
}
