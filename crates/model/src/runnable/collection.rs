//! The collection itself.

mod parse;
mod write;

use std::ops::Range;

use super::{Behaviour, Event, Listen, Request, Script};
use crate::auth::Auth;
use crate::extra::Extra;
use crate::variables::Scope;

pub use parse::parse;

/// How deep folders may lie in each other.
pub const MAX_FOLDERS: usize = 200;

/// A collection that can be run.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
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
    /// What only reports show: description and version.
    pub extra: Extra,
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
    /// The positions of all items in it, at whatever depth.
    pub items: Range<usize>,
    /// What only reports show.
    pub extra: Extra,
}

/// A request with its scripts.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The folder it lies in; `None` at the top.
    pub folder: Option<usize>,
    /// Its scripts.
    pub events: Vec<Event>,
    /// Its behaviour.
    pub behaviour: Behaviour,
    /// The request; its auth is the item's auth.
    pub request: Request,
    /// What only reports show.
    pub extra: Extra,
    /// Saved examples, as in the file; they are read only when somebody asks for them.
    examples: Box<str>,
}

impl Collection {
    /// The scripts of an item for an event, outermost first, each with the name of its owner.
    ///
    /// Disabled events and those whose source lies elsewhere are left out.
    #[must_use]
    pub fn scripts(&self, item: usize, listen: &Listen) -> Vec<(&Script, Option<&str>)> {
        let mut owners = vec![(self.name.as_deref(), self.events.as_slice())];
        owners.extend(self.ancestors(item).into_iter().filter_map(|folder| {
            let folder = self.folders.get(folder)?;
            Some((folder.name.as_deref(), folder.events.as_slice()))
        }));
        owners.extend(
            self.items.get(item).map(|item| (item.name.as_deref(), item.events.as_slice())),
        );
        let mut scripts = Vec::new();
        for (name, events) in owners {
            let heard = events.iter().filter(|event| !event.disabled && event.listen == *listen);
            let sources = heard.filter_map(|event| event.script.as_ref());
            // One that lies elsewhere can't be run; one without lines is run all the same.
            let here = |one: &&Script| one.source.is_some() || one.extra.get("src").is_none();
            scripts.extend(sources.filter(here).map(|one| (one, name)));
        }
        scripts
    }

    /// The auth that applies to an item: its own, else that of the nearest ancestor.
    #[must_use]
    pub fn auth(&self, item: usize) -> Option<&Auth> {
        let own = self.items.get(item)?.request.auth.as_ref();
        let inherited = || {
            let mut folders = self.ancestors(item).into_iter().rev();
            folders.find_map(|folder| self.folders.get(folder)?.auth.as_ref())
        };
        own.or_else(inherited).or(self.auth.as_ref())
    }

    /// The behaviour that applies to an item, key by key.
    #[must_use]
    pub fn behaviour(&self, item: usize) -> Behaviour {
        let mut behaviour =
            self.items.get(item).map(|item| item.behaviour.clone()).unwrap_or_default();
        for folder in self.ancestors(item).into_iter().rev() {
            if let Some(folder) = self.folders.get(folder) {
                behaviour = behaviour.inherit(&folder.behaviour);
            }
        }
        behaviour.inherit(&self.behaviour)
    }

    /// The folders that an item lies in, outermost first.
    #[must_use]
    pub fn ancestors(&self, item: usize) -> Vec<usize> {
        let mut next = self.items.get(item).and_then(|item| item.folder);
        let mut folders = Vec::new();
        while let Some(folder) = next.filter(|_| folders.len() < MAX_FOLDERS) {
            folders.push(folder);
            next = self.folders.get(folder).and_then(|folder| folder.parent);
        }
        folders.reverse();
        folders
    }
}
