//! Values as XML, by the names that schemas give.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Builder, parameters};
use crate::spec::Node;

const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// A document around a value.
pub(super) fn document<'a>(
    builder: &Builder<'a>,
    schema: Option<Node<'a>>,
    value: &Value,
) -> String {
    let referred = schema.and_then(|schema| schema.reference()?.rsplit('/').next());
    let schema = schema.and_then(|schema| builder.follow(schema));
    let name = schema.and_then(|schema| schema.get("xml")?.text("name"));
    let mut out = PROLOGUE.to_owned();
    element(builder, schema, name.or(referred).unwrap_or("element"), value, 0, &mut out);
    out
}

fn element<'a>(
    builder: &Builder<'a>,
    schema: Option<Node<'a>>,
    name: &str,
    value: &Value,
    depth: usize,
    out: &mut String,
) {
    let indent = "  ".repeat(depth);
    let xml = schema.and_then(|schema| schema.get("xml"));
    match value {
        Value::Array(list) => {
            let items = schema.and_then(|schema| builder.follow(schema.get("items")?));
            let inner = items.and_then(|items| items.get("xml")?.text("name")).unwrap_or(name);
            let wrapped = depth == 0 || xml.is_some_and(|xml| xml.flag("wrapped"));
            if wrapped {
                let _ = writeln!(out, "{indent}<{name}>");
            }
            for one in list {
                element(builder, items, inner, one, depth + usize::from(wrapped), out);
            }
            if wrapped {
                let _ = writeln!(out, "{indent}</{name}>");
            }
        }
        Value::Object(members) => {
            let property = |name: &str| {
                schema.and_then(|schema| builder.follow(schema.get("properties")?.get(name)?))
            };
            let is_attribute = |name: &str| {
                property(name)
                    .and_then(|one| one.get("xml"))
                    .is_some_and(|xml| xml.flag("attribute"))
            };
            let _ = write!(out, "{indent}<{name}");
            for (key, one) in members.iter().filter(|(key, _)| is_attribute(key)) {
                let _ = write!(out, " {key}=\"{}\"", escaped(&parameters::text(one)));
            }
            out.push_str(">\n");
            for (key, one) in members.iter().filter(|(key, _)| !is_attribute(key)) {
                let schema = property(key);
                let named = schema.and_then(|one| one.get("xml")?.text("name")).unwrap_or(key);
                element(builder, schema, named, one, depth + 1, out);
            }
            let _ = writeln!(out, "{indent}</{name}>");
        }
        leaf => {
            // `<string>` would be an element of its own.
            let text = parameters::text(leaf);
            let text = match text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
                Some(word) => format!("({word})"),
                None => escaped(&text),
            };
            let _ = writeln!(out, "{indent}<{name}>{text}</{name}>");
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
