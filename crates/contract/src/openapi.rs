//! The served `/openapi.json`.

use catalog::{AREAS, Area, AreaInfo, CATALOGUE, Shape, Spec};
use http::StatusCode;
use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use crate::{
    Body, Operation, Parameter, Place, Response, document::MERGED, operation, response::reference,
    schema::collect,
};

/// The OpenAPI 3.1 document of what is served, as JSON text.
///
/// `served` says which operation ids have a handler; `version` is the program's, `server_url`
/// where it can be reached. Area, access, level and rate limit of each operation come from its
/// row as `x-gatepost-…`.
#[must_use]
pub fn openapi(served: &dyn Fn(&str) -> bool, version: &str, server_url: &str) -> String {
    let mut paths = Map::new();
    let mut areas = IndexSet::new();
    for spec in CATALOGUE.iter().filter(|spec| served(spec.id)) {
        let Some(operation) = operation(spec.id) else { continue };
        areas.insert(spec.area);
        let item = paths.entry(spec.path).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(spec.method.as_str().to_ascii_lowercase(), describe(spec, operation));
        }
    }
    let paths = Value::Object(paths);
    let mut names = IndexSet::new();
    collect(&paths, &mut names);
    let schemas: Map<String, Value> = MERGED
        .schemas
        .iter()
        .filter(|(name, _)| names.contains(*name))
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .collect();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Gatepost", "version": version },
        "servers": [{ "url": server_url }],
        "security": [{ "key": [] }, { "bearer": [] }],
        "tags": tags(&areas),
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": MERGED.security },
    });
    drop_private(&mut document);
    document.to_string()
}

fn tags(areas: &IndexSet<Area>) -> Vec<Value> {
    let shown = AREAS.iter().filter(|info| areas.contains(&info.area));
    shown.map(|AreaInfo { title, .. }| json!({ "name": title })).collect()
}

fn describe(spec: &Spec, operation: &Operation) -> Value {
    let mut node = json!({
        "operationId": spec.id,
        "summary": spec.summary,
        "tags": [spec.area.info().title],
        "x-gatepost-area": spec.area.name(),
        "x-gatepost-access": spec.access.name(),
        "x-gatepost-level": spec.needs.worst.name(),
        "x-gatepost-rate-limit": spec.limit.name(),
        "x-gatepost-since": operation.since,
        "parameters": operation.parameters.iter().map(parameter).collect::<Vec<_>>(),
    });
    let Some(members) = node.as_object_mut() else { return node };
    if spec.needs.floor != spec.needs.worst {
        members.insert("x-gatepost-level-floor".to_owned(), spec.needs.floor.name().into());
    }
    if let Some(description) = &operation.description {
        members.insert("description".to_owned(), description.as_str().into());
    }
    if !operation.bodies.is_empty() {
        let body = json!({ "required": true, "content": content(&operation.bodies) });
        members.insert("requestBody".to_owned(), body);
    }
    let mut responses: Map<String, Value> =
        operation.responses.iter().map(|one| (one.status.to_string(), success(one))).collect();
    for form in spec.errors {
        responses.insert(form.status.to_string(), error(form.status, form.media, form.shapes));
    }
    members.insert("responses".to_owned(), responses.into());
    node
}

fn parameter(parameter: &Parameter) -> Value {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    let mut node = json!({ "name": parameter.name, "in": place, "schema": parameter.schema });
    let Some(members) = node.as_object_mut() else { return node };
    if parameter.required {
        members.insert("required".to_owned(), true.into());
    }
    if let Some(description) = &parameter.description {
        members.insert("description".to_owned(), description.as_str().into());
    }
    if parameter.schema.get("type").is_some_and(|kind| kind == "array") {
        members.insert("style".to_owned(), "form".into());
        members.insert("explode".to_owned(), false.into());
    }
    node
}

fn content<'a>(bodies: impl IntoIterator<Item = &'a Body>) -> Value {
    let media = |body: &Body| (body.media_type.clone(), json!({ "schema": body.schema }));
    bodies.into_iter().map(media).collect()
}

fn success(response: &Response) -> Value {
    match &response.body {
        None => json!({ "description": response.description }),
        Some(body) => json!({
            "description": response.description,
            "content": content(std::iter::once(body).chain(&response.others)),
        }),
    }
}

fn error(status: u16, media: catalog::Media, shapes: &[Shape]) -> Value {
    let name = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let schema = match shapes {
        [one] => reference(*one),
        several => json!({ "anyOf": several.iter().copied().map(reference).collect::<Vec<_>>() }),
    };
    json!({
        "description": name.unwrap_or("Error"),
        "content": { media.content_type(): { "schema": schema } },
    })
}

/// Takes out what only this program reads.
fn drop_private(node: &mut Value) {
    match node {
        Value::Object(members) => {
            members.shift_remove("x-gatepost-tool");
            members.values_mut().for_each(drop_private);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_private),
        _ => {}
    }
}
