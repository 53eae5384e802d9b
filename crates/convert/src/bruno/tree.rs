//! The folders of a collection, in Bruno's order.

use std::collections::BTreeMap;

use model::json::MAX_DEPTH;
use serde_json::{Value, json};

use super::{
    bru::{Bru, take},
    request,
    shared::{self, Scope},
};
use crate::formats::Notes;

/// The file of what the requests of a folder have in common.
const COMMON: &str = "folder.bru";

/// A folder, with what lies in it.
#[derive(Default)]
pub(super) struct Folder {
    path: String,
    common: Bru,
    folders: BTreeMap<String, Folder>,
    /// Paths and files.
    requests: Vec<(String, Bru)>,
}

impl Folder {
    /// Puts a file where its path says.
    pub(super) fn add(&mut self, path: &str, bru: Bru, notes: &mut Notes) {
        let mut folder = self;
        let mut parts = path.split('/').peekable();
        let mut depth = 0;
        while let Some(part) = parts.next() {
            if parts.peek().is_some() {
                depth += 1;
                if depth > MAX_DEPTH {
                    notes.add("a file that lies too deep", path);
                    return;
                }
                let outer = folder.path.clone();
                folder = folder.folders.entry(part.to_owned()).or_default();
                folder.path = format!("{outer}{part}/");
            } else if part == COMMON && depth > 0 {
                folder.common = bru;
                return;
            } else {
                folder.requests.push((path.to_owned(), bru));
                return;
            }
        }
    }

    /// The items of a folder: folders first, both by their number.
    pub(super) fn items(self, scope: &Scope, notes: &mut Notes) -> Vec<Value> {
        let mut folders: Vec<(f64, String, Value)> = Vec::new();
        for (name, folder) in self.folders {
            let made = folder.item(name, scope, notes);
            folders.extend(made);
        }
        folders.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
        let mut requests: Vec<(f64, String, Value)> = Vec::new();
        for (path, bru) in self.requests {
            let made = request::item(bru, &path, scope, notes);
            requests.extend(made.map(|(number, item)| (number, path, item)));
        }
        requests.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
        folders.into_iter().chain(requests).map(|(_, _, item)| item).collect()
    }

    /// A folder as item; `None` when nothing of it is a collection's.
    fn item(
        mut self,
        name: String,
        scope: &Scope,
        notes: &mut Notes,
    ) -> Option<(f64, String, Value)> {
        let mut scope = scope.clone();
        let mut common = std::mem::take(&mut self.common);
        let mut meta = common.take_pairs("meta");
        let (own, number) = (take(&mut meta, "name"), take(&mut meta, "seq"));
        let place = format!("{}{COMMON}", self.path);
        take(&mut meta, "type");
        shared::note_rest("meta", &meta, &place, notes);
        let name = if own.is_empty() { name } else { own };
        let mut made = json!({ "name": name });
        if let Value::Object(made) = &mut made {
            shared::folder(&mut common, &mut scope, &place, made, notes);
            let bare = made.len() == 1;
            let items = self.items(&scope, notes);
            if bare && items.is_empty() {
                return None;
            }
            made.insert("item".to_owned(), Value::Array(items));
        }
        Some((shared::number(&number, f64::MAX), name.to_lowercase(), made))
    }
}
