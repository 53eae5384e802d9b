//! Data: the rows of files.
#![cfg(test)]

use model::data;
use serde_json::{Value, json};

use super::{cases, compare};

/// `rows` are those of `given`, null when it can't be read.
#[test]
fn rows_are_read_as_measured() {
    compare("data", &cases("data.json"), |case| {
        let rows = match data::parse(case["given"].as_str().unwrap()) {
            // Without rows there is one iteration without data.
            Ok(rows) if rows.is_empty() => json!([{}]),
            Ok(rows) => rows.into_iter().map(Value::Object).collect(),
            Err(_) => Value::Null,
        };
        vec![("rows", rows)]
    });
}
