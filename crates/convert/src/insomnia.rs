//! Exports of Insomnia, version 4 as JSON and version 5 as YAML.

mod auth;
mod environment;
mod request;
mod settings;
mod template;
mod v4;
mod v5;

use serde_json::Value;

use crate::{
    Converted, Fault,
    formats::{Made, Notes, item},
    spec,
};

/// What an export holds, in either version.
#[derive(Default)]
struct Tree {
    name: String,
    items: Vec<Value>,
    environments: Vec<String>,
}

/// Makes a collection of an export, and an environment of each of its environments.
pub fn read(name: &str, text: &str) -> Result<Made, Fault> {
    let export = spec::document(name, text)?;
    let mut notes = Notes::default();
    let tree = if export.get("resources").is_some_and(Value::is_array) {
        v4::tree(&export, &mut notes)
    } else if export.get("collection").is_some_and(Value::is_array) {
        v5::tree(&export, &mut notes)
    } else {
        let why = "there are neither `resources` nor a `collection`".to_owned();
        return Err(Fault::Format("an export of Insomnia", why));
    };
    let name = if tree.name.is_empty() { name } else { &tree.name };
    let collection: Converted = item::collection(name, &tree.items, notes)?;
    Ok(Made { environments: tree.environments, ..Made::collection(collection) })
}
