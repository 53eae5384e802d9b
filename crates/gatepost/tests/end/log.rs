//! The audit log as its files tell it, without the server.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
};

use audit::{Range, Record};

/// The folder of the log in a data folder.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("audit")
}

/// The segment files, oldest first.
pub(crate) fn segments(data: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder(data)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut segments: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "log")).collect();
    segments.sort();
    segments
}

/// What verification finds wrong with the log of a server that was started after a crash.
pub(crate) fn problems(data: &Path) -> Vec<String> {
    let report = audit::verify(&folder(data), Range::default()).unwrap();
    let mut wrong: Vec<_> =
        report.problem.iter().map(|problem| format!("the log is broken: {problem:?}")).collect();
    if !report.open.is_empty() {
        wrong.push(format!("calls without an outcome: {:?}", report.open));
    }
    wrong
}

/// The calls that ended with success.
#[derive(Default)]
pub(crate) struct Outcomes {
    /// How often each operation on each resource did.
    pub(crate) counts: BTreeMap<(String, String), usize>,
    /// Ids of the records that announced them.
    pub(crate) announced: BTreeSet<String>,
}

/// Reads the outcomes in the log.
pub(crate) fn outcomes(data: &Path) -> Outcomes {
    let mut found = Outcomes::default();
    for segment in segments(data) {
        for line in BufReader::new(File::open(segment).unwrap()).lines() {
            let line = line.unwrap();
            if !line.contains("\"kind\":\"outcome\"") {
                continue;
            }
            let body = line.split_once(' ').unwrap().1;
            let record: Record = serde_json::from_str(body).unwrap();
            let answered = record.result.is_some_and(|answer| answer.status == 200);
            let Some(op) = record.op.filter(|_| answered) else { continue };
            found.announced.extend(record.intent_id.map(|id| id.to_string()));
            for resource in record.resources {
                *found.counts.entry((op.id.to_string(), resource.id)).or_default() += 1;
            }
        }
    }
    found
}
