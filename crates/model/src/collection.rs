//! Collections.
//!
//! A collection is stored as it was sent: [`parse`] checks it against the format and splits it
//! into its head and a flat list of items, each a piece of the original text. [`render`] puts the
//! pieces together again and, only then, brings them to the one form that clients are promised:
//! requests and URLs as objects, scripts as lists of lines, ids, uids and times on everything.
//! A collection of format 2.0 is turned into 2.1 while parsing; format 1 is refused.

mod edit;
mod map;
mod normal;
mod parse;
mod render;
mod rules;
pub(crate) mod shape;
mod url;
mod v20;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::secret::Document;
use crate::{Element, UserId};

pub use edit::{PatchFault, patch_head};
pub use map::item_map;
pub use parse::parse;
pub use render::{render, render_item, render_minimal};
pub use shape::{Invalid, Problem};

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemKind {
    /// Holds folders and requests.
    Folder,
    /// A request.
    Request,
    /// An example of an answer; lies in a request.
    Response,
}

impl ItemKind {
    /// The word used in the store and in error bodies.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    /// The kind that [`ItemKind::name`] names.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Folder, Self::Request, Self::Response].into_iter().find(|kind| kind.name() == name)
    }
}

/// A collection as somebody sent it, split into parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// The id it says it has: `info._postman_id`, else that of `info.uid`.
    pub given_id: Option<String>,
    /// The owner that `info.uid` names.
    pub given_uid_owner: Option<UserId>,
    /// Everything but the items: its `item` is `[]`.
    pub head: Document,
    /// All items, depth first in order of the text, a request's responses right after it.
    pub items: Vec<DraftItem>,
}

/// An item as somebody sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftItem {
    /// The id it says it has, if that is a UUID and no earlier item says the same.
    pub id: Option<String>,
    /// Position of its parent in [`Draft::items`]; `None` at the top.
    pub parent: Option<usize>,
    /// What it is.
    pub kind: ItemKind,
    /// Its name; empty when it has none.
    pub name: String,
    /// Its text; a folder's `item` and a request's `response`, if present, are `[]`.
    pub document: Document,
}

/// A stored item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its UUID.
    pub id: String,
    /// Id of the folder or request it lies in; `None` at the top.
    pub parent: Option<String>,
    /// What it is.
    pub kind: ItemKind,
    /// Its name.
    pub name: String,
    /// Its text, without its children.
    pub document: Document,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub updated_at: i64,
    /// Who changed it last.
    pub updated_by: UserId,
    /// The version of its collection that the last change of it made.
    pub version: i64,
}

/// A stored collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// What every element has.
    pub element: Element,
    /// Everything but the items.
    pub head: Document,
    /// Its items: parents before children, siblings in order.
    pub items: Vec<Item>,
}

impl Collection {
    /// How many bytes it is about.
    #[must_use]
    pub fn size(&self) -> usize {
        let items: usize = self.items.iter().map(|item| item.document.body.len()).sum();
        self.head.body.len() + items
    }
}

impl Draft {
    /// A new collection with the content of one that is stored. Its items have no ids.
    #[must_use]
    pub fn of(collection: Collection) -> Self {
        let mut places: HashMap<String, usize> = HashMap::with_capacity(collection.items.len());
        let mut items = Vec::with_capacity(collection.items.len());
        for item in collection.items {
            places.insert(item.id, items.len());
            items.push(DraftItem {
                id: None,
                parent: item.parent.and_then(|parent| places.get(&parent).copied()),
                kind: item.kind,
                name: item.name,
                document: item.document,
            });
        }
        Self {
            name: collection.element.name,
            given_id: None,
            given_uid_owner: None,
            head: collection.head,
            items,
        }
    }

    /// The collection this becomes as `element`, with ids from `new_id` where none was given.
    ///
    /// For callers without a store; all items get the times of the element.
    pub fn assemble(self, element: Element, mut new_id: impl FnMut() -> String) -> Collection {
        let mut items: Vec<Item> = Vec::with_capacity(self.items.len());
        for draft in self.items {
            let parent = draft.parent.and_then(|parent| items.get(parent));
            items.push(Item {
                id: draft.id.unwrap_or_else(&mut new_id),
                parent: parent.map(|parent| parent.id.clone()),
                kind: draft.kind,
                name: draft.name,
                document: draft.document,
                created_at: element.created_at,
                updated_at: element.updated_at,
                updated_by: element.updated_by,
                version: 1,
            });
        }
        Collection { element, head: self.head, items }
    }
}

/// The normalised form of a collection, as reading it back from `element` would give it.
pub fn normalise(
    text: &str,
    element: Element,
    new_id: impl FnMut() -> String,
) -> Result<String, Invalid> {
    Ok(render(&parse(text)?.assemble(element, new_id)))
}
