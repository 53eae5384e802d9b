//! Brings a spec in step with a collection that belongs to it.

use catalog::{Kind, Operation, op};
use convert::{Followed, follow};
use gate::Reply;
use model::{ElementRef, collection, mask::without_markers};
use serde_json::json;
use store::{Expect, FileChange, NewLink, StoreError};

use super::{get_spec_definition::malformed, linked, made};
use crate::{Call, Ctx, Outcome, aside::aside, elements};

pub(super) async fn sync_spec_with_collection(
    ctx: Ctx,
    call: Call<op::SyncSpecWithCollection>,
) -> Outcome {
    let spec = call.target()?;
    let collection = ElementRef::parse(linked::query(&call, "collectionUid")?).id;
    let link = linked::find(&ctx, &spec.id, &collection).await?;
    let (element, _) = super::shown::find(&ctx, &spec.id).await?;
    let before = ctx.store.collection_at(&collection, link.agreed.1).await?;
    let now = ctx.store.collection(&collection).await?;
    let (before, now) = before.zip(now).ok_or(StoreError::NotFound)?;
    let version = now.element.version;
    let files = ctx.store.spec_files(&spec.id).await?;
    let root = files.into_iter().find(|file| file.root).ok_or(StoreError::NotFound)?;
    let source = call.permit.named(Kind::Collection).ok_or(StoreError::NotFound)?;
    let masked = !call.permit.reveals(op::GetCollection::SPEC, source);
    let mask = masked.then_some(ctx.masker);
    let followed = aside(usize::MAX, move || {
        // Values that the caller may not read do not get into the description either.
        let [before, now] = [before, now].map(|one| {
            let text = collection::render(&one);
            mask.as_ref()
                .map_or_else(|| text.clone(), |mask| without_markers(&mask.collection(&text)))
        });
        follow(&root.content, &before, &now).map(|followed| (followed, root))
    });
    let stamp = call.permit.stamp();
    let outcome = match followed.await? {
        Ok((Followed { document, notes, changes }, root)) => {
            let mut agreed = element.version;
            if document != root.content {
                let expect = Expect { version: Some(agreed), ..call.expect()? };
                let change = vec![FileChange::Content(root.path, document)];
                let changed =
                    ctx.store.change_spec_files(&stamp, &spec.id, &expect, change).await?;
                agreed = changed.version;
            }
            let link = NewLink {
                spec: link.spec,
                collection: link.collection,
                made: link.made,
                options: link.options,
                agreed: Some((agreed, version)),
            };
            ctx.store.link_spec(&stamp, link).await?;
            let resource = json!({ "id": spec.id, "url": format!("/specs/{}", spec.id) });
            Ok(json!({ "resources": [resource], "changes": changes, "notes": notes }))
        }
        Err(fault) => Err(malformed(&fault.to_string())),
    };
    let told = made::told(&ctx, &stamp, ("specs", &spec.id), made::SYNCED_SPEC, outcome).await?;
    Ok(Reply::with_status(202, elements::write(&told)?))
}
