//! The official MCP client over both transports, and many stdio bridges on one data folder.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use serde_json::{Value, json};

use crate::{
    log, node,
    scratch::Scratch,
    server::{Server, clean, gatepost, program},
    turns,
};

/// An agent that may read, and a collection for it.
struct Story {
    data: PathBuf,
    key: String,
    uid: String,
}

impl Story {
    fn begin(scratch: &Scratch) -> Self {
        let data = scratch.data();
        let file = json!({
            "info": {"name": "Payments", "schema":
                "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            "item": [{"name": "List", "request": {"method": "GET", "url": "https://e.example/"}}],
        });
        let file = scratch.file("payments.json", &file.to_string());
        let uid = gatepost(&data, &["import", file.to_str().unwrap()]).line();
        let key = gatepost(&data, &["agent", "create", "Release bot"]).line();
        for area in ["workspaces", "collections", "user"] {
            gatepost(&data, &["grant", "add", "Release bot", area, "read", "--all"]).line();
        }
        Self { data, key, uid }
    }

    /// Two calls for the client: a read, and a delete that is refused.
    fn calls(&self) -> String {
        let arguments = json!({"collectionId": self.uid});
        json!([
            {"name": "getCollection", "arguments": arguments},
            {"name": "deleteCollection", "arguments": arguments},
        ])
        .to_string()
    }

    /// What the SDK's client saw over stdio.
    fn over_stdio(&self, client: &Path) -> Value {
        let (program, data) = (program(), self.data.to_str().unwrap());
        let args = ["stdio", program.to_str().unwrap(), "mcp", "--full", "--data", data];
        let env = [("GATEPOST_KEY", self.key.as_str()), ("GATEPOST_SDK_CALLS", &self.calls())];
        seen(&node::run(client, &args, &env))
    }
}

fn seen(said: &crate::server::Said) -> Value {
    assert_eq!(said.code, Some(0), "{said:?}");
    serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{said:?}"))
}

/// The text of a tool's answer.
fn text(call: &Value) -> &str {
    call["result"]["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{call}"))
}

fn behaves(seen: &Value) {
    let [read, delete] = seen["calls"].as_array().unwrap().as_slice() else { panic!("{seen}") };
    assert_ne!(read["result"]["isError"], true, "{read}");
    assert!(text(read).contains("Payments"), "{read}");
    assert_eq!(delete["result"]["isError"], true, "{delete}");
    let words = text(delete);
    assert!(words.contains("collections") && words.contains("full"), "{words}");
    let names: Vec<_> = seen["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"getCollection"), "{names:?}");
    assert!(!names.contains(&"deleteCollection"), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_client_sees_the_same_over_both_transports() {
    let _turn = turns::take();
    let Some(packages) = node::packages("the official MCP client", "mcp", "sdk") else { return };
    let client = packages.join("client.mjs");
    let scratch = Scratch::new();
    let story = Story::begin(&scratch);
    let server = Server::start(&story.data);
    let url = format!("{}/mcp", server.url());
    let calls = story.calls();
    let said = node::run(&client, &["http", &url, &story.key], &[("GATEPOST_SDK_CALLS", &calls)]);
    let over_http = seen(&said);
    behaves(&over_http);
    let over_stdio = story.over_stdio(&client);
    behaves(&over_stdio);
    assert_eq!(over_http["tools"], over_stdio["tools"]);
    assert_eq!(over_http["server"], over_stdio["server"]);

    // The other way to show a key, and a user's key in its place.
    let hello = initialize(1);
    let bot = server.client(&story.key).post("/mcp", &hello).await;
    assert_eq!(bot.expect(200)["result"]["serverInfo"], over_http["server"]);
    let bearer = server.client("").showing("authorization", format!("Bearer {}", story.key));
    let mut bearer = bearer;
    bearer.post("/mcp", &hello).await.expect(200);
    let user = server.client(&server.api_key()).post("/mcp", &hello).await;
    assert!(user.text().contains("agent"), "{}", user.text());
    user.expect(401);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_clients_start_their_own_bridges_at_once() {
    let _turn = turns::take();
    let Some(packages) = node::packages("several MCP clients", "mcp", "sdk") else { return };
    let client = packages.join("client.mjs");
    let scratch = Scratch::new();
    let story = Story::begin(&scratch);
    // No server runs: the first bridge holds the folder, the others use it through its socket.
    let all: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..4).map(|_| scope.spawn(|| story.over_stdio(&client))).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for one in &all {
        behaves(one);
        assert_eq!(one["tools"], all[0]["tools"]);
    }
    assert_eq!(gatepost(&story.data, &["audit", "verify"]).code, Some(0));
}

fn initialize(id: u64) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }})
}

/// A bridge and its two streams.
struct Bridge {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next: u64,
}

impl Bridge {
    fn start(story: &Story) -> Self {
        let mut command = clean(program());
        command.args(["mcp", "--full", "--data"]).arg(&story.data).env("GATEPOST_KEY", &story.key);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut bridge = Self { child, input, output: BufReader::new(output), next: 1 };
        let hello = bridge.ask(&initialize(0));
        assert!(hello["result"]["serverInfo"].is_object(), "{hello}");
        bridge.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        bridge
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.input, "{message}").unwrap();
        self.input.flush().unwrap();
    }

    fn ask(&mut self, message: &Value) -> Value {
        self.send(message);
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}"))
    }

    /// Reads the collection and answers the text.
    fn read(&mut self, uid: &str) -> String {
        self.next += 1;
        let params = json!({"name": "getCollection", "arguments": {"collectionId": uid}});
        let answer = self.ask(&json!({
            "jsonrpc": "2.0", "id": self.next, "method": "tools/call", "params": params,
        }));
        assert_eq!(answer["id"], self.next, "{answer}");
        assert_ne!(answer["result"]["isError"], true, "{answer}");
        text(&answer).to_owned()
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The client hangs up.
    fn end(self) {
        let Self { mut child, input, .. } = self;
        drop(input);
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_bridge_takes_over_when_the_holder_is_killed() {
    let _turn = turns::take();
    let scratch = Scratch::new();
    let story = Story::begin(&scratch);
    // The first that is asked something holds the folder.
    let mut bridges: Vec<_> = (0..3).map(|_| Bridge::start(&story)).collect();
    for bridge in &mut bridges {
        assert!(bridge.read(&story.uid).contains("Payments"));
    }
    while let Some(holder) = (!bridges.is_empty()).then(|| bridges.remove(0)) {
        if bridges.is_empty() {
            holder.end();
            break;
        }
        holder.kill();
        for bridge in &mut bridges {
            assert!(bridge.read(&story.uid).contains("Payments"));
        }
    }
    // The folder is free again, and nothing is left open.
    let server = Server::start(&story.data);
    let wrong = log::problems(&story.data);
    assert!(wrong.is_empty(), "{wrong:#?}");
    server.stop().await;
}
