//! Replaces secret values wherever they could leave the run.
//!
//! [`Secrets`] knows the values; [`Secrets::text`] and its like give what may be shown. A secret is
//! found as it is and in the forms that it takes on its way: percent-encoded, escaped in JSON or
//! HTML, inside base64 (then all of the base64 goes, since its edges tell some of it), as hex, in
//! lower case, as Latin-1. Values shorter than [`SHORTEST`] bytes are replaced only where they are
//! all of a text; they would hide half of a report otherwise.

mod event;
mod known;
mod view;

#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use bytes::Bytes;
use model::variables::Scope;
use serde_json::{Map, Value};

use self::known::Known;

/// What stands in the place of a secret.
pub const MASK: &str = "********";

/// Secrets of fewer bytes are replaced only where they are all of a text.
const SHORTEST: usize = 4;

/// The secrets of a run, as far as they are known; clones share them.
#[derive(Clone, Default)]
pub struct Secrets(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// There are any; asked before anything is locked.
    any: AtomicBool,
    known: RwLock<Arc<Known>>,
}

impl Secrets {
    /// Takes secret values to those that are known. What was secret once stays it.
    pub fn learn<'v>(&self, values: impl IntoIterator<Item = Cow<'v, str>>) {
        let mut fresh = Vec::new();
        let known = self.known();
        for value in values {
            if !known.has(&value) {
                fresh.push(value.into_owned());
            }
        }
        if fresh.is_empty() {
            return;
        }
        let mut place = self.0.known.write().unwrap_or_else(PoisonError::into_inner);
        *place = Arc::new(place.with(fresh));
        self.0.any.store(!place.is_empty(), Ordering::Release);
    }

    /// Nothing is secret.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.0.any.load(Ordering::Acquire)
    }

    fn known(&self) -> Arc<Known> {
        Arc::clone(&self.0.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The text without secrets.
    #[must_use]
    pub fn text<'t>(&self, text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
        let text = text.into();
        if self.is_empty() {
            return text;
        }
        match self.known().masked(text.as_bytes()) {
            // What is cut out are whole characters or whole forms of bytes.
            Some(masked) => Cow::Owned(String::from_utf8_lossy(&masked).into_owned()),
            None => text,
        }
    }

    /// Takes the secrets out of a text, in place.
    pub(crate) fn clean(&self, text: &mut String) {
        if !self.is_empty()
            && let Some(masked) = self.known().masked(text.as_bytes())
        {
            *text = String::from_utf8_lossy(&masked).into_owned();
        }
    }

    /// The bytes without secrets.
    #[must_use]
    pub fn bytes(&self, bytes: Bytes) -> Bytes {
        if self.is_empty() {
            return bytes;
        }
        self.known().masked(&bytes).map_or(bytes, Bytes::from)
    }

    /// The value without secrets, in its strings, numbers and names.
    #[must_use]
    pub fn value(&self, mut value: Value) -> Value {
        if !self.is_empty() {
            clean_value(&self.known(), &mut value);
        }
        value
    }

    /// The scope as reports show it: values of type secret are replaced whatever they are.
    #[must_use]
    pub fn scope(&self, scope: &Scope) -> Value {
        let Value::Array(list) = scope.to_json() else { return Value::Array(Vec::new()) };
        let kinds = scope.variables().iter().map(|variable| variable.kind);
        let shown = list.into_iter().zip(kinds).map(|(mut json, kind)| {
            if kind == model::variables::Kind::Secret
                && let Some(map) = json.as_object_mut()
                && let Some(value) = map.get_mut("value").filter(|value| **value != "")
            {
                *value = Value::String(MASK.to_owned());
            }
            self.value(json)
        });
        shown.collect()
    }
}

fn clean_value(known: &Known, value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(masked) = known.masked(text.as_bytes()) {
                *text = String::from_utf8_lossy(&masked).into_owned();
            }
        }
        Value::Number(number) => {
            if let Some(masked) = known.masked(number.to_string().as_bytes()) {
                *value = Value::String(String::from_utf8_lossy(&masked).into_owned());
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| clean_value(known, value)),
        Value::Object(map) => clean_map(known, map),
        Value::Null | Value::Bool(_) => {}
    }
}

fn clean_map(known: &Known, map: &mut Map<String, Value>) {
    map.values_mut().for_each(|value| clean_value(known, value));
    if map.keys().any(|key| known.masked(key.as_bytes()).is_some()) {
        let all = std::mem::take(map);
        map.extend(all.into_iter().map(|(key, value)| match known.masked(key.as_bytes()) {
            Some(masked) => (String::from_utf8_lossy(&masked).into_owned(), value),
            None => (key, value),
        }));
    }
}
