//! The first minutes of an administrator, command by command.

use crate::kit::{COLLECTION, Ended, Folder};

#[test]
fn an_agent_gets_what_it_is_granted_and_no_more() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let ended = folder.run(&["agent", "create", "Release bot"]);
    let key = ended.out.trim();
    assert!(key.starts_with("gpa_"), "{key}");
    for expected in
        ["\"GATEPOST_KEY\": \"gpa_", "/minimal", "grant add 'Release bot' collections read"]
    {
        assert!(ended.err.contains(expected), "{expected} is missing: {}", ended.err);
    }
    assert_eq!(server.get("/collections", key).status, 404);

    let grant = folder.must(&[
        "grant",
        "add",
        "release BOT",
        "collections",
        "read",
        "--workspace",
        "My Workspace",
    ]);
    assert!(grant.starts_with("grt_"));
    assert_eq!(server.get("/collections", key).status, 200);
    let can = folder.run(&["can", "Release bot", "getCollections"]);
    assert_eq!((can.code, can.err.as_str()), (0, ""));
    assert!(can.out.contains("allowed by collections read"), "{}", can.out);
    let cannot = folder.run(&["can", "Release bot", "deleteCollection"]);
    assert_eq!(cannot.code, 5);
    assert!(cannot.out.contains("smallest grant: collections full"), "{}", cannot.out);

    let listed = folder.json(&["grant", "list", "Release bot"]);
    assert_eq!(listed["grants"][0]["id"], grant.trim());
    folder.must(&["agent", "suspend", "Release bot"]);
    assert_eq!(server.get("/collections", key).status, 403);
    folder.must(&["agent", "resume", "Release bot"]);
    assert_eq!(server.get("/collections", key).status, 200);
    folder.must(&["grant", "remove", grant.trim()]);
    assert_eq!(server.get("/collections", key).status, 404);
    folder.must(&["agent", "kill", "Release bot"]);
    assert!(matches!(server.get("/collections", key).status, 401 | 403));
    folder.must(&["agent", "delete", "Release bot"]);
    assert_eq!(folder.run(&["agent", "show", "Release bot"]).code, 2);
}

#[test]
fn a_denied_call_is_told_and_explained() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let key = folder.agent("Release bot");
    let imported = folder.json(&["import", &folder.file("c.json", COLLECTION)]);
    let uid = imported["imported"]["uid"].as_str().unwrap().to_owned();
    folder.must(&["grant", "add", "Release bot", "collections", "read", "--resource", &uid]);
    let denied = server.http(&format!("DELETE /collections/{uid}"), &[("x-api-key", &key)], "");
    assert_eq!(denied.status, 403, "{denied:?}");
    let record = denied.head.lines().find_map(|line| line.strip_prefix("x-gatepost-request-id: "));
    let record = record.unwrap().to_owned();

    let log = folder.must(&["audit", "--agent", "Release bot", "--since", "1h"]);
    let line = log.lines().find(|line| line.contains(&record)).unwrap();
    assert!(
        line.contains("Release bot") && line.contains("denied: its access to collections is read"),
        "{line}"
    );
    let explained = folder.must(&["explain", &record]);
    assert!(explained.contains("collections full"), "{explained}");
    assert_eq!(folder.run(&["explain", "evt_none"]).code, 2);
    assert_eq!(folder.json(&["audit", "--limit", "1"])["kind"], "decision");
}

#[test]
fn users_and_keys_come_and_go() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    folder.must(&[
        "user",
        "add",
        "bo",
        "--full-name",
        "Bo Li",
        "--team",
        "Core",
        "--role",
        "admin",
    ]);
    folder.must(&["user", "role", "bo", "user"]);
    let users = folder.must(&["user", "list"]);
    assert!(users.contains("Core (user)"), "{users}");
    let key =
        folder.must(&["key", "create", "--user", "Bo Li", "--label", "laptop", "--expires", "30d"]);
    assert_eq!(server.get("/me", key.trim()).json()["user"]["username"], "bo");
    let last4 = &key.trim()[key.trim().len() - 4..];
    assert!(folder.must(&["key", "list"]).contains("laptop"));
    folder.must(&["key", "revoke", last4]);
    assert_eq!(server.get("/me", key.trim()).status, 401);
    let admin = folder.must(&["key", "create", "--admin"]);
    assert_eq!(server.get("/gatepost/v1/users", admin.trim()).status, 200);
    folder.must(&["user", "remove", "bo"]);
    assert_eq!(folder.run(&["user", "role", "bo", "user"]).code, 2);
}

#[test]
fn wrong_names_are_wrong_usage_with_a_suggestion() {
    let folder = Folder::new();
    folder.agent("Release bot");
    for (args, sentence, hint) in [
        (
            &["agent", "show", "Relase bot"][..],
            "there is no agent `Relase bot`",
            "did you mean `Release bot`?",
        ),
        (
            &["grant", "add", "Release bot", "collections", "read"],
            "the rule holds nowhere: no scope is given",
            "add --workspace NAME, --resource ID or --all",
        ),
        (
            &["grant", "add", "Release bot", "collections", "read", "--workspace", "My Workspac"],
            "there is no workspace `My Workspac`",
            "did you mean `My Workspace`?",
        ),
        (&["grant", "block", "--all"], "a block needs an agent", "name one, or give --every-agent"),
        (
            &["grant", "block", "Release bot", "collections", "--all"],
            "a block needs an area and a level, or --operation",
            "see `gatepost grant block --help`",
        ),
        (
            &["grant", "remove", "xyz"],
            "`xyz` is no id of a grant",
            "ids begin with grt_; `gatepost grant list` shows them",
        ),
        (
            &["key", "create", "--admin", "--expires", "soon"],
            "`soon` is no time",
            "write 30d, 12h, 2026-12-31 or 2026-12-31T18:00:00Z",
        ),
    ] {
        let ended = folder.run(args);
        assert_eq!(ended.code, 2, "{args:?}");
        assert_eq!(ended.err, format!("error: {sentence}\nhint: {hint}\n"));
    }
    for (args, near) in [
        (
            &["grant", "add", "Release bot", "colections", "read", "--all"][..],
            "did you mean `collections`?",
        ),
        (&["can", "Release bot", "getColection"], "did you mean `getCollection`?"),
    ] {
        let ended = folder.run(args);
        assert_eq!(ended.code, 2, "{args:?}");
        assert!(ended.err.contains(near), "{}", ended.err);
    }
}

#[test]
fn a_closed_reader_is_no_error() {
    let folder = Folder::new();
    let mut command = folder.command(&["user", "list"]);
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert_eq!(ended.status.code(), Some(0));
    let _ = Ended::of(&mut folder.command(&["user", "list"]));
}
