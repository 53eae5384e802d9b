use serde_json::Value;

use crate::report::fixture::{filed, told};

#[test]
fn the_story_as_lines() {
    insta::assert_snapshot!(told(&["jsonl"], &[], |_| {}).0);
}

#[test]
fn lines_have_bodies_and_headers_where_wanted() {
    let options =
        [("jsonl-bodies", None), ("jsonl-headers", None), ("jsonl-only", Some("request-end"))];
    let text = filed("jsonl", &options);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 14);
    assert_eq!(lines[0]["response"]["body"], "pong");
    assert_eq!(lines[2]["request"]["body"], "{\"name\":\"<é>\"}");
    assert_eq!(lines[4]["response"]["base64"], "AAH+/w==");
    assert_eq!(lines[0]["request"]["headers"][0], serde_json::json!(["X-Key", "a & b"]));
}

#[test]
fn a_limit_cuts_bodies_between_characters() {
    let options = [("bodies", None), ("body-limit", Some("11"))];
    let text = filed("jsonl", &options);
    let post = text.lines().rfind(|line| line.contains("\"method\":\"POST\""));
    let line: Value = serde_json::from_str(post.unwrap()).unwrap();
    assert_eq!(line["request"]["body"], "{\"name\":\"<");
    assert_eq!(line["request"]["truncated"]["size"], 15);
}
