//! Parameters of operations.

use serde_json::{Value, json};

use super::{
    Builder, examples,
    sample::{Sampler, Way},
};
use crate::spec::Node;

/// Headers that follow from body and authentication.
const IMPLICIT: [&str; 3] = ["content-type", "accept", "authorization"];

/// A parameter, its reference followed.
#[derive(Clone, Copy)]
pub(super) struct Parameter<'a> {
    node: Node<'a>,
    name: &'a str,
    place: &'a str,
}

/// Parameters as a request has them.
#[derive(Default)]
pub(super) struct Sent {
    pub query: Vec<Value>,
    pub headers: Vec<Value>,
    pub variables: Vec<Value>,
}

/// The parameters of an operation: its own, and those of its path that it does not replace.
pub(super) fn of_operation<'a>(
    builder: &Builder<'a>,
    item: Node<'a>,
    operation: Node<'a>,
) -> Vec<Parameter<'a>> {
    let list = |of: Node<'a>| -> Vec<Parameter<'a>> {
        let all = of.get("parameters").into_iter().flat_map(Node::entries);
        all.filter_map(|one| {
            let node = builder.follow(one)?;
            Some(Parameter { node, name: node.text("name")?, place: node.text("in")? })
        })
        .collect()
    };
    let mut all = list(item);
    for own in list(operation) {
        all.retain(|one| (one.name, one.place) != (own.name, own.place));
        all.push(own);
    }
    let deprecated = builder.options.include_deprecated;
    all.retain(|one| deprecated || !one.node.flag("deprecated"));
    all
}

/// Keys of the named examples of parameters.
pub(super) fn example_keys<'a>(parameters: &[Parameter<'a>]) -> Vec<&'a str> {
    let examples = parameters.iter().filter_map(|one| one.node.get("examples"));
    examples.flat_map(Node::members).map(|(key, _)| key).collect()
}

/// The parameters with values; `key` names the examples to take where there are several.
pub(super) fn sent<'a>(
    builder: &Builder<'a>,
    parameters: &[Parameter<'a>],
    key: Option<&str>,
) -> Sent {
    let mut sent = Sent::default();
    for parameter in parameters {
        let value = value(builder, *parameter, key);
        let about = description(builder, *parameter);
        let off = !builder.options.enable_optional_parameters && !parameter.node.flag("required");
        let entry = |key: &str, value: &str| {
            let mut entry = json!({ "key": key, "value": value, "description": about });
            if let (true, Value::Object(entry)) = (off, &mut entry) {
                entry.insert("disabled".to_owned(), true.into());
            }
            entry
        };
        match parameter.place {
            "query" => {
                let pairs = pairs(*parameter, &value);
                sent.query.extend(pairs.iter().map(|(key, value)| entry(key, value)));
            }
            "querystring" => sent.query.push(entry(parameter.name, &text(&value))),
            "header" => {
                let implicit = IMPLICIT.contains(&parameter.name.to_lowercase().as_str());
                if !implicit || builder.options.keep_implicit_headers {
                    sent.headers.push(entry(parameter.name, &joined(&value, ",")));
                }
            }
            "path" => {
                let value = joined(&value, ",");
                sent.variables.push(json!({
                    "key": parameter.name, "value": value, "description": about,
                }));
            }
            "cookie" => builder.note(format!("the cookie `{}`", parameter.name)),
            other => builder.note(format!("the parameter `{}` in `{other}`", parameter.name)),
        }
    }
    sent
}

fn schema<'a>(builder: &Builder<'a>, parameter: Parameter<'a>) -> Option<Node<'a>> {
    let media = || parameter.node.get("content")?.members().next()?.1.get("schema");
    let schema = parameter.node.get("schema").or_else(media)?;
    builder.follow(schema)
}

fn value<'a>(builder: &Builder<'a>, parameter: Parameter<'a>, key: Option<&str>) -> Value {
    let node = parameter.node;
    if !builder.options.placeholders() {
        let media = node.get("content").and_then(|content| content.members().next());
        let named = media.map_or(node, |(_, media)| media);
        if let Some(example) = examples::named(builder, named, key) {
            return example;
        }
    }
    let Some(schema) = schema(builder, parameter) else { return Value::String(String::new()) };
    Sampler::new(builder, Way::Request).value(schema)
}

fn description(builder: &Builder<'_>, parameter: Parameter<'_>) -> String {
    let required = if parameter.node.flag("required") { "(Required) " } else { "" };
    let text = parameter.node.text("description").unwrap_or_default();
    let options = schema(builder, parameter).and_then(|schema| schema.value.get("enum"));
    let options = options.and_then(Value::as_array).map(|options| {
        let options: Vec<String> = options.iter().map(self::text).collect();
        format!(" (This can only be one of {})", options.join(","))
    });
    format!("{required}{text}{}", options.unwrap_or_default())
}

/// Keys and values of a query parameter, by its style.
fn pairs(parameter: Parameter<'_>, value: &Value) -> Vec<(String, String)> {
    let name = parameter.name;
    let style = parameter.node.text("style").unwrap_or("form");
    let explode = parameter.node.value.get("explode").and_then(Value::as_bool);
    let explode = explode.unwrap_or(style == "form");
    let between = match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        _ => ",",
    };
    match value {
        Value::Array(list) if explode => {
            list.iter().map(|one| (name.to_owned(), text(one))).collect()
        }
        Value::Object(_) if style == "deepObject" => {
            let mut pairs = Vec::new();
            deep(name, value, &mut pairs);
            pairs
        }
        Value::Object(object) if explode && style == "form" => {
            object.iter().map(|(key, one)| (key.clone(), text(one))).collect()
        }
        value => vec![(name.to_owned(), joined(value, between))],
    }
}

fn deep(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (key, one) in object {
                deep(&format!("{name}[{key}]"), one, pairs);
            }
        }
        Value::Array(list) => {
            for one in list {
                pairs.push((name.to_owned(), text(one)));
            }
        }
        value => pairs.push((name.to_owned(), text(value))),
    }
}

/// A value as one text: lists and objects with something between their parts.
pub(super) fn joined(value: &Value, between: &str) -> String {
    match value {
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(between),
        Value::Object(object) => {
            let parts = object.iter().flat_map(|(key, one)| [key.clone(), text(one)]);
            parts.collect::<Vec<_>>().join(between)
        }
        value => text(value),
    }
}

/// A value as text: that of a text itself, the JSON of all else.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// `{x}` in the words of collections: `{{x}}`.
pub(super) fn braces_doubled(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '{' | '}' => out.extend([character, character]),
            other => out.push(other),
        }
    }
    out
}
