use serde_json::Value;

use crate::report::fixture::filed;

fn document(options: &[(&str, Option<&str>)]) -> Value {
    serde_json::from_str(&filed("json", options)).unwrap()
}

#[test]
fn the_story_as_a_document() {
    insta::assert_snapshot!(filed("json", &[]));
}

#[test]
fn the_entries_of_an_item_are_the_same() {
    let document = document(&[]);
    let executions = document["run"]["executions"].as_array().unwrap();
    // Without the one that was left out; with those of scripts, replays, and further attempts.
    assert_eq!(executions.len(), 14);
    assert_eq!(document["run"]["stats"]["requests"]["total"], 14);
    assert_eq!(executions[1], executions[2]);
    assert_eq!(executions[1]["assertions"].as_array().unwrap().len(), 2);
    assert_eq!(executions[1]["response"]["code"], 201);
    assert_eq!(executions[3]["response"]["stream"]["data"], serde_json::json!([0, 1, 254, 255]));
    assert!(executions[3].get("assertions").is_none());
    assert!(executions[5].get("response").is_none());
    assert_eq!(executions[5]["requestError"]["code"], "ECONNREFUSED");
    assert_eq!(executions[5]["attempts"].as_array().unwrap().len(), 2);
}

#[test]
fn the_layout_is_that_of_the_reference() {
    let text = filed("json", &[]);
    let again = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).unwrap());
    let inline = |text: &str| text.replace([' ', '\n'], "");
    assert_eq!(inline(&again.unwrap()), inline(&text));
    assert!(text.contains("\n    \"executions\": [\n      {\n        \"cursor\": {\n"));
    assert!(text.contains("\"data\": [112,111,110,103]\n"));
}

#[test]
fn bodies_and_headers_are_left_out() {
    let cut = document(&[("json-body-limit", Some("3"))]);
    let response = &cut["run"]["executions"][0]["response"];
    assert_eq!(response["stream"]["data"], serde_json::json!([112, 111, 110]));
    assert_eq!(response["truncated"], serde_json::json!({ "kept": 3, "size": 4 }));
    let without = document(&[("omit-bodies", None), ("omit-headers", None)]);
    for execution in without["run"]["executions"].as_array().unwrap() {
        assert!(execution["request"].get("header").is_none());
        assert!(execution["request"].get("body").is_none());
        if let Some(response) = execution.get("response") {
            assert!(response.get("header").is_none());
            assert_eq!(response["stream"]["data"], serde_json::json!([]));
        }
    }
}
