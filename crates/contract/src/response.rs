//! The check of answers, for tests.

use std::sync::LazyLock;

use catalog::{ErrorForm, Media, Shape};
use jsonschema::{ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Value, json};

use crate::{operation, schema};

/// Checks an answer against the contract: status, exact content type, and body.
///
/// Success must be declared in the contract. Errors take media type and shapes from the
/// operation's row; a status the row does not declare must be an E1 or P1 body.
pub fn check_response(
    id: &str,
    status: u16,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<(), Vec<String>> {
    let problems = match status {
        200..=299 => success(id, status, content_type, body),
        400..=599 => failure(id, status, content_type, body),
        _ => vec![format!("status {status} is not declared")],
    };
    let named: Vec<String> =
        problems.into_iter().map(|problem| format!("{id} {status}: {problem}")).collect();
    if named.is_empty() { Ok(()) } else { Err(named) }
}

fn success(id: &str, status: u16, content_type: Option<&str>, body: &[u8]) -> Vec<String> {
    let Some(response) = operation(id).and_then(|operation| operation.response(status)) else {
        return vec!["status is not declared".to_owned()];
    };
    let Some(declared) = &response.body else {
        let mut problems = Vec::new();
        if !body.is_empty() {
            problems.push(format!("must have no body, not {} bytes", body.len()));
        }
        if let Some(given) = content_type {
            problems.push(format!("must have no content type, not `{given}`"));
        }
        return problems;
    };
    if response.others.iter().any(|other| content_type == Some(&other.media_type)) {
        return Vec::new();
    }
    let mut problems = wrong_media(content_type, &[&declared.media_type]);
    match (content(&declared.media_type, body), response.validator()) {
        (Err(error), _) => problems.push(error),
        (Ok(_), None) => problems.push("the contract's schema is broken".to_owned()),
        (Ok(value), Some(validator)) => problems.extend(all_wrong(validator, &value)),
    }
    problems
}

/// What a body says: JSON, or text where another media type is declared.
fn content(media_type: &str, body: &[u8]) -> Result<Value, String> {
    if media_type.contains("json") {
        return serde_json::from_slice(body).map_err(|error| format!("body is not JSON: {error}"));
    }
    let text = std::str::from_utf8(body).map_err(|error| format!("body is no text: {error}"))?;
    Ok(text.into())
}

/// What an error status may look like where the row declares nothing.
const FAMILY: &[Shape] = &[Shape::E1, Shape::P1];

fn failure(id: &str, status: u16, content_type: Option<&str>, body: &[u8]) -> Vec<String> {
    let form: Option<&ErrorForm> = catalog::spec(id).and_then(|spec| spec.error(status));
    let (media, shapes): (&[Media], &[Shape]) = match form {
        Some(form) => (std::slice::from_ref(&form.media), form.shapes),
        None => (&[Media::Json, Media::Problem], FAMILY),
    };
    let types: Vec<&str> = media.iter().map(|media| media.content_type()).collect();
    let mut problems = wrong_media(content_type, &types);
    match serde_json::from_slice::<Value>(body) {
        Err(error) => problems.push(format!("body is not JSON: {error}")),
        Ok(value) => problems.extend(no_shape(shapes, status, &value)),
    }
    problems
}

fn wrong_media(given: Option<&str>, allowed: &[&str]) -> Vec<String> {
    // NOTE: the whole value counts. Official clients compare it without parsing.
    if given.is_some_and(|given| allowed.contains(&given)) {
        return Vec::new();
    }
    vec![format!("content type must be {}, not {given:?}", allowed.join(" or "))]
}

fn no_shape(shapes: &[Shape], status: u16, body: &Value) -> Vec<String> {
    let fits = |shape: &Shape| validator(*shape).is_some_and(|validator| validator.is_valid(body));
    let mut problems = Vec::new();
    if !shapes.iter().any(fits) {
        problems.push(format!("error body fits none of {shapes:?}: {body}"));
    }
    if let Some(given) = body.get("status").and_then(Value::as_u64)
        && given != u64::from(status)
    {
        problems.push(format!("error body says status {given}"));
    }
    problems
}

/// All shapes, and their checks in the same order.
const SHAPES: [Shape; 13] = [
    Shape::E1,
    Shape::E2,
    Shape::E3,
    Shape::E4,
    Shape::E5,
    Shape::P1,
    Shape::P2,
    Shape::P3,
    Shape::P4,
    Shape::P5,
    Shape::N,
    Shape::O,
    Shape::X,
];

static VALIDATORS: LazyLock<Vec<(Shape, Option<Validator>)>> = LazyLock::new(|| {
    SHAPES.into_iter().map(|shape| (shape, schema::validator(&reference(shape)))).collect()
});

fn validator(shape: Shape) -> Option<&'static Validator> {
    VALIDATORS.iter().find(|(known, _)| *known == shape)?.1.as_ref()
}

/// A reference to the schema of an error shape.
pub(crate) fn reference(shape: Shape) -> Value {
    json!({ "$ref": format!("#/components/schemas/{shape:?}") })
}

fn all_wrong(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).take(20).flat_map(|error| told(&error)).collect()
}

/// For a choice of forms, what is wrong with the one that fits best.
fn told(error: &ValidationError<'_>) -> Vec<String> {
    if let ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } =
        error.kind()
        && let Some(nearest) = context.iter().min_by_key(|errors| errors.len())
    {
        return nearest.iter().flat_map(told).collect();
    }
    let given: String = error.instance().to_string().chars().take(120).collect();
    vec![format!("`{}` {}, not {given}", schema::place(error.instance_path()), schema::what(error))]
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: Option<&str> = Some("application/json");
    const PROBLEM: Option<&str> = Some("application/problem+json");
    const UUID: &str = "12ece9e1-2abf-4edc-8e34-de66e74114d2";

    #[test]
    fn checks_status_type_and_body() {
        let good = format!(r#"{{"collection":{{"id":"{UUID}","uid":"1-{UUID}"}}}}"#);
        let null = format!(r#"{{"collection":{{"id":"{UUID}","uid":null}}}}"#);
        let gone = r#"{"error":{"name":"n","message":"m","details":{}}}"#;
        let bare = r#"{"error":{"name":"n","message":"m"}}"#;
        let p1 = r#"{"type":"t","title":"t","detail":"d","status":501}"#;
        let cases: &[(&str, u16, Option<&str>, &str, bool)] = &[
            ("deleteCollection", 200, JSON, &good, true),
            ("deleteCollection", 200, Some("application/json; charset=utf-8"), &good, false),
            ("deleteCollection", 200, None, &good, false),
            ("deleteCollection", 201, JSON, &good, false),
            ("deleteCollection", 200, JSON, &null, false),
            ("deleteCollection", 200, JSON, "", false),
            ("deleteCollection", 302, JSON, "", false),
            ("deleteCollection", 404, PROBLEM, gone, true),
            ("deleteCollection", 404, JSON, gone, false),
            ("deleteCollection", 404, PROBLEM, bare, false),
            ("deleteCollection", 403, JSON, bare, true),
            ("deleteCollection", 429, PROBLEM, bare, true),
            ("deleteCollection", 501, PROBLEM, p1, true),
            ("deleteCollection", 503, PROBLEM, p1, false),
            ("deleteCollection", 501, PROBLEM, "{}", false),
            ("createMock", 501, PROBLEM, p1, true),
            ("createMock", 200, JSON, "{}", false),
            ("deleteApi", 204, None, "", true),
            ("deleteApi", 204, JSON, "", false),
            ("deleteApi", 204, None, "{}", false),
        ];
        for (id, status, content_type, body, fine) in cases {
            let result = check_response(id, *status, *content_type, body.as_bytes());
            assert_eq!(result.is_ok(), *fine, "{id} {status} {content_type:?} {body}: {result:?}");
        }
    }

    #[test]
    fn says_what_is_wrong_in_the_nearest_form() {
        let body = format!(
            r#"{{"collection":{{"info":{{"_postman_id":"{UUID}","name":"n","uid":"1-{UUID}",
            "schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
            "createdAt":"2023-10-09T18:34:58.000Z","updatedAt":"2023-10-09T18:34:58.000Z",
            "lastUpdatedBy":7}},"item":[]}}}}"#
        );
        let problems = check_response("getCollection", 200, JSON, body.as_bytes()).unwrap_err();
        assert_eq!(
            problems,
            ["getCollection 200: `collection.info.lastUpdatedBy` must be string, not 7"]
        );
    }
}
