use std::{fs, path::Path};

use serde_json::{Value, json};

#[test]
fn every_case_comes_out_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut cases = 0;
    for case in fs::read_dir(folder).unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(case.join("v1.json")).unwrap();
        assert!(convert::v1::is_v1(&text), "case `{name}`");
        let converted = convert::v1::to_v21(&text).unwrap();
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
    assert!(cases >= 10, "{cases} cases");
}
