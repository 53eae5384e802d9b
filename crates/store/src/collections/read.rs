//! Whole collections, and their heads.

use std::collections::HashMap;

use model::collection::{Collection, Draft, Item, ItemKind};
use model::secret::Document;
use model::{Element, ElementKind};

use crate::Store;
use crate::db::{Row, Tx, params};
use crate::documents::{Sized, length, read_text};
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::rows::{self, ELEMENT, item_kind, kind_number};
use crate::sealed::{Stored, unseal};

impl Store {
    /// Reads a collection with all its items, parents before children, siblings in order.
    pub async fn collection(&self, id: &str) -> Result<Option<Collection>> {
        let (id, keys) = (id.to_owned(), self.keys.clone());
        self.sized(move |tx, most| {
            let (id, keys) = (id.clone(), keys.clone());
            Box::pin(async move { read(tx, &keys, &id, most).await })
        })
        .await
    }

    /// Reads a collection without items, with ids and kinds of those at its top.
    pub async fn collection_head(
        &self,
        id: &str,
    ) -> Result<Option<(Element, Document, Vec<(String, ItemKind)>)>> {
        let (id, keys) = (id.to_owned(), self.keys.clone());
        self.db
            .read(move |tx| {
                let (id, keys) = (id.clone(), keys.clone());
                Box::pin(async move {
                    let Some((element, _)) = find(tx, &id).await? else { return Ok(None) };
                    let head = read_text(tx, &keys, &id).await?;
                    let head = head.ok_or_else(|| StoreError::odd("no text"))?;
                    let sql = "SELECT id, kind FROM items WHERE collection = $1 AND parent = '' \
                               ORDER BY position";
                    let top = tx.query(sql, params![&id]).await?;
                    let top: Result<_> = top
                        .into_iter()
                        .map(|mut row| Ok((row.text()?, item_kind(row.int()?)?)))
                        .collect();
                    Ok(Some((element, head, top?)))
                })
            })
            .await
    }
}

/// Bytes of all texts of a draft.
pub(super) fn size(draft: &Draft) -> i64 {
    let items = draft.items.iter().map(|item| length(&item.document.body));
    items.sum::<i64>() + length(&draft.head.body)
}

/// The collection without content, and the size of its texts.
async fn find(tx: &mut Tx<'_>, id: &str) -> Result<Option<(Element, i64)>> {
    let sql = format!("SELECT {ELEMENT}, e.size FROM elements e WHERE e.id = $1 AND e.kind = $2");
    let found = tx.first(&sql, params![id, kind_number(ElementKind::Collection)]).await?;
    found.map(|mut row| Ok((rows::element(&mut row)?, row.int()?))).transpose()
}

pub(crate) async fn read(
    tx: &mut Tx<'_>,
    keys: &Keys,
    id: &str,
    most: i64,
) -> Result<Sized<Option<Collection>>> {
    let Some((element, size)) = find(tx, id).await? else { return Ok(Sized::Fits(None)) };
    if size > most {
        return Ok(Sized::Big);
    }
    let head = read_text(tx, keys, id).await?.ok_or_else(|| StoreError::odd("no text"))?;
    let sql = format!("SELECT {ITEM} FROM items WHERE collection = $1 ORDER BY parent, position");
    let rows = tx.query(&sql, params![id]).await?;
    let items = items(tx, keys, rows).await?;
    Ok(Sized::Fits(Some(Collection { element, head, items: in_order(items)? })))
}

/// Columns of an item, as [`items`] reads them.
pub(super) const ITEM: &str =
    "id, parent, kind, name, body, slots, created_at, updated_at, updated_by, version";

/// Reads rows of the columns [`ITEM`], with their secrets.
pub(crate) async fn items(tx: &mut Tx<'_>, keys: &Keys, rows: Vec<Row>) -> Result<Vec<Item>> {
    let mut items = Vec::with_capacity(rows.len());
    let mut secret: Vec<(usize, Stored)> = Vec::new();
    for mut row in rows {
        let (id, parent) = (row.text()?, row.text()?);
        let (kind, name) = (item_kind(row.int()?)?, row.text()?);
        let (body, slots) = (row.text()?, row.text()?);
        let (body, slots) = if slots.is_empty() {
            (body, None)
        } else {
            (String::new(), Some(Stored { body, slots }))
        };
        secret.extend(slots.map(|stored| (items.len(), stored)));
        items.push(Item {
            id,
            parent: (!parent.is_empty()).then_some(parent),
            kind,
            name,
            document: Document { body, secrets: Vec::new() },
            created_at: row.int()?,
            updated_at: row.int()?,
            updated_by: model::UserId(row.int()?),
            version: row.int()?,
        });
    }
    if !secret.is_empty() {
        let (indexes, stored): (Vec<usize>, Vec<Stored>) = secret.into_iter().unzip();
        for (index, document) in indexes.into_iter().zip(unseal(tx, keys, stored).await?) {
            if let Some(item) = items.get_mut(index) {
                item.document = document;
            }
        }
    }
    Ok(items)
}

/// Puts items, sorted by parent and position, into the order of the document.
pub(crate) fn in_order(items: Vec<Item>) -> Result<Vec<Item>> {
    // Where the children of each parent start; they follow each other.
    let mut start: HashMap<Option<String>, usize> = HashMap::new();
    let mut last: Option<&Item> = None;
    for (index, item) in items.iter().enumerate() {
        if last.is_none_or(|last| last.parent != item.parent) {
            start.insert(item.parent.clone(), index);
        }
        last = Some(item);
    }
    let count = items.len();
    let mut items: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(count);
    let mut open: Vec<usize> = start.get(&None).copied().into_iter().collect();
    while let Some(index) = open.pop() {
        let Some(item) = items.get_mut(index).and_then(Option::take) else { continue };
        let next = items.get(index + 1).and_then(Option::as_ref);
        if next.is_some_and(|next| next.parent == item.parent) {
            open.push(index + 1);
        }
        // Only folders and requests have children; asking for all is cheaper than knowing.
        open.extend(start.get(&Some(item.id.clone())));
        ordered.push(item);
    }
    if ordered.len() != count {
        return Err(StoreError::odd("an item without its parent"));
    }
    Ok(ordered)
}
