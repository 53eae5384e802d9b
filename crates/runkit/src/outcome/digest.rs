//! The telling parts of a JSON report.

use serde_json::{Map, Value, json};

use super::plain;

/// What was executed: item, request, answer, errors, assertions.
pub(super) fn executions(report: &Value) -> Value {
    let executions = report.pointer("/run/executions").and_then(Value::as_array);
    executions.into_iter().flatten().map(execution).collect()
}

fn execution(execution: &Value) -> Value {
    let at = |pointer: &str| execution.pointer(pointer).cloned().unwrap_or_default();
    let mut told = Map::new();
    let mut tell = |name: &str, value: Value| {
        if !value.is_null() {
            told.insert(name.to_owned(), value);
        }
    };
    tell("item", at("/item/name"));
    tell("iteration", at("/cursor/iteration"));
    tell("method", at("/request/method"));
    tell("code", at("/response/code"));
    tell("status", at("/response/status"));
    tell("size", at("/response/responseSize"));
    tell("body", plain(&at("/response/stream")));
    tell("requestError", plain(&at("/requestError")));
    for script in ["prerequestScript", "testScript"] {
        let errors = at(&format!("/{script}"))
            .as_array()
            .map(|errors| errors.iter().map(|error| fault(&error["error"])).collect::<Value>());
        tell(script, errors.unwrap_or_default());
    }
    let assertions = at("/assertions").as_array().map(|all| all.iter().map(assertion).collect());
    tell("assertions", assertions.unwrap_or_default());
    told.into()
}

/// One line for each: its name, and what went wrong.
fn assertion(assertion: &Value) -> Value {
    let name = assertion["assertion"].as_str().unwrap_or_default();
    let skipped = if assertion["skipped"] == json!(true) { " (skipped)" } else { "" };
    let error = assertion.get("error").map_or(String::new(), |error| {
        let text = |name: &str| error[name].as_str().unwrap_or("(none)").to_owned();
        format!(": {}: {}", text("name"), text("message"))
    });
    plain(&format!("{name}{skipped}{error}").into())
}

fn fault(error: &Value) -> Value {
    let kept = ["name", "message", "test", "index", "code"];
    let fields =
        kept.iter().filter_map(|name| Some(((*name).to_owned(), error.get(*name)?.clone())));
    plain(&Value::Object(fields.collect()))
}

/// What failed: error, place, item.
pub(super) fn failures(report: &Value) -> Value {
    let failures = report.pointer("/run/failures").and_then(Value::as_array);
    let told = failures.into_iter().flatten().map(|failure| {
        json!({
            "error": fault(&failure["error"]),
            "at": plain(&failure["at"]),
            "source": failure.pointer("/source/name"),
            "iteration": failure.pointer("/cursor/iteration"),
        })
    });
    told.collect()
}

/// The counters, the bytes received and the error of the run.
pub(super) fn stats(report: &Value) -> Value {
    let run = &report["run"];
    json!({
        "stats": run["stats"],
        "transfers": run["transfers"],
        "error": plain(&run["error"]),
    })
}
