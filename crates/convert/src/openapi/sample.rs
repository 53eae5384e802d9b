//! Values that fit a schema.

use std::{cell::RefCell, collections::HashMap};

use serde_json::{Value, json};

use super::{Builder, Object, scalar};
use crate::spec::Node;

/// Which way a body goes: what is read only is not sent, what is write only not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    Request,
    Response,
}

/// Values in one body; beyond that lists get one entry, and ten times that nothing more.
const MANY: usize = 2_000;

/// Values of references that were made before, as far as they lead to no cycle.
#[derive(Default)]
pub(crate) struct Cache(RefCell<HashMap<Key, (Value, usize)>>);

/// File and pointer, and the way where it matters.
type Key = (usize, String, Option<Way>);

/// Makes one value.
pub(crate) struct Sampler<'b, 'a> {
    builder: &'b Builder<'a>,
    way: Way,
    /// References that are being followed.
    inside: Vec<(usize, String)>,
    made: usize,
    depth: usize,
    /// A cycle or a limit was met since this was last cleared: the value holds only here.
    cut: bool,
    /// Something that goes only one way was met since this was last cleared.
    directed: bool,
}

impl<'b, 'a> Sampler<'b, 'a> {
    pub(crate) fn new(builder: &'b Builder<'a>, way: Way) -> Self {
        let inside = Vec::new();
        Self { builder, way, inside, made: 0, depth: 0, cut: false, directed: false }
    }

    /// The way that the value made holds for; `None` when it holds for both.
    pub(crate) fn way(&self) -> Option<Way> {
        self.directed.then_some(self.way)
    }

    /// A value for a schema.
    pub(crate) fn value(&mut self, schema: Node<'a>) -> Value {
        self.made += 1;
        if self.depth > self.builder.options.depth() || self.made > MANY * 10 {
            self.cut = true;
            return json!({ "value": "<Error: Too many levels of nesting to fake this schema>" });
        }
        self.depth += 1;
        let value = match schema.reference() {
            Some(reference) => self.referred(schema, reference),
            None => self.direct(schema),
        };
        self.depth -= 1;
        value
    }

    fn referred(&mut self, schema: Node<'a>, reference: &str) -> Value {
        let Some(place) = self.builder.spec.place(schema.file, reference) else {
            self.builder.follow(schema);
            return Value::Null;
        };
        if self.inside.contains(&place) {
            self.cut = true;
            return json!({ "value": format!("<Circular reference to {reference} detected>") });
        }
        for way in [None, Some(self.way)] {
            let key = (place.0, place.1.clone(), way);
            if let Some((value, size)) = self.builder.samples.0.borrow().get(&key)
                && self.made + size < MANY
            {
                self.made += size;
                self.directed |= way.is_some();
                return value.clone();
            }
        }
        let Some(target) = self.builder.follow(schema) else { return Value::Null };
        let (before, cut) = (self.made, std::mem::take(&mut self.cut));
        let directed = std::mem::take(&mut self.directed);
        self.inside.push(place.clone());
        let value = self.direct(target);
        self.inside.pop();
        // What was cut short would be longer elsewhere.
        if !self.cut && self.made < MANY {
            let kept = (value.clone(), self.made - before);
            let key = (place.0, place.1, self.way());
            self.builder.samples.0.borrow_mut().insert(key, kept);
        }
        self.cut |= cut;
        self.directed |= directed;
        value
    }

    fn direct(&mut self, schema: Node<'a>) -> Value {
        if let Some(value) = self.given(schema) {
            return value;
        }
        let mut value = self.own(schema);
        for part in schema.get("allOf").into_iter().flat_map(Node::entries) {
            let part = self.value(part);
            merge(&mut value, part);
        }
        for name in ["oneOf", "anyOf"] {
            let first = schema.get(name).and_then(|list| list.entries().find(|one| !is_null(*one)));
            if let Some(first) = first {
                let first = self.value(first);
                merge(&mut value, first);
            }
        }
        value.unwrap_or(Value::Null)
    }

    /// A value that the schema itself names.
    fn given(&self, schema: Node<'a>) -> Option<Value> {
        if let Some(constant) = schema.value.get("const") {
            return Some(constant.clone());
        }
        if !self.builder.options.placeholders() {
            if let Some(example) = schema.value.get("example") {
                return Some(example.clone());
            }
            let examples = schema.value.get("examples").and_then(Value::as_array);
            if let Some(first) = examples.and_then(|examples| examples.first()) {
                return Some(first.clone());
            }
        }
        if let Some(default) = schema.value.get("default").filter(|one| !one.is_null()) {
            return Some(default.clone());
        }
        let options = schema.value.get("enum").and_then(Value::as_array)?;
        let seed = usize::try_from(self.builder.options.seed).unwrap_or_default();
        options.get(seed % options.len().max(1)).or_else(|| options.first()).cloned()
    }

    /// What type and properties make; `None` when the schema says neither.
    fn own(&mut self, schema: Node<'a>) -> Option<Value> {
        match kind(schema.value)? {
            "object" => Some(self.object(schema)),
            "array" => Some(self.list(schema)),
            kind => Some(scalar::value(self.builder.options, schema.value, kind)),
        }
    }

    fn object(&mut self, schema: Node<'a>) -> Value {
        let mut object = Object::new();
        let (hidden, shown) = match self.way {
            Way::Request => ("readOnly", "writeOnly"),
            Way::Response => ("writeOnly", "readOnly"),
        };
        for (name, property) in schema.get("properties").into_iter().flat_map(Node::members) {
            let target = self.builder.spec.follow(property).unwrap_or(property);
            let deprecated = target.flag("deprecated") && !self.builder.options.include_deprecated;
            let says = |name: &str| target.flag(name) || property.flag(name);
            self.directed |= says(hidden) || says(shown);
            if !deprecated && !says(hidden) {
                let value = self.value(property);
                object.insert(name.to_owned(), value);
            }
        }
        if let Some(more) = schema.get("additionalProperties").filter(|one| one.value.is_object())
            && object.is_empty()
            && more.value.as_object().is_some_and(|members| !members.is_empty())
        {
            let value = self.value(more);
            object.insert("key_0".to_owned(), value.clone());
            object.insert("key_1".to_owned(), value);
        }
        Value::Object(object)
    }

    fn list(&mut self, schema: Node<'a>) -> Value {
        let bound = |name: &str| schema.value.get(name).and_then(Value::as_u64);
        let usual = if self.made > MANY { 1 } else { 2 };
        let count = bound("minItems").unwrap_or(0).max(usual).min(bound("maxItems").unwrap_or(20));
        let mut list = Vec::new();
        for part in schema.get("prefixItems").into_iter().flat_map(Node::entries) {
            list.push(self.value(part));
        }
        let Some(items) = schema.get("items").filter(|items| items.value.is_object()) else {
            return Value::Array(list);
        };
        if list.is_empty() && count > 0 {
            let first = self.value(items);
            list = vec![first; usize::try_from(count.min(20)).unwrap_or(1)];
        }
        Value::Array(list)
    }
}

/// The type of a schema, said or shown by its other members; of several the first that is not null.
pub(crate) fn kind(schema: &Value) -> Option<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => return Some(kind),
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str);
            return kinds.find(|kind| *kind != "null").or(Some("null"));
        }
        _ => {}
    }
    let has = |names: &[&str]| names.iter().any(|name| schema.get(*name).is_some());
    match () {
        () if has(&["properties", "additionalProperties"]) => Some("object"),
        () if has(&["items", "prefixItems"]) => Some("array"),
        () if has(&["pattern", "minLength", "maxLength", "format"]) => Some("string"),
        () if has(&["minimum", "maximum", "multipleOf"]) => Some("number"),
        () => None,
    }
}

fn is_null(schema: Node<'_>) -> bool {
    schema.text("type") == Some("null")
}

/// Puts one part of a schema over another.
fn merge(value: &mut Option<Value>, part: Value) {
    match (value, part) {
        (Some(Value::Object(object)), Value::Object(part)) => {
            for (name, part) in part {
                match object.get_mut(&name) {
                    Some(there @ Value::Object(_)) if part.is_object() => {
                        let mut both = Some(there.take());
                        merge(&mut both, part);
                        *there = both.unwrap_or_default();
                    }
                    _ => drop(object.insert(name, part)),
                }
            }
        }
        (_, Value::Null) => {}
        (value @ None, part) => *value = Some(part),
        // An object is more than a word about it.
        (Some(there), part) => {
            if part.is_object() || !there.is_object() {
                *there = part;
            }
        }
    }
}
