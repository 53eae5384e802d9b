//! The first start makes an administrator and shows its keys once; later ones don't.

use crate::kit::{Ended, Folder, mode};

#[test]
fn the_first_start_shows_keys_and_the_second_does_not() {
    let folder = Folder::new();
    let first = folder.serve(&["--owner-name", "Ana Ruiz"]);
    assert_eq!(first.ready["event"], "ready");
    assert_eq!(first.ready["data"], folder.data().display().to_string());
    let me = first.get("/me", first.api_key()).json();
    assert_eq!(me["user"]["fullName"], "Ana Ruiz");
    assert_eq!(me["user"]["username"], "ana.ruiz");
    assert_eq!(me["user"]["teamName"], "Ana Ruiz's team");
    assert_eq!(first.get("/gatepost/v1/users", first.admin_key()).status, 200);
    let (admin, api) = (first.admin_key().to_owned(), first.api_key().to_owned());
    first.terminate();
    assert_eq!(first.ended(), 0);

    let second = folder.serve(&["--owner-name", "Somebody Else"]);
    let said: Vec<_> = second.ready.as_object().unwrap().keys().collect();
    assert_eq!(said, ["event", "url", "data"]);
    assert_eq!(second.get("/me", &api).status, 200);
    assert_eq!(
        second.get("/gatepost/v1/users", &admin).json()["users"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn what_a_first_start_did_is_recorded() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let records = server.get("/gatepost/v1/records", server.admin_key()).json();
    let done: Vec<_> = records["records"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .filter(|record| record["kind"] == "outcome")
        .map(|record| record["op"]["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(done, ["createUser", "createKey", "createKey"]);
    let said = records.to_string();
    assert!(!said.contains(server.admin_key()) && !said.contains(server.api_key()));
}

#[test]
fn a_first_start_that_was_killed_before_it_showed_its_keys_is_finished() {
    let folder = Folder::new();
    let killed = folder.serve(&[]);
    let (admin, api) = (killed.admin_key().to_owned(), killed.api_key().to_owned());
    killed.kill();
    // As if it had ended just before the keys were shown; it may have ended just after that.
    let _ = std::fs::remove_file(folder.data().join("first-keys-shown"));

    let next = folder.serve(&[]);
    assert_ne!(next.admin_key(), admin);
    assert_eq!(next.get("/me", next.api_key()).status, 200);
    assert_eq!(next.get("/me", &api).status, 401);
    let users = next.get("/gatepost/v1/users", next.admin_key()).json();
    assert_eq!(users["users"].as_array().unwrap().len(), 1);
    assert_eq!(next.get("/gatepost/v1/users", &admin).status, 401);
}

#[test]
fn a_command_before_the_first_start_finds_an_administrator() {
    let folder = Folder::new();
    let users = folder.json(&["user", "list"]);
    assert_eq!(users["users"][0]["teams"][0]["roles"], serde_json::json!(["admin", "user"]));
    let server = folder.serve(&[]);
    let me = server.get("/me", server.api_key()).json();
    assert_eq!(me["user"]["id"], users["users"][0]["id"]);
}

#[test]
fn people_are_told_what_to_do_next() {
    let folder = Folder::new();
    let mut command = folder.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let mut lines = std::io::BufReader::new(child.stderr.take().unwrap());
    while !said.contains("gatepost agent create") {
        assert_ne!(std::io::BufRead::read_line(&mut lines, &mut said).unwrap(), 0, "{said}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    for expected in [
        "gatepost listens on http://127.0.0.1:",
        "data folder: ",
        "gpm_",
        "gpk_",
        "shown once",
        "gatepost import",
    ] {
        assert!(said.contains(expected), "{expected} is missing: {said}");
    }
}

#[test]
fn nobody_else_may_look_into_the_folder() {
    let folder = Folder::new();
    let _server = folder.serve(&[]);
    assert_eq!(mode(&folder.data()), 0o700);
    for entry in std::fs::read_dir(folder.data()).unwrap() {
        let path = entry.unwrap().path();
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), expected, "{}", path.display());
    }
    assert!(folder.data().join("gatepost.sock").exists());
}

#[test]
fn a_data_folder_with_a_long_name_is_refused_in_words() {
    let folder = Folder::new();
    let long = folder.0.join("x".repeat(120)).display().to_string();
    let ended = Ended::of(&mut folder.command(&["user", "list", "--data", &long]));
    assert_eq!(ended.code, 3);
    assert!(ended.err.contains("choose a shorter --data DIR"), "{}", ended.err);
}
