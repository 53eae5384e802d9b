//! Makes a collection of a spec, in the same workspace.

use catalog::op;
use convert::openapi::Options;
use gate::Reply;
use serde::Deserialize;
use serde_json::{Value, json};
use store::{Made, NewLink};

use super::{files, made, shown};
use crate::{ApiError, Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Given {
    name: String,
    options: Value,
}

pub(super) async fn generate_collection(ctx: Ctx, call: Call<op::GenerateCollection>) -> Outcome {
    let Given { name, options } = call.read()?;
    let (spec, _) = shown::find(&ctx, &call.target()?.id).await?;
    let stamp = call.permit.stamp();
    let all = ctx.store.spec_files(&spec.id).await?;
    let place = made::Place {
        workspace: spec.workspace.clone(),
        name: Some(name).filter(|name| !name.trim().is_empty()),
        guard: call.guard(made::ROLE),
    };
    let wanted: Options = serde_json::from_value(options.clone()).unwrap_or_default();
    let made = made::collection(&ctx, &stamp, place, files::readable(&all), wanted).await;
    let mut created = None;
    let outcome = match made {
        Ok((collection, faults)) => {
            let link = NewLink {
                spec: spec.id.clone(),
                collection: collection.id.clone(),
                made: Made::Collection,
                options: options.to_string(),
                // As read before its files: what changes after that is still to be followed.
                agreed: Some((spec.version, collection.version)),
            };
            ctx.store.link_spec(&stamp, link).await?;
            let url = format!("/collections/{}", collection.id);
            let uid = collection.uid().to_string();
            created = Some((collection.id.clone(), uid, collection.name.clone()));
            let details =
                json!({ "resources": [{ "id": collection.uid().to_string(), "url": url }] });
            Ok(made::with_faults(details, &faults))
        }
        // What is wrong with the description is told to whoever asks how it went.
        Err(ApiError::Fault(fault)) => Err(*fault),
        Err(error) => return Err(error),
    };
    let told =
        made::told(&ctx, &stamp, ("specs", &spec.id), made::GENERATED_COLLECTION, outcome).await?;
    let reply = Reply::with_status(202, elements::write(&told)?);
    Ok(match created {
        Some((id, uid, name)) => reply.created(&id, &uid, &name),
        None => reply,
    })
}
