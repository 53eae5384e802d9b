//! Commands without a server, and many of them at once.

use std::process::Stdio;

use crate::kit::Folder;

#[test]
fn commands_at_once_on_a_new_folder_all_succeed() {
    let folder = Folder::new();
    let started: Vec<_> = (0..8)
        .map(|number| {
            let name = format!("bot {number}");
            let mut command = folder.command(&["agent", "create", &name, "--json"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in started {
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    assert_eq!(folder.json(&["user", "list"])["users"].as_array().unwrap().len(), 1);
    assert_eq!(folder.json(&["agent", "list"])["agents"].as_array().unwrap().len(), 8);
    assert!(!folder.data().join("gatepost.sock").exists());
}

#[test]
fn the_local_administrator_is_recorded_by_name() {
    let folder = Folder::new();
    folder.must(&["user", "list"]);
    let record = folder.json(&["audit", "--limit", "1"]);
    assert_eq!(record["actor"]["type"], "local_admin");
    let text = record["text"].as_str().unwrap();
    assert!(text.starts_with("local administrator "), "{text}");
}

#[test]
fn a_key_beats_the_socket() {
    // Who shows an agent's key over the socket is that agent, not the local administrator.
    use std::{
        io::{Read as _, Write as _},
        os::unix::net::UnixStream,
    };
    let folder = Folder::new();
    let _server = folder.serve(&[]);
    let key = folder.agent("Release bot");
    for (headers, expected) in [(vec![("x-api-key", key.as_str())], "403"), (vec![], "200")] {
        let mut stream = UnixStream::connect(folder.data().join("gatepost.sock")).unwrap();
        stream
            .write_all(crate::kit::request("GET /gatepost/v1/users", &headers, "").as_bytes())
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert_eq!(answer.split(' ').nth(1), Some(expected), "{answer}");
    }
}
