//! `gatepost mcp`: stdio in front of the gate, alone, together and one after the other.

use crate::kit::{Folder, Mcp, signal};

fn granted(folder: &Folder) -> String {
    let key = folder.agent("Release bot");
    folder.must(&["grant", "add", "Release bot", "collections", "read", "--all"]);
    key
}

#[test]
fn without_a_key_there_is_a_sentence() {
    let folder = Folder::new();
    for (variables, sentence) in [
        (&[][..], "there is no agent's key: GATEPOST_KEY is not set"),
        (&[("GATEPOST_KEY", "")], "there is no agent's key: GATEPOST_KEY is not set"),
        (&[("GATEPOST_KEY", "nonsense")], "GATEPOST_KEY is not a key of Gatepost"),
        (&[("POSTMAN_API_KEY", "PMAK-1")], "POSTMAN_API_KEY is not a key of Gatepost"),
    ] {
        let ended = crate::kit::Ended::of(folder.command(&["mcp"]).envs(variables.iter().copied()));
        assert_eq!(ended.code, 4);
        assert!(ended.err.starts_with(&format!("error: {sentence}\nhint: ")), "{}", ended.err);
    }
}

#[test]
fn a_client_of_the_old_handshake_and_one_of_the_new_see_the_same_tools() {
    let folder = Folder::new();
    let _server = folder.serve(&[]);
    let key = granted(&folder);
    let tools = Mcp::greeted(&folder, &key).tools();
    assert!(tools.contains(&"getCollections".to_owned()), "{tools:?}");
    assert!(!tools.contains(&"deleteCollection".to_owned()), "{tools:?}");
    let mut modern = Mcp::start(&folder, &[], &key);
    let answer = modern.ask(
        r#"{"jsonrpc":"2.0","id":"a","method":"tools/list","params":{"_meta":{
        "io.modelcontextprotocol/protocolVersion":"2026-07-28",
        "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},
        "io.modelcontextprotocol/clientCapabilities":{}}}}"#,
    );
    assert_eq!(answer["id"], "a");
    assert_eq!(answer["result"]["tools"].as_array().unwrap().len(), tools.len());
}

#[test]
fn a_tool_call_is_decided_and_recorded_as_stdio() {
    let folder = Folder::new();
    let _server = folder.serve(&[]);
    let key = granted(&folder);
    let mut mcp = Mcp::greeted(&folder, &key);
    let allowed = mcp.ask(r#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"getCollections","arguments":{}}}"#);
    assert_ne!(allowed["result"]["isError"], true, "{allowed}");
    let denied = mcp.ask(r#"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"deleteWorkspace","arguments":{"workspaceId":"x"}}}"#);
    assert_eq!(denied["result"]["isError"], true, "{denied}");
    let unknown = mcp.ask(r#"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"makeCoffee","arguments":{}}}"#);
    assert_eq!(unknown["error"]["code"], -32602, "{unknown}");
    let log = folder.must(&["audit", "--agent", "Release bot", "--json"]);
    let call = log.lines().find(|line| line.contains(r#""id":"getCollections""#)).unwrap();
    assert!(call.contains(r#""channel":"mcp_stdio""#), "{call}");
    assert!(call.contains("Release bot"), "{call}");
}

#[test]
fn nonsense_is_answered_and_the_rest_goes_on() {
    let folder = Folder::new();
    let key = granted(&folder);
    let mut mcp = Mcp::greeted(&folder, &key);
    assert_eq!(mcp.ask("nonsense")["error"]["code"], -32700);
    assert!(!mcp.tools().is_empty());
}

#[test]
fn a_key_that_was_revoked_is_told_in_words() {
    let folder = Folder::new();
    let _server = folder.serve(&[]);
    let key = granted(&folder);
    let mut mcp = Mcp::greeted(&folder, &key);
    folder.must(&["key", "revoke", &key[key.len() - 4..]]);
    let answer = mcp.ask(r#"{"jsonrpc":"2.0","id":5,"method":"tools/list"}"#);
    assert_eq!(answer["id"], 5);
    assert!(answer["error"]["message"].as_str().unwrap().contains("API Key"), "{answer}");
}

#[test]
fn what_was_asked_before_the_input_ended_is_answered() {
    let folder = Folder::new();
    let key = granted(&folder);
    let mut mcp = Mcp::greeted(&folder, &key);
    for id in 1..=20 {
        mcp.tell(&format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/list"}}"#));
    }
    let (code, rest) = mcp.close();
    assert_eq!(code, 0);
    let mut ids: Vec<_> = rest
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_u64().unwrap()
        })
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=20).collect::<Vec<_>>());
}

#[test]
fn a_second_process_takes_over_when_the_first_ends() {
    let folder = Folder::new();
    let key = granted(&folder);
    let mut first = Mcp::greeted(&folder, &key);
    let mut second = Mcp::greeted(&folder, &key);
    let tools = first.tools();
    assert_eq!(second.tools(), tools);

    let refused = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.code, 4);
    let sentence = format!("`gatepost mcp` (process {}) holds the data folder", first.pid());
    assert!(refused.err.contains(&sentence), "{}", refused.err);

    assert_eq!(first.close().0, 0);
    assert_eq!(second.tools(), tools);
    let refused = folder.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(refused.err.contains(&format!("(process {})", second.pid())), "{}", refused.err);
    assert_eq!(folder.json(&["agent", "list"])["agents"].as_array().unwrap().len(), 1);
}

#[test]
fn a_second_process_takes_over_when_the_first_is_killed() {
    let folder = Folder::new();
    let key = granted(&folder);
    let mut first = Mcp::greeted(&folder, &key);
    let mut second = Mcp::greeted(&folder, &key);
    let tools = first.tools();
    first.kill();
    assert!(folder.data().join("gatepost.sock").exists());
    assert_eq!(second.tools(), tools);
}

#[test]
fn a_client_goes_on_when_the_server_comes_back() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let key = granted(&folder);
    let mut mcp = Mcp::greeted(&folder, &key);
    let tools = mcp.tools();
    server.terminate();
    assert_eq!(server.ended(), 0);
    let server = folder.serve(&[]);
    assert_eq!(mcp.tools(), tools);
    assert_eq!(server.get("/collections", &key).status, 200);
}

#[test]
fn a_signal_ends_it_and_frees_the_folder() {
    let folder = Folder::new();
    let key = granted(&folder);
    let mut mcp = Mcp::greeted(&folder, &key);
    mcp.tools();
    signal("-TERM", mcp.pid());
    assert_eq!(mcp.close().0, 0);
    drop(folder.serve(&[]));
}
