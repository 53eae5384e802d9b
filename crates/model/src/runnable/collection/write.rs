//! The documents that reports show of a collection: format 2.1, all ids filled.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{Collection, Folder, Item, Node};
use crate::extra::Extra;
use crate::json::{Broken, Cursor};
use crate::runnable::{Behaviour, Event, Header, Request};

/// The address that every report gives for the format.
const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

impl Collection {
    /// The normalised document that reports show.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        let mut named = named(&self.extra, &self.id, self.name.as_deref());
        out.extend(named.remove_entry("_"));
        out.insert("item".to_owned(), self.nodes(&self.children));
        if let Some(auth) = &self.auth {
            out.insert("auth".to_owned(), auth.to_json());
        }
        write_events(&self.events, &mut out);
        write_behaviour(&self.behaviour, &mut out);
        out.insert("variable".to_owned(), self.variables.to_json());
        let mut info = Map::new();
        info.extend(named.remove("id").map(|id| ("_postman_id".to_owned(), id)));
        info.extend(named.remove_entry("name"));
        if let Some(version) = self.extra.get("version").filter(|version| !version.is_null()) {
            info.insert("version".to_owned(), version.clone());
        }
        info.insert("schema".to_owned(), SCHEMA.into());
        info.extend(named.remove_entry("description"));
        out.insert("info".to_owned(), Value::Object(info));
        Value::Object(out)
    }

    /// A folder as reports show it, with all that lies in it.
    #[must_use]
    pub fn folder_json(&self, folder: &Folder) -> Value {
        let mut out = named(&folder.extra, &folder.id, folder.name.as_deref());
        out.insert("item".to_owned(), self.nodes(&folder.children));
        if let Some(auth) = &folder.auth {
            out.insert("auth".to_owned(), auth.to_json());
        }
        write_events(&folder.events, &mut out);
        write_behaviour(&folder.behaviour, &mut out);
        Value::Object(out)
    }

    fn nodes(&self, nodes: &[Node]) -> Value {
        let document = |node: &Node| match node {
            Node::Folder(place) => self.folders.get(*place).map(|folder| self.folder_json(folder)),
            Node::Item(place) => self.items.get(*place).map(Item::to_json),
        };
        nodes.iter().filter_map(document).collect()
    }
}

impl Item {
    /// The item as reports show it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut out = named(&self.extra, &self.id, self.name.as_deref());
        out.insert("request".to_owned(), self.request.to_json());
        out.insert("response".to_owned(), self.examples().into());
        write_events(&self.events, &mut out);
        write_behaviour(&self.behaviour, &mut out);
        Value::Object(out)
    }

    /// Its saved examples as reports show them.
    ///
    /// Those without an id get one that is the same every time.
    #[must_use]
    pub fn examples(&self) -> Vec<Value> {
        let mut list = Vec::new();
        if self.examples.is_empty() {
            return list;
        }
        // What can't be read was never shown.
        let _ = Cursor::new(&self.examples).each(|cursor| {
            let id = derived_id(&self.id, list.len());
            list.push(example(cursor, id)?);
            Ok(())
        });
        list
    }
}

/// Id, name and description in front of what follows.
fn named(extra: &Extra, id: &str, name: Option<&str>) -> Map<String, Value> {
    let mut given = Map::new();
    extra.write(false, &mut given);
    let mut out = Map::new();
    out.extend(given.remove_entry("_"));
    out.insert("id".to_owned(), given.remove("id").unwrap_or_else(|| id.into()));
    if let Some(name) = name {
        out.insert("name".to_owned(), given.remove("name").unwrap_or_else(|| name.into()));
    }
    out.extend(given.remove_entry("description"));
    out
}

fn write_events(events: &[Event], out: &mut Map<String, Value>) {
    out.insert("event".to_owned(), events.iter().map(Event::to_json).collect());
}

fn write_behaviour(behaviour: &Behaviour, out: &mut Map<String, Value>) {
    if let Some(document) = &behaviour.document {
        out.insert("protocolProfileBehavior".to_owned(), document.clone());
    }
}

/// A UUID made from that of the item, so that one run shows the same everywhere.
fn derived_id(item: &str, position: usize) -> String {
    let hash = Sha256::new().chain_update(item).chain_update(position.to_le_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash).for_each(|(byte, hashed)| *byte = hashed);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

fn example(cursor: &mut Cursor<'_>, derived_id: String) -> Result<Value, Broken> {
    let mut extra = Extra::default();
    let mut fields = Map::new();
    let mut headers = Value::Array(Vec::new());
    if cursor.peek()? == b'{' {
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let name = key.name();
            match name.as_ref() {
                "originalRequest" => {
                    let raw = cursor.skip()?;
                    if crate::extra::is_true(raw) {
                        let request = Request::read(&mut Cursor::new(raw))?.to_json();
                        fields.insert(name.into_owned(), request);
                    }
                }
                "header" => {
                    headers = Header::read_list(cursor)?.iter().map(Header::to_json).collect();
                }
                "status" | "code" | "body" | "cookie" | "responseTime" => {
                    fields.insert(name.into_owned(), cursor.value()?);
                }
                other => extra.note(other, cursor.skip()?)?,
            }
        }
    } else {
        cursor.skip()?;
    }
    let private = extra.private("postman_id").and_then(Value::as_str).map(str::to_owned);
    let mut out = named(&extra, &private.unwrap_or(derived_id), None);
    if let Some(name) = extra.get("name") {
        out.insert("name".to_owned(), name.clone());
    }
    let cookies = fields.get("cookie").filter(|cookies| cookies.is_array()).cloned();
    for name in ["originalRequest", "status", "code"] {
        out.extend(fields.remove_entry(name).filter(|(_, value)| !value.is_null()));
    }
    out.insert("header".to_owned(), headers);
    out.extend(fields.remove_entry("body"));
    out.insert("cookie".to_owned(), cookies.unwrap_or_else(|| Value::Array(Vec::new())));
    out.extend(fields.remove_entry("responseTime"));
    Ok(Value::Object(out))
}
