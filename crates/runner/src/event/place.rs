//! Which item, of which collection.

use std::sync::Arc;

use serde_json::Value;

use super::Cursor;

/// What a run starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The collection.
    pub collection: Arc<CollectionInfo>,
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
#[derive(Clone, Debug)]
pub struct CollectionInfo {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its description as text.
    pub description: Option<String>,
    /// All of it as loaded: v2.1, ids filled in.
    pub document: Arc<Value>,
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
#[derive(Clone, Debug)]
pub struct ItemInfo {
    /// Its place in the list of items that run.
    pub index: u32,
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// The folders around it, outermost first; the collection is not among them.
    pub folders: Vec<Node>,
    /// Its description as text.
    pub description: Option<String>,
    /// All of it as loaded: id, name, request, responses, events.
    pub document: Arc<Value>,
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
}

/// An item at a position.
#[derive(Clone, Debug)]
pub struct Place {
    /// The position.
    pub cursor: Cursor,
    /// The item.
    pub item: Arc<ItemInfo>,
}
