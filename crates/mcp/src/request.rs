//! The REST request that a tool call stands for.

use std::{fmt::Write as _, sync::LazyLock};

use catalog::{Matcher, Spec};
use gate::{Body, Door, full};
use http::{HeaderMap, HeaderName, HeaderValue, Request, header};

use crate::{
    arguments::Sorted,
    shape::{Place, Shape},
};

/// Stands in the path for an argument that is missing. No id looks like it: the gate answers 400.
const MISSING: &str = "-";
/// The same for a caller who may not use the tool at all: as an id it could be one, so that the
/// refusal is for the caller's rights and not for the arguments.
const UNSPECIFIED: &str = "unspecified";

static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);

/// Makes the request; `None` when the arguments don't fit into an address.
pub(crate) fn build(
    spec: &'static Spec,
    shape: &Shape,
    sorted: &Sorted,
    usable: bool,
    credential: &HeaderMap,
    door: Door,
) -> Option<Request<Body>> {
    let filler = if usable { MISSING } else { UNSPECIFIED };
    let mut target = path(spec, &sorted.path, filler);
    if MATCHER.find(&spec.method, &target).is_ok_and(|found| found.spec != spec) {
        // An argument that is a fixed word of another path must not turn one call into another.
        target = path(spec, &[], filler);
    }
    let absent = shape.arguments.iter().filter(|one| {
        let given = sorted.query.iter().any(|(name, _)| *name == one.name);
        !usable && one.required && one.place == Place::Query && !given
    });
    let mut given: Vec<(&str, &str)> =
        sorted.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if !usable {
        given.dedup();
    }
    for (name, value) in given.into_iter().chain(absent.map(|one| (one.name.as_str(), UNSPECIFIED)))
    {
        target.push(if target.contains('?') { '&' } else { '?' });
        encode(name, &mut target);
        target.push('=');
        encode(value, &mut target);
    }
    let body = sorted.body.clone().unwrap_or_default();
    let mut request = Request::builder().method(spec.method.clone()).uri(target);
    let headers = request.headers_mut()?;
    headers.extend(credential.clone());
    for (name, value) in &sorted.headers {
        let name = HeaderName::try_from(name.as_str()).ok()?;
        headers.insert(name, HeaderValue::from_str(value).ok()?);
    }
    if !body.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    let mut request = request.body(full(body)).ok()?;
    request.extensions_mut().insert(door);
    Some(request)
}

fn path(spec: &Spec, values: &[(String, String)], filler: &str) -> String {
    let mut path = String::new();
    for part in spec.path.split('/').skip(1) {
        path.push('/');
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => {
                let given = values.iter().find(|(known, _)| known == name);
                encode(given.map_or(filler, |(_, value)| value), &mut path);
            }
            None => path.push_str(part),
        }
    }
    path
}

/// Percent-encodes all but unreserved bytes.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        arguments::{self, tests::anything},
        tools::entry,
    };

    fn made(tool: &str, given: &Value, usable: bool) -> Request<Body> {
        let entry = entry(tool).unwrap();
        let sorted = arguments::sort(&entry.shape, &given.to_string());
        let mut credential = HeaderMap::new();
        credential.insert("x-api-key", HeaderValue::from_static("k"));
        let door = Door::http("127.0.0.1");
        build(entry.spec, &entry.shape, &sorted, usable, &credential, door).unwrap()
    }

    #[test]
    fn requests_are_those_of_rest() {
        let cases = [
            ("getCollection", json!({ "collectionId": "1-c" }), "GET /collections/1-c"),
            (
                "getCollections",
                json!({ "workspace": "w&x=1", "name": "ü /?" }),
                "GET /collections?workspace=w%26x%3D1&name=%C3%BC%20%2F%3F",
            ),
            (
                "deleteCollection",
                json!({ "collectionId": "../workspaces/w" }),
                "DELETE /collections/..%2Fworkspaces%2Fw",
            ),
            ("deleteCollection", json!({}), "DELETE /collections/-"),
            ("getCollection", json!({ "collectionId": "collection-forks" }), "GET /collections/-"),
        ];
        for (tool, given, expected) in cases {
            let request = made(tool, &given, true);
            assert_eq!(format!("{} {}", request.method(), request.uri()), expected, "{tool}");
            assert_eq!(request.headers()["x-api-key"], "k");
        }
        let post = made("createCollection", &json!({ "collection": {} }), true);
        assert_eq!(post.headers()[header::CONTENT_TYPE], "application/json");
    }

    #[test]
    fn a_call_that_is_refused_anyway_needs_no_arguments() {
        let made = |tool| made(tool, &json!({}), false).uri().to_string();
        assert_eq!(made("deleteCollection"), "/collections/unspecified");
        assert_eq!(made("getApis"), "/apis?workspaceId=unspecified");
    }

    #[test]
    fn what_fits_no_address_is_no_request() {
        let entry = entry("getCollections").unwrap();
        let given = json!({ "name": "x".repeat(70_000) });
        let sorted = arguments::sort(&entry.shape, &given.to_string());
        let door = Door::http("127.0.0.1");
        let made = build(entry.spec, &entry.shape, &sorted, true, &HeaderMap::new(), door);
        assert!(made.is_none());
    }

    proptest! {
        /// Whatever the arguments are, the request is for the tool's operation or for none.
        #[test]
        fn arguments_never_reach_another_operation(
            at in any::<prop::sample::Index>(),
            values in prop::collection::vec(anything(), 8),
        ) {
            let matcher = Matcher::new();
            let spec = at.get(catalog::CATALOGUE.as_slice());
            let entry = entry(spec.tool).unwrap();
            let names = entry.shape.arguments.iter().map(|one| one.name.clone());
            let given: Value = names.zip(values).collect();
            let sorted = arguments::sort(&entry.shape, &given.to_string());
            let door = Door::http("127.0.0.1");
            let headers = HeaderMap::new();
            if let Some(request) = build(entry.spec, &entry.shape, &sorted, true, &headers, door) {
                prop_assert_eq!(request.method(), entry.spec.method.clone());
                if let Ok(found) = matcher.find(request.method(), request.uri().path()) {
                    prop_assert_eq!(found.spec.id, entry.spec.id);
                }
            }
        }
    }
}
