//! What a collection or environment was at one of its versions.

use std::collections::HashMap;

use model::collection::{Collection, Item};
use model::merge::{Node, Tree};
use model::{Element, ElementKind};

use crate::Store;
use crate::collections::read;
use crate::db::{Tx, params};
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::sealed::unseal_one;

/// Which item of a fork is which of its parent: items by origin, and origins by item.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub items: HashMap<String, String>,
    pub origins: HashMap<String, String>,
}

impl Pairs {
    pub(super) async fn read(tx: &mut Tx<'_>, fork: &str) -> Result<Self> {
        let mut pairs = Self::default();
        let sql = "SELECT item, origin FROM fork_items WHERE fork = $1";
        for mut row in tx.query(sql, params![fork]).await? {
            pairs.add(row.text()?, row.text()?);
        }
        Ok(pairs)
    }

    pub(super) fn add(&mut self, item: String, origin: String) {
        self.items.insert(origin.clone(), item.clone());
        self.origins.insert(item, origin);
    }

    /// The tree of a fork under the keys of its parent.
    pub(super) fn keyed(&self, mut tree: Tree) -> Tree {
        let key = |id: &String| self.origins.get(id).unwrap_or(id).clone();
        for node in &mut tree.nodes {
            node.key = key(&node.key);
            node.parent = node.parent.as_ref().map(key);
        }
        tree
    }
}

/// The item rows of a state, past ones where the present one is younger. `$1` is the collection,
/// `$2` the version. An item of no such row is not part of the state.
const ITEMS_AT: &str = "SELECT id, parent, kind, name, body, slots, created_at, updated_at, updated_by, version, position \
     FROM items WHERE collection = $1 AND version <= $2 UNION ALL SELECT r.of_id, r.parent, \
     r.kind, r.name, r.body, r.slots, r.at, r.at, r.by_user, r.number, r.position FROM revisions r \
     WHERE r.element = $1 AND r.of_id <> $1 AND r.body IS NOT NULL AND r.number = (SELECT \
     MAX(m.number) FROM revisions m WHERE m.of_id = r.of_id AND m.element = $1 AND m.number <= $2) \
     AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = r.of_id AND i.collection = $1 AND \
     i.version <= $2) ORDER BY 2, 11";

impl Store {
    /// Reads a collection as it was when it had that version.
    pub async fn collection_at(&self, id: &str, version: i64) -> Result<Option<Collection>> {
        let (id, keys) = (id.to_owned(), self.keys.clone());
        self.db
            .read_big(move |tx| {
                let (id, keys) = (id.clone(), keys.clone());
                Box::pin(async move {
                    let element = match super::element(tx, ElementKind::Collection, &id).await {
                        Err(StoreError::NotFound) => return Ok(None),
                        element => element?,
                    };
                    let (name, head) = head(tx, &keys, &element, version).await?;
                    let items = items_at(tx, &keys, &element, version).await?;
                    Ok(Some(Collection { element: Element { name, ..element }, head, items }))
                })
            })
            .await
    }
}

async fn items_at(
    tx: &mut Tx<'_>,
    keys: &Keys,
    element: &Element,
    version: i64,
) -> Result<Vec<Item>> {
    let rows = tx.query(ITEMS_AT, params![&element.id, version]).await?;
    read::in_order(read::items(tx, keys, rows).await?)
}

/// Reads an element as it was when it had that version.
pub(super) async fn at(
    tx: &mut Tx<'_>,
    keys: &Keys,
    element: &Element,
    version: i64,
) -> Result<Tree> {
    let (name, head) = head(tx, keys, element, version).await?;
    if element.kind != ElementKind::Collection {
        return Ok(Tree { name, head, nodes: Vec::new() });
    }
    let items = items_at(tx, keys, element, version).await?;
    let node = |item: Item| Node {
        key: item.id,
        parent: item.parent,
        kind: item.kind,
        name: item.name,
        document: item.document,
    };
    Ok(Tree { name, head, nodes: items.into_iter().map(node).collect() })
}

async fn head(
    tx: &mut Tx<'_>,
    keys: &Keys,
    element: &Element,
    version: i64,
) -> Result<(String, model::secret::Document)> {
    let present = "SELECT body, slots FROM documents WHERE element = $1 AND version <= $2";
    if let Some(mut row) = tx.first(present, params![&element.id, version]).await? {
        let document = unseal_one(tx, keys, row.text()?, row.text()?).await?;
        return Ok((element.name.clone(), document));
    }
    let past = "SELECT name, body, slots FROM revisions WHERE of_id = $1 AND element = $1 AND \
                number <= $2 AND body IS NOT NULL ORDER BY number DESC LIMIT 1";
    let row = tx.first(past, params![&element.id, version]).await?;
    let mut row = row.ok_or_else(|| StoreError::odd("a state is missing"))?;
    let name = row.text()?;
    Ok((name, unseal_one(tx, keys, row.text()?, row.text()?).await?))
}
