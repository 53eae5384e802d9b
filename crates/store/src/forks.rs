//! Forks of collections and environments: copies that know where they came from.
//!
//! A merge is three-way: `state` reads what both sides had in common last from the past states,
//! `model::merge` decides, `merge` writes the outcome like any other change.

mod merge;
mod state;

pub use merge::{After, Into, Merge, Merged};

use std::sync::Arc;

use model::collection::Draft;
use model::{Element, ElementKind, Fork, Stamp};

use crate::Store;
use crate::collections::{create, read};
use crate::db::{Par, Tx, params};
use crate::documents::{Sized, insert_document, read_text};
use crate::elements::NewElement;
use crate::error::{Result, StoreError};
use crate::keyfile::Keys;
use crate::rows::{self, ELEMENT, kind_number, row};

impl Store {
    /// Copies a collection or environment into a workspace, as a fork of it with the name `label`.
    /// It has the name of its parent; that of `new` does not count.
    pub async fn fork(
        &self,
        stamp: &Stamp,
        kind: ElementKind,
        parent: &str,
        new: &NewElement,
        label: &str,
    ) -> Result<Element> {
        let task = Arc::new((
            stamp.clone(),
            parent.to_owned(),
            new.clone(),
            label.to_owned(),
            self.keys.clone(),
        ));
        self.db
            .tx(move |tx| {
                let task = task.clone();
                Box::pin(async move {
                    let (stamp, parent, new, label, keys) = &*task;
                    let parent = element(tx, kind, parent).await?;
                    let new = NewElement { name: parent.name.clone(), ..new.clone() };
                    make(tx, keys, stamp, &parent, &new, label).await
                })
            })
            .await
    }

    /// The parent of a fork, if it is one: its id, though it may be gone.
    pub async fn parent_of(&self, fork: &str) -> Result<Option<String>> {
        let sql = "SELECT parent FROM forks WHERE fork = $1";
        let rows = self.db.query(sql, params![fork]).await?;
        rows.into_iter().next().map(|mut row| row.text()).transpose()
    }
}

/// The element with that id.
async fn element(tx: &mut Tx<'_>, kind: ElementKind, id: &str) -> Result<Element> {
    let sql = format!("SELECT {ELEMENT} FROM elements e WHERE e.id = $1 AND e.kind = $2");
    let found = tx.first(&sql, params![id, kind_number(kind)]).await?;
    rows::element(&mut found.ok_or(StoreError::NotFound)?)
}

async fn make(
    tx: &mut Tx<'_>,
    keys: &Keys,
    stamp: &Stamp,
    parent: &Element,
    new: &NewElement,
    label: &str,
) -> Result<Element> {
    let mut pairs = Vec::new();
    let made = if parent.kind == ElementKind::Collection {
        let Sized::Fits(Some(source)) = read::read(tx, keys, &parent.id, i64::MAX).await? else {
            return Err(StoreError::NotFound);
        };
        let origins: Vec<String> = source.items.iter().map(|item| item.id.clone()).collect();
        let (made, ids) = create::create(tx, keys, stamp, new, &Draft::of(source)).await?;
        pairs = ids.into_iter().zip(origins).collect();
        made
    } else {
        let text = read_text(tx, keys, &parent.id).await?.ok_or(StoreError::NotFound)?;
        insert_document(tx, keys, stamp, parent.kind, new, &text).await?
    };
    let fork = Fork { label: label.to_owned(), from: parent.uid().to_string() };
    let shown = serde_json::to_string(&fork).map_err(|_| StoreError::odd("fork"))?;
    tx.run("UPDATE elements SET fork = $1 WHERE id = $2", params![&shown, &made.id]).await?;
    tx.run(
        "INSERT INTO forks (fork, parent, base, version, record) VALUES ($1, $2, $3, $4, $5)",
        params![&made.id, &parent.id, &parent.id, parent.version, stamp.record.as_str()],
    )
    .await?;
    pair(tx, &made.id, &pairs).await?;
    Ok(Element { fork: Some(Box::new(fork)), ..made })
}

/// Notes which items of a fork are which of its parent.
async fn pair(tx: &mut Tx<'_>, fork: &str, pairs: &[(String, String)]) -> Result<()> {
    for part in pairs.chunks(256) {
        let rows: Vec<Vec<Par<'_>>> =
            part.iter().map(|(item, origin)| row![fork, item, origin]).collect();
        tx.insert_many("fork_items", &["fork", "item", "origin"], &rows).await?;
    }
    Ok(())
}

/// Takes apart what was paired with the same items before.
async fn unpair(tx: &mut Tx<'_>, fork: &str, pairs: &[(String, String)]) -> Result<()> {
    let (items, origins): (Vec<_>, Vec<_>) = pairs.iter().map(|(a, b)| (a, b)).unzip();
    tx.run(
        "DELETE FROM fork_items WHERE fork = $1 AND (item IN (SELECT value FROM json_each($2)) OR \
         origin IN (SELECT value FROM json_each($3)))",
        params![fork, &rows::list(&items), &rows::list(&origins)],
    )
    .await
    .map(drop)
}

/// Forgets that an element was a fork.
pub(crate) async fn remove(tx: &mut Tx<'_>, element: &str) -> Result<()> {
    tx.run("DELETE FROM fork_items WHERE fork = $1", params![element]).await?;
    tx.run("DELETE FROM forks WHERE fork = $1", params![element]).await?;
    Ok(())
}
