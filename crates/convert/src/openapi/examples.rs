//! Saved examples.

use serde_json::{Value, json};

use super::{
    Builder, Object,
    auth::{self, Shown},
    body, operation, parameters,
    sample::{Sampler, Way},
};
use crate::spec::Node;

/// The examples of an operation.
pub(super) fn of_operation<'a>(builder: &Builder<'a>, call: &operation::Call<'a>) -> Vec<Value> {
    let responses = call.operation.get("responses").into_iter().flat_map(Node::members);
    let mut all = Vec::new();
    for (code, response) in responses.filter(|(code, _)| !code.starts_with("x-")) {
        let Some(response) = builder.follow(response) else { continue };
        let media = body::preferred_answer(response);
        let keys = pairs(builder, call, media);
        if keys.is_empty() {
            all.push(example(builder, call, code, response, None));
        }
        for key in keys {
            all.push(example(builder, call, code, response, Some(key)));
        }
    }
    all
}

/// Keys of examples that request and answer have in common, in the order of the answer's.
fn pairs<'a>(
    builder: &Builder<'a>,
    call: &operation::Call<'a>,
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
    call: &operation::Call<'a>,
    code: &str,
    response: Node<'a>,
    key: Option<&str>,
) -> Value {
    let media = body::preferred_answer(response);
    let mut headers: Vec<Value> = Vec::new();
    let mut example = Object::new();
    let status = status(code);
    let named = key.and_then(|key| {
        let example = builder.follow(find(media?.1.get("examples")?, key)?)?;
        example.text("description").or_else(|| example.text("summary"))
    });
    let about = response.text("description").map(str::trim).filter(|text| !text.is_empty());
    let name = about.or(named).or(key).unwrap_or(code);
    example.insert("name".to_owned(), name.into());
    example.insert("originalRequest".to_owned(), original(builder, call, media, key));
    if let Some(status) = status {
        example.insert("status".to_owned(), reason(status).into());
        example.insert("code".to_owned(), status.into());
    }
    let mut language = "text";
    let mut text = String::new();
    if let Some((kind, media)) = media {
        headers.push(json!({ "key": "Content-Type", "value": kind }));
        let made = body::value(builder, media, Way::Response, key);
        (text, language) = body::text(builder, kind, media, &made);
    }
    example.insert("_postman_previewlanguage".to_owned(), language.into());
    for (name, header) in response.get("headers").into_iter().flat_map(Node::members) {
        headers.extend(builder.follow(header).map(|header| self::header(builder, name, header)));
    }
    example.insert("header".to_owned(), Value::Array(headers));
    example.insert("cookie".to_owned(), json!([]));
    example.insert("body".to_owned(), text.into());
    Value::Object(example)
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
    call: &operation::Call<'a>,
    media: Option<(&str, Node<'a>)>,
    key: Option<&str>,
) -> Value {
    let mut request = operation::request(builder, call, key);
    let Value::Object(members) = &mut request else { return request };
    members.shift_remove("auth");
    members.shift_remove("description");
    let shown = builder.options.include_auth_info_in_example;
    let shown = shown.then(|| auth::shown(builder, call.operation)).flatten();
    if let Some(Value::Array(headers)) = members.get_mut("header") {
        headers.retain(|header| header.get("key").and_then(Value::as_str) != Some("Accept"));
        if let Some((kind, _)) = media {
            headers.push(json!({ "key": "Accept", "value": kind }));
        }
        if let Some(Shown::Header(key, value)) = &shown {
            headers.push(json!({ "key": key, "value": value,
                "description": "Added as a part of security scheme" }));
        }
    }
    if let (Some(Shown::Query(key, value)), Some(Value::Object(url))) =
        (&shown, members.get_mut("url"))
        && let Value::Array(query) = url.entry("query").or_insert_with(|| json!([]))
    {
        query.push(json!({ "key": key, "value": value }));
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
