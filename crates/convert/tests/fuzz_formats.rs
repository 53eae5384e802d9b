//! Files that no other client writes, against the readers of their formats.
//!
//! Nothing may panic, and what comes out is always a collection. Folders of Bruno are mutated file
//! by file.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use std::{fs, path::Path, sync::LazyLock};

use convert::{
    bruno::{self, File, Found},
    formats::{Made, detect, read},
};
use fuzzkit::fuzz;
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

/// The files of all cases.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases_formats");
    let files =
        fs::read_dir(folder).unwrap().flat_map(|case| fs::read_dir(case.unwrap().path()).unwrap());
    let paths = files.map(|file| file.unwrap().path());
    let inputs = paths.filter(|path| path.file_stem().is_some_and(|stem| stem == "input"));
    let inputs = inputs.filter(|path| path.is_file());
    let mut texts: Vec<String> = inputs.map(|path| fs::read_to_string(path).unwrap()).collect();
    texts.sort();
    texts
});

/// The files of the folder that has most.
static FOLDER: LazyLock<Vec<File>> = LazyLock::new(|| {
    fn walk(folder: &Path, under: &str, found: &mut Vec<File>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap().path();
            let path = format!("{under}{}", entry.file_name().unwrap().to_string_lossy());
            if entry.is_dir() {
                walk(&entry, &format!("{path}/"), found);
            } else if bruno::is_read(&path) {
                let text = Found::Text(fs::read_to_string(&entry).unwrap());
                found.push(File { path, found: text });
            }
        }
    }
    let mut found = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases_formats/bruno/input");
    walk(&folder, "", &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
});

const PARTS: [&str; 30] = [
    "null",
    "[]",
    "{}",
    "-1",
    "1e999",
    "true",
    "\"\"",
    "'",
    "\"",
    "\\",
    "\n",
    "$",
    "${",
    "{{",
    "}}",
    "{%",
    "\u{e4}\u{1F600}",
    "%",
    "%zz",
    "@",
    "-",
    "://",
    "{",
    "\n}\n",
    "[",
    "'''",
    ":",
    "~",
    "@file(",
    "/:",
];

fn mutated(text: &str, mutations: &[(Index, &str, usize)]) -> String {
    let mut text = text.to_owned();
    for (index, part, length) in mutations {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let Some(start) = (!starts.is_empty()).then(|| index.index(starts.len())) else { break };
        let end = starts.get(start + length).copied().unwrap_or(text.len());
        text.replace_range(starts[start]..end, part);
    }
    text
}

#[test]
fn fuzz_whatever_comes_out_is_a_collection() {
    let mutation = (any::<Index>(), select(&PARTS[..]), 0..12_usize);
    let strategy = (select(&TEXTS[..]), vec(mutation, 0..6));
    fuzz("formats", &strategy, |(text, mutations)| {
        let before = detect("", &text);
        let text = mutated(&text, &mutations);
        for kind in [before, detect("", &text)].into_iter().flatten() {
            let Ok(made) = read(kind, "name", &text) else { continue };
            is_a_collection(&made, &text)?;
        }
        Ok(())
    });
}

#[test]
fn fuzz_whatever_lies_in_a_folder_is_a_collection() {
    let mutation = (any::<Index>(), select(&PARTS[..]), 0..12_usize);
    let change = (any::<Index>(), select(&PARTS[..]), any::<bool>(), vec(mutation, 0..6));
    fuzz("bruno", &vec(change, 1..8), |changes| {
        let mut files = FOLDER.clone();
        for (index, part, moves, mutations) in changes {
            let at = index.index(files.len());
            let file = &mut files[at];
            if let Found::Text(text) = &mut file.found {
                *text = mutated(text, &mutations);
            }
            if moves {
                file.path.insert_str(0, part);
            }
        }
        let Ok(made) = bruno::read("name", &files) else { return Ok(()) };
        is_a_collection(&made, &format!("{files:?}"))
    });
}

fn is_a_collection(made: &Made, text: &str) -> Result<(), TestCaseError> {
    for environment in &made.environments {
        let parsed = model::environment::parse(environment);
        prop_assert!(parsed.is_ok(), "{environment}\n{text}");
    }
    let document = &made.collection.document;
    let parsed = model::collection::parse(document);
    prop_assert!(parsed.is_ok(), "{:?}\n{text}", parsed.err());
    let ran = model::runnable::parse(document, &mut String::new);
    prop_assert!(ran.is_ok(), "{:?}\n{text}", ran.err());
    let _ = convert::curl::write(document);
    let _ = convert::har::write(document);
    Ok(())
}
