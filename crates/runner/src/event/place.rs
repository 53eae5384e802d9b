//! Which item, of which collection.

use std::{fmt, sync::Arc};

use model::runnable::Collection;
use serde_json::Value;

use super::Cursor;
use crate::redact::Secrets;

/// What a run starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The collection.
    pub collection: CollectionInfo,
    /// The items that run, in their order; `ItemInfo::index` is the place in this list.
    pub items: Vec<Arc<ItemInfo>>,
    /// How many iterations there are.
    pub iterations: u32,
    /// The environment's name, if it has one.
    pub environment: Option<String>,
    /// When the run began, in milliseconds since 1970.
    pub started_ms: i64,
    /// How many iterations run at a time.
    pub jobs: u32,
    /// How often a failed request is tried again.
    pub retries: u32,
}

/// The collection that runs.
#[derive(Clone)]
pub struct CollectionInfo {
    pub(crate) collection: Arc<Collection>,
    pub(crate) secrets: Secrets,
}

impl CollectionInfo {
    /// All items, as if all of them ran.
    pub(crate) fn items(&self) -> Vec<Arc<ItemInfo>> {
        let count = self.collection.items.len();
        (0..count).filter_map(|position| self.item(position).map(Arc::new)).collect()
    }

    fn item(&self, position: usize) -> Option<ItemInfo> {
        let item = self.collection.items.get(position)?;
        let folders = self.collection.ancestors(position).into_iter();
        let node = |place: usize| {
            let folder = self.collection.folders.get(place)?;
            let name = folder.name.as_deref().unwrap_or_default().into();
            Some(Node { id: folder.id.as_str().into(), name })
        };
        Some(ItemInfo {
            index: u32::try_from(position).unwrap_or(u32::MAX),
            id: item.id.as_str().into(),
            name: item.name.as_deref().unwrap_or_default().into(),
            folders: folders.filter_map(node).collect(),
            position,
            collection: self.clone(),
        })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.collection.id
    }

    /// Its name; empty if it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.collection.name.as_deref().unwrap_or_default()
    }

    /// Its description as text.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        text(self.collection.extra.get("description"))
    }

    /// All of it as loaded: v2.1, ids filled in. Made at each call.
    #[must_use]
    pub fn document(&self) -> Value {
        self.secrets.value(self.collection.to_json())
    }
}

impl fmt::Debug for CollectionInfo {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "CollectionInfo({:?})", self.name())
    }
}

/// An element of the tree: its id and name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Node {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
}

/// An item that runs.
#[derive(Clone)]
pub struct ItemInfo {
    /// Its place in the list of items that run.
    pub index: u32,
    /// Its id.
    pub id: Arc<str>,
    /// Its name; empty if it has none.
    pub name: Arc<str>,
    /// The folders around it, outermost first; the collection is not among them.
    pub folders: Vec<Node>,
    /// Its place in the list of all items of the collection.
    pub(crate) position: usize,
    pub(crate) collection: CollectionInfo,
}

impl ItemInfo {
    /// The names of folders and item, with `separator` between them.
    #[must_use]
    pub fn path(&self, separator: &str) -> String {
        let mut path = String::new();
        for folder in &self.folders {
            path.push_str(&folder.name);
            path.push_str(separator);
        }
        path.push_str(&self.name);
        path
    }

    /// Its description as text.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        text(self.collection.collection.items.get(self.position)?.extra.get("description"))
    }

    /// All of it as loaded: id, name, request, responses, events. Made at each call.
    #[must_use]
    pub fn document(&self) -> Value {
        let item = self.collection.collection.items.get(self.position);
        item.map_or(Value::Null, |item| self.collection.secrets.value(item.to_json()))
    }

    /// What it lies in, as loaded: the folder, else the collection. Made at each call.
    #[must_use]
    pub fn parent_document(&self) -> Value {
        let collection = &self.collection.collection;
        let item = collection.items.get(self.position);
        let folder = item.and_then(|item| collection.folders.get(item.folder?));
        match folder {
            Some(folder) => self.collection.secrets.value(collection.folder_json(folder)),
            None => self.collection.document(),
        }
    }

    /// The name of the collection; empty if it has none.
    #[must_use]
    pub fn collection_name(&self) -> &str {
        self.collection.name()
    }
}

impl fmt::Debug for ItemInfo {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ItemInfo({} {:?})", self.index, self.path("/"))
    }
}

/// The text of a description, which may also be `{content, type}`.
fn text(description: Option<&Value>) -> Option<&str> {
    let description = description?;
    description.as_str().or_else(|| description.get("content")?.as_str())
}

/// An item at a position.
#[derive(Clone, Debug)]
pub struct Place {
    /// The position.
    pub cursor: Cursor,
    /// The item.
    pub item: Arc<ItemInfo>,
}
