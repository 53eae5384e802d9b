//! `gatepost import`

use std::{io::Write as _, process::Stdio};

use crate::kit::{COLLECTION, Folder};

#[test]
fn a_collection_comes_in_and_is_served() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let file = folder.file("payments.json", COLLECTION);
    let ended = folder.run(&["import", &file]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let expected = format!(
        "{file}: collection 'Payments' is in workspace 'My Workspace': 1 folder, 2 requests.\n"
    );
    assert_eq!(ended.err, expected);
    let got = server.get(&format!("/collections/{}", ended.out.trim()), server.api_key());
    assert_eq!(got.json()["collection"]["info"]["name"], "Payments");
}

#[test]
fn environments_come_from_stdin() {
    let folder = Folder::new();
    let mut command = folder.command(&["import", "--workspace", "my workspace", "--json", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let environment = r#"{"name":"Test","values":[{"key":"host","value":"x"}],"_postman_variable_scope":"environment"}"#;
    child.stdin.take().unwrap().write_all(environment.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(answer["imported"]["kind"], "environment");
    assert_eq!(answer["imported"]["counts"]["variables"], 1);
}

#[test]
fn a_bad_file_is_named_and_the_others_come_in() {
    let folder = Folder::new();
    let good = folder.file("good.json", COLLECTION);
    let broken = folder.file("broken.json", "{\"info\": {\n  \"name\": }}");
    let other = folder.file("other.json", "{\"openapi\":\"3.1.0\"}");
    let none = folder.0.join("none.json").display().to_string();
    let ended = folder.run(&["import", &broken, &other, &none, &good]);
    assert_eq!(ended.code, 3);
    assert_eq!(ended.out.lines().count(), 1, "{}", ended.out);
    for expected in [
        format!("error: `{broken}` was not imported: "),
        "line 2, column".to_owned(),
        format!("error: `{other}` was not imported: "),
        format!("error: `{none}` can't be read: No such file or directory"),
    ] {
        assert!(ended.err.contains(&expected), "{expected} is missing: {}", ended.err);
    }
    assert_eq!(folder.run(&["import", "--workspace", "Nowhere", &good]).code, 2);
}
