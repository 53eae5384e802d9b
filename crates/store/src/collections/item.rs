//! Single items: read and changed without touching the rest of the collection.

use std::sync::Arc;

use model::collection::Item;
use model::secret::Document;
use model::{Element, ElementKind, Stamp};

use super::read::{ITEM, items};
use super::write::retire_one;
use crate::Store;
use crate::db::{Tx, params};
use crate::documents::{Head, length, replace_head};
use crate::elements::{Expect, expected, touch};
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::rows::effect;
use crate::sealed::{Sealer, known};

/// A new name and text of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemChange {
    /// The item.
    pub id: String,
    /// Its version when it was read, when the change must not overwrite another one.
    pub version: Option<i64>,
    /// Its name.
    pub name: String,
    /// Its text, without its children.
    pub document: Document,
}

impl Store {
    /// Replaces a collection's name and head; its items stay.
    pub async fn patch_collection(
        &self,
        stamp: &Stamp,
        id: &str,
        expect: &Expect,
        name: &str,
        head: Document,
    ) -> Result<Element> {
        let to = Head { id: id.to_owned(), name: name.to_owned(), expect: expect.clone() };
        replace_head(self, stamp, ElementKind::Collection, to, head).await
    }

    /// Reads one item of a collection.
    pub async fn item(&self, collection: &str, id: &str) -> Result<Option<Item>> {
        let (collection, id, keys) = (collection.to_owned(), id.to_owned(), self.keys.clone());
        self.db
            .read(move |tx| {
                let (collection, id, keys) = (collection.clone(), id.clone(), keys.clone());
                Box::pin(async move { read(tx, &keys, &collection, &id).await })
            })
            .await
    }

    /// Replaces the name and text of one item. Its place, and the rest, stay.
    pub async fn put_item(
        &self,
        stamp: &Stamp,
        collection: &str,
        expect: &Expect,
        change: ItemChange,
    ) -> Result<Item> {
        let collection = collection.to_owned();
        let task = Arc::new((stamp.clone(), collection, expect.clone(), change, self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, collection, expect, change, keys) = &*task;
                    let kind = ElementKind::Collection;
                    let element = expected(tx, kind, collection, expect).await?;
                    let growth = put(tx, keys, stamp, &element, change).await?;
                    let name = element.name.clone();
                    touch(tx, stamp, element, &name, growth, None).await?;
                    effect(tx, stamp).await?;
                    let item = read(tx, keys, collection, &change.id).await?;
                    item.ok_or(StoreError::NotFound)
                })
            })
            .await
    }
}

/// Reads one item.
pub(super) async fn read(
    tx: &mut Tx<'_>,
    keys: &Keys,
    collection: &str,
    id: &str,
) -> Result<Option<Item>> {
    let sql = format!("SELECT {ITEM} FROM items WHERE id = $1 AND collection = $2");
    let found = tx.query(&sql, params![id, collection]).await?;
    Ok(items(tx, keys, found).await?.pop())
}

/// Writes an item; answers by how much it grew.
async fn put(
    tx: &mut Tx<'_>,
    keys: &Keys,
    stamp: &Stamp,
    element: &Element,
    change: &ItemChange,
) -> Result<i64> {
    let ItemChange { id, version, name, document } = change;
    let sql = "SELECT size, slots, version FROM items WHERE id = $1 AND collection = $2";
    let row = tx.first(sql, params![id, &element.id]).await?;
    let mut row = row.ok_or(StoreError::NotFound)?;
    let (size, slots, present) = (row.int()?, row.text()?, row.int()?);
    if version.is_some_and(|version| version != present) {
        return Err(StoreError::Conflict);
    }
    let before = known(tx, keys, &slots).await?;
    let mut sealer = Sealer::new(keys, &element.id, element.kind.name());
    let slots = sealer.seal(&document.secrets, &before)?;
    sealer.flush(tx).await?;
    retire_one(tx, id).await?;
    let grown = length(&document.body);
    tx.run(
        "UPDATE items SET name = $1, body = $2, slots = $3, size = $4, updated_at = $5, \
         updated_by = $6, version = $7, record = $8 WHERE id = $9",
        params![
            name,
            &document.body,
            &slots,
            grown,
            stamp.at,
            stamp.user.0,
            element.version + 1,
            stamp.record.as_str(),
            id,
        ],
    )
    .await?;
    Ok(grown - size)
}
