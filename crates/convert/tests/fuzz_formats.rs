//! Files that no other client writes, against the readers of their formats.
//!
//! Nothing may panic, and what comes out is always a collection.
//!
//! `GATEPOST_FUZZ_SECONDS` runs longer, `GATEPOST_FUZZ_SEED` starts elsewhere.
#![cfg(test)]

use std::{fs, path::Path, sync::LazyLock};

use convert::formats::{detect, read};
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
    let mut texts: Vec<String> = inputs.map(|path| fs::read_to_string(path).unwrap()).collect();
    texts.sort();
    texts
});

const PARTS: [&str; 22] = [
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
            for environment in &made.environments {
                prop_assert!(
                    model::environment::parse(environment).is_ok(),
                    "{environment}\n{text}"
                );
            }
            let converted = made.collection;
            let parsed = model::collection::parse(&converted.document);
            prop_assert!(parsed.is_ok(), "{:?}\n{text}", parsed.err());
            let ran = model::runnable::parse(&converted.document, &mut String::new);
            prop_assert!(ran.is_ok(), "{:?}\n{text}", ran.err());
            let _ = convert::curl::write(&converted.document);
            let _ = convert::har::write(&converted.document);
        }
        Ok(())
    });
}
