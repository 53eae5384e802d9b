//! The collection itself.

use serde_json::Value;

use super::{Behaviour, Description, Event, Fault, Listen, Request, Script};
use crate::auth::Auth;
use crate::variables::Scope;

/// A collection that can be run.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// What a reader is told about it.
    pub description: Description,
    /// Its version, as in the file.
    pub version: Option<Value>,
    /// Its scripts.
    pub events: Vec<Event>,
    /// Its auth.
    pub auth: Option<Auth>,
    /// Its behaviour.
    pub behaviour: Behaviour,
    /// Its variables.
    pub variables: Scope,
    /// All folders; parents before children.
    pub folders: Vec<Folder>,
    /// All items, in the order of the run.
    pub items: Vec<Item>,
    /// What lies at the top, in order.
    pub children: Vec<Node>,
}

/// A folder or an item, by its position in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// A position in [`Collection::folders`].
    Folder(usize),
    /// A position in [`Collection::items`].
    Item(usize),
}

/// A folder.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// What a reader is told about it.
    pub description: Description,
    /// The folder it lies in; `None` at the top.
    pub parent: Option<usize>,
    /// Its scripts.
    pub events: Vec<Event>,
    /// Its auth.
    pub auth: Option<Auth>,
    /// Its behaviour.
    pub behaviour: Behaviour,
    /// Its variables, which no run consults.
    pub variables: Scope,
    /// What lies in it, in order.
    pub children: Vec<Node>,
}

/// A request with its scripts.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// What a reader is told about it.
    pub description: Description,
    /// The folder it lies in; `None` at the top.
    pub folder: Option<usize>,
    /// Its scripts.
    pub events: Vec<Event>,
    /// Its behaviour.
    pub behaviour: Behaviour,
    /// The request; its auth is the item's auth.
    pub request: Request,
    /// Saved examples, as in the file.
    pub responses: Vec<Value>,
}

/// Reads a collection of format 2.0 or 2.1, wrapped in `{collection: …}` or not.
///
/// `new_id` gives the ids that are missing.
pub fn parse(text: &str, new_id: &mut dyn FnMut() -> String) -> Result<Collection, Fault> {
    let _ = (text, new_id);
    Ok(Collection::default())
}

impl Collection {
    /// The scripts of an item for an event, outermost first, disabled ones left out.
    ///
    /// Each comes with the name of what it belongs to.
    #[must_use]
    pub fn scripts(&self, item: usize, listen: &Listen) -> Vec<(&Script, Option<&str>)> {
        let _ = (item, listen);
        Vec::new()
    }

    /// The auth that applies to an item: its own, else that of the nearest ancestor.
    #[must_use]
    pub fn auth(&self, item: usize) -> Option<&Auth> {
        self.items.get(item)?.request.auth.as_ref()
    }

    /// The behaviour that applies to an item, key by key.
    #[must_use]
    pub fn behaviour(&self, item: usize) -> Behaviour {
        let _ = item;
        Behaviour::default()
    }

    /// The folders that an item lies in, outermost first.
    #[must_use]
    pub fn ancestors(&self, item: usize) -> Vec<usize> {
        let _ = item;
        Vec::new()
    }

    /// The normalised document that reports show.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Null
    }
}

impl Item {
    /// The item as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        Value::Null
    }
}
