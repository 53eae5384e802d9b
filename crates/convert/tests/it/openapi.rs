//! One case per rule of the conversion of OpenAPI.
#![cfg(test)]

use std::{fs, path::Path};

use convert::{
    openapi::{Options, to_collection},
    spec::Files,
};
use serde_json::{Value, json};

/// The files of a case, with paths relative to its folder.
pub(super) fn files(folder: &Path, under: &str, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files(&path, &format!("{under}{name}/"), found);
        } else if !["options.json", "expected.json", "expected.txt", "faults.txt"]
            .contains(&name.as_str())
        {
            found.push((format!("{under}{name}"), fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_case_comes_out_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases_openapi");
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let mut list = Vec::new();
        files(&case, "", &mut list);
        let options = fs::read_to_string(case.join("options.json")).unwrap_or_else(|_| "{}".into());
        let options: Options = serde_json::from_str(&options).unwrap();
        let converted = to_collection(&Files::many(list.clone()), &options).unwrap();
        let again = to_collection(&Files::many(list), &options).unwrap();
        assert_eq!(converted, again, "case `{name}` comes out differently each time");
        model::collection::parse(&converted.document).unwrap();
        model::runnable::parse(&converted.document, &mut String::new).unwrap();
        let document: Value = serde_json::from_str(&converted.document).unwrap();
        let shown = json!({ "notes": converted.notes, "document": document });
        let shown = serde_json::to_string_pretty(&shown).unwrap() + "\n";
        if update {
            fs::write(case.join("expected.json"), &shown).unwrap();
        }
        let expected = fs::read_to_string(case.join("expected.json")).unwrap_or_default();
        assert_eq!(shown, expected, "case `{name}`; UPDATE_CASES=1 writes it anew");
        cases += 1;
    }
    assert!(cases >= 16, "{cases} cases");
}

#[test]
fn what_is_no_description_is_refused_with_a_reason() {
    for (text, told) in [
        ("", "names no version"),
        ("just text", "names no version"),
        ("openapi: 3.0.0\ninfo: {}", "must have `paths`"),
        ("openapi: 3.1.0\nwebhooks: {}", "must have `paths`"),
        ("asyncapi: 2.0.0\nchannels: {}", "only OpenAPI becomes a collection"),
        ("openapi: 3.0.0\npaths: [", "can't be read"),
    ] {
        let fault = to_collection(&Files::one("a.yaml", text), &Options::default()).unwrap_err();
        let fault = fault.to_string();
        assert!(fault.starts_with("`a.yaml`") && fault.contains(told), "{text}: {fault}");
    }
}
