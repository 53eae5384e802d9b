//! Saved examples.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Builder,
    auth::{self, Shown},
    body,
    operation::{self, Call, Request},
    parameters,
    sample::{Sampler, Way},
    text::Text,
};
use crate::spec::Node;

/// A saved example.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Example {
    name: String,
    original_request: Request,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    #[serde(rename = "_postman_previewlanguage")]
    language: &'static str,
    header: Vec<Value>,
    cookie: [(); 0],
    body: Text,
}

/// The examples of an operation that is called by `request`.
pub(super) fn of_operation<'a>(
    builder: &Builder<'a>,
    call: &Call<'a>,
    request: &Request,
) -> Vec<Example> {
    let responses = call.operation.get("responses").into_iter().flat_map(Node::members);
    let mut all = Vec::new();
    for (code, response) in responses.filter(|(code, _)| !code.starts_with("x-")) {
        let Some(response) = builder.follow(response) else { continue };
        let media = body::preferred_answer(response);
        let keys = pairs(builder, call, media);
        if keys.is_empty() {
            all.push(example(builder, call, code, response, (request.clone(), None)));
        }
        for key in keys {
            let request = operation::request(builder, call, Some(key));
            all.push(example(builder, call, code, response, (request, Some(key))));
        }
    }
    all
}

/// Keys of examples that request and answer have in common, in the order of the answer's.
fn pairs<'a>(
    builder: &Builder<'a>,
    call: &Call<'a>,
    media: Option<(&'a str, Node<'a>)>,
) -> Vec<&'a str> {
    if builder.options.placeholders() {
        return Vec::new();
    }
    let mut asked = parameters::example_keys(&call.parameters);
    let sent = call.body.and_then(|(_, media)| media.get("examples"));
    asked.extend(sent.into_iter().flat_map(Node::members).map(|(key, _)| key));
    let answered = media.and_then(|(_, media)| media.get("examples"));
    let answered = answered.into_iter().flat_map(Node::members).map(|(key, _)| key);
    answered.filter(|key| asked.iter().any(|one| one.eq_ignore_ascii_case(key))).collect()
}

fn example<'a>(
    builder: &Builder<'a>,
    call: &Call<'a>,
    code: &str,
    response: Node<'a>,
    (request, key): (Request, Option<&str>),
) -> Example {
    let media = body::preferred_answer(response);
    let status = status(code);
    let named = key.and_then(|key| {
        let example = builder.follow(find(media?.1.get("examples")?, key)?)?;
        example.text("description").or_else(|| example.text("summary"))
    });
    let about = response.text("description").map(str::trim).filter(|text| !text.is_empty());
    let name = about.or(named).or(key).unwrap_or(code);
    let mut header: Vec<Value> = Vec::new();
    header.extend(media.map(|(kind, _)| json!({ "key": "Content-Type", "value": kind })));
    let body = media.map(|(kind, media)| body::text(builder, kind, media, Way::Response, key));
    let body = body.unwrap_or_else(|| Text::new((String::new(), "text")));
    for (name, node) in response.get("headers").into_iter().flat_map(Node::members) {
        header.extend(builder.follow(node).map(|node| self::header(builder, name, node)));
    }
    Example {
        name: name.to_owned(),
        original_request: original(builder, call, media, request),
        status: status.map(reason),
        code: status,
        language: body.language,
        header,
        cookie: [],
        body,
    }
}

fn header<'a>(builder: &Builder<'a>, name: &str, header: Node<'a>) -> Value {
    let example = (!builder.options.placeholders()).then(|| named(builder, header, None)).flatten();
    let value = example.unwrap_or_else(|| {
        let schema = header.get("schema");
        schema.map_or(Value::Null, |schema| Sampler::new(builder, Way::Response).value(schema))
    });
    let about = header.text("description").unwrap_or_default();
    json!({ "key": name, "value": parameters::joined(&value, ","), "description": about })
}

/// The request that was answered, with what the answer is asked as.
fn original<'a>(
    builder: &Builder<'a>,
    call: &Call<'a>,
    media: Option<(&str, Node<'a>)>,
    request: Request,
) -> Request {
    let mut request = request;
    (request.auth, request.description) = (None, None);
    let shown = builder.options.include_auth_info_in_example;
    let shown = shown.then(|| auth::shown(builder, call.operation)).flatten();
    let headers = &mut request.header;
    headers.retain(|header| header.get("key").and_then(Value::as_str) != Some("Accept"));
    headers.extend(media.map(|(kind, _)| json!({ "key": "Accept", "value": kind })));
    match shown {
        Some(Shown::Header(key, value)) => headers.push(json!({ "key": key, "value": value,
            "description": "Added as a part of security scheme" })),
        Some(Shown::Query(key, value)) => {
            if let Value::Object(url) = &mut request.url
                && let Value::Array(query) = url.entry("query").or_insert_with(|| json!([]))
            {
                query.push(json!({ "key": key, "value": value }));
            }
        }
        None => {}
    }
    request
}

/// The example that a parameter, header or media type names; `key` chooses among several.
pub(super) fn named<'a>(builder: &Builder<'a>, of: Node<'a>, key: Option<&str>) -> Option<Value> {
    if let Some(example) = of.value.get("example") {
        return Some(example.clone());
    }
    if let Some(examples) = of.get("examples") {
        let wanted = key.and_then(|key| find(examples, key));
        let first = || examples.members().next().map(|(_, one)| one);
        if let Some(example) = wanted.or_else(first) {
            let example = builder.follow(example)?;
            return example.value.get("value").or_else(|| example.value.get("dataValue")).cloned();
        }
    }
    let schema = builder.follow(of.get("schema")?)?;
    let first = schema.value.get("examples").and_then(Value::as_array).and_then(|all| all.first());
    schema.value.get("example").or(first).cloned()
}

fn find<'a>(examples: Node<'a>, key: &str) -> Option<Node<'a>> {
    examples.members().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, one)| one)
}

/// The status that a code stands for; `default` is none.
fn status(code: &str) -> Option<u16> {
    let digits = code.replace(['X', 'x'], "0");
    digits.parse().ok().filter(|status| (100..600).contains(status))
}

/// The words of a status (RFC 9110 and the registry of statuses).
fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        418 => "I'm a teapot",
        422 => "Unprocessable Entity",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}
