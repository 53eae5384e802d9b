//! What was measured of the runner that everybody knows, as tables in `tests/cases/run`.
#![cfg(test)]

mod collections;
mod data;
mod urls;

use std::path::Path;

use serde_json::Value;

/// The cases of one table.
fn cases(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/run").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Fails with everything that is not as it was measured.
fn compare(what: &str, cases: &[Value], found: impl Fn(&Value) -> Vec<(&'static str, Value)>) {
    assert!(!cases.is_empty());
    let mut faults = Vec::new();
    for case in cases {
        for (name, found) in found(case) {
            if case[name] != found {
                let given = case.get("given").unwrap_or(case);
                faults.push(format!("{given}\n  {name}: {}\n  found: {found}", case[name]));
            }
        }
    }
    assert!(faults.is_empty(), "{what}: {} faults\n{}", faults.len(), faults.join("\n"));
}
