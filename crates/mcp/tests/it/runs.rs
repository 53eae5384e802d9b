//! Calls that take long: clients hear how far they are, and cancel them.

use std::time::Duration;

use catalog::Toolset::{Full, Minimal};
use http::StatusCode;
use serde_json::{Value, json};

use crate::world::{Client, World, text};

/// A call of `runCollection` in the way of 2025-06-18.
fn run(id: u32, arguments: &Value, token: Option<&str>) -> String {
    let mut params = json!({ "name": "runCollection", "arguments": arguments });
    if let Some(token) = token {
        params["_meta"] = json!({ "progressToken": token });
    }
    json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params }).to_string()
}

/// A run that goes on until it is cancelled.
fn endless() -> Value {
    json!({ "collectionId": "c1", "stopOnError": true })
}

const OLD: (&str, &str) = ("mcp-protocol-version", "2025-06-18");

/// Waits until the fake service has noted this.
async fn until(world: &World, noted: &str) {
    for _ in 0..500 {
        if world.last_served() == noted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never {noted}");
}

async fn cancel(client: &Client, id: u32, session: &str) {
    let params = json!({ "requestId": id, "reason": "changed my mind" });
    let notice = json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": params });
    let headers = [OLD, ("mcp-session-id", session)];
    let heard = client.send(client.request(&headers, notice.to_string())).await;
    assert_eq!(heard.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn each_request_is_told_to_clients_that_ask() {
    let world = World::new().await;
    let client = world.client(Minimal, &world.granted().await);
    let call = run(7, &json!({ "collectionId": "c1" }), Some("t1"));
    let heard = client.send(client.request(&[OLD], call)).await;
    assert_eq!(heard.headers["content-type"], "text/event-stream");
    let events: Vec<Value> = heard
        .text
        .lines()
        .filter_map(|line| serde_json::from_str(line.strip_prefix("data:")?.trim()).ok())
        .collect();
    let told: Vec<&Value> =
        events.iter().filter(|event| event["method"] == "notifications/progress").collect();
    for (event, (done, what)) in told.iter().zip([(1.0, "one"), (2.0, "two")]) {
        let params = &event["params"];
        assert_eq!(params["progressToken"], "t1");
        assert_eq!(
            (params["progress"].as_f64(), params["total"].as_f64()),
            (Some(done), Some(2.0))
        );
        assert_eq!(params["message"], what);
    }
    assert_eq!(told.len(), 2, "{}", heard.text);
    let result = &events.last().unwrap()["result"];
    assert_eq!(result["structuredContent"], json!({ "outcome": "passed" }), "{}", heard.text);
}

#[tokio::test]
async fn others_get_their_answer_only() {
    let world = World::new().await;
    let client = world.client(Minimal, &world.granted().await);
    let result = client.call("runCollection", json!({ "collectionId": "c1" })).await;
    assert_eq!(text(&result), r#"{"outcome":"passed"}"#);
    let record = world.records(1).await.remove(0);
    assert_eq!(
        (&record["op"]["area"], &record["op"]["tool"]),
        (&json!("runs"), &json!("runCollection"))
    );
    let reader = world.agent("Reader", &[("collections", "full"), ("runs", "write")]).await;
    let refused = world.client(Full, &reader);
    let refused = refused.call("runCollection", json!({ "collectionId": "c1" })).await;
    assert_eq!(refused["structuredContent"]["needs"], json!(["runs=full"]), "{refused}");
}

#[tokio::test]
async fn a_client_that_goes_away_cancels_its_run() {
    let world = World::new().await;
    let client = world.client(Full, &world.granted().await);
    let request = client.request(&[OLD], run(1, &endless(), None));
    let call = tokio::spawn(async move { client.send(request).await });
    until(&world, "running").await;
    call.abort();
    until(&world, "stopped").await;
}

#[tokio::test]
async fn a_notification_cancels_the_call_it_names_and_no_other() {
    let world = World::new().await;
    let key = world.granted().await;
    let client = world.client(Full, &key);
    let request = client.request(&[OLD, ("mcp-session-id", "s1")], run(3, &endless(), None));
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.send(request).await }
    });
    until(&world, "running").await;
    let other = world.granted().await;
    cancel(&Client { endpoint: client.endpoint.clone(), key: other }, 3, "s1").await;
    cancel(&client, 4, "s1").await;
    cancel(&client, 3, "s2").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(world.last_served(), "running");
    cancel(&client, 3, "s1").await;
    let heard = call.await.unwrap();
    assert_eq!(heard.json["id"], 3, "{}", heard.text);
    assert_eq!(world.last_served(), "stopped");
}
