//! The official SDK as a client, over HTTP on loopback.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use catalog::Toolset::Full;
use gate::Door;
use hyper::service::service_fn;
use hyper_util::{rt::TokioExecutor, rt::TokioIo, server::conn::auto::Builder};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::world::{World, text};

/// Serves the endpoint on a free port; answers its address.
async fn serve(world: &World) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/mcp", listener.local_addr().unwrap());
    let endpoint = world.endpoint(Full);
    tokio::spawn(async move {
        while let Ok((stream, peer)) = listener.accept().await {
            let endpoint = endpoint.clone();
            let door = Door::http(&peer.ip().to_string());
            let service = service_fn(move |mut request: http::Request<hyper::body::Incoming>| {
                request.extensions_mut().insert(door.clone());
                endpoint.clone().oneshot(request)
            });
            tokio::spawn(async move {
                let _ = Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    url
}

#[tokio::test]
async fn the_official_client_works() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk");
    if !folder.join("node_modules").is_dir() {
        eprintln!("SKIPPED: run `npm ci` in crates/mcp/tests/sdk first");
        return;
    }
    let world = World::new().await;
    let key = world.agent("Reader", &[("collections", "read"), ("user", "read")]).await;
    let calls = json!([
        { "name": "getCollections", "arguments": {} },
        { "name": "getCollection", "arguments": { "collectionId": "c1" } },
        { "name": "getCollection", "arguments": { "collectionId": "c9" } },
        { "name": "getCollections", "arguments": { "limit": "ten" } },
        { "name": "deleteCollection", "arguments": { "collectionId": "c1" } },
        { "name": "getWorkspaces", "arguments": {} },
        { "name": "noSuchTool", "arguments": {} },
    ]);
    let mut command = Command::new("node");
    command
        .arg(folder.join("client.mjs"))
        .args(["http", &serve(&world).await, &key])
        .env("GATEPOST_SDK_CALLS", calls.to_string())
        .stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(seen["server"]["name"], "gatepost");
    let names: Vec<&str> = seen["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"getCollections") && !names.contains(&"deleteCollection"), "{names:?}");
    let results: Vec<&Value> =
        seen["calls"].as_array().unwrap().iter().map(|call| &call["result"]).collect();
    assert_eq!(results[0]["structuredContent"], json!({ "collections": [] }));
    assert!(text(results[1]).contains("itemRefs"), "{}", results[1]);
    for refused in &results[2..6] {
        assert_eq!(refused["isError"], true, "{refused}");
    }
    assert_eq!(results[4]["structuredContent"]["needs"], json!(["collections=full"]));
    let unknown = &seen["calls"][6]["error"];
    assert_eq!(unknown["code"], -32602, "{unknown}");
    assert_eq!(world.records(1).await[0]["client"]["mcp_client"], "gatepost-sdk-client 1.0.0");
}
