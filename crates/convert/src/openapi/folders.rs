//! Folders of a collection.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{Builder, FolderStrategy, METHODS, Object, operation};
use crate::spec::Node;

/// A folder in the making.
#[derive(Default)]
struct Folder {
    description: Option<String>,
    /// What lies in it, in order: requests, and the names of folders.
    entries: Vec<Entry>,
    folders: IndexMap<String, Folder>,
}

enum Entry {
    Folder(String),
    Request(Value),
}

impl Folder {
    /// The folder of that name in it, new if need be.
    fn inner(&mut self, name: &str) -> &mut Self {
        if !self.folders.contains_key(name) {
            self.entries.push(Entry::Folder(name.to_owned()));
        }
        self.folders.entry(name.to_owned()).or_default()
    }

    fn into_items(mut self) -> Vec<Value> {
        let entries = std::mem::take(&mut self.entries);
        entries
            .into_iter()
            .map(|entry| match entry {
                Entry::Request(item) => item,
                Entry::Folder(name) => {
                    let folder = self.folders.swap_remove(&name).unwrap_or_default();
                    let mut item = Object::new();
                    item.insert("name".to_owned(), name.into());
                    if let Some(text) = &folder.description {
                        item.insert("description".to_owned(), text.as_str().into());
                    }
                    item.insert("item".to_owned(), Value::Array(folder.into_items()));
                    Value::Object(item)
                }
            })
            .collect()
    }
}

/// All items of the collection.
pub(super) fn items(builder: &Builder<'_>) -> Vec<Value> {
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
            let item = operation::item(builder, &call);
            let tags = call.tags();
            match (by_tags, nested) {
                (false, _) => {
                    let folder = segments(path).into_iter().fold(&mut top, Folder::inner);
                    folder.entries.push(Entry::Request(item));
                }
                (true, true) => {
                    let folder = tags.into_iter().fold(&mut top, Folder::inner);
                    folder.entries.push(Entry::Request(item));
                }
                (true, false) if tags.is_empty() => top.entries.push(Entry::Request(item)),
                (true, false) => {
                    for tag in tags {
                        top.inner(tag).entries.push(Entry::Request(item.clone()));
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
    top.into_items()
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
            let mut item = operation::item(builder, &call);
            // A webhook has no path: whoever is told says where.
            let url = json!({ "raw": "{{baseUrl}}", "host": ["{{baseUrl}}"] });
            if let Some(place) = item.pointer_mut("/request/url") {
                *place = url;
            }
            top.inner("Webhooks").entries.push(Entry::Request(item));
        }
    }
}
