//! Everything a run did, without what is new in every run.

mod digest;
mod headers;
mod lines;
mod plain;
mod xml;

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use crate::{case::Case, echo::Recorded, peer::Said};

pub use plain::plain;

/// What a run did, part by part; later parts repeat earlier ones in more detail.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome(pub Map<String, Value>);

/// The parts, the telling ones first.
pub const PARTS: &[&str] = &[
    "exit",
    "stderr",
    "requests",
    "executions",
    "failures",
    "stats",
    "exports",
    "report",
    "junit",
    "cli",
];

impl Outcome {
    /// Reads it from what came to the server, what was said and what was written into a folder.
    #[must_use]
    pub fn read(case: &Case, said: &Said, recorded: &[Recorded], out: &Path) -> Self {
        let mut parts = Map::new();
        let mut part = |name: &str, value: Value| parts.insert(name.to_owned(), value);
        part("exit", json!(said.code));
        let report = json_file(&out.join("report.json"));
        if report.is_none() || case.stderr {
            part("stderr", lines::plain(&said.err));
        }
        part("requests", headers::requests(recorded, case.unordered));
        if let Some(report) = &report {
            part("executions", digest::executions(report));
            part("failures", digest::failures(report));
            part("stats", digest::stats(report));
            part("report", plain(report));
        }
        part("exports", exports(out));
        if let Ok(text) = fs::read_to_string(out.join("junit.xml")) {
            part("junit", plain(&xml::tree(&text)));
        }
        if case.cli {
            part("cli", lines::printed(&said.out));
        }
        Self(parts)
    }

    /// How many requests, assertions and failures there were.
    #[must_use]
    pub fn counts(&self) -> crate::case::Expected {
        let length = |value: Option<&Value>| value.and_then(Value::as_array).map_or(0, Vec::len);
        let assertions = self.0.get("stats").and_then(|it| it.pointer("/stats/assertions/total"));
        let exit = self.0["exit"].as_i64().and_then(|code| i32::try_from(code).ok());
        crate::case::Expected {
            exit: exit.unwrap_or(-1),
            requests: length(self.0.get("requests")),
            assertions: assertions
                .and_then(Value::as_u64)
                .and_then(|count| usize::try_from(count).ok())
                .unwrap_or_default(),
            failures: length(self.0.get("failures")),
        }
    }
}

/// All other files that were written, by path; `newman` is where reports go that have none.
fn exports(out: &Path) -> Value {
    let work = out.parent().unwrap();
    let mut found = Vec::new();
    files(out, &mut found);
    files(&work.join("newman"), &mut found);
    found.sort();
    let mut exports = Map::new();
    for path in found {
        let name = path.strip_prefix(work).unwrap().to_string_lossy().into_owned();
        if name == "out/report.json" || name == "out/junit.xml" {
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).into_owned();
        let value = match path.extension().and_then(|end| end.to_str()) {
            Some("xml") => Some(xml::tree(&text)),
            _ => json_file(&path),
        };
        let value = value.map_or_else(|| lines::plain(&text), |value| plain(&value));
        exports.insert(lines::words(&name), value);
    }
    Value::Object(exports)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn json_file(path: &Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}
