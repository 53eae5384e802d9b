//! Bodies of examples' requests, and whether a call's is equal.

use model::runnable::{Body, Mode};
use serde_json::Value;

use crate::{
    call::{Call, media},
    example::token,
    query::pairs,
    variables::Variables,
};

/// The body that an example's request has.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    /// Its media type in lower case; empty when none is named.
    media: String,
    shape: Shape,
}

#[derive(Debug, Default)]
enum Shape {
    #[default]
    None,
    Json(Value),
    /// Pairs, sorted.
    Pairs(Vec<(String, String)>),
    Text(String),
}

impl Expected {
    /// Reads the body of a request; tokens of known variables are replaced.
    pub(crate) fn read(
        body: Option<&Value>,
        headers: &[(String, String)],
        variables: &Variables,
    ) -> Self {
        let Some(body) = body.filter(|body| body.is_object()) else { return Self::default() };
        let body = Body::from_json(body);
        let named = headers.iter().find(|(name, _)| name == "content-type");
        let named = named.map(|(_, value)| media(value));
        let (usual, shape) = match body.mode {
            Mode::Urlencoded | Mode::Formdata => {
                let list = if body.mode == Mode::Urlencoded { "urlencoded" } else { "formdata" };
                let document = body.to_json();
                let fields = document.get(list).and_then(Value::as_array).into_iter().flatten();
                let fields = fields.filter(|it| it.get("disabled") != Some(&Value::Bool(true)));
                let text = |field: &Value, name: &str| {
                    let text = field.get(name).and_then(Value::as_str).unwrap_or_default();
                    variables.fill(text).into_owned()
                };
                let pairs = fields.map(|field| (text(field, "key"), text(field, "value")));
                let usual = if list == "urlencoded" {
                    "application/x-www-form-urlencoded"
                } else {
                    "multipart/form-data"
                };
                (usual, Shape::Pairs(sorted(pairs.collect())))
            }
            Mode::Graphql => {
                let document = body.to_json();
                let graphql = document.get("graphql").cloned().unwrap_or_default();
                ("application/json", Shape::Json(envelope(&graphql, variables)))
            }
            _ => {
                let text = body.to_json();
                let text = text.get("raw").and_then(Value::as_str).unwrap_or_default();
                let text = variables.fill(text).into_owned();
                let usual = match body.language() {
                    Some("json") => "application/json",
                    Some("xml") => "application/xml",
                    Some("html") => "text/html",
                    Some("javascript") => "application/javascript",
                    _ => "text/plain",
                };
                match serde_json::from_str(&text) {
                    _ if text.is_empty() => ("", Shape::None),
                    Ok(json) => (usual, Shape::Json(json)),
                    Err(_) => (usual, Shape::Text(text)),
                }
            }
        };
        Self { media: named.unwrap_or_else(|| usual.to_owned()), shape }
    }

    /// Whether the call has this media type and this body.
    pub(crate) fn holds(&self, call: &Call<'_>) -> bool {
        match &self.shape {
            Shape::None => call.body.is_empty(),
            _ => self.media == call.media() && self.equals(call),
        }
    }

    /// Whether the call has this body, whatever its type; false when there is none.
    pub(crate) fn equals(&self, call: &Call<'_>) -> bool {
        match &self.shape {
            Shape::None => false,
            Shape::Json(json) => {
                serde_json::from_slice(call.body).is_ok_and(|body: Value| same(json, &body))
            }
            Shape::Pairs(fields) => *fields == sorted(form(call)),
            Shape::Text(text) => fits(text, &call.text()),
        }
    }
}

/// A GraphQL request as it is sent.
fn envelope(graphql: &Value, variables: &Variables) -> Value {
    let text = |name: &str| {
        let text = graphql.get(name).and_then(Value::as_str).unwrap_or_default();
        variables.fill(text).into_owned()
    };
    let given = serde_json::from_str(&text("variables")).unwrap_or_else(|_| serde_json::json!({}));
    serde_json::json!({ "query": text("query"), "variables": given })
}

/// Whether two values are equal; numbers by value, and a token that nobody sets is anything.
fn same(expected: &Value, given: &Value) -> bool {
    match (expected, given) {
        (Value::String(text), Value::String(given)) => fits(text, given),
        (Value::String(text), _) => matches!(token(text), Some(("", _, ""))),
        (Value::Array(list), Value::Array(given)) => {
            list.len() == given.len() && list.iter().zip(given).all(|(one, other)| same(one, other))
        }
        (Value::Object(members), Value::Object(given)) => {
            members.len() == given.len()
                && members.iter().all(|(name, one)| given.get(name).is_some_and(|it| same(one, it)))
        }
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64().is_some_and(|it| Some(it) == other.as_f64())
        }
        _ => expected == given,
    }
}

/// Whether a text is equal; a token that nobody sets stands for anything.
fn fits(expected: &str, given: &str) -> bool {
    let Some((before, _, mut rest)) = token(expected) else { return expected == given };
    let Some(mut left) = given.strip_prefix(before) else { return false };
    while let Some((between, _, after)) = token(rest) {
        let Some(at) = left.find(between) else { return false };
        left = left.get(at + between.len()..).unwrap_or_default();
        rest = after;
    }
    left.ends_with(rest)
}

/// The fields of a form as the call sent them.
fn form(call: &Call<'_>) -> Vec<(String, String)> {
    let kind = call.header("content-type").unwrap_or_default();
    let text = call.text();
    let Some(boundary) = boundary(kind) else { return pairs(&text) };
    let marker = format!("--{boundary}");
    text.split(marker.as_str())
        .skip(1)
        .filter_map(|part| {
            let (head, body) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
            let name = head.split("name=\"").nth(1)?.split('"').next()?;
            let value = body.strip_suffix("\r\n").unwrap_or(body);
            // What a file holds is no part of the comparison.
            let is_file = head.contains("filename=");
            Some((name.to_owned(), if is_file { String::new() } else { value.to_owned() }))
        })
        .collect()
}

fn boundary(kind: &str) -> Option<&str> {
    if media(kind) != "multipart/form-data" {
        return None;
    }
    let value = kind.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let value = value.trim_matches('"');
    (!value.is_empty()).then_some(value)
}

fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort();
    pairs
}
