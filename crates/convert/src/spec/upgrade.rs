//! OpenAPI 2.0 in the words of 3.0.
//!
//! Definitions stay where they are, so references to them still lead there; what is rewritten are
//! the parts that 3.0 says in another way: servers, bodies, parameters, answers, security.

use serde_json::{Map, Value, json};

use crate::openapi::METHODS;

type Object = Map<String, Value>;

/// What holds for all operations of a document.
struct Media {
    consumes: Vec<String>,
    produces: Vec<String>,
}

/// Rewrites a file; `root` says that it is the one that describes the API.
pub(super) fn to_3(document: &mut Value, root: bool) {
    let Value::Object(document) = document else { return };
    let media = Media {
        consumes: words(document.get("consumes")),
        produces: words(document.get("produces")),
    };
    if root {
        servers(document);
        if let Some(schemes) = document.shift_remove("securityDefinitions") {
            let schemes = schemes.as_object().into_iter().flatten();
            let schemes: Object =
                schemes.map(|(name, scheme)| (name.clone(), security(scheme))).collect();
            document.insert("components".to_owned(), json!({ "securitySchemes": schemes }));
        }
    }
    // References to these lead to their old places.
    let shared = document.get("parameters").cloned();
    if let Some(Value::Object(responses)) = document.get_mut("responses") {
        responses.values_mut().for_each(|response| self::response(response, &media));
    }
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        paths.values_mut().for_each(|item| path_item(item, &media, shared.as_ref()));
    }
    if !root {
        let mut whole = Value::Object(std::mem::take(document));
        path_item(&mut whole, &media, shared.as_ref());
        if let Value::Object(whole) = whole {
            *document = whole;
        }
    }
    if let Some(Value::Object(parameters)) = document.get_mut("parameters") {
        parameters.values_mut().for_each(parameter);
    }
}

fn words(list: Option<&Value>) -> Vec<String> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn servers(document: &mut Object) {
    let host = document.get("host").and_then(Value::as_str);
    let base = document.get("basePath").and_then(Value::as_str).unwrap_or_default();
    let base = base.trim_end_matches('/');
    let scheme = words(document.get("schemes")).into_iter().next();
    let url = match host {
        Some(host) => format!("{}://{host}{base}", scheme.unwrap_or_else(|| "https".to_owned())),
        None if base.is_empty() => return,
        None => base.to_owned(),
    };
    document.insert("servers".to_owned(), json!([{ "url": url }]));
}

fn security(scheme: &Value) -> Value {
    let text = |name: &str| scheme.get(name).and_then(Value::as_str);
    match text("type") {
        Some("basic") => json!({ "type": "http", "scheme": "basic" }),
        Some("oauth2") => {
            let flow = match text("flow") {
                Some("application") => "clientCredentials",
                Some("accessCode") => "authorizationCode",
                Some("password") => "password",
                _ => "implicit",
            };
            let mut details = Object::new();
            for name in ["authorizationUrl", "tokenUrl", "scopes"] {
                details.extend(scheme.get(name).map(|value| (name.to_owned(), value.clone())));
            }
            json!({ "type": "oauth2", "flows": { flow: details } })
        }
        _ => scheme.clone(),
    }
}

fn path_item(item: &mut Value, media: &Media, shared: Option<&Value>) {
    let Value::Object(item) = item else { return };
    let common = item.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    for method in METHODS {
        if let Some(Value::Object(operation)) = item.get_mut(method) {
            self::operation(operation, media, &common, shared);
        }
    }
    if let Some(Value::Array(list)) = item.get_mut("parameters") {
        list.retain(|one| !in_body(resolved(one, shared)));
        list.iter_mut().for_each(parameter);
    }
}

/// A parameter that may be a reference into the document's own list.
fn resolved<'a>(parameter: &'a Value, shared: Option<&'a Value>) -> &'a Value {
    let name = parameter.get("$ref").and_then(Value::as_str);
    let name = name.and_then(|reference| reference.strip_prefix("#/parameters/"));
    name.and_then(|name| shared?.get(name)).unwrap_or(parameter)
}

fn in_body(parameter: &Value) -> bool {
    matches!(parameter.get("in").and_then(Value::as_str), Some("body" | "formData"))
}

fn operation(operation: &mut Object, media: &Media, common: &[Value], shared: Option<&Value>) {
    let own = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let all = common.iter().chain(&own).map(|one| resolved(one, shared));
    let bodies: Vec<Value> = all.filter(|one| in_body(one)).cloned().collect();
    let or = |own: Vec<String>, all: &[String]| if own.is_empty() { all.to_vec() } else { own };
    let consumes = or(words(operation.get("consumes")), &media.consumes);
    if let Some(body) = request_body(&bodies, &consumes) {
        operation.insert("requestBody".to_owned(), body);
    }
    if let Some(Value::Array(list)) = operation.get_mut("parameters") {
        list.retain(|one| !in_body(resolved(one, shared)));
        list.iter_mut().for_each(parameter);
    }
    let own = words(operation.get("produces"));
    let media = Media { consumes, produces: or(own, &media.produces) };
    if let Some(Value::Object(responses)) = operation.get_mut("responses") {
        responses.values_mut().for_each(|one| response(one, &media));
    }
}

fn request_body(bodies: &[Value], consumes: &[String]) -> Option<Value> {
    let member = |from: &Value, name: &str| from.get(name).cloned();
    let body = bodies.iter().find(|one| one.get("in").and_then(Value::as_str) == Some("body"));
    if let Some(body) = body {
        let schema = member(body, "schema").unwrap_or_else(|| json!({}));
        let json = ["application/json".to_owned()];
        let types = if consumes.is_empty() { &json[..] } else { consumes };
        let content: Object =
            types.iter().map(|one| (one.clone(), json!({ "schema": schema }))).collect();
        return Some(json!({ "description": member(body, "description"),
            "required": member(body, "required"), "content": content }));
    }
    let mut properties = Object::new();
    let mut required = Vec::new();
    let mut files = false;
    for field in bodies {
        let Some(name) = field.get("name").and_then(Value::as_str) else { continue };
        let mut schema = schema_of(field);
        if field.get("type").and_then(Value::as_str) == Some("file") {
            schema = json!({ "type": "string", "format": "binary" });
            files = true;
        }
        if let (Value::Object(schema), Some(text)) = (&mut schema, member(field, "description")) {
            schema.insert("description".to_owned(), text);
        }
        if field.get("required") == Some(&Value::Bool(true)) {
            required.push(name.to_owned());
        }
        properties.insert(name.to_owned(), schema);
    }
    if properties.is_empty() {
        return None;
    }
    let forms = ["multipart/form-data", "application/x-www-form-urlencoded"];
    let asked = consumes.iter().map(String::as_str).find(|one| forms.contains(one));
    let kind = if files { Some(forms[0]) } else { asked };
    let schema = json!({ "type": "object", "properties": properties, "required": required });
    Some(json!({ "content": { kind.unwrap_or(forms[1]): { "schema": schema } } }))
}

/// The schema that a parameter of 2.0 is itself.
fn schema_of(parameter: &Value) -> Value {
    const OTHER: [&str; 8] = [
        "name",
        "in",
        "description",
        "required",
        "collectionFormat",
        "allowEmptyValue",
        "schema",
        "examples",
    ];
    let members = parameter.as_object().into_iter().flatten();
    let own =
        members.filter(|(name, _)| !OTHER.contains(&name.as_str()) && !name.starts_with("x-"));
    own.map(|(name, value)| (name.clone(), value.clone())).collect::<Object>().into()
}

fn parameter(parameter: &mut Value) {
    if parameter.get("$ref").is_some() || parameter.get("schema").is_some() {
        return;
    }
    let schema = schema_of(parameter);
    let form = parameter.get("collectionFormat").and_then(Value::as_str);
    let (style, explode) = match form {
        Some("multi") => (Some("form"), true),
        Some("ssv") => (Some("spaceDelimited"), false),
        Some("pipes") => (Some("pipeDelimited"), false),
        _ => (None, false),
    };
    let Value::Object(parameter) = parameter else { return };
    parameter.insert("schema".to_owned(), schema);
    parameter.extend(style.map(|style| ("style".to_owned(), style.into())));
    if parameter.get("in").and_then(Value::as_str) == Some("query") {
        parameter.insert("explode".to_owned(), explode.into());
    }
}

fn response(response: &mut Value, media: &Media) {
    let Value::Object(response) = response else { return };
    if response.contains_key("$ref") || response.contains_key("content") {
        return;
    }
    let schema = response.shift_remove("schema");
    let examples = response.shift_remove("examples");
    let examples = examples.as_ref().and_then(Value::as_object);
    if let Some(Value::Object(headers)) = response.get_mut("headers") {
        headers.values_mut().for_each(parameter);
    }
    if schema.is_none() && examples.is_none() {
        return;
    }
    let mut types = media.produces.clone();
    types.extend(examples.into_iter().flatten().map(|(name, _)| name.clone()));
    if types.is_empty() {
        types.push("application/json".to_owned());
    }
    let mut content = Object::new();
    for kind in types {
        let example = examples.and_then(|examples| examples.get(&kind));
        let entry = content.entry(kind).or_insert_with(|| json!({}));
        let Value::Object(entry) = entry else { continue };
        entry.extend(schema.clone().map(|schema| ("schema".to_owned(), schema)));
        entry.extend(example.map(|example| ("example".to_owned(), example.clone())));
    }
    response.insert("content".to_owned(), Value::Object(content));
}
