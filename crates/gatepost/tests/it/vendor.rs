//! The published MCP server of the vendor, pointed at Gatepost: it can't tell the difference.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

use crate::kit::{Folder, Server};

/// The vendor's server, spoken to over stdio.
struct Vendor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: u64,
}

impl Vendor {
    /// Starts it; `None`, and a word why, when it is not installed.
    fn start(server: &Server, toolset: &[&str]) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendor");
        let script = folder.join("node_modules/@postman/postman-mcp-server/dist/src/index.js");
        if !script.is_file() {
            eprintln!("SKIPPED: run `npm ci` in crates/gatepost/tests/vendor first");
            return None;
        }
        let mut child = Command::new("node")
            .arg(script)
            .args(toolset)
            .env("POSTMAN_API_BASE_URL", server.url())
            .env("POSTMAN_API_KEY", server.api_key())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut vendor = Self { child, input, output: BufReader::new(output), asked: 0 };
        let hello = json!({ "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": { "name": "gatepost-tests", "version": "1" } });
        let said = vendor.ask("initialize", &hello);
        assert!(said["serverInfo"]["name"].is_string(), "{said}");
        vendor.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        Some(vendor)
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.input, "{message}").unwrap();
        self.input.flush().unwrap();
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "{method}: it ended");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == id {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    /// Calls a tool that must succeed; its text.
    fn text(&mut self, name: &str, arguments: &Value) -> String {
        let result = self.ask("tools/call", &json!({ "name": name, "arguments": arguments }));
        let text = result["content"][0]["text"].as_str().unwrap_or_default().to_owned();
        assert_ne!(result["isError"], true, "{name}: {text}");
        text
    }

    /// Calls a tool that answers JSON.
    fn call(&mut self, name: &str, arguments: &Value) -> Value {
        let text = self.text(name, arguments);
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{name}: {text}"))
    }

    /// Calls a tool that must fail; what it says.
    fn refused(&mut self, name: &str, arguments: &Value) -> String {
        let result = self.ask("tools/call", &json!({ "name": name, "arguments": arguments }));
        assert_eq!(result["isError"], true, "{name}: {result}");
        result["content"][0]["text"].as_str().unwrap_or_default().to_owned()
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const ROOT: &str = "openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.test'}]
paths:
  /pets/{petId}:
    get:
      summary: Read a pet
      parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: A pet, content: {application/json: {example: {id: 7}}}}}
";

#[test]
fn the_published_server_works_inside_collections() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let Some(mut vendor) = Vendor::start(&server, &["--full"]) else { return };
    let id = |value: &Value| value.as_str().unwrap_or_else(|| panic!("no id: {value}")).to_owned();

    // A workspace, a spec in it, and a collection made of that.
    let made = vendor
        .call("createWorkspace", &json!({ "workspace": { "name": "Story", "type": "personal" } }));
    let workspace = id(&made["workspace"]["id"]);
    let made = vendor.call(
        "createSpec",
        &json!({ "workspaceId": workspace, "name": "Pets",
        "type": "OPENAPI:3.0", "files": [{ "path": "index.yaml", "content": ROOT }] }),
    );
    let spec = id(&made["id"]);
    let task = vendor.call(
        "generateCollection",
        &json!({ "specId": spec, "elementType": "collection",
        "name": "Pet calls", "options": { "folderStrategy": "Tags" } }),
    );
    let status = vendor.call(
        "getAsyncSpecTaskStatus",
        &json!({ "elementType": "specs", "elementId": spec, "taskId": task["taskId"] }),
    );
    assert_eq!(status["status"], "completed", "{status}");
    let collection = id(&status["details"]["resources"][0]["id"]);
    let linked =
        vendor.call("getSpecCollections", &json!({ "specId": spec, "elementType": "collection" }));
    assert_eq!(linked["collections"][0]["state"], "in-sync");

    // A folder, a request in it and an example of its answer.
    let bare = collection.split_once('-').unwrap().1.to_owned();
    let made =
        vendor.call("createCollectionFolder", &json!({ "collectionId": bare, "name": "Extra" }));
    let extra = id(&made["data"]["id"]);
    let made = vendor.call(
        "createCollectionRequest",
        &json!({ "collectionId": bare, "folder": extra,
        "name": "Feed the zebra", "method": "POST", "url": "{{baseUrl}}/feed" }),
    );
    let request = id(&made["data"]["id"]);
    let made = vendor.call(
        "createCollectionResponse",
        &json!({ "collectionId": bare, "request": request,
        "name": "Fed", "responseCode": { "code": 200, "name": "OK" }, "text": "{}" }),
    );
    assert!(made["data"]["id"].is_string(), "{made}");

    annotate(&mut vendor, &collection);

    // A fork is changed and merged, what clashes is refused.
    let made = vendor.call(
        "createCollectionFork",
        &json!({ "collectionId": collection, "workspace": workspace, "label": "mine" }),
    );
    let fork = id(&made["collection"]["uid"]);
    let forked = fork.split_once('-').unwrap().1.to_owned();
    vendor.call("createCollectionRequest",
        &json!({ "collectionId": forked, "name": "Groom the zebra", "method": "POST", "url": "{{baseUrl}}/groom" }));
    let merge = json!({ "source": fork, "destination": collection, "strategy": "updateSourceWithDestination" });
    vendor.call("mergeCollectionFork", &merge);
    let whole =
        vendor.text("getCollection", &json!({ "collectionId": collection, "model": "full" }));
    assert!(whole.contains("Groom the zebra"), "{whole}");
    vendor.call(
        "updateCollectionRequest",
        &json!({ "requestId": request, "collectionId": bare, "name": "Feed the zebras" }),
    );
    let inside = vendor.call("getCollection", &json!({ "collectionId": fork, "model": "full" }));
    let other = find(&inside["collection"]["item"], "Feed the zebra").unwrap();
    vendor.call(
        "updateCollectionRequest",
        &json!({ "requestId": other, "collectionId": forked, "name": "Feed all zebras" }),
    );
    let said = vendor.refused("mergeCollectionFork", &merge);
    assert!(said.contains("409"), "{said}");
    vendor.call(
        "updateCollectionRequest",
        &json!({ "requestId": other, "collectionId": forked, "name": "Feed the zebras" }),
    );
    vendor.call("pullCollectionChanges", &json!({ "collectionId": fork }));

    // Search finds it, the spec follows it, and a mock answers for it.
    let found =
        vendor.text("searchPostmanElements", &json!({ "entityType": "requests", "q": "zebras" }));
    assert!(found.contains("Feed the zebras"), "{found}");
    let task = vendor
        .call("syncSpecWithCollection", &json!({ "specId": spec, "collectionUid": collection }));
    assert!(task["taskId"].is_string(), "{task}");
    let definition = vendor.text("getSpecDefinition", &json!({ "specId": spec }));
    assert!(definition.contains("/groom"), "{definition}");
    let made = vendor.call(
        "createMock",
        &json!({ "workspace": workspace,
        "mock": { "collection": collection, "name": "Pets", "private": false } }),
    );
    let mock = id(&made["mock"]["id"]);
    let answer = server.get(&format!("/_mock/{mock}/pets/7"), "");
    assert_eq!(answer.status, 200, "{answer:?}");

    let made = [mock, fork, collection, spec, workspace];
    remove(&server, &mut vendor, made);
}

/// Tags and a comment.
fn annotate(vendor: &mut Vendor, collection: &str) {
    vendor.call(
        "updateCollectionTags",
        &json!({ "collectionId": collection, "tags": ["needs-review"] }),
    );
    let tags = vendor.call("getCollectionTags", &json!({ "collectionId": collection }));
    assert_eq!(tags["tags"][0]["slug"], "needs-review");
    let comment = vendor.call(
        "createCollectionComment",
        &json!({ "collectionId": collection, "body": "Why zebras?" }),
    );
    assert_eq!(comment["data"]["body"], "Why zebras?");
}

/// And all of it goes.
fn remove(server: &Server, vendor: &mut Vendor, made: [String; 5]) {
    let [mock, fork, collection, spec, workspace] = made;
    vendor.call("deleteMock", &json!({ "mockId": mock }));
    vendor.call("deleteCollection", &json!({ "collectionId": fork }));
    vendor.call("deleteCollection", &json!({ "collectionId": collection }));
    vendor.text("deleteSpec", &json!({ "specId": spec }));
    vendor.call("deleteWorkspace", &json!({ "workspaceId": workspace }));
    assert_eq!(server.get(&format!("/collections/{collection}"), server.api_key()).status, 404);
}

/// The id of the item with that name.
fn find(items: &Value, name: &str) -> Option<String> {
    items.as_array()?.iter().find_map(|item| {
        if item["name"] == name {
            return item["id"].as_str().map(str::to_owned);
        }
        find(&item["item"], name)
    })
}
