//! Scripts, and what Bruno writes as pairs and collections as scripts.
//!
//! Bruno's scripts call `bru`, `req` and `res`, so they would fail here: they come along as comments.

use serde_json::{Value, json};

use super::bru::{Bru, Pair};
use crate::formats::Notes;

/// What ends a line of JavaScript.
const ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// The events of a request or folder.
pub(super) fn events(bru: &mut Bru, place: &str, notes: &mut Notes) -> Vec<Value> {
    let mut before = sets(&bru.take_pairs("vars:pre-request"), place, notes);
    for block in ["script:hooks", "script:pre-request"] {
        comment(bru, block, place, notes, &mut before);
    }
    let mut after = Vec::new();
    let lists = [
        (
            "vars:post-response",
            "variables set from answers, which came along as comments of a script",
        ),
        ("assert", "assertions, which came along as comments of a script"),
    ];
    for (block, what) in lists {
        let pairs = bru.take_pairs(block);
        if !pairs.is_empty() {
            notes.add(what, place);
            head(block, &mut after);
        }
        for pair in pairs {
            let off = if pair.disabled { "~" } else { "" };
            commented(&format!("{off}{}: {}", pair.key, pair.value), &mut after);
        }
    }
    comment(bru, "script:post-response", place, notes, &mut after);
    comment(bru, "tests", place, notes, &mut after);
    let mut events = Vec::new();
    for (listen, lines) in [("prerequest", before), ("test", after)] {
        if !lines.is_empty() {
            let script = json!({ "type": "text/javascript", "exec": lines });
            events.push(json!({ "listen": listen, "script": script }));
        }
    }
    events
}

/// The name of a variable, without the sign of those that are local.
pub(super) fn name(key: &str) -> &str {
    key.strip_prefix('@').unwrap_or(key)
}

/// Lines that set the variables of a request or folder.
fn sets(pairs: &[Pair], place: &str, notes: &mut Notes) -> Vec<String> {
    let mut lines = Vec::new();
    for pair in pairs {
        let (key, value) = (Value::from(name(&pair.key)), Value::from(pair.value.as_str()));
        let line = format!("pm.variables.set({key}, {value});");
        if pair.disabled {
            commented(&line, &mut lines);
        } else {
            lines.push(line);
            notes.add(
                "the scope of variables of a request or folder: its script sets them for the rest of the run",
                place,
            );
        }
        if !pair.about.is_empty() {
            commented(&pair.about, &mut lines);
        }
    }
    lines
}

fn comment(bru: &mut Bru, block: &str, place: &str, notes: &mut Notes, lines: &mut Vec<String>) {
    let Some(text) = bru.take_text(block).filter(|text| !text.trim().is_empty()) else { return };
    notes.add(
        "scripts, which are Bruno's and were not translated: they came along as comments",
        place,
    );
    head(block, lines);
    commented(&text, lines);
}

fn head(block: &str, lines: &mut Vec<String>) {
    lines.push(format!("// {block}, from Bruno; not translated:"));
}

fn commented(text: &str, lines: &mut Vec<String>) {
    for line in text.split(ENDS) {
        lines.push(format!("// {line}").trim_end().to_owned());
    }
}
