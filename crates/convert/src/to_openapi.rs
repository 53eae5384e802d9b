//! Collections, made OpenAPI descriptions.

mod auth;
mod body;
mod follow;
mod operation;
mod schema;
pub(crate) mod url;

pub use follow::{Followed, follow};

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::{Converted, Fault, spec};

type Object = Map<String, Value>;

/// The version that is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// 3.0.3.
    #[default]
    V30,
    /// 3.1.0.
    V31,
}

/// Makes an OpenAPI description of a collection of format v2.1.
///
/// Folders become tags, requests operations, saved examples responses. Requests with the same
/// method and path become one operation. Scripts have no place in OpenAPI, which the notes say.
pub fn to_openapi(
    collection: &str,
    version: Version,
    format: spec::Format,
) -> Result<Converted, Fault> {
    let (document, notes) = described(collection, version)?;
    Ok(Converted { document: spec::write(&document, format), notes })
}

/// The description as a value, and what was not carried.
fn described(collection: &str, version: Version) -> Result<(Value, Vec<String>), Fault> {
    let collection: Value = serde_json::from_str(collection)?;
    let Some(collection) = collection.as_object() else { return Err(Fault::NoCollection) };
    if !collection.contains_key("item") {
        return Err(Fault::NoCollection);
    }
    let mut writer = Writer::new(collection);
    for item in list(collection.get("item")) {
        writer.item(item, &[]);
    }
    let document = writer.document(collection, version);
    Ok((document, writer.notes.into_iter().collect()))
}

struct Writer {
    variables: BTreeMap<String, String>,
    servers: Vec<String>,
    /// Path items by path.
    paths: Object,
    tags: Vec<String>,
    schemes: Object,
    ids: BTreeSet<String>,
    notes: BTreeSet<String>,
}

impl Writer {
    fn new(collection: &Object) -> Self {
        let variables = list(collection.get("variable")).iter().filter_map(|one| {
            Some((text(one.get("key"))?, text(one.get("value")).unwrap_or_default()))
        });
        Self {
            variables: variables.collect(),
            servers: Vec::new(),
            paths: Object::new(),
            tags: Vec::new(),
            schemes: Object::new(),
            ids: BTreeSet::new(),
            notes: BTreeSet::new(),
        }
    }

    fn item(&mut self, item: &Value, folders: &[String]) {
        if list(item.get("event")).iter().any(|event| event.get("script").is_some()) {
            self.notes.insert("scripts".to_owned());
        }
        if let Some(Value::Array(items)) = item.get("item") {
            let name = text(item.get("name")).unwrap_or_default();
            if !self.tags.contains(&name) {
                self.tags.push(name.clone());
            }
            let mut inner = folders.to_vec();
            inner.push(name);
            for item in items {
                self.item(item, &inner);
            }
        } else {
            operation::add(self, item, folders);
        }
    }

    fn document(&mut self, collection: &Object, version: Version) -> Value {
        let info = collection.get("info");
        let told = |name: &str| info.and_then(|info| text(info.get(name)));
        let mut about = Object::new();
        about.insert("title".to_owned(), told("name").unwrap_or_default().into());
        if let Some(description) = told("description").filter(|text| !text.is_empty()) {
            about.insert("description".to_owned(), description.into());
        }
        about.insert("version".to_owned(), "1.0.0".into());
        let mut document = Object::new();
        let number = if version == Version::V31 { "3.1.0" } else { "3.0.3" };
        document.insert("openapi".to_owned(), number.into());
        document.insert("info".to_owned(), Value::Object(about));
        if !self.servers.is_empty() {
            let servers: Vec<Value> =
                self.servers.iter().map(|url| json!({ "url": url })).collect();
            document.insert("servers".to_owned(), Value::Array(servers));
        }
        if let Some(security) = auth::security(self, collection.get("auth")) {
            document.insert("security".to_owned(), security);
        }
        if !self.tags.is_empty() {
            let tags: Vec<Value> = self.tags.iter().map(|name| json!({ "name": name })).collect();
            document.insert("tags".to_owned(), Value::Array(tags));
        }
        document.insert("paths".to_owned(), Value::Object(std::mem::take(&mut self.paths)));
        if !self.schemes.is_empty() {
            let schemes = std::mem::take(&mut self.schemes);
            document.insert("components".to_owned(), json!({ "securitySchemes": schemes }));
        }
        Value::Object(document)
    }

    /// A text with the collection's variables in it; others stay as they are.
    fn resolved(&self, text: &str) -> String {
        let mut out = text.to_owned();
        // Variables may name others; a few rounds end what refers to itself.
        for _ in 0..5 {
            let before = out.clone();
            for (key, value) in &self.variables {
                let named = format!("{{{{{key}}}}}");
                if out.len() < 10_000 && *value != named {
                    out = out.replace(&named, value);
                }
            }
            if out == before {
                break;
            }
        }
        out
    }
}

pub(crate) fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Text, also of an object around it.
pub(crate) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Object(object) => text(object.get("content")),
        _ => None,
    }
}
