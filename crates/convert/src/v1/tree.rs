//! The tree: flat lists of folders and requests, put together by the orders that name their ids.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    auth::Level,
    common,
    notes::{Loss, Notes},
    out::Out,
    read::{Object, description, list, put, text},
    request,
};
use crate::Fault;

/// Folders in folders in folders: every level of them is two of the result.
const MAX_FOLDERS: usize = model::json::MAX_DEPTH / 2;

/// Appends all items, comma between comma.
pub(super) fn write(old: &Object, out: &mut Out, notes: &mut Notes) -> Result<(), Fault> {
    let mut tree = Tree {
        folders: by_id(old, "folders"),
        requests: by_id(old, "requests"),
        placed_folders: BTreeSet::new(),
        placed_requests: BTreeSet::new(),
        path: Vec::new(),
        out,
        notes,
    };
    let mut separator = "";
    for id in tree.top_folders(old) {
        tree.folder(&id, &mut separator)?;
    }
    for id in tree.top_requests(old) {
        tree.request(&id, &mut separator)?;
    }
    tree.tell_unlisted();
    Ok(())
}

/// Objects by id; the last of an id counts.
fn by_id<'a>(old: &'a Object, name: &str) -> BTreeMap<String, &'a Object> {
    let objects = list(old.get(name)).iter().filter_map(Value::as_object);
    objects.filter_map(|object| Some((text(object.get("id"))?, object))).collect()
}

fn ids(value: Option<&Value>) -> impl Iterator<Item = String> {
    list(value).iter().filter_map(|id| text(Some(id)))
}

fn unique(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    ids.filter(|id| seen.insert(id.clone())).collect()
}

/// What something is called where a reader should find it again.
pub(super) fn called(old: &Object) -> String {
    let named = |name| text(old.get(name)).filter(|name| !name.is_empty());
    named("name").or_else(|| named("id")).unwrap_or_default()
}

struct Tree<'a, 'o> {
    folders: BTreeMap<String, &'a Object>,
    requests: BTreeMap<String, &'a Object>,
    placed_folders: BTreeSet<String>,
    placed_requests: BTreeSet<String>,
    /// Ids of the folders that are being written, outermost first.
    path: Vec<String>,
    out: &'o mut Out,
    notes: &'o mut Notes,
}

impl Tree<'_, '_> {
    /// Folders that lie in no other, as `folders_order` lists them, else as they stand in the file.
    fn top_folders(&self, old: &Object) -> Vec<String> {
        let inner: BTreeSet<String> =
            self.folders.values().flat_map(|folder| ids(folder.get("folders_order"))).collect();
        let all: Vec<String> = match old.get("folders_order") {
            Some(order @ Value::Array(_)) => unique(ids(Some(order))),
            _ => {
                unique(list(old.get("folders")).iter().filter_map(|folder| text(folder.get("id"))))
            }
        };
        all.into_iter().filter(|id| !inner.contains(id)).collect()
    }

    /// Requests that the collection's order lists; without one, those that no folder lists.
    fn top_requests(&self, old: &Object) -> Vec<String> {
        if let Some(order @ Value::Array(_)) = old.get("order") {
            return unique(ids(Some(order)));
        }
        let inner: BTreeSet<String> =
            self.folders.values().flat_map(|folder| ids(folder.get("order"))).collect();
        let all = list(old.get("requests")).iter().filter_map(|request| text(request.get("id")));
        unique(all.filter(|id| !inner.contains(id)))
    }

    fn folder(&mut self, id: &str, separator: &mut &str) -> Result<(), Fault> {
        let Some(&old) = self.folders.get(id) else {
            self.notes.add(Loss::Nothing, id);
            return Ok(());
        };
        if self.path.iter().any(|outer| outer == id) {
            self.notes.add(Loss::Loop, &called(old));
            return Ok(());
        }
        if self.path.len() >= MAX_FOLDERS {
            return Err(Fault::Deep);
        }
        self.placed_folders.insert(id.to_owned());
        self.path.push(id.to_owned());
        let of = called(old);
        let mut members = Object::new();
        put(&mut members, "id", Some(id));
        put(&mut members, "description", description(old));
        members.extend(common(old, Level::Folder, &of, self.notes));
        self.out.push(separator)?;
        *separator = ",";
        self.out.push("{\"name\":")?;
        self.out.value(&Value::String(text(old.get("name")).unwrap_or_default()))?;
        self.out.members(&members)?;
        self.out.push(",\"item\":[")?;
        let mut inner = "";
        for id in ids(old.get("folders_order")) {
            self.folder(&id, &mut inner)?;
        }
        for id in ids(old.get("order")) {
            self.request(&id, &mut inner)?;
        }
        self.out.push("]}")?;
        self.path.pop();
        Ok(())
    }

    fn request(&mut self, id: &str, separator: &mut &str) -> Result<(), Fault> {
        let Some(&old) = self.requests.get(id) else {
            self.notes.add(Loss::Nothing, id);
            return Ok(());
        };
        self.placed_requests.insert(id.to_owned());
        self.out.push(separator)?;
        *separator = ",";
        request::write_item(old, &self.requests, self.out, self.notes)
    }

    fn tell_unlisted(&mut self) {
        let lost = |all: &BTreeMap<String, &Object>, placed: &BTreeSet<String>| -> Vec<String> {
            let lost = all.iter().filter(|(id, _)| !placed.contains(*id));
            lost.map(|(_, object)| called(object)).collect()
        };
        for name in lost(&self.folders, &self.placed_folders) {
            self.notes.add(Loss::UnlistedFolder, &name);
        }
        for name in lost(&self.requests, &self.placed_requests) {
            self.notes.add(Loss::UnlistedRequest, &name);
        }
    }
}
