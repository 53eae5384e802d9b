//! Bodies of requests and answers.

use serde::{Serialize, Serializer, ser::SerializeStruct as _};
use serde_json::{Value, json, ser::PrettyFormatter};

use super::{
    BodyType, Builder, Indent, examples, parameters,
    sample::{Sampler, Way},
    text::Text,
    xml,
};
use crate::spec::Node;

/// The body of a request.
#[derive(Clone)]
pub(super) enum Body {
    /// A form or a file.
    Made(Value),
    /// A text.
    Raw(Text),
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = match self {
            Self::Made(body) => return body.serialize(to),
            Self::Raw(text) => text,
        };
        let plain = matches!(text.language, "text" | "html");
        let mut body = to.serialize_struct("body", 3)?;
        body.serialize_field("mode", "raw")?;
        body.serialize_field("raw", text)?;
        if !plain {
            let language = json!({ "headerFamily": text.language, "language": text.language });
            body.serialize_field("options", &json!({ "raw": language }))?;
        }
        body.end()
    }
}

/// The order in which one of several kinds of text is taken.
const RAW: [&str; 6] = [
    "application/javascript",
    "application/json",
    "text/html",
    "text/plain",
    "application/xml",
    "text/xml",
];

/// The media type without its parameters, in lower case.
fn plain(kind: &str) -> String {
    kind.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn is_form(kind: &str) -> bool {
    kind == "application/x-www-form-urlencoded" || kind.starts_with("multipart/")
}

/// The media type of a request's body that is taken.
pub(super) fn preferred<'a>(
    builder: &Builder<'a>,
    operation: Node<'a>,
) -> Option<(&'a str, Node<'a>)> {
    let body = builder.follow(operation.get("requestBody")?)?;
    let content = body.get("content")?;
    let find =
        |wanted: &dyn Fn(&str) -> bool| content.members().find(|(kind, _)| wanted(&plain(kind)));
    let asked = match builder.options.preferred_request_body_type {
        BodyType::XWwwFormUrlencoded => find(&|kind| kind == "application/x-www-form-urlencoded"),
        BodyType::FormData => find(&|kind| kind == "multipart/form-data"),
        BodyType::Raw => find(&|kind| !is_form(kind)).and_then(|_| raw(content)),
        BodyType::FirstListed => None,
    };
    asked.or_else(|| {
        let first = content.members().next()?;
        if is_form(&plain(first.0)) { Some(first) } else { raw(content) }
    })
}

/// Of several kinds of text the one that is taken.
fn raw(content: Node<'_>) -> Option<(&str, Node<'_>)> {
    let known =
        RAW.iter().find_map(|wanted| content.members().find(|(kind, _)| plain(kind) == *wanted));
    known
        .or_else(|| content.members().find(|(kind, _)| plain(kind).ends_with("+json")))
        .or_else(|| content.members().find(|(kind, _)| !is_form(&plain(kind))))
        .or_else(|| content.members().next())
}

/// The media type of an answer that is shown.
pub(super) fn preferred_answer(response: Node<'_>) -> Option<(&str, Node<'_>)> {
    raw(response.get("content")?)
}

/// What a media type holds: an example, or what fits its schema.
fn value<'a>(builder: &Builder<'a>, media: Node<'a>, way: Way, key: Option<&str>) -> Value {
    if !builder.options.placeholders()
        && let Some(example) = examples::named(builder, media, key)
    {
        return example;
    }
    let schema = media.get("schema").or_else(|| media.get("itemSchema"));
    schema.map_or(Value::Null, |schema| Sampler::new(builder, way).value(schema))
}

/// The text of a body; what a reference makes is made once.
pub(super) fn text<'a>(
    builder: &Builder<'a>,
    kind: &str,
    media: Node<'a>,
    way: Way,
    key: Option<&str>,
) -> Text {
    let example = (!builder.options.placeholders()).then(|| examples::named(builder, media, key));
    if let Some(example) = example.flatten() {
        return Text::new(written(builder, kind, media, &example));
    }
    let Some(schema) = media.get("schema").or_else(|| media.get("itemSchema")) else {
        return Text::new(written(builder, kind, media, &Value::Null));
    };
    let place = media.get("schema").and_then(|it| builder.spec.place(it.file, it.reference()?));
    let of = |way| Some((place.clone()?, way, plain(kind)));
    for known in [None, Some(way)].into_iter().filter_map(of) {
        if let Some(text) = builder.texts.borrow().get(&known) {
            return text.clone();
        }
    }
    let mut sampler = Sampler::new(builder, way);
    let value = sampler.value(schema);
    let text = Text::new(written(builder, kind, media, &value));
    if let Some(place) = of(sampler.way()) {
        builder.texts.borrow_mut().insert(place, text.clone());
    }
    text
}

/// A value as the text of a body, and the language to show it in.
fn written<'a>(
    builder: &Builder<'a>,
    kind: &str,
    media: Node<'a>,
    value: &Value,
) -> (String, &'static str) {
    let kind = plain(kind);
    if kind.ends_with("json") || kind == "*/*" || kind == "application/*" {
        let text = match value {
            // An example may be the text itself.
            Value::String(text) if text.trim_start().starts_with(['{', '[']) => text.clone(),
            Value::Null => String::new(),
            value => pretty(value, builder.options.indent_character),
        };
        return (text, "json");
    }
    if kind.ends_with("xml") {
        let text = match value {
            Value::String(text) if text.trim_start().starts_with('<') => text.clone(),
            value => xml::document(builder, media.get("schema"), value),
        };
        return (text, "xml");
    }
    let language = if kind == "text/html" { "html" } else { "text" };
    let text = match value {
        Value::Object(_) | Value::Array(_) => pretty(value, builder.options.indent_character),
        value => parameters::text(value),
    };
    (text, language)
}

fn pretty(value: &Value, indent: Indent) -> String {
    let indent: &[u8] = if indent == Indent::Tab { b"\t" } else { b"  " };
    let mut out = Vec::new();
    let mut writer =
        serde_json::Serializer::with_formatter(&mut out, PrettyFormatter::with_indent(indent));
    // NOTE: a value always has a text, and writing to memory can't fail.
    let _ = value.serialize(&mut writer);
    String::from_utf8(out).unwrap_or_default()
}

/// The body of a request.
pub(super) fn request<'a>(
    builder: &Builder<'a>,
    (kind, media): (&'a str, Node<'a>),
    key: Option<&str>,
) -> Body {
    let plain = plain(kind);
    let value = || value(builder, media, Way::Request, key);
    if plain == "application/x-www-form-urlencoded" {
        let fields = fields(builder, media, &value(), false);
        return Body::Made(json!({ "mode": "urlencoded", "urlencoded": fields }));
    }
    if plain.starts_with("multipart/") {
        let fields = fields(builder, media, &value(), true);
        return Body::Made(json!({ "mode": "formdata", "formdata": fields }));
    }
    if plain == "application/octet-stream" || plain.starts_with("image/") {
        return Body::Made(json!({ "mode": "file" }));
    }
    Body::Raw(text(builder, kind, media, Way::Request, key))
}

/// The fields of a form.
fn fields<'a>(builder: &Builder<'a>, media: Node<'a>, value: &Value, parts: bool) -> Value {
    let schema = media.get("schema").and_then(|schema| builder.follow(schema));
    let required = schema.and_then(|schema| schema.value.get("required")?.as_array());
    let mut fields = Vec::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let property = schema.and_then(|schema| schema.get("properties")?.get(name));
        let property = property.and_then(|property| builder.follow(property));
        let about = property.and_then(|property| property.text("description"));
        let needed = required.is_some_and(|list| list.iter().any(|one| one == name.as_str()));
        let mut field = json!({ "key": name });
        let Value::Object(members) = &mut field else { continue };
        if parts && is_file(property) {
            members.insert("type".to_owned(), "file".into());
            members.insert("src".to_owned(), json!([]));
        } else {
            members.insert("value".to_owned(), plain_field(value).into());
            if parts {
                members.insert("type".to_owned(), "text".into());
            }
        }
        let mark = if needed { "(Required) " } else { "" };
        let about = format!("{mark}{}", about.unwrap_or_default());
        if !about.is_empty() {
            members.insert("description".to_owned(), about.into());
        }
        if !needed && !builder.options.enable_optional_parameters {
            members.insert("disabled".to_owned(), true.into());
        }
        fields.push(field);
    }
    Value::Array(fields)
}

fn plain_field(value: &Value) -> String {
    match value {
        Value::Array(list) if list.iter().all(|one| !one.is_object() && !one.is_array()) => {
            parameters::joined(value, ",")
        }
        value => parameters::text(value),
    }
}

fn is_file(property: Option<Node<'_>>) -> bool {
    let Some(property) = property else { return false };
    let binary = |schema: Node<'_>| {
        schema.text("format") == Some("binary")
            || schema.text("contentMediaType").is_some_and(|kind| kind != "application/json")
    };
    binary(property) || property.get("items").is_some_and(binary)
}
