//! Operations, as requests.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Builder, NameSource, Object, auth,
    body::{self, Body},
    examples::{self, Example},
    parameters::{self, Parameter, Sent},
    servers,
};
use crate::spec::Node;

/// Characters of a name.
const LONGEST: usize = 255;

/// An operation with what holds for it.
pub(super) struct Call<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub operation: Node<'a>,
    pub parameters: Vec<Parameter<'a>>,
    /// The media type of the body that is sent.
    pub body: Option<(&'a str, Node<'a>)>,
    /// The address that stands in for the servers of the whole description.
    server: Option<Node<'a>>,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        builder: &Builder<'a>,
        method: &'a str,
        path: &'a str,
        item: Node<'a>,
        operation: Node<'a>,
    ) -> Self {
        let servers = operation.get("servers").or_else(|| item.get("servers"));
        Self {
            method,
            path,
            operation,
            parameters: parameters::of_operation(builder, item, operation),
            body: body::preferred(builder, operation),
            server: servers.and_then(|servers| servers.entries().next()),
        }
    }

    /// The tags, in order.
    pub(super) fn tags(&self) -> Vec<&'a str> {
        let tags = self.operation.get("tags").into_iter().flat_map(Node::entries);
        tags.filter_map(|tag| tag.value.as_str()).collect()
    }
}

/// The item of a collection that calls an operation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    name: String,
    pub request: Request,
    response: Vec<Example>,
    protocol_profile_behavior: Value,
}

/// A request of a collection, without what it does not have.
#[derive(Clone, Serialize)]
pub(super) struct Request {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    method: String,
    pub header: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Body>,
    pub url: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth: Option<Value>,
}

impl Item {
    pub(super) fn new<'a>(builder: &Builder<'a>, call: &Call<'a>) -> Self {
        let request = request(builder, call, None);
        Self {
            name: name(builder, call),
            response: examples::of_operation(builder, call, &request),
            request,
            protocol_profile_behavior: json!({ "disableBodyPruning": true }),
        }
    }
}

fn name(builder: &Builder<'_>, call: &Call<'_>) -> String {
    let told =
        |name: &str| call.operation.text(name).map(str::trim).filter(|text| !text.is_empty());
    let fallback = builder.options.request_name_source == NameSource::Fallback;
    let path = || {
        let variable = |part: &str| {
            let name = part.strip_prefix('{')?.strip_suffix('}')?;
            (!name.contains(['{', '}'])).then(|| format!(":{name}"))
        };
        let parts = call.path.split('/').map(|part| variable(part).unwrap_or(part.to_owned()));
        parts.collect::<Vec<_>>().join("/")
    };
    let name = if !fallback {
        path()
    } else if let Some(summary) = told("summary") {
        summary.to_owned()
    } else if let Some(id) = told("operationId") {
        words(id)
    } else {
        told("description").map_or_else(path, str::to_owned)
    };
    name.chars().take(LONGEST).collect()
}

/// An operation id with blanks between its words: `createPet`, `get_x_by_ID`.
fn words(id: &str) -> String {
    let mut out = String::new();
    let mut before: Option<char> = None;
    for character in id.chars() {
        if matches!(character, '_' | '-' | ' ') {
            if !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
        } else {
            let starts = before.is_some_and(|before| before.is_lowercase() || before.is_numeric());
            if character.is_uppercase() && starts {
                out.push(' ');
            }
            out.push(character);
        }
        before = Some(character);
    }
    out.trim_end().to_owned()
}

/// The request of an operation; `key` names the examples to take where there are several.
pub(super) fn request<'a>(builder: &Builder<'a>, call: &Call<'a>, key: Option<&str>) -> Request {
    let Sent { query, mut headers, variables } = parameters::sent(builder, &call.parameters, key);
    if let Some((kind, _)) = call.body {
        add_header(&mut headers, "Content-Type", kind);
    }
    if let Some(accept) = accept(builder, call.operation) {
        add_header(&mut headers, "Accept", accept);
    }
    Request {
        description: Some(call.operation.text("description").unwrap_or_default().to_owned()),
        method: call.method.to_uppercase(),
        header: headers,
        body: call.body.map(|media| body::request(builder, media, key)),
        url: url(builder, call, query, variables),
        auth: auth::of_operation(builder, call.operation),
    }
}

fn add_header(headers: &mut Vec<Value>, name: &str, value: &str) {
    let known = headers.iter().filter_map(|header| header.get("key").and_then(Value::as_str));
    if !known.into_iter().any(|key| key.eq_ignore_ascii_case(name)) {
        headers.push(json!({ "key": name, "value": value }));
    }
}

/// The type of the first answer that has one.
fn accept<'a>(builder: &Builder<'a>, operation: Node<'a>) -> Option<&'a str> {
    let responses = operation.get("responses")?.members();
    responses
        .filter_map(|(_, response)| builder.follow(response))
        .find_map(|response| body::preferred_answer(response).map(|(kind, _)| kind))
}

fn url(builder: &Builder<'_>, call: &Call<'_>, query: Vec<Value>, variables: Vec<Value>) -> Value {
    let base = match call.server {
        Some(server) => servers::url(builder, server),
        None => "{{baseUrl}}".to_owned(),
    };
    let mut known = variables;
    let mut path = Vec::new();
    for segment in call.path.split('/').filter(|segment| !segment.is_empty()) {
        let whole = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        match whole.filter(|name| !name.contains(['{', '}'])) {
            Some(name) => {
                path.push(format!(":{name}"));
                if !known.iter().any(|one| one.get("key").and_then(Value::as_str) == Some(name)) {
                    known.push(json!({ "key": name, "value": "" }));
                }
            }
            None if segment.contains('{') => {
                inside(builder, segment, &mut known);
                path.push(parameters::braces_doubled(segment));
            }
            None => path.push(segment.to_owned()),
        }
    }
    let in_path = |variable: &Value| {
        let key = variable.get("key").and_then(Value::as_str).unwrap_or_default();
        path.iter().any(|segment| segment.strip_prefix(':') == Some(key))
    };
    known.retain(in_path);
    let raw = with_query(format!("{base}/{}", path.join("/")), &query);
    let mut url = Object::new();
    url.insert("raw".to_owned(), raw.into());
    url.insert("host".to_owned(), json!([base]));
    url.insert("path".to_owned(), json!(path));
    for (name, list) in [("query", query), ("variable", known)] {
        if !list.is_empty() {
            url.insert(name.to_owned(), Value::Array(list));
        }
    }
    Value::Object(url)
}

/// An address with the parameters that are on.
pub(super) fn with_query(mut address: String, query: &[Value]) -> String {
    let off = |param: &&Value| param.get("disabled").is_some_and(|off| *off != Value::Bool(false));
    let mut mark = '?';
    for param in query.iter().filter(|param| !off(param)) {
        let text = |name: &str| param.get(name).and_then(Value::as_str).unwrap_or_default();
        address.push(mark);
        address.push_str(text("key"));
        address.push('=');
        address.push_str(text("value"));
        mark = '&';
    }
    address
}

/// Variables inside a segment are the collection's, with the values that the path would have.
fn inside(builder: &Builder<'_>, segment: &str, variables: &mut [Value]) {
    let mut rest = segment;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { return };
        let value =
            variables.iter().find(|one| one.get("key").and_then(Value::as_str) == Some(name));
        let value = value.and_then(|one| one.get("value")).and_then(Value::as_str);
        builder.variable(name, value.unwrap_or_default());
        rest = tail;
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn operation_ids_are_read_as_words() {
        for (id, name) in [
            ("createPet", "create Pet"),
            ("get_x_by_ID", "get x by ID"),
            ("list-all", "list all"),
            ("pets", "pets"),
            ("getV2Items", "get V2 Items"),
        ] {
            assert_eq!(words(id), name);
        }
    }
}
