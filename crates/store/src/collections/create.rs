//! New collections.

use std::sync::Arc;

use model::collection::Draft;
use model::{Element, ElementKind, Stamp};

use super::order;
use super::write::{Common, Place, asked, ids, insert_items, owners, siblings};
use crate::Store;
use crate::db::Tx;
use crate::documents::{Text, length, put_text};
use crate::elements::{self, NewElement};
use crate::error::Result;
use crate::keyfile::Keys;
use crate::rows::effect;
use crate::sealed::{Known, Sealer};

impl Store {
    /// Adds a collection at the end of its workspace.
    ///
    /// It gets a new id. Its items keep the ids they come with, except those already in use.
    pub async fn create_collection(
        &self,
        stamp: &Stamp,
        new: &NewElement,
        draft: Draft,
    ) -> Result<Element> {
        let task = Arc::new((stamp.clone(), new.clone(), draft, self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, new, draft, keys) = &*task;
                    create(tx, keys, stamp, new, draft).await.map(|(element, _)| element)
                })
            })
            .await
    }
}

/// Adds the collection; the ids that its items got come with it.
pub(crate) async fn create(
    tx: &mut Tx<'_>,
    keys: &Keys,
    stamp: &Stamp,
    new: &NewElement,
    draft: &Draft,
) -> Result<(Element, Vec<String>)> {
    let kind = ElementKind::Collection;
    let size = super::read::size(draft);
    let element = elements::insert(tx, stamp, kind, new, size, "").await?;
    let about = crate::search::described(&draft.head.body);
    crate::search::note_element(tx, &element, &about).await?;
    let text = Text { id: &element.id, kind: kind.name(), document: &draft.head, version: 1 };
    put_text(tx, stamp, keys, &text, &Known::new(), false).await?;

    let asked: Vec<Option<String>> =
        draft.items.iter().map(|item| asked(item.id.as_ref())).collect();
    let wanted: Vec<&str> = asked.iter().flatten().map(String::as_str).collect();
    let taken = owners(tx, &wanted).await?.into_keys().collect();
    let ids = ids(asked, &taken);

    let mut sealer = Sealer::new(keys, &element.id, kind.name());
    let mut places = Vec::with_capacity(ids.len());
    for (item, id) in draft.items.iter().zip(&ids) {
        places.push(Place {
            id: id.clone(),
            parent: item.parent.and_then(|parent| ids.get(parent)).cloned().unwrap_or_default(),
            position: 0,
            slots: sealer.seal(&item.document.secrets, &Known::new())?,
            created_at: stamp.at,
        });
    }
    for group in siblings(draft) {
        for (index, position) in group.iter().zip(order::positions(&vec![None; group.len()])) {
            if let Some(place) = places.get_mut(*index) {
                place.position = position;
            }
        }
    }
    sealer.flush(tx).await?;
    let common =
        Common { collection: &element.id, workspace: &element.workspace, stamp, version: 1 };
    let all: Vec<usize> = (0..places.len()).collect();
    insert_items(tx, &common, draft, &places, &all).await?;
    effect(tx, stamp).await?;
    debug_assert!(size >= length(&draft.head.body));
    Ok((element, ids))
}
