//! Items that go elsewhere, or are copied there.

use std::collections::HashMap;
use std::sync::Arc;

use model::collection::{Item, ItemKind};
use model::id::new_element_id;
use model::{Element, ElementKind, Stamp};

use super::items::{TREE, check_parent, remove};
use super::order;
use super::read::{ITEM, items};
use super::write::retire_one;
use crate::db::{Tx, params};
use crate::documents::length;
use crate::elements::{Expect, expected, touch};
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::rows::{effect, item_number};
use crate::sealed::{Known, Sealer};
use crate::{Store, search};

/// Where among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Before all.
    Start,
    /// Behind all.
    End,
    /// Before that one.
    Before(String),
    /// Behind that one.
    After(String),
}

/// What goes where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The items, in the order they shall have.
    pub ids: Vec<String>,
    /// What all of them are.
    pub kind: ItemKind,
    /// True when they stay where they are, too; copies get ids of their own.
    pub copy: bool,
    /// The collection they go to.
    pub collection: String,
    /// The folder or request in it; `None` for its top.
    pub parent: Option<String>,
    /// Where among the others there.
    pub spot: Spot,
    /// What the caller saw of each collection that may be touched.
    pub expect: Vec<(String, Expect)>,
}

impl Store {
    /// Moves or copies items with all that lies in them, all or none. Answers their ids.
    ///
    /// An item or place that is not there, or of another kind, is [`StoreError::NotFound`]; one that
    /// would lie in itself is [`StoreError::Inside`].
    pub async fn transfer_items(&self, stamp: &Stamp, transfer: Transfer) -> Result<Vec<String>> {
        let task = Arc::new((stamp.clone(), transfer, self.keys.clone()));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, transfer, keys) = &*task;
                    let mut work = Work { keys, stamp, transfer, open: HashMap::new() };
                    let ids = work.all(tx).await?;
                    work.close(tx).await?;
                    effect(tx, stamp).await?;
                    Ok(ids)
                })
            })
            .await
    }

    /// The collection that an item lies in.
    pub async fn collection_of_item(&self, id: &str) -> Result<Option<String>> {
        let sql = "SELECT collection FROM items WHERE id = $1";
        let rows = self.db.query(sql, params![id]).await?;
        rows.into_iter().next().map(|mut row| row.text()).transpose()
    }
}

struct Work<'a> {
    keys: &'a Keys,
    stamp: &'a Stamp,
    transfer: &'a Transfer,
    /// Collections that are touched, and by how much they grow.
    open: HashMap<String, (Element, i64)>,
}

impl Work<'_> {
    async fn all(&mut self, tx: &mut Tx<'_>) -> Result<Vec<String>> {
        let Transfer { collection, parent, kind, .. } = self.transfer;
        self.element(tx, collection).await?;
        check_parent(tx, collection, parent.as_deref().unwrap_or_default(), *kind).await?;
        let mut spot = self.transfer.spot.clone();
        let mut ids = Vec::new();
        for id in &self.transfer.ids {
            let id = self.one(tx, id, &spot).await?;
            // Those that follow keep their order.
            if matches!(spot, Spot::Start | Spot::After(_)) {
                spot = Spot::After(id.clone());
            }
            ids.push(id);
        }
        Ok(ids)
    }

    /// The collection as it is, if it still is what the caller saw.
    async fn element(&mut self, tx: &mut Tx<'_>, id: &str) -> Result<Element> {
        if let Some((element, _)) = self.open.get(id) {
            return Ok(element.clone());
        }
        let expect = self.transfer.expect.iter().find(|(of, _)| of == id);
        let (_, expect) = expect.ok_or(StoreError::NotFound)?;
        let element = expected(tx, ElementKind::Collection, id, expect).await?;
        self.open.insert(id.to_owned(), (element.clone(), 0));
        Ok(element)
    }

    fn grows(&mut self, collection: &str, bytes: i64) {
        if let Some((_, growth)) = self.open.get_mut(collection) {
            *growth += bytes;
        }
    }

    async fn one(&mut self, tx: &mut Tx<'_>, id: &str, spot: &Spot) -> Result<String> {
        let Transfer { collection, parent, kind, copy, .. } = self.transfer;
        let sql = "SELECT collection, kind FROM items WHERE id = $1";
        let mut row = tx.first(sql, params![id]).await?.ok_or(StoreError::NotFound)?;
        let (source, found) = (row.text()?, row.int()?);
        if found != item_number(*kind) {
            return Err(StoreError::NotFound);
        }
        if *copy {
            // What is only read stays as it is, but it must have been judged.
            self.transfer
                .expect
                .iter()
                .find(|(of, _)| *of == source)
                .ok_or(StoreError::NotFound)?;
            let tree = tree(tx, self.keys, &source, id).await?;
            let position = self.place(tx, None, spot).await?;
            return self.insert(tx, tree, position).await;
        }
        let from = self.element(tx, &source).await?;
        let tree = tree(tx, self.keys, &source, id).await?;
        let inside = |one: &str| tree.iter().any(|(item, _)| item.id == one);
        if parent.as_deref().is_some_and(inside) {
            return Err(StoreError::Inside);
        }
        if source == *collection {
            let position = self.place(tx, Some(id), spot).await?;
            retire_one(tx, id).await?;
            return self.put_place(tx, &from, id, position).await.map(|()| id.to_owned());
        }
        let removed = remove(tx, self.stamp, &from, id).await?;
        self.grows(&source, -removed.bytes);
        let position = self.place(tx, None, spot).await?;
        self.insert(tx, tree, position).await
    }

    /// The position for an item at `spot`; neighbours make room where there is none.
    async fn place(&self, tx: &mut Tx<'_>, moved: Option<&str>, spot: &Spot) -> Result<i64> {
        let Transfer { collection, parent, .. } = self.transfer;
        let parent = parent.as_deref().unwrap_or_default();
        let sql = "SELECT id, position FROM items WHERE collection = $1 AND parent = $2 ORDER BY \
                   position";
        let mut siblings = Vec::new();
        for mut row in tx.query(sql, params![collection, parent]).await? {
            let (id, position) = (row.text()?, row.int()?);
            if Some(id.as_str()) != moved {
                siblings.push((id, position));
            }
        }
        let of = |id: &String| siblings.iter().position(|(other, _)| other == id);
        let index = match spot {
            Spot::Start => 0,
            Spot::End => siblings.len(),
            Spot::Before(id) => of(id).ok_or(StoreError::NotFound)?,
            Spot::After(id) => of(id).ok_or(StoreError::NotFound)? + 1,
        };
        let mut old: Vec<Option<i64>> = siblings.iter().map(|(_, at)| Some(*at)).collect();
        old.insert(index, None);
        let mut new = order::positions(&old);
        let position = if index < new.len() { new.remove(index) } else { order::GAP };
        let element = self.open.get(collection).ok_or(StoreError::NotFound)?;
        for ((id, before), after) in siblings.iter().zip(new) {
            if *before != after {
                retire_one(tx, id).await?;
                let sql = "UPDATE items SET position = $1, version = $2, record = $3 WHERE id = $4";
                let record = self.stamp.record.as_str();
                tx.run(sql, params![after, element.0.version + 1, record, id]).await?;
            }
        }
        Ok(position)
    }

    async fn put_place(
        &self,
        tx: &mut Tx<'_>,
        element: &Element,
        id: &str,
        position: i64,
    ) -> Result<()> {
        let parent = self.transfer.parent.as_deref().unwrap_or_default();
        let Stamp { at, user, record } = self.stamp;
        tx.run(
            "UPDATE items SET parent = $1, position = $2, updated_at = $3, updated_by = $4, version \
             = $5, record = $6 WHERE id = $7",
            params![parent, position, *at, user.0, element.version + 1, record.as_str(), id],
        )
        .await
        .map(drop)
    }

    /// Writes a tree of items into the target; the id of its top.
    async fn insert(
        &mut self,
        tx: &mut Tx<'_>,
        tree: Vec<(Item, i64)>,
        position: i64,
    ) -> Result<String> {
        let Transfer { collection, parent, copy, .. } = self.transfer;
        let target = self.element(tx, collection).await?;
        let mut ids: HashMap<String, String> = HashMap::new();
        let mut sealer = Sealer::new(self.keys, &target.id, target.kind.name());
        let mut top = String::new();
        let place = search::Place { collection, workspace: &target.workspace };
        for (number, (item, inside)) in tree.into_iter().enumerate() {
            let id = if *copy { new_element_id() } else { item.id.clone() };
            let above = match number {
                0 => parent.clone().unwrap_or_default(),
                _ => item.parent.as_ref().and_then(|of| ids.get(of)).cloned().unwrap_or_default(),
            };
            if number == 0 {
                top.clone_from(&id);
            }
            let slots = sealer.seal(&item.document.secrets, &Known::new())?;
            let size = length(&item.document.body);
            tx.run(
                "INSERT INTO items (id, collection, parent, kind, position, name, body, slots, \
                 size, created_at, updated_at, updated_by, version, record) VALUES ($1, $2, $3, $4, \
                 $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                params![
                    &id,
                    collection,
                    &above,
                    item_number(item.kind),
                    if number == 0 { position } else { inside },
                    &item.name,
                    &item.document.body,
                    &slots,
                    size,
                    if *copy { self.stamp.at } else { item.created_at },
                    self.stamp.at,
                    self.stamp.user.0,
                    target.version + 1,
                    self.stamp.record.as_str(),
                ],
            )
            .await?;
            search::note_item(tx, &place, (&id, item.kind), &item.name, &item.document.body)
                .await?;
            self.grows(collection, size);
            ids.insert(item.id, id);
        }
        sealer.flush(tx).await?;
        Ok(top)
    }

    /// Gives every collection that was touched its next version.
    async fn close(self, tx: &mut Tx<'_>) -> Result<()> {
        for (_, (element, growth)) in self.open {
            let name = element.name.clone();
            touch(tx, self.stamp, element, &name, growth, None).await?;
        }
        Ok(())
    }
}

/// An item with all that lies in it, parents first, and their positions.
async fn tree(
    tx: &mut Tx<'_>,
    keys: &Keys,
    collection: &str,
    id: &str,
) -> Result<Vec<(Item, i64)>> {
    let ids = format!("{TREE} SELECT i.id, i.position FROM items i JOIN tree t ON t.id = i.id");
    let mut positions = HashMap::new();
    for mut row in tx.query(&ids, params![id, collection]).await? {
        positions.insert(row.text()?, row.int()?);
    }
    let known: Vec<&String> = positions.keys().collect();
    let sql = format!("SELECT {ITEM} FROM items WHERE id IN (SELECT value FROM json_each($1))");
    let rows = tx.query(&sql, params![&crate::rows::list(&known)]).await?;
    let mut left: HashMap<String, Vec<Item>> = HashMap::new();
    let mut ordered = Vec::new();
    for item in items(tx, keys, rows).await? {
        if item.id == id {
            ordered.push(item);
        } else {
            left.entry(item.parent.clone().unwrap_or_default()).or_default().push(item);
        }
    }
    let mut next = 0;
    while let Some(item) = ordered.get(next) {
        let children = left.remove(&item.id).unwrap_or_default();
        ordered.extend(children);
        next += 1;
    }
    let place = |item: &Item| positions.get(&item.id).copied().unwrap_or_default();
    Ok(ordered.into_iter().map(|item| (place(&item), item)).map(|(at, item)| (item, at)).collect())
}
