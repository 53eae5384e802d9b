//! The collections of the measurement.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// What the target answers.
pub(super) const ANSWER: &str = r#"{"id":7,"name":"Ana","tags":["a","b"],"total":12.5,"ok":true}"#;
/// The folder that is run of many items.
pub(super) const FOLDER: &str = "Folder 42";

/// Three tests as people write them.
const TESTS: &str = r#"
pm.test("status is 200", () => pm.response.to.have.status(200));
pm.test("name is right", () => pm.expect(pm.response.json().name).to.equal("Ana"));
pm.test("has tags", () => pm.expect(pm.response.json().tags).to.be.an("array").that.includes("b"));
"#;

/// Tests that compute.
const HEAVY: &str = r#"
const lodash = require("lodash"), crypto = require("crypto-js");
const rows = lodash.times(200, (n) => ({ id: n, group: n % 7, text: "row " + n }));
const grouped = lodash(rows).groupBy("group").mapValues((list) => lodash.sumBy(list, "id")).value();
pm.test("groups", () => pm.expect(lodash.size(grouped)).to.equal(7));
const hash = crypto.SHA256(JSON.stringify(rows)).toString();
pm.test("hash", () => pm.expect(hash).to.have.lengthOf(64));
const schema = { type: "object", required: ["id", "name"],
  properties: { id: { type: "integer" }, name: { type: "string" }, tags: { type: "array", items: { type: "string" } } } };
pm.test("schema", () => pm.response.to.have.jsonSchema(schema));
"#;

const PARSED: &str = r#"
const rows = pm.response.json();
pm.test("all there", () => pm.expect(rows.length).to.be.above(1000));
pm.test("last", () => pm.expect(rows[rows.length - 1].name).to.be.a("string"));
"#;

/// A JSON array of 5 MB.
pub(super) fn large_answer() -> String {
    let mut text = String::with_capacity(5_100_000);
    let mut before = '[';
    for number in 0.. {
        if text.len() >= 5_000_000 {
            break;
        }
        let _ = write!(
            text,
            r#"{before}{{"id":{number},"name":"row {number}","price":{number}.25,"tags":["x","y"],"note":"some text that makes the row longer"}}"#
        );
        before = ',';
    }
    text.push(']');
    text
}

pub(super) fn plain(url: &str, count: usize) -> Value {
    collection(&items(url, count, None))
}

pub(super) fn tested(url: &str, count: usize) -> Value {
    collection(&items(url, count, Some(TESTS)))
}

pub(super) fn heavy(url: &str, count: usize) -> Value {
    collection(&items(url, count, Some(HEAVY)))
}

pub(super) fn parsed(url: &str, count: usize) -> Value {
    collection(&items(url, count, Some(PARSED)))
}

/// Folders of a hundred items.
pub(super) fn many(url: &str, count: usize) -> Value {
    let folder = |number: usize| {
        let items = (0..100).map(|at| item(url, number * 100 + at, Some(TESTS)));
        json!({ "name": format!("Folder {number}"), "item": items.collect::<Vec<_>>() })
    };
    collection(&(0..count / 100).map(folder).collect::<Vec<_>>())
}

fn items(url: &str, count: usize, tests: Option<&str>) -> Vec<Value> {
    (0..count).map(|number| item(url, number, tests)).collect()
}

fn item(url: &str, number: usize, tests: Option<&str>) -> Value {
    let mut item = json!({
        "name": format!("Request {number}"),
        "request": {
            "method": "GET",
            "url": format!("{url}/items/{number}?expand=lines"),
            "header": [{ "key": "X-Number", "value": number.to_string() }],
        },
    });
    if let (Some(tests), Some(map)) = (tests, item.as_object_mut()) {
        let lines: Vec<_> = tests.lines().collect();
        let script = json!({ "type": "text/javascript", "exec": lines });
        map.insert("event".to_owned(), json!([{ "listen": "test", "script": script }]));
    }
    item
}

fn collection(items: &[Value]) -> Value {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    json!({ "info": { "name": "Bench", "schema": schema }, "item": items })
}
