//! Brings a collection in step with the spec it was made of.

use catalog::op;
use convert::openapi::{Options, Step, Synced, sync};
use gate::Reply;
use model::ElementRef;
use serde_json::json;
use store::{Expect, NewLink, StoreError};

use super::{files, get_spec_definition::malformed, linked, made};
use crate::{Call, Ctx, Outcome, aside::aside, elements};

pub(super) async fn sync_collection_with_spec(
    ctx: Ctx,
    call: Call<op::SyncCollectionWithSpec>,
) -> Outcome {
    let target = call.target()?;
    let spec = ElementRef::parse(linked::query(&call, "specId")?).id;
    let link = linked::find(&ctx, &spec, &target.id).await?;
    let (element, _) = super::shown::find(&ctx, &spec).await?;
    let before = ctx.store.spec_files_at(&spec, link.agreed.0).await?;
    let after = ctx.store.spec_files(&spec).await?;
    let now = ctx.store.collection(&target.id).await?.ok_or(StoreError::NotFound)?;
    let version = now.element.version;
    let options: Options = serde_json::from_str(&link.options).unwrap_or_default();
    let step: Step = serde_json::from_str(&link.sync).unwrap_or_default();
    let (before, after) = (files::readable(&before), files::readable(&after));
    let synced = aside(usize::MAX, move || sync(now, &before, &after, &options, step)).await?;
    let stamp = call.permit.stamp();
    let outcome = match synced {
        Ok(Synced { draft, notes, changes }) => {
            let mut agreed = version;
            if !changes.is_empty() {
                let expect = Expect { version: Some(version), ..call.expect()? };
                let changed =
                    ctx.store.replace_collection(&stamp, &target.id, &expect, draft).await?;
                agreed = changed.0.version;
            }
            let link = NewLink {
                spec: link.spec,
                collection: link.collection,
                made: link.made,
                options: link.options,
                agreed: Some((element.version, agreed)),
            };
            ctx.store.link_spec(&stamp, link).await?;
            let resource =
                json!({ "id": target.uid, "url": format!("/collections/{}", target.id) });
            Ok(json!({ "resources": [resource], "changes": changes, "notes": notes }))
        }
        Err(fault) => Err(malformed(&fault.to_string())),
    };
    let of = ("collections", target.uid.as_str());
    let told = made::told(&ctx, &stamp, of, made::SYNCED_COLLECTION, outcome).await?;
    Ok(Reply::with_status(202, elements::write(&told)?))
}
