//! Whole files: `tests/cases/collection/<name>/{in.json,out.json}`.
//!
//! A new case is a new folder with an `in.json`; `UPDATE_CASES=1 cargo test -p model` writes the
//! `out.json` of every case.

use std::fs;
use std::path::Path;

use model::collection;

use crate::collections::element;
use crate::oracle;
use crate::tree::Json;

#[test]
fn every_case_comes_back_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/collection");
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(case.join("in.json")).unwrap();
        let shown = match collection::parse(&text) {
            Ok(draft) => {
                let element = element(&draft.name);
                Json::parse(&collection::render(&draft.assemble(element, oracle::ids())))
            }
            Err(invalid) => Json::List(
                invalid.problems.iter().map(|problem| Json::text(&problem.to_string())).collect(),
            ),
        };
        let shown = shown.pretty(0) + "\n";
        if update {
            fs::write(case.join("out.json"), &shown).unwrap();
        }
        let expected = fs::read_to_string(case.join("out.json")).unwrap_or_default();
        assert_eq!(shown, expected, "case `{name}`; UPDATE_CASES=1 writes it anew");
        cases += 1;
    }
    assert!(cases >= 6, "{cases} cases");
}
