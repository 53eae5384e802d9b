//! The five-minute tour of the README, step by step.

use std::path::Path;

use crate::{
    log,
    scratch::Scratch,
    server::{Said, Server, clean, gatepost, program, said},
};

const COLLECTION: &str = r#"{
  "info": {
    "name": "Payments",
    "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
  },
  "item": [
    {"name": "List", "request": {"method": "GET", "url": "{{base}}/payments"}},
    {"name": "Refunds", "item": [
      {"name": "Refund", "request": {"method": "POST", "url": "{{base}}/refunds"}}
    ]}
  ]
}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_lets_an_agent_read_and_sees_what_it_did() {
    let scratch = Scratch::new();
    let data = scratch.data();
    let run = |args: &[&str]| -> Said { gatepost(&data, args) };

    let server = Server::start_with(&data, |command| {
        command.args(["--owner-name", "Ana Ruiz"]);
    });
    let me = server.client(&server.api_key()).get("/me").await.expect(200);
    assert_eq!(me["user"]["fullName"], "Ana Ruiz");

    let file = scratch.file("payments.json", COLLECTION);
    let imported = run(&["import", file.to_str().unwrap()]);
    let uid = imported.line();
    assert!(imported.err.contains("1 folder, 2 requests"), "{imported:?}");
    let path = format!("/collections/{uid}");
    let read = server.client(&server.api_key()).get(&path).await.expect(200);
    assert_eq!(read["collection"]["info"]["name"], "Payments");

    let created = run(&["agent", "create", "Release bot"]);
    let key = created.line();
    assert!(key.starts_with("gpa_"), "{created:?}");
    assert!(created.err.contains("\"mcpServers\""), "{created:?}");
    let mut bot = server.client(&key);
    bot.get(&path).await.expect(404);
    // The commands that it prints, as they are printed.
    let printed: Vec<_> = created.err.lines().map(str::trim).collect();
    let grants = printed.iter().filter(|line| line.starts_with("gatepost grant add "));
    assert_eq!(grants.clone().count(), 2, "{created:?}");
    for command in grants {
        assert!(in_shell(command).line().starts_with("grt_"), "{command}");
    }
    assert!(!run(&["user", "add", "ben", "--full-name", "Ben Ode"]).line().is_empty());
    let read = bot.get(&path).await.expect(200);
    assert_eq!(read["collection"]["info"]["name"], "Payments");
    let refused = bot.delete(&path).await;
    refused.expect(403);
    assert_eq!(refused.header("x-gatepost-needs"), "collections=full");
    let said = refused.text();
    assert!(said.contains("its access to collections is read"), "{said}");
    assert!(said.contains("smallest grant: collections full on 'My Workspace'"), "{said}");

    let may = run(&["can", "Release bot", "getCollection", &uid]);
    assert_eq!(may.code, Some(0), "{may:?}");
    let may = run(&["can", "Release bot", "deleteCollection", &uid]);
    assert_eq!(may.code, Some(5), "{may:?}");
    assert!(may.out.contains("smallest grant: collections full on 'My Workspace'"), "{may:?}");

    tells_the_story(&run(&["audit", "--agent", "Release bot"]));
    let whole = run(&["audit", "verify"]);
    assert!(whole.line().starts_with("the log is whole: "), "{whole:?}");
    server.stop().await;
    one_byte_is_noticed(&data);
}

/// Runs a command as somebody would who pastes it.
fn in_shell(command: &str) -> Said {
    let script = format!("gatepost() {{ \"$PROGRAM\" \"$@\"; }}\n{command}");
    let mut shell = clean("sh");
    said(shell.args(["-c", &script]).env("PROGRAM", program()))
}

fn tells_the_story(audit: &Said) {
    assert_eq!(audit.code, Some(0), "{audit:?}");
    let ends = [
        "Release bot, for Ana Ruiz, read collection 'Payments' in workspace 'My Workspace' — \
         allowed by collections read.",
        "Release bot, for Ana Ruiz, tried to delete collection 'Payments' in workspace 'My \
         Workspace' — denied: its access to collections is read; smallest grant: collections full \
         on 'My Workspace'.",
    ];
    let lines: Vec<_> = audit.out.lines().rev().take(2).collect();
    for (line, end) in lines.iter().rev().zip(ends) {
        assert!(line.ends_with(end), "{line}\nis not\n{end}");
    }
}

/// Any byte of the log, changed while nobody writes.
fn one_byte_is_noticed(data: &Path) {
    let segment = log::segments(data).pop().unwrap();
    let good = std::fs::read(&segment).unwrap();
    let middle = good.len() / 2;
    let mut bad = good.clone();
    bad[middle] ^= 1;
    std::fs::write(&segment, &bad).unwrap();
    let broken = gatepost(data, &["audit", "verify"]);
    assert_eq!(broken.code, Some(1), "{broken:?}");
    let before = good.iter().take(middle).filter(|byte| **byte == b'\n').count();
    let line = good.iter().take(middle).rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let file = segment.file_name().unwrap().to_string_lossy();
    let said = &broken.out;
    assert!(said.contains(&format!("the log is broken at record {}", before + 1)), "{said}");
    assert!(said.contains(&format!("file {file}, byte {line};")), "{said}");
    std::fs::write(&segment, &good).unwrap();
    assert_eq!(gatepost(data, &["audit", "verify"]).code, Some(0));
}
