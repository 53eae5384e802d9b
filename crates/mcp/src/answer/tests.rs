use catalog::Operation as _;
use catalog::op;
use http::HeaderValue;

use super::*;
use crate::{tools::entry, view};

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(*name, HeaderValue::from_str(value).unwrap());
    }
    Answer { status, headers: map, body: Bytes::copy_from_slice(body.as_bytes()) }
}

fn text(result: &CallToolResult) -> String {
    serde_json::to_value(result).unwrap()["content"][0]["text"].as_str().unwrap().to_owned()
}

#[test]
fn served_answers_are_compact_json() {
    let list = entry("getCollections").unwrap();
    let result = served(list, None, &answer(200, &[], "{\n  \"collections\": [ ]\n}"));
    assert_eq!(text(&result), r#"{"collections":[]}"#);
    assert_eq!(result.structured_content, Some(json!({ "collections": [] })));
    assert_eq!(result.is_error, Some(false));
    let delete = entry("deleteCollection").unwrap();
    let result = served(delete, None, &answer(200, &[], r#"{"collection":{"id":"c"}}"#));
    assert_eq!(result.structured_content, Some(json!({ "collection": { "id": "c" } })));
    let plain = entry("getMockServerResponses").unwrap();
    let result = served(plain, None, &answer(200, &[], "[]"));
    assert_eq!(result.structured_content, None, "no output schema, no structured content");
    assert_eq!(text(&served(delete, None, &answer(204, &[], ""))), "Done.");
    let markdown = [("content-type", "text/markdown; charset=utf-8")];
    let context = entry("getCollectionContext").unwrap();
    let result = served(context, None, &answer(200, &markdown, "# A  B\n\n- c\n"));
    assert_eq!((text(&result).as_str(), result.structured_content), ("# A  B\n\n- c\n", None));
    let get = entry("getCollection").unwrap();
    let body = answer(200, &[], r#"{"collection":{"info":{},"item":[]}}"#);
    let map = served(get, view::of("getCollection"), &body);
    assert_eq!(text(&map), r#"{"collection":{"info":{},"itemRefs":[]}}"#);
}

#[test]
fn denials_say_what_is_missing() {
    let headers = [
        ("x-gatepost-reason", "not_granted"),
        ("x-gatepost-needs", "collections=full, workspaces=read"),
        ("x-gatepost-request-id", "evt_1"),
    ];
    let body = r#"{"error":{"name":"forbiddenError","message":"No. Denied: its access is read"}}"#;
    let result = failed(op::DeleteCollection::SPEC, &answer(403, &headers, body), &[]);
    assert_eq!(text(&result), "No. Denied: its access is read. Request evt_1.");
    assert_eq!(result.is_error, Some(true));
    assert_eq!(
        result.structured_content.unwrap(),
        json!({ "decision": "deny", "reason": "not_granted", "request_id": "evt_1",
            "needs": ["collections=full", "workspaces=read"] })
    );
}

#[test]
fn limits_say_how_long_to_wait() {
    let headers = [("retry-after", "17"), ("x-gatepost-request-id", "evt_2")];
    let body = r#"{"error":{"name":"rateLimited","message":"Rate limit exceeded"}}"#;
    let result = failed(op::GetCollection::SPEC, &answer(429, &headers, body), &["x".to_owned()]);
    assert_eq!(text(&result), "Rate limit exceeded. Try again in 17 seconds. Request evt_2.");
    assert_eq!(
        result.structured_content.unwrap(),
        json!({ "decision": "limit", "reason": "rate_limited", "request_id": "evt_2",
            "retry_after_seconds": 17 })
    );
}

#[test]
fn messages_are_found_in_every_shape() {
    let cases = [
        (r#"{"error":{"name":"n","message":"E one"}}"#, "E one."),
        (
            r#"{"error":{"name":"n","message":"E two.","details":{"param":["a"]}}}"#,
            r#"E two. Details: {"param":["a"]}"#,
        ),
        (r#"{"error":{"message":"E two.","details":{}}}"#, "E two."),
        (r#"{"type":"t","title":"Title","detail":"Detail"}"#, "Detail."),
        (r#"{"title":"Title"}"#, "Title."),
        (r#"{"name":"n","message":"Bare!"}"#, "Bare!"),
        (r#"{"error":"e","error_description":"OAuth"}"#, "OAuth."),
        ("<html>", "The server answered with status 500."),
        ("", "The server answered with status 500."),
    ];
    for (body, expected) in cases {
        let result = failed(op::GetCollection::SPEC, &answer(500, &[], body), &[]);
        assert_eq!(text(&result), expected, "{body}");
    }
}

#[test]
fn wrong_arguments_are_named() {
    let body = r#"{"error":{"message":"odd"}}"#;
    let problems = ["`a` is missing".to_owned(), "`b` must be text".to_owned()];
    let result = failed(op::GetCollection::SPEC, &answer(400, &[], body), &problems);
    assert_eq!(
        text(&result),
        "Wrong arguments for `getCollection`: `a` is missing; `b` must be text."
    );
    assert_eq!(text(&failed(op::GetCollection::SPEC, &answer(503, &[], body), &problems)), "odd.");
}

#[test]
fn tools_of_other_endpoints_are_found_there() {
    assert_eq!(
        text(&elsewhere(op::DeleteCollection::SPEC)),
        "This endpoint does not offer `deleteCollection`: it is at /mcp."
    );
    assert_eq!(
        text(&elsewhere(op::GetCollection::SPEC)),
        "This endpoint does not offer `getCollection`: it is at /minimal and at /code and at /mcp."
    );
    assert!(
        text(&elsewhere(op::CreateAgent::SPEC)).starts_with("`createAgent` is no tool: call POST")
    );
}
