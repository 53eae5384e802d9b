//! How a server stops.

use std::io::Write as _;

use crate::kit::{Answer, Folder, signal};

#[test]
fn a_call_under_way_is_finished_first() {
    let folder = Folder::new();
    let mut server = folder.serve(&[]);
    let body = format!(r#"{{"collection":{}}}"#, crate::kit::COLLECTION);
    let text = crate::kit::request("POST /collections", &[("x-api-key", server.api_key())], &body);
    let (first, rest) = text.split_at(text.len() - 10);
    let mut under_way = server.connect();
    under_way.write_all(first.as_bytes()).unwrap();
    // An answered call proves that the server has taken up the one before it.
    assert_eq!(server.get("/healthz", "").status, 200);
    server.terminate();
    server.stopping();
    under_way.write_all(rest.as_bytes()).unwrap();
    let answer = Answer::read(&mut under_way);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(server.ended(), 0);
    assert!(!folder.data().join("gatepost.sock").exists());
    assert_eq!(folder.run(&["audit", "verify"]).code, 0);
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let folder = Folder::new();
    let mut server = folder.serve(&[]);
    let mut hanging = server.connect();
    let text = crate::kit::request("POST /collections", &[("x-api-key", server.api_key())], "{}");
    hanging.write_all(&text.as_bytes()[..text.len() - 1]).unwrap();
    assert_eq!(server.get("/healthz", "").status, 200);
    server.terminate();
    server.stopping();
    signal("-INT", server.pid());
    assert_eq!(server.ended(), 1);
}

#[test]
fn after_a_kill_everything_acknowledged_is_there() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let key = server.api_key().to_owned();
    let body = format!(r#"{{"collection":{}}}"#, crate::kit::COLLECTION);
    let made = server.http("POST /collections", &[("x-api-key", &key)], &body);
    let uid = made.json()["collection"]["uid"].as_str().unwrap().to_owned();
    server.kill();
    let server = folder.serve(&[]);
    assert_eq!(server.get(&format!("/collections/{uid}"), &key).status, 200);
}
