//! Items as these operations answer them.

use model::{
    Element, Uid,
    collection::{self, Collection, Item, ItemKind},
    time::iso,
};
use serde_json::{Map, Value, json};
use store::StoreError;

use crate::{ApiError, Context};

/// Members that hold ids.
const IDS: [&str; 11] = [
    "id",
    "owner",
    "lastUpdatedBy",
    "lastRevision",
    "collection",
    "folder",
    "request",
    "order",
    "folders_order",
    "responses_order",
    "responses",
];

/// Of those, the ids of items and collections: what has a uid.
const WITH_UID: [&str; 7] =
    ["id", "collection", "folder", "request", "order", "folders_order", "responses_order"];

/// How a caller wants ids.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    /// Nothing else.
    pub ids: bool,
    /// With their owner.
    pub uid: bool,
}

impl Wish {
    pub(super) fn apply(self, mut data: Map<String, Value>, element: &Element) -> Value {
        if self.ids {
            data.retain(|name, _| IDS.contains(&name.as_str()));
        }
        if self.uid {
            for name in WITH_UID {
                match data.get_mut(name) {
                    Some(Value::String(id)) => *id = uid(element, id),
                    Some(Value::Array(ids)) => {
                        for id in ids {
                            *id = id.as_str().map_or(Value::Null, |id| uid(element, id).into());
                        }
                    }
                    _ => {}
                }
            }
        }
        Value::Object(data)
    }
}

pub(super) fn uid(element: &Element, id: &str) -> String {
    Uid { owner: element.owner, id: id.to_owned() }.to_string()
}

/// Members that list what lies in an item, whole.
pub(super) fn lists(kind: ItemKind) -> &'static [&'static str] {
    match kind {
        ItemKind::Folder => &["folders", "requests"],
        ItemKind::Request => &["responses"],
        ItemKind::Response => &[],
    }
}

/// What items are shown with.
pub(super) struct View<'a> {
    pub ctx: &'a Context,
    pub element: &'a Element,
    pub masked: bool,
}

impl View<'_> {
    /// An item with its ids, and those of what lies in it.
    pub(super) async fn data(&self, item: &Item) -> Result<Map<String, Value>, ApiError> {
        let collection = &self.element.id;
        let children = match item.kind {
            ItemKind::Response => Vec::new(),
            _ => self.ctx.store.children(collection, Some(&item.id)).await?,
        };
        let children: Vec<_> = children.into_iter().map(|line| (line.id, line.kind)).collect();
        let request = match (item.kind, &item.parent) {
            (ItemKind::Response, Some(parent)) => self.ctx.store.item(collection, parent).await?,
            _ => None,
        };
        Ok(self.members(item, &children, request.as_ref()))
    }

    /// Adds what lies in an item, at all depths.
    pub(super) async fn populate(
        &self,
        data: &mut Map<String, Value>,
        item: &Item,
    ) -> Result<(), ApiError> {
        if item.kind == ItemKind::Response {
            return Ok(());
        }
        let whole = self.ctx.store.collection(&self.element.id).await?;
        let whole = whole.ok_or(StoreError::NotFound)?;
        self.fill(data, item, &whole);
        Ok(())
    }

    fn fill(&self, data: &mut Map<String, Value>, item: &Item, whole: &Collection) {
        for list in lists(item.kind) {
            data.insert((*list).to_owned(), json!([]));
        }
        let inside = |parent: &str| {
            let parent = parent.to_owned();
            whole.items.iter().filter(move |one| one.parent.as_deref() == Some(parent.as_str()))
        };
        for child in inside(&item.id) {
            let lines: Vec<_> = inside(&child.id).map(|one| (one.id.clone(), one.kind)).collect();
            let mut shown = self.members(child, &lines, Some(item));
            self.fill(&mut shown, child, whole);
            let list = match child.kind {
                ItemKind::Folder => "folders",
                ItemKind::Request => "requests",
                ItemKind::Response => "responses",
            };
            if let Some(Value::Array(list)) = data.get_mut(list) {
                list.push(Value::Object(shown));
            }
        }
    }

    fn members(
        &self,
        item: &Item,
        children: &[(String, ItemKind)],
        request: Option<&Item>,
    ) -> Map<String, Value> {
        let request = request.map(|request| request.document.text());
        let own = request.as_deref().and_then(|text| model::json::member(text, "request"));
        let text = collection::render_item(self.element, item, own);
        let text = if self.masked { self.ctx.masker.collection(&text) } else { text };
        let content: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
        let mut data = Map::new();
        let mut put = |name: &str, value: Value| data.insert(name.to_owned(), value);
        put("id", item.id.as_str().into());
        put("owner", self.element.owner.to_string().into());
        put("lastUpdatedBy", item.updated_by.to_string().into());
        put("lastRevision", item.version.into());
        let parent = item.parent.as_deref().map_or(Value::Null, Value::from);
        let ids = |kind| -> Value {
            let these = children.iter().filter(|(_, of)| *of == kind);
            these.map(|(id, _)| Value::from(id.as_str())).collect()
        };
        match item.kind {
            ItemKind::Response => drop(put("request", parent)),
            ItemKind::Folder | ItemKind::Request => {
                put("collection", self.element.id.as_str().into());
                put("folder", parent);
            }
        }
        for (name, value) in convert::v1::show(item.kind, &content) {
            put(&name, value);
        }
        match item.kind {
            ItemKind::Folder => {
                put("order", ids(ItemKind::Request));
                put("folders_order", ids(ItemKind::Folder));
            }
            ItemKind::Request => drop(put("responses_order", ids(ItemKind::Response))),
            ItemKind::Response => {}
        }
        put("createdAt", iso(item.created_at).into());
        put("updatedAt", iso(item.updated_at).into());
        data
    }
}
