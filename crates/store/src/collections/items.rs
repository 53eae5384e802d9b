//! Items that come and go one by one.

use std::sync::Arc;

use model::collection::{Item, ItemKind};
use model::id::new_element_id;
use model::secret::Document;
use model::{Element, ElementKind, Stamp};

use super::item;
use super::order::GAP;
use super::write::asked;
use crate::db::{Tx, params};
use crate::documents::length;
use crate::elements::{Expect, KEEP_ITEMS, expected, touch};
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::rows::{effect, item_kind, item_number};
use crate::sealed::{Known, Sealer};
use crate::{Store, search};

/// An item to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// The id it asks for; another one when that can't stand in an address.
    pub id: Option<String>,
    /// The folder or request that it goes into; `None` for the top.
    pub parent: Option<String>,
    /// What it is.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// Its text, without its children.
    pub document: Document,
}

/// An item as a line: what is known of it without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLine {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
}

impl Store {
    /// Adds an item at the end of its folder or request, without looking at the others there.
    ///
    /// A response goes into a request; all else into a folder or to the top. A parent that is not
    /// there, or not of that kind, is [`StoreError::NotFound`]; an id that is in use is
    /// [`StoreError::Exists`].
    pub async fn create_item(
        &self,
        stamp: &Stamp,
        collection: &str,
        expect: &Expect,
        new: NewItem,
    ) -> Result<(Element, Item)> {
        let task = Arc::new((
            stamp.clone(),
            collection.to_owned(),
            expect.clone(),
            new,
            self.keys.clone(),
        ));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, collection, expect, new, keys) = &*task;
                    create(tx, keys, stamp, collection, expect, new).await
                })
            })
            .await
    }

    /// Deletes an item with all that lies in it; its past states stay. Answers how many items went.
    pub async fn delete_item(
        &self,
        stamp: &Stamp,
        collection: &str,
        id: &str,
        expect: &Expect,
    ) -> Result<(Element, u64)> {
        let task = Arc::new((stamp.clone(), collection.to_owned(), id.to_owned(), expect.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, collection, id, expect) = &*task;
                    let kind = ElementKind::Collection;
                    let element = expected(tx, kind, collection, expect).await?;
                    let size = remove(tx, stamp, &element, id).await?;
                    let name = element.name.clone();
                    let element = touch(tx, stamp, element, &name, -size.bytes, None).await?;
                    effect(tx, stamp).await?;
                    Ok((element, size.items))
                })
            })
            .await
    }

    /// Reads what lies in an item, or at the top, in order.
    pub async fn children(&self, collection: &str, parent: Option<&str>) -> Result<Vec<ItemLine>> {
        let (collection, parent) = (collection.to_owned(), parent.unwrap_or_default().to_owned());
        self.db
            .read(move |tx| {
                let (collection, parent) = (collection.clone(), parent.clone());
                Box::pin(async move {
                    let sql = "SELECT id, kind, name FROM items WHERE collection = $1 AND parent = \
                               $2 ORDER BY position";
                    let rows = tx.query(sql, params![&collection, &parent]).await?;
                    let line = |mut row: crate::db::Row| {
                        let (id, kind) = (row.text()?, item_kind(row.int()?)?);
                        Ok(ItemLine { id, kind, name: row.text()? })
                    };
                    rows.into_iter().map(line).collect()
                })
            })
            .await
    }
}

async fn create(
    tx: &mut Tx<'_>,
    keys: &Keys,
    stamp: &Stamp,
    collection: &str,
    expect: &Expect,
    new: &NewItem,
) -> Result<(Element, Item)> {
    let element = expected(tx, ElementKind::Collection, collection, expect).await?;
    let parent = new.parent.as_deref().unwrap_or_default();
    check_parent(tx, collection, parent, new.kind).await?;
    let id = asked(new.id.as_ref()).unwrap_or_else(new_element_id);
    let taken = "SELECT id FROM items WHERE id = $1";
    if tx.first(taken, params![&id]).await?.is_some() {
        return Err(StoreError::Exists { id });
    }
    let position = end_of(tx, collection, parent).await? + GAP;
    let mut sealer = Sealer::new(keys, &element.id, element.kind.name());
    let slots = sealer.seal(&new.document.secrets, &Known::new())?;
    sealer.flush(tx).await?;
    let size = length(&new.document.body);
    tx.run(
        "INSERT INTO items (id, collection, parent, kind, position, name, body, slots, size, \
         created_at, updated_at, updated_by, version, record) VALUES ($1, $2, $3, $4, $5, $6, $7, \
         $8, $9, $10, $11, $12, $13, $14)",
        params![
            &id,
            collection,
            parent,
            item_number(new.kind),
            position,
            &new.name,
            &new.document.body,
            &slots,
            size,
            stamp.at,
            stamp.at,
            stamp.user.0,
            element.version + 1,
            stamp.record.as_str(),
        ],
    )
    .await?;
    let place = search::Place { collection, workspace: &element.workspace };
    search::note_item(tx, &place, (&id, new.kind), &new.name, &new.document.body).await?;
    let name = element.name.clone();
    let element = touch(tx, stamp, element, &name, size, None).await?;
    effect(tx, stamp).await?;
    let item = item::read(tx, keys, collection, &id).await?.ok_or(StoreError::NotFound)?;
    Ok((element, item))
}

/// Responses lie in requests, all else in folders or at the top.
pub(super) async fn check_parent(
    tx: &mut Tx<'_>,
    collection: &str,
    parent: &str,
    kind: ItemKind,
) -> Result<()> {
    let wanted = match kind {
        ItemKind::Response => ItemKind::Request,
        ItemKind::Folder | ItemKind::Request if parent.is_empty() => return Ok(()),
        ItemKind::Folder | ItemKind::Request => ItemKind::Folder,
    };
    let sql = "SELECT kind FROM items WHERE id = $1 AND collection = $2";
    let found = tx.first(sql, params![parent, collection]).await?;
    let found = found.ok_or(StoreError::NotFound)?.int()?;
    if found == item_number(wanted) { Ok(()) } else { Err(StoreError::NotFound) }
}

/// The position of the last item in a folder or request; 0 when there is none.
pub(super) async fn end_of(tx: &mut Tx<'_>, collection: &str, parent: &str) -> Result<i64> {
    let sql = "SELECT position FROM items WHERE collection = $1 AND parent = $2 ORDER BY position \
               DESC LIMIT 1";
    let last = tx.first(sql, params![collection, parent]).await?;
    last.map_or(Ok(0), |mut row| row.int())
}

/// What a removal took.
pub(super) struct Removed {
    pub items: u64,
    pub bytes: i64,
}

/// An item with all that lies in it, as a table `tree` of ids; `$1` is its id.
pub(super) const TREE: &str = "WITH RECURSIVE tree (id) AS (SELECT id FROM items WHERE id = $1 AND \
     collection = $2 UNION ALL SELECT i.id FROM items i JOIN tree t ON i.parent = t.id WHERE \
     i.collection = $2)";

pub(super) async fn remove(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    element: &Element,
    id: &str,
) -> Result<Removed> {
    let sql = format!("{TREE} SELECT i.id, i.size FROM items i JOIN tree t ON t.id = i.id");
    let mut ids = Vec::new();
    let mut bytes = 0;
    for mut row in tx.query(&sql, params![id, &element.id]).await? {
        ids.push(row.text()?);
        bytes += row.int()?;
    }
    if ids.is_empty() {
        return Err(StoreError::NotFound);
    }
    let these = "WHERE id IN (SELECT value FROM json_each($1))";
    for part in ids.chunks(1000) {
        let part = crate::rows::list(part);
        tx.run(&format!("{KEEP_ITEMS} {these}"), params![&part]).await?;
        let ends = "INSERT INTO revisions (of_id, element, number, at, by_user, record, kind, \
                    parent, position, name, body, slots) SELECT id, collection, \
                    CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT), \
                    kind, parent, position, name, NULL, '' FROM items WHERE id IN (SELECT value \
                    FROM json_each($5))";
        let values =
            params![element.version + 1, stamp.at, stamp.user.0, stamp.record.as_str(), &part,];
        tx.run(ends, values).await?;
        tx.run(&format!("DELETE FROM items {these}"), params![&part]).await?;
    }
    search::forget_items(tx, &ids.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    Ok(Removed { items: ids.len() as u64, bytes })
}
