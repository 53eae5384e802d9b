//! One operation of the contract.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

use crate::{
    document::{MERGED, resolve},
    schema,
};

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a header.
    Header,
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// Its name as sent.
    pub name: String,
    /// Where it is sent.
    pub place: Place,
    /// True when the call fails without it.
    pub required: bool,
    /// Schema of one value; an array means values with commas between.
    pub schema: Value,
    /// What it is for, in a few words.
    pub description: Option<String>,
    /// What MCP tools say instead; `false` hides it.
    pub(crate) tool: Option<Value>,
}

/// A request body in one media type.
#[derive(Debug)]
pub struct Body {
    /// Media type.
    pub media_type: String,
    /// Its schema; references point to `#/components/schemas/…`.
    pub schema: Value,
}

/// A declared success answer.
#[derive(Debug)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// What it holds, in a few words.
    pub description: String,
    /// Media type and schema; absent when the body is empty.
    pub body: Option<Body>,
    /// Other media types that it may have instead; what they hold is any text.
    pub others: Vec<Body>,
    validator: OnceLock<Option<Validator>>,
}

/// An operation as the contract describes it.
#[derive(Debug)]
pub struct Operation {
    /// Its id, the same as its row's.
    pub id: String,
    /// HTTP method in capital letters.
    pub method: String,
    /// Path template.
    pub path: String,
    /// What the row's summary leaves out.
    pub description: Option<String>,
    /// The release that first served it.
    pub since: String,
    /// True when the body's own reader checks it, because it may be huge or words faults its way.
    pub streamed: bool,
    /// Path parameters first, then query and headers as written.
    pub parameters: Vec<Parameter>,
    /// Request bodies, the usual media type first; empty when it takes none.
    pub bodies: Vec<Body>,
    /// Success answers. Errors follow from the row.
    pub responses: Vec<Response>,
    body_validator: OnceLock<Option<Validator>>,
}

/// Finds an operation of the contract by its id.
#[must_use]
pub fn operation(id: &str) -> Option<&'static Operation> {
    MERGED.operations.get(id)
}

impl Operation {
    /// Reads an operation node of a document.
    pub(crate) fn read(
        path: &str,
        method: &str,
        since: &str,
        parameters: &[&Value],
        node: &Value,
        components: &Value,
    ) -> Option<Self> {
        let responses = node.get("responses")?.as_object()?;
        Some(Self {
            id: text(node, "operationId")?,
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            description: text(node, "description"),
            since: text(node, "x-gatepost-since").unwrap_or_else(|| since.to_owned()),
            streamed: node.get("x-gatepost-body").is_some_and(|word| word == "streamed"),
            parameters: parameters
                .iter()
                .filter_map(|node| Parameter::read(resolve(node, components)))
                .collect(),
            bodies: node.get("requestBody").map(bodies).unwrap_or_default(),
            responses: responses
                .iter()
                .filter_map(|(status, node)| Response::read(status, resolve(node, components)))
                .collect(),
            body_validator: OnceLock::new(),
        })
    }

    /// A parameter of the query.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|one| one.place == Place::Query && one.name == name)
    }

    /// A declared success answer.
    #[must_use]
    pub fn response(&self, status: u16) -> Option<&Response> {
        self.responses.iter().find(|response| response.status == status)
    }

    /// The check of its body, built on first use.
    pub(crate) fn body_validator(&self) -> Option<&Validator> {
        let build = || schema::validator(&self.bodies.first()?.schema);
        self.body_validator.get_or_init(build).as_ref()
    }
}

impl Parameter {
    fn read(node: &Value) -> Option<Self> {
        let place = match node.get("in")?.as_str()? {
            "path" => Place::Path,
            "query" => Place::Query,
            "header" => Place::Header,
            _ => return None,
        };
        Some(Self {
            name: text(node, "name")?,
            place,
            required: node.get("required").and_then(Value::as_bool).unwrap_or(false),
            schema: node.get("schema")?.clone(),
            description: text(node, "description"),
            tool: node.get("x-gatepost-tool").cloned(),
        })
    }
}

impl Response {
    fn read(status: &str, node: &Value) -> Option<Self> {
        let mut bodies = bodies(node).into_iter();
        Some(Self {
            status: status.parse().ok()?,
            description: text(node, "description")?,
            body: bodies.next(),
            others: bodies.collect(),
            validator: OnceLock::new(),
        })
    }

    /// The check of its body, built on first use.
    pub(crate) fn validator(&self) -> Option<&Validator> {
        let build = || schema::validator(&self.body.as_ref()?.schema);
        self.validator.get_or_init(build).as_ref()
    }
}

fn bodies(node: &Value) -> Vec<Body> {
    let content = node.get("content").and_then(Value::as_object);
    content
        .into_iter()
        .flatten()
        .filter_map(|(media_type, media)| {
            Some(Body { media_type: media_type.clone(), schema: media.get("schema")?.clone() })
        })
        .collect()
}

fn text(node: &Value, name: &str) -> Option<String> {
    node.get(name).and_then(Value::as_str).map(str::to_owned)
}
