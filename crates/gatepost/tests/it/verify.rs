//! `gatepost audit verify`

use crate::kit::Folder;

fn segment(folder: &Folder) -> std::path::PathBuf {
    let files = std::fs::read_dir(folder.data().join("audit")).unwrap();
    let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "log"));
    files.sort();
    files[0].clone()
}

#[test]
fn a_whole_log_is_whole_while_a_server_writes_it() {
    let folder = Folder::new();
    let _server = folder.serve(&[]);
    let ended = folder.run(&["audit", "verify"]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(ended.out.starts_with("the log is whole: "), "{}", ended.out);
    assert!(folder.json(&["audit", "verify"])["problem"].is_null());
}

#[test]
fn one_changed_byte_is_found() {
    let folder = Folder::new();
    folder.must(&["user", "list"]);
    folder.agent("Release bot");
    let path = segment(&folder);
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = text.replacen("Release bot", "Release bat", 1);
    let changed =
        if changed == text { text.replacen("createAgent", "createUgent", 1) } else { changed };
    assert_ne!(changed, text);
    std::fs::write(&path, changed).unwrap();
    let ended = folder.run(&["audit", "verify"]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    assert!(ended.out.starts_with("the log is broken at record "), "{}", ended.out);
    assert!(ended.out.contains(path.file_name().unwrap().to_str().unwrap()), "{}", ended.out);
    let report = folder.run(&["audit", "verify", "--json"]);
    assert_eq!(report.code, 1);
    let report: serde_json::Value = serde_json::from_str(&report.out).unwrap();
    assert!(report["problem"]["seq"].as_u64().unwrap() > 0);
}

#[test]
fn a_log_that_is_not_there_can_not_be_read() {
    let folder = Folder::new();
    let ended = folder.run(&["audit", "verify"]);
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("no audit log in"), "{}", ended.err);
    assert!(!folder.data().exists());
}
