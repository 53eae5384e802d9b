use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::tools::entry;

fn sorted(tool: &str, given: &Value) -> Sorted {
    sort(&entry(tool).unwrap().shape, &given.to_string())
}

/// The request that follows, in short: path values, query, body.
fn request(sorted: &Sorted) -> String {
    let pairs = |pairs: &[(String, String)]| {
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    };
    let body = sorted.body.clone().unwrap_or_default();
    format!("{}?{} {body}", pairs(&sorted.path), pairs(&sorted.query))
}

#[test]
fn arguments_go_to_their_places() {
    let cases = [
        ("getCollection", json!({ "collectionId": "c1" }), "collectionId=c1? "),
        (
            "getCollection",
            json!({ "collectionId": "c1", "model": "minimal", "other": 1 }),
            "collectionId=c1?model=minimal ",
        ),
        (
            "createCollection",
            json!({ "workspace": "w", "collection": { "info": {} }, "extra": true }),
            r#"?workspace=w {"collection":{"info":{}}}"#,
        ),
        // JSON in a text is what it says.
        (
            "createCollection",
            json!({ "workspace": "w", "collection": "{\"info\":{\"name\":\"x\"}}" }),
            r#"?workspace=w {"collection":{"info":{"name":"x"}}}"#,
        ),
        (
            "patchEnvironment",
            json!({ "environmentId": "e", "body": [{ "op": "remove", "path": "/values/0" }] }),
            r#"environmentId=e? [{"op":"remove","path":"/values/0"}]"#,
        ),
        ("patchEnvironment", json!({ "environmentId": "e", "body": "[]" }), "environmentId=e? []"),
        // Numbers and lists are text in path and query; null is nothing.
        (
            "getCollections",
            json!({ "limit": 5, "offset": null, "name": "a b" }),
            "?name=a b&limit=5 ",
        ),
        (
            "getWorkspace",
            json!({ "workspaceId": "w", "include": ["a", "b"] }),
            "workspaceId=w?include=a,b ",
        ),
        ("getWorkspace", json!({ "workspaceId": 7 }), "workspaceId=7? "),
        // Not described by the contract: what is neither path nor query is the body.
        ("createPackage", json!({ "workspace": "w", "name": "n" }), r#"?workspace=w {"name":"n"}"#),
    ];
    for (tool, given, expected) in cases {
        let sorted = sorted(tool, &given);
        assert_eq!(sorted.problems, Vec::<String>::new(), "{tool} {given}");
        let shown = request(&sorted);
        assert_eq!(shown, expected, "{tool} {given}");
    }
}

#[test]
fn values_reach_the_request_as_written() {
    let cases = [
        (
            "createCollection",
            r#"{"collection": {"a": 1.0, "b":[1e3, 12345678901234567890123] }, "workspace":"w"}"#,
            r#"?workspace=w {"collection":{"a": 1.0, "b":[1e3, 12345678901234567890123] }}"#,
        ),
        (
            "createCollection",
            r#"{"workspace":"w","collection":" {\"a\":1.0,\"b\":\"\\u00e9\"} "}"#,
            r#"?workspace=w {"collection":{"a":1.0,"b":"\u00e9"}}"#,
        ),
        (
            "patchEnvironment",
            r#"{"environmentId":"e","body":[{"value":-0.0}]}"#,
            r#"environmentId=e? [{"value":-0.0}]"#,
        ),
        ("getCollections", r#"{"limit":1e1,"name":"\u0061"}"#, "?name=a&limit=1e1 "),
    ];
    for (tool, given, expected) in cases {
        let sorted = sort(&entry(tool).unwrap().shape, given);
        assert_eq!(sorted.problems, Vec::<String>::new(), "{tool} {given}");
        assert_eq!(request(&sorted), expected, "{tool} {given}");
    }
}

#[test]
fn whole_numbers_are_told_from_others() {
    let kinds = ["integer".to_owned()];
    for (raw, whole) in [("5", true), ("-5", true), ("99999999999999999999", true), ("1.0", false)]
    {
        assert_eq!(is_one_of(&kinds, raw), whole, "{raw}");
    }
    assert!(!is_one_of(&kinds, "1e3") && !is_one_of(&kinds, "true"));
}

#[test]
fn problems_name_the_argument() {
    let cases = [
        ("getCollection", json!({}), "`collectionId` is missing"),
        ("getCollection", json!({ "collectionId": "" }), "`collectionId` is missing"),
        ("getCollection", json!({ "collectionId": null }), "`collectionId` is missing"),
        ("getCollection", json!({ "collectionId": {} }), "`collectionId` must be text"),
        ("deleteCollection", json!({ "collectionId": [] }), "`collectionId` must be text"),
        (
            "getCollection",
            json!({ "collectionId": "c", "model": "all" }),
            "`model` must be minimal or full",
        ),
        (
            "createCollection",
            json!({ "collection": 5 }),
            "`workspace` is missing; `collection` must be an object",
        ),
        (
            "createCollection",
            json!({ "workspace": "w", "collection": "no JSON" }),
            "`collection` must be an object",
        ),
        (
            "createCollection",
            json!({ "workspace": ["a", ["b"]], "collection": "[1]" }),
            "`workspace` must be text; `collection` must be an object",
        ),
        ("patchEnvironment", json!({ "environmentId": "e", "body": {} }), "`body` must be a list"),
    ];
    for (tool, given, expected) in cases {
        assert_eq!(sorted(tool, &given).problems.join("; "), expected, "{tool} {given}");
    }
}

/// Any JSON, including deep and odd ones.
pub(crate) fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(Value::from("{\"a\":[1]}")),
        prop::sample::select(vec![
            "",
            ".",
            "../..%2f",
            "fork",
            "merge",
            "collection-forks",
            "tags"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_arguments_make_a_request(at in any::<prop::sample::Index>(), values in prop::collection::vec(anything(), 8)) {
        let spec = at.get(catalog::CATALOGUE.as_slice());
        let entry = entry(spec.tool).unwrap();
        let names = entry.shape.arguments.iter().map(|one| one.name.clone());
        let given: Value = names.chain(["extra".to_owned()]).zip(values).collect();
        let sorted = sort(&entry.shape, &given.to_string());
        let body: Option<Value> =
            sorted.body.as_ref().map(|body| serde_json::from_str(body).unwrap());
        for argument in entry.shape.arguments.iter().filter(|one| one.required) {
            let said = sorted.problems.iter().any(|problem| problem.contains(&argument.name));
            let sent = sorted.path.iter().chain(&sorted.query).any(|(name, _)| *name == argument.name);
            let in_body = body.as_ref().is_some_and(|body| {
                argument.place == Place::Body || body.get(&argument.name).is_some()
            });
            prop_assert!(said || sent || in_body, "{} of {}", argument.name, spec.id);
        }
    }
}
