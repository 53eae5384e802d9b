//! What stands before and after the executions.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Mark, Pretty, failure::Parents};
use crate::{
    clock,
    summary::{Average, Count, RunFault, Summary, Timings},
};

/// Everything up to the opening bracket of the executions.
pub(super) fn begin<W: Write>(out: &mut Pretty<'_, W>, summary: &Summary) -> io::Result<()> {
    out.open(b'{')?;
    if let Some(start) = &summary.start {
        out.member("collection", &start.collection.document())?;
    }
    let scope = |scope: Option<&Value>| match scope {
        Some(scope) => scope.clone(),
        None => json!({ "id": clock::uuid().to_string(), "values": [] }),
    };
    out.member("environment", &scope(summary.environment.as_deref()))?;
    out.member("globals", &scope(summary.globals.as_deref()))?;
    out.key("run")?;
    out.open(b'{')?;
    out.member("stats", &stats(summary))?;
    out.member("timings", &timings(&summary.timings))?;
    out.key("executions")?;
    out.open(b'[')
}

/// Everything from the closing bracket of the executions on.
pub(super) fn end<W: Write>(
    out: &mut W,
    summary: &Summary,
    entries: u64,
    marks: &[Mark],
) -> io::Result<()> {
    out.write_all(if entries > 0 { b"\n    ]" } else { b"]" })?;
    // The executions were the third member of the second object.
    out.write_all(b",")?;
    let mut out = Pretty::new(out, 2);
    out.member("transfers", &json!({ "responseTotal": summary.received_bytes }))?;
    out.key("failures")?;
    out.open(b'[')?;
    let mut parents = Parents::default();
    let nothing = Mark::default();
    for (at, failure) in summary.failures.iter().enumerate() {
        out.next()?;
        parents.write(&mut out, failure, marks.get(at).unwrap_or(&nothing))?;
    }
    out.close(b']')?;
    out.member("error", &error(summary))?;
    out.close(b'}')?;
    out.close(b'}')
}

fn error(summary: &Summary) -> Value {
    // A script that had to be stopped is told elsewhere: the run went on after it.
    match &summary.error {
        None | Some(RunFault::ScriptTimedOut(_)) => Value::Null,
        Some(fault) => json!({ "name": "Error", "message": fault.to_string() }),
    }
}

fn stats(summary: &Summary) -> Value {
    let numbers = &summary.statistics;
    let count = |count: &Count| json!({ "total": count.total, "pending": count.pending, "failed": count.failed });
    json!({
        "iterations": count(&numbers.iterations),
        "items": count(&numbers.items),
        "scripts": count(&numbers.scripts),
        "prerequests": count(&numbers.prerequests),
        "requests": count(&numbers.requests),
        "tests": count(&numbers.tests),
        "assertions": count(&numbers.assertions),
        "testScripts": count(&numbers.test_scripts),
        "prerequestScripts": count(&numbers.prerequest_scripts),
    })
}

fn timings(timings: &Timings) -> Value {
    let mut map = Map::new();
    let mut average = |what: &str, average: &Average| {
        for (name, value) in [
            ("Average", average.mean),
            ("Min", average.min),
            ("Max", average.max),
            ("Sd", average.deviation),
        ] {
            map.insert(format!("{what}{name}"), number(value));
        }
    };
    average("response", &timings.response);
    average("dns", &timings.dns);
    average("firstByte", &timings.first_byte);
    map.insert("started".to_owned(), timings.started_ms.into());
    map.insert("completed".to_owned(), timings.completed_ms.into());
    Value::Object(map)
}

/// A number the way JavaScript writes it: whole ones have no fraction.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return Value::from(value as i64);
    }
    Value::from(value)
}
