//! Environments.

use serde_json::{Value, json};

use super::{
    bru::{Bru, Pair},
    shared,
};
use crate::formats::Notes;

/// An environment's text. Secret variables have no value, as Bruno keeps those elsewhere; who takes
/// the environment sees that they are empty.
pub(super) fn document(name: &str, mut bru: Bru, place: &str, notes: &mut Notes) -> String {
    let mut values: Vec<Value> =
        bru.take_pairs("vars").iter().map(|pair| value(pair, "default")).collect();
    for entry in bru.take_list("vars:secret") {
        let (key, disabled) = match entry.strip_prefix('~') {
            Some(key) => (key.to_owned(), true),
            None => (entry, false),
        };
        values.push(value(&Pair { key, disabled, ..Pair::default() }, "secret"));
    }
    shared::note_left(&bru, place, notes);
    let name = if name.is_empty() { "Environment" } else { name };
    json!({ "name": name, "values": values }).to_string()
}

fn value(of: &Pair, kind: &str) -> Value {
    let mut made =
        json!({ "key": of.key, "value": of.value, "type": kind, "enabled": !of.disabled });
    if let (false, Value::Object(made)) = (of.about.is_empty(), &mut made) {
        made.insert("description".to_owned(), of.about.as_str().into());
    }
    made
}
