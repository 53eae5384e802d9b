//! What is no collection of format v1, or one that nobody should have to read.

use convert::{Fault, v1};
use serde_json::{Value, json};

/// Folders of which each lies twice in the one before it; each has a lot to say.
fn doubling(levels: usize) -> String {
    let about = "x".repeat(500_000);
    let folder = |level: usize| {
        let next = format!("f{}", level + 1);
        json!({ "id": format!("f{level}"), "description": about, "folders_order": [next, next] })
    };
    let folders: Vec<Value> = (0..levels).map(folder).collect();
    json!({ "name": "A", "order": [], "folders_order": ["f0"], "folders": folders, "requests": [] })
        .to_string()
}

/// Folders that lie in each other like dolls.
fn dolls(levels: usize) -> String {
    let folder = |level: usize| {
        let next = format!("f{}", level + 1);
        json!({ "id": format!("f{level}"), "name": "F", "folders_order": [next] })
    };
    let folders: Vec<Value> = (0..levels).map(folder).collect();
    json!({ "name": "A", "order": [], "folders": folders, "requests": [] }).to_string()
}

#[test]
fn v1_is_told_from_everything_else() {
    for yes in [
        r#"{"name":"A","order":[],"requests":[]}"#,
        r#"{"requests":[{}],"order":["1"],"name":"A","info":{}}"#,
    ] {
        assert!(v1::is_v1(yes), "{yes}");
    }
    for no in [
        r#"{"name":"","order":[],"requests":[]}"#,
        r#"{"name":"A","order":null,"requests":[]}"#,
        r#"{"name":"A","requests":[]}"#,
        r#"{"info":{"name":"A"},"item":[]}"#,
        r#"{"collection":{"name":"A","order":[],"requests":[]}}"#,
        "[]",
        "",
        "{\"name\":",
    ] {
        assert!(!v1::is_v1(no), "{no}");
    }
}

#[test]
fn what_cant_be_read_is_a_fault() {
    assert!(matches!(v1::to_v21("{"), Err(Fault::Json(_))));
    assert!(matches!(v1::to_v21("[]"), Err(Fault::Other)));
    assert!(matches!(v1::to_v21(&"[".repeat(100_000)), Err(Fault::Json(_))));
}

#[test]
fn a_short_file_can_not_become_a_huge_one() {
    assert!(v1::to_v21(&doubling(3)).is_ok());
    assert!(matches!(v1::to_v21(&doubling(12)), Err(Fault::Large(_))));
}

#[test]
fn folders_nest_as_deep_as_documents_may() {
    let converted = v1::to_v21(&dolls(90)).unwrap();
    assert!(model::collection::parse(&converted.document).is_ok());
    assert!(model::runnable::parse(&converted.document, &mut String::new).is_ok());
    assert!(matches!(v1::to_v21(&dolls(5_000)), Err(Fault::Deep)));
}

/// Files that lack what makes them v1 are taken all the same when somebody asks.
#[test]
fn without_orders_everything_comes_as_it_stands() {
    let old = r#"{"requests":[{"id":2,"name":"B"},{"id":1,"name":"A"}],
        "folders":[{"id":"f","name":"F","order":["1"]}]}"#;
    let converted = v1::to_v21(old).unwrap();
    let document: Value = serde_json::from_str(&converted.document).unwrap();
    let names: Vec<_> = ["/item/0/name", "/item/0/item/0/name", "/item/1/name", "/info/name"]
        .iter()
        .map(|path| document.pointer(path).and_then(Value::as_str).unwrap())
        .collect();
    assert_eq!(names, ["F", "A", "B", "Collection"]);
    assert_eq!(converted.notes, Vec::<String>::new());
}
