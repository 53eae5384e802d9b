//! Folders of a collection.

use std::rc::Rc;

use indexmap::IndexMap;
use model::json::MAX_DEPTH;
use serde::{Serialize, Serializer, ser::SerializeSeq as _};
use serde_json::json;

use super::{
    Builder, FolderStrategy, METHODS,
    operation::{self, Item},
};
use crate::{Fault, spec::Node};

/// Folders in one another: each takes two levels of the document, and a request less than 20.
const DEEPEST: usize = (MAX_DEPTH - 20) / 2;

/// A folder of a collection.
#[derive(Default)]
pub(super) struct Folder {
    description: Option<String>,
    /// What lies in it, in order: requests, and the places of folders.
    entries: Vec<Entry>,
    folders: IndexMap<String, Folder>,
}

enum Entry {
    Folder(usize),
    Request(Rc<Item>),
}

impl Folder {
    /// The folder of that name in it, new if need be.
    fn inner(&mut self, name: &str) -> &mut Self {
        if !self.folders.contains_key(name) {
            self.entries.push(Entry::Folder(self.folders.len()));
        }
        self.folders.entry(name.to_owned()).or_default()
    }

    fn add(&mut self, item: Rc<Item>) {
        self.entries.push(Entry::Request(item));
    }
}

/// The items in it.
impl Serialize for Folder {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut items = to.serialize_seq(Some(self.entries.len()))?;
        for entry in &self.entries {
            match entry {
                Entry::Request(item) => items.serialize_element(&**item)?,
                Entry::Folder(place) => {
                    let Some((name, item)) = self.folders.get_index(*place) else { continue };
                    let description = item.description.as_deref();
                    items.serialize_element(&Named { name, description, item })?;
                }
            }
        }
        items.end()
    }
}

/// A folder as an item.
#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    item: &'a Folder,
}

/// All items of the collection, or what lies too deep.
pub(super) fn items(builder: &Builder<'_>) -> Result<Folder, Fault> {
    let mut top = Folder::default();
    let by_tags = builder.options.folder_strategy == FolderStrategy::Tags;
    let nested = builder.options.nested_folder_hierarchy;
    if by_tags && !nested {
        declared(builder, &mut top);
    }
    let paths = builder.spec.root().get("paths");
    for (path, item) in paths.into_iter().flat_map(Node::members) {
        if path.starts_with("x-") {
            continue;
        }
        for call in calls(builder, path, item) {
            let item = Rc::new(Item::new(builder, &call));
            let tags = call.tags();
            match (by_tags, nested) {
                (false, _) => {
                    within(&mut top, segments(path))?.add(item);
                }
                (true, true) => {
                    within(&mut top, tags)?.add(item);
                }
                (true, false) if tags.is_empty() => top.add(item),
                (true, false) => {
                    for tag in tags {
                        top.inner(tag).add(Rc::clone(&item));
                    }
                }
            }
        }
    }
    if builder.options.include_webhooks {
        webhooks(builder, &mut top);
    } else if builder.spec.root().get("webhooks").is_some() {
        builder.note("the webhooks, which option `includeWebhooks` makes a folder of".to_owned());
    }
    Ok(top)
}

/// The folder in which folders of these names lie, one in the other.
fn within<'f>(top: &'f mut Folder, names: Vec<&str>) -> Result<&'f mut Folder, Fault> {
    if names.len() > DEEPEST {
        return Err(Fault::Deep);
    }
    Ok(names.into_iter().fold(top, Folder::inner))
}

/// The folders that a path lies in.
fn segments(path: &str) -> Vec<&str> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if segments.is_empty() { vec!["/"] } else { segments }
}

/// Folders for the tags of the description, in their order.
fn declared(builder: &Builder<'_>, top: &mut Folder) {
    let tags = builder.spec.root().get("tags").into_iter().flat_map(Node::entries);
    for tag in tags {
        if let Some(name) = tag.text("name") {
            top.inner(name).description = tag.text("description").map(str::to_owned);
        }
    }
}

fn calls<'a>(builder: &Builder<'a>, path: &'a str, item: Node<'a>) -> Vec<operation::Call<'a>> {
    let Some(item) = builder.follow(item) else { return Vec::new() };
    let mut calls = Vec::new();
    // In the order of the description, which is that of its reader.
    for (method, operation) in item.members() {
        if !METHODS.contains(&method) {
            continue;
        }
        let Some(operation) = builder.follow(operation) else { continue };
        if !operation.value.is_object() {
            builder.note(format!("`{method}` of `{path}`, which is no object"));
            continue;
        }
        if operation.flag("deprecated") && !builder.options.include_deprecated {
            continue;
        }
        calls.push(operation::Call::new(builder, method, path, item, operation));
    }
    calls
}

fn webhooks(builder: &Builder<'_>, top: &mut Folder) {
    let webhooks = builder.spec.root().get("webhooks");
    for (name, item) in webhooks.into_iter().flat_map(Node::members) {
        for call in calls(builder, name, item) {
            let mut item = Item::new(builder, &call);
            // A webhook has no path: whoever is told says where.
            item.request.url = json!({ "raw": "{{baseUrl}}", "host": ["{{baseUrl}}"] });
            top.inner("Webhooks").add(Rc::new(item));
        }
    }
}
