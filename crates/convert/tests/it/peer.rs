//! The public converter as an oracle: the same descriptions, outlines line by line.
#![cfg(test)]

mod differences;
mod outline;

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use convert::{
    openapi::{Options, to_collection},
    spec::{Files, Kind},
};
use serde_json::{Value, json};

use differences::{CHANCE, INTENDED};
use outline::outline;

/// A description, and the options it is converted with.
struct Case {
    name: String,
    /// The root first.
    files: Vec<(String, String)>,
    options: Value,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases_openapi");
    let mut cases = Vec::new();
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let mut files = Vec::new();
        super::openapi::files(&case, "", &mut files);
        files.sort_by_key(|(_, text)| Kind::of_text(text).is_none());
        let options = fs::read_to_string(case.join("options.json")).unwrap_or_else(|_| "{}".into());
        cases.push(Case { name, files, options: serde_json::from_str(&options).unwrap() });
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(cases.len() >= 34, "{}", cases.len());
    cases
}

/// What the public converter makes of them; `None` when it is not installed.
fn theirs(cases: &[Case]) -> Option<Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peer");
    if !folder.join("node_modules").is_dir() {
        eprintln!("SKIPPED: run `npm ci` in crates/convert/tests/peer first");
        return None;
    }
    let mut node = Command::new("node")
        .arg(folder.join("convert.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    for case in cases {
        let line = json!({ "files": case.files, "options": case.options });
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Whether a line fits a pattern, in which `*` stands for anything.
fn fits(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

#[test]
fn differences_are_all_intended() {
    let cases = cases();
    let Some(theirs) = theirs(&cases) else { return };
    assert_eq!(cases.len(), theirs.len());
    let mut lines = Vec::new();
    let mut alike = 0;
    for (case, theirs) in cases.iter().zip(&theirs) {
        if theirs.get("failed").is_some() {
            lines.push(format!("{} + a collection, where the other one fails", case.name));
            continue;
        }
        let options: Options = serde_json::from_value(case.options.clone()).unwrap();
        let ours = to_collection(&Files::many(case.files.clone()), &options).unwrap();
        let ours: Value = serde_json::from_str(&ours.document).unwrap();
        let values = case.options["parametersResolution"] != "Example";
        let (ours, theirs) = (outline(&ours, values), outline(theirs, values));
        alike += ours.intersection(&theirs).count();
        lines.extend(ours.difference(&theirs).map(|line| format!("{} + {line}", case.name)));
        lines.extend(theirs.difference(&ours).map(|line| format!("{} - {line}", case.name)));
    }
    println!("peer: {alike} lines alike, {} different", lines.len());
    let intended = |line: &&String| INTENDED.iter().any(|(pattern, _)| fits(pattern, line));
    let surprising: Vec<&String> = lines.iter().filter(|line| !intended(line)).collect();
    assert!(surprising.is_empty(), "{} differences:\n{surprising:#?}", surprising.len());
    for (pattern, reason) in INTENDED {
        let fit = lines.iter().any(|line| fits(pattern, line));
        let fit = fit || CHANCE.contains(reason);
        assert!(fit && !reason.is_empty(), "no longer a difference: {pattern}");
    }
    assert!(alike > 1_100, "{alike}");
}
