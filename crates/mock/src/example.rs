//! Saved examples of a collection, as far as a mock needs them.

use bytes::Bytes;
use model::url::Url;
use serde_json::Value;

use crate::{
    answer::Extension,
    body::Expected,
    path::{Path, Piece, Segment, decode},
    query::text,
    variables::Variables,
};

/// A saved example.
#[derive(Debug)]
pub struct Example {
    /// Its id; empty when it has none.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its status; 200 when it has none.
    pub code: u16,
    pub(crate) method: String,
    pub(crate) path: Shape,
    pub(crate) query: Vec<(String, String)>,
    /// Headers of its request: names in lower case.
    pub(crate) asked: Vec<(String, String)>,
    pub(crate) expected: Expected,
    /// Headers of its answer, as saved.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    pub(crate) extension: Extension,
    /// The number of its request in the collection.
    pub(crate) request: usize,
}

/// The path of an example.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// With values in place of path variables, where every one has a value.
    pub(crate) literal: Option<Path>,
    /// With wildcards, where there are any.
    pub(crate) wild: Option<Vec<Segment>>,
}

/// A request of the collection that may have no example.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: Shape,
    pub(crate) has_examples: bool,
}

/// All examples and requests of a collection. What can't be read is left out.
pub(crate) fn read(collection: &Value, variables: &Variables) -> (Vec<Example>, Vec<Asked>) {
    let (mut examples, mut requests) = (Vec::new(), Vec::new());
    let mut open: Vec<&Value> = list(collection.get("item")).rev().collect();
    while let Some(item) = open.pop() {
        open.extend(list(item.get("item")).rev());
        let Some(request) = item.get("request") else { continue };
        let before = examples.len();
        for response in list(item.get("response")) {
            let read = Example::read(response, request, variables);
            examples.extend(read.map(|read| Example { request: requests.len(), ..read }));
        }
        let has_examples = examples.len() > before;
        let path = Shape::new(request.get("url").unwrap_or(request), variables);
        requests.push(Asked { method: method(request), path, has_examples });
    }
    (examples, requests)
}

impl Example {
    fn read(response: &Value, item_request: &Value, variables: &Variables) -> Option<Self> {
        response.as_object()?;
        let request = response.get("originalRequest").filter(|it| !it.is_null());
        let request = request.unwrap_or(item_request);
        let url = request.get("url").unwrap_or(request);
        let member = |name: &str| response.get(name).and_then(Value::as_str);
        let code = match response.get("code") {
            None | Some(Value::Null) => 200,
            Some(code) => {
                u16::try_from(code.as_u64()?).ok().filter(|it| (100..=999).contains(it))?
            }
        };
        let asked = headers(request.get("header"));
        let asked = asked.into_iter().map(|(name, value)| {
            (name.to_ascii_lowercase(), variables.fill(&value).trim().to_owned())
        });
        let asked: Vec<_> = asked.collect();
        let id = member("id").or_else(|| member("_postman_id")).or_else(|| member("uid"));
        Some(Self {
            id: id.unwrap_or_default().to_owned(),
            name: member("name").unwrap_or_default().to_owned(),
            code,
            method: method(request),
            path: Shape::new(url, variables),
            query: query(url, variables),
            expected: Expected::read(request.get("body"), &asked, variables),
            asked,
            headers: headers(response.get("header")),
            body: member("body").unwrap_or_default().to_owned().into(),
            extension: Extension::read(response.get("x-gatepost")),
            request: 0,
        })
    }

    /// Whether `reference` is its id, or its uid.
    pub(crate) fn is(&self, reference: &str) -> bool {
        let bare = reference.split_once('-').map(|(_, id)| id);
        !self.id.is_empty() && (self.id == reference || bare == Some(&self.id))
    }
}

impl Shape {
    fn new(url: &Value, variables: &Variables) -> Self {
        let mut url = Url::from_json(url);
        let concrete =
            |text: &str| !text.is_empty() && !text.contains("{{") && !is_placeholder(text);
        let names: Vec<&str> =
            url.path.iter().flatten().filter_map(|it| it.strip_prefix(':')).collect();
        let known = names.iter().all(|name| {
            let value = url.variables.iter().find(|it| it.key == *name);
            value.is_some_and(|it| concrete(&variables.fill(&it.text())))
        });
        let resolved = variables.fill(&url.to_text()).into_owned();
        let literal = Self::segments(&resolved);
        let literal = (known && !literal.iter().any(|it| it.contains("{{")))
            .then(|| Path::new(literal.iter().map(|it| decode(it))));
        url.variables.clear();
        let text = variables.fill(&url.to_text()).into_owned();
        let mut segments = Self::segments(&text);
        while segments.last().is_some_and(String::is_empty) {
            segments.pop();
        }
        let wild: Vec<Segment> = segments.iter().map(|it| segment(it)).collect();
        let has_wild = wild.iter().any(|it| !matches!(it, Segment::Text(_)));
        Self { literal, wild: has_wild.then_some(wild) }
    }

    /// The path of an address in segments; empty ones at the end stay.
    fn segments(url: &str) -> Vec<String> {
        Url::parse(url).path.unwrap_or_default()
    }
}

/// A segment of an example's path, tokens and path variables still in it.
fn segment(text: &str) -> Segment {
    if let Some(name) = text.strip_prefix(':').filter(|name| !name.is_empty()) {
        return Segment::Any(name.to_owned());
    }
    if is_placeholder(text) {
        return Segment::Any(text.to_owned());
    }
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) = token(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Text(decode(before).to_ascii_lowercase()));
        }
        pieces.push(Piece::Any(name.to_owned()));
        rest = after;
    }
    match pieces.as_slice() {
        [] => return Segment::Text(decode(text).to_lowercase()),
        [Piece::Any(name)] if rest.is_empty() => return Segment::Any(name.clone()),
        _ => {}
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(decode(rest).to_ascii_lowercase()));
    }
    Segment::Mixed(pieces)
}

/// The first `{{name}}` of a text: what is before it, the name, what is after it.
pub(crate) fn token(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name, after))
}

/// A value as generated collections have it: `<string>`.
fn is_placeholder(text: &str) -> bool {
    text.len() > 2 && text.starts_with('<') && text.ends_with('>')
}

fn query(url: &Value, variables: &Variables) -> Vec<(String, String)> {
    let url = Url::from_json(url);
    let enabled = url.query.iter().filter(|param| !param.disabled);
    enabled
        .map(|param| {
            let filled =
                |part: &Option<String>| text(&variables.fill(part.as_deref().unwrap_or_default()));
            (filled(&param.key), filled(&param.value))
        })
        .collect()
}

fn method(request: &Value) -> String {
    let method = request.get("method").and_then(Value::as_str).unwrap_or("GET");
    method.to_ascii_uppercase()
}

/// Names and values of headers that are not switched off: from a list, or from lines of text.
fn headers(list_or_text: Option<&Value>) -> Vec<(String, String)> {
    if let Some(text) = list_or_text.and_then(Value::as_str) {
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        return lines
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect();
    }
    list(list_or_text)
        .filter(|header| header.get("disabled") != Some(&Value::Bool(true)))
        .filter_map(|header| {
            let name = header.get("key")?.as_str()?;
            let value = header.get("value").and_then(Value::as_str).unwrap_or_default();
            (!name.is_empty()).then(|| (name.to_owned(), value.to_owned()))
        })
        .collect()
}

fn list(value: Option<&Value>) -> std::slice::Iter<'_, Value> {
    value.and_then(Value::as_array).map(|list| list.iter()).unwrap_or_default()
}
